"""A library that is made, as large as wanted, for how long a decision takes.

What tracks express is spread as the estimator's held-out values are over 720 clips of all four
quadrants (`session.library_scale`: deviation .29 and .33, mean 0), cut at the plane's edge; sound,
length and 20 tracks an artist are drawn evenly over their usual range. The embedding of a track is
its made vector (`made_vectors`). Only the columns are made; a `Track` is when one is asked for.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import overload

import numpy as np
from numpy.typing import NDArray

from moodarc.catalog import Tags, Track, TrackTable
from moodarc.randomness import derive_rng
from moodarc.session import Candidates
from moodarc.session.columns import Columns

__all__ = ["MadeTracks", "made_candidates"]

_TRACKS_AN_ARTIST = 20
_DEVIATION = (0.294, 0.334)


class MadeTracks(Sequence[Track]):
    """Tracks that exist only while they are looked at.

    Args:
        artist: int64 (n,), the number of each track's artist.
    """

    def __init__(self, artist: NDArray[np.int64]) -> None:
        self._artist = artist

    def __len__(self) -> int:
        return len(self._artist)

    @overload
    def __getitem__(self, row: int) -> Track: ...
    @overload
    def __getitem__(self, row: slice) -> list[Track]: ...
    def __getitem__(self, row: int | slice) -> Track | list[Track]:
        """The track of a row."""
        if isinstance(row, slice):
            return [self[one] for one in range(*row.indices(len(self)))]
        tags = Tags(title=f"Made {row}", artist=f"Artist {self._artist[row]}")
        return Track(
            track_id=row, path=Path(f"{row}.flac"), content_hash=str(row), tags=tags, analysis=None
        )


def made_candidates(vectors: NDArray[np.float32], *, seed: int = 0) -> Candidates:
    """Candidates as many as vectors, float32 (n, d), that become their embeddings."""
    n, rng = len(vectors), derive_rng(seed, "made", "library")
    drawn = {
        "track_id": np.arange(n),
        "affect": np.clip(rng.normal(0.0, _DEVIATION, (n, 2)), -1.0, 1.0).astype(np.float32),
        "variance": rng.uniform(0.01, 0.08, (n, 2)).astype(np.float32),
        "tempo_bpm": rng.uniform(60.0, 180.0, n).astype(np.float32),
        "key": rng.integers(0, 12, n).astype(np.int8),
        "mode": rng.integers(0, 2, n).astype(np.int8),
        "loudness_lufs": rng.uniform(-20.0, -8.0, n).astype(np.float32),
        "energy": rng.uniform(size=n).astype(np.float32),
        "duration_s": rng.uniform(120.0, 360.0, n).astype(np.float32),
        "artist": rng.integers(0, max(1, n // _TRACKS_AN_ARTIST), n),
        "embedding": vectors / np.linalg.norm(vectors, axis=1, keepdims=True),
    }
    table = TrackTable(**drawn)
    columns = Columns.of(table, table.duration_s.astype(np.float64))
    row_of = dict(zip(range(n), range(n), strict=True))
    return Candidates.prepared(MadeTracks(table.artist), columns, row_of, seen=n)
