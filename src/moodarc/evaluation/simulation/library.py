"""SIMULATION: a library that exists only on paper, for listeners that exist only on paper.

An artist has a place in the plane and a kind of sound; the artist's tracks scatter around it, so
that liking one of them tells of the others. What the analyser says of a track lies off what the
track expresses, as a real one's does (`error`); listeners hear what it expresses, the session sees
what the analyser says.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from moodarc.affect import AffectCurve, TrackAffect, Variance
from moodarc.catalog import Descriptors, Tags, Track, TrackAnalysis
from moodarc.randomness import derive_rng

__all__ = ["MadeLibrary", "MadeLibraryConfig", "made_library"]

ANALYSER = "simulation-1"
_GENRES = ("ambient", "classical", "electronic", "folk", "hip hop", "jazz", "metal", "pop", "rock")


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeLibraryConfig:
    """How a library is made; judgements but where a source is named.

    Attributes:
        n: tracks.
        tracks_an_artist: on average.
        spread: standard deviation of what tracks express, in each dimension of the plane.
        own: share of that variance which is a track's own, not its artist's.
        n_sounds: hidden numbers of a track that taste is about, beside the plane.
        error: standard deviation of the analyser about what a track expresses; its published
            error on rated excerpts is of this size.
    """

    n: int = 300
    tracks_an_artist: float = 5.0
    spread: float = 0.40
    own: float = 0.5
    n_sounds: int = 4
    error: float = 0.15


@dataclass(frozen=True, slots=True, eq=False)
class MadeLibrary:
    """Tracks, and what only the simulation knows of them; row i is `tracks[i]`, with the id i + 1.

    Attributes:
        tracks: as the session sees them.
        affect: (n, 2) what each expresses, in [-1, 1].
        traits: (n, k) standard scores that taste is about.
        artist: (n,) int64.
        duration_s: (n,).
        popularity: (n,) standard score, what everybody likes alike.
    """

    tracks: tuple[Track, ...]
    affect: NDArray[np.float64]
    traits: NDArray[np.float64]
    artist: NDArray[np.int64]
    duration_s: NDArray[np.float64]
    popularity: NDArray[np.float64]

    def __len__(self) -> int:
        return len(self.tracks)


def made_library(config: MadeLibraryConfig = MadeLibraryConfig(), *, seed: int = 0) -> MadeLibrary:
    """A library; the same seed makes the same one.

    >>> len(made_library(MadeLibraryConfig(n=12), seed=1))
    12
    """
    rng = derive_rng(seed, "simulation", "library")
    n, k = config.n, 2 + config.n_sounds
    n_artists = max(1, round(n / config.tracks_an_artist))
    artist = rng.integers(n_artists, size=n)
    centres = rng.standard_normal((n_artists, k)) * np.sqrt(1.0 - config.own)
    traits = centres[artist] + rng.standard_normal((n, k)) * np.sqrt(config.own)
    affect = np.clip(config.spread * traits[:, :2], -1.0, 1.0)
    duration_s = rng.uniform(150.0, 300.0, n)
    told = np.clip(affect + config.error * rng.standard_normal((n, 2)), -1.0, 1.0)
    genre = centres[:, 2:].argmax(axis=1) + len(_GENRES) // 2 * (centres[:, 2] > 0.0)
    sound = _sounds(traits, rng)
    tracks = tuple(
        _track(
            row,
            told[row],
            Descriptors(**sound[row], duration_s=float(duration_s[row])),
            tags=_tags(row, int(artist[row]), _GENRES[int(genre[artist[row]]) % len(_GENRES)]),
            variance=config.error**2,
        )
        for row in range(n)
    )
    return MadeLibrary(
        tracks=tracks,
        affect=affect,
        traits=traits,
        artist=artist.astype(np.int64),
        duration_s=duration_s,
        popularity=rng.standard_normal(n),
    )


def _tags(row: int, artist: int, genre: str) -> Tags:
    return Tags(title=f"Simulated {row + 1}", artist=f"Nobody {artist + 1}", genre=genre)


def _sounds(traits: NDArray[np.float64], rng: np.random.Generator) -> list[dict[str, Any]]:
    """Descriptors that the traits show in, of each track."""
    unit = 1.0 / (1.0 + np.exp(-np.pad(traits, [(0, 0), (0, 4)])[:, :6]))
    n = len(traits)
    tempo = 70.0 + 90.0 * unit[:, 1] + rng.normal(0.0, 12.0, n)
    loud = -18.0 + 9.0 * unit[:, 1] + rng.normal(0.0, 1.5, n)
    key, mode = rng.integers(12, size=n), rng.integers(2, size=n)
    names = ("valence", "energy", "danceability", "acousticness", "instrumentalness", "liveness")
    return [
        {name: float(value) for name, value in zip(names, unit[row], strict=True)}
        | {
            "speechiness": 0.05,
            "tempo_bpm": float(tempo[row]),
            "beat_strength": float(unit[row, 2]),
            "loudness_lufs": float(loud[row]),
            "key": int(key[row]),
            "mode": int(mode[row]),
            "key_strength": 0.7,
            "time_signature": 4,
        }
        for row in range(n)
    ]


def _track(
    row: int, told: NDArray[np.float64], sound: Descriptors, *, tags: Tags, variance: float
) -> Track:
    curve = AffectCurve(
        start_s=np.zeros(1, np.float32),
        window_s=3.0,
        values=told[None].astype(np.float32),
        variance=np.full((1, 2), variance, np.float32),
    )
    analysis = TrackAnalysis(
        analyser=ANALYSER,
        descriptors=sound,
        affect=TrackAffect(float(told[0]), float(told[1]), Variance(variance, variance)),
        curve=curve,
        speech_probability=0.0,
    )
    return Track(
        track_id=row + 1,
        path=Path(f"/simulation/{row + 1:05d}.flac"),
        content_hash=f"{row + 1:064x}",
        tags=tags,
        analysis=analysis,
    )
