"""Item vectors that are made, as many as wanted, for speed and recall of retrieval.

No public catalogue of 10 million tracks comes with learned vectors, and Gaussian noise would be the
wrong stand-in: in it all tracks lie equally far from each other. These have what learned vectors
have, a few strong directions, clusters within clusters, and lengths that differ:

- a spectrum: the k-th of d directions has a standard deviation of 1 / sqrt(k), all turned by one
  random rotation (of 128 directions about 18 count, by the participation ratio);
- 200 genres, each an artist's centre drawn around one of them, 20 tracks an artist on average,
  with deviations of .6 (genre), .6 (artist) and .5 (track) times the spectrum;
- each is brought to length 1, then to exp(.15 z), z normal: the popular are longer.

A query is a track's direction with noise of half its length, as the state of a listener who has
just heard something like it. Blocks are drawn one by one, each from its own generator, so that
10 million need never lie in memory and any block can be made again.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from moodarc.randomness import derive_rng

__all__ = ["MadeVectors"]

_BLOCK = 100_000
_GENRES = 200
_TRACKS_AN_ARTIST = 20
_GENRE, _ARTIST, _TRACK = 0.6, 0.6, 0.5
_LENGTH_SD = 0.15
_QUERY_NOISE = 0.5

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeVectors:
    """A catalogue of made vectors.

    Attributes:
        n_items: tracks, >= 1.
        size: numbers a vector.
        seed: of all that is drawn.
    """

    n_items: int
    size: int = 128
    seed: int = 0
    _artists: Floats = field(init=False, repr=False)
    _rotation: Floats = field(init=False, repr=False)

    def __post_init__(self) -> None:
        rng = derive_rng(self.seed, "made", "artists")
        genres = _GENRE * self._spread(rng, _GENRES)
        n_artists = max(1, self.n_items // _TRACKS_AN_ARTIST)
        own = _ARTIST * self._spread(rng, n_artists)
        artists = genres[rng.integers(0, _GENRES, n_artists)] + own
        turned, _ = np.linalg.qr(rng.standard_normal((self.size, self.size)))
        object.__setattr__(self, "_artists", artists)
        object.__setattr__(self, "_rotation", turned.astype(np.float32))

    def blocks(self) -> Iterator[Floats]:
        """The vectors in order, float32 (at most 100,000, size) at a time."""
        for start in range(0, self.n_items, _BLOCK):
            yield self._block(start, min(_BLOCK, self.n_items - start))

    def queries(self, n: int) -> Floats:
        """Vectors of `n` listeners, float32 (n, size)."""
        rng = derive_rng(self.seed, "made", "queries")
        start = int(rng.integers(0, -(-self.n_items // _BLOCK))) * _BLOCK
        heard = self._block(start, min(_BLOCK, self.n_items - start))
        heard = _unit(heard[rng.integers(0, len(heard), n)])
        noise = rng.standard_normal(heard.shape, dtype=np.float32)
        return heard + _QUERY_NOISE / np.float32(np.sqrt(self.size)) * noise

    def _block(self, start: int, n: int) -> Floats:
        rng = derive_rng(self.seed, "made", start)
        vectors = self._artists[rng.integers(0, len(self._artists), n)]
        vectors += _TRACK * self._spread(rng, n)
        lengths = np.exp(_LENGTH_SD * rng.standard_normal((n, 1), dtype=np.float32))
        turned: Floats = (_unit(vectors) * lengths) @ self._rotation
        return turned

    def _spread(self, rng: np.random.Generator, n: int) -> Floats:
        strength = 1.0 / np.sqrt(np.arange(1, self.size + 1))
        strength = (strength / np.linalg.norm(strength)).astype(np.float32)
        drawn: Floats = rng.standard_normal((n, self.size), dtype=np.float32)
        drawn *= strength
        return drawn


def _unit(vectors: Floats) -> Floats:
    unit: Floats = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    return unit
