"""Tracks that exist only on paper, for tests that need a library and no audio."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from moodarc.affect import AffectCurve, TrackAffect, Variance
from moodarc.catalog import Descriptors, Tags, Track, TrackAnalysis
from moodarc.storage import Placement, Store

SOUND: dict[str, Any] = {
    "valence": 0.5,
    "energy": 0.5,
    "danceability": 0.5,
    "acousticness": 0.5,
    "instrumentalness": 0.5,
    "liveness": 0.1,
    "speechiness": 0.05,
    "tempo_bpm": 120.0,
    "beat_strength": 0.5,
    "loudness_lufs": -14.0,
    "key": 0,
    "mode": 1,
    "key_strength": 0.7,
    "time_signature": 4,
    "duration_s": 200.0,
}


def make_track(
    track_id: int,
    point: tuple[float, float] = (0.0, 0.0),
    *,
    variance: float = 0.02,
    speech: float = 0.0,
    artist: str | None = None,
    sound: Mapping[str, Any] | None = None,
) -> Track:
    """One track at a point of the plane."""
    affect = TrackAffect(*point, Variance(variance, variance))
    curve = AffectCurve(
        start_s=np.zeros(1, np.float32),
        window_s=3.0,
        values=np.array([point], np.float32),
        variance=np.full((1, 2), variance, np.float32),
    )
    return Track(
        track_id=track_id,
        path=Path(f"/music/{track_id:05d}.flac"),
        content_hash=f"{track_id:064x}",
        tags=Tags(title=f"Song {track_id}", artist=artist),
        analysis=TrackAnalysis(
            analyser="paper-1",
            descriptors=Descriptors(**{**SOUND, **(sound or {})}),
            affect=affect,
            curve=curve,
            speech_probability=speech,
        ),
    )


def make_embedding(seed: int | tuple[int, ...], size: int = 8) -> np.ndarray:
    """A direction of its own, of length 1."""
    values = np.random.default_rng(seed).normal(size=size)
    return (values / np.linalg.norm(values)).astype(np.float32)


def sounding(track: Track, embedding: np.ndarray | None) -> Track:
    """The track with another embedding."""
    assert track.analysis is not None
    return replace(track, analysis=replace(track.analysis, embedding=embedding))


def make_library(n: int, *, seed: int = 0, variance: float = 0.02) -> list[Track]:
    """`n` tracks spread evenly over the plane, with varied sound, length and artists."""
    rng = np.random.default_rng(seed)
    tracks = [
        make_track(
            number + 1,
            tuple(rng.uniform(-1, 1, 2).tolist()),
            variance=variance,
            artist=f"Artist {rng.integers(max(1, n // 5))}",
            sound={
                "tempo_bpm": float(rng.uniform(60, 180)),
                "key": int(rng.integers(12)),
                "mode": int(rng.integers(2)),
                "loudness_lufs": float(rng.uniform(-20, -8)),
                "energy": float(rng.uniform()),
                "duration_s": float(rng.uniform(120, 360)),
            },
        )
        for number in range(n)
    ]
    return [sounding(track, make_embedding((seed, track.track_id))) for track in tracks]


def place_all(store: Store, tracks: Sequence[Track]) -> None:
    """Write tracks into an empty database; they are numbered 1, 2, 3 ..."""
    store.tracks.place(
        [
            Placement(
                track_id=None,
                path=track.path,
                size_bytes=1,
                mtime_ns=1,
                content_hash=track.content_hash,
                analyser=track.analysis.analyser,
                tags=track.tags,
                analysis=track.analysis,
            )
            for track in tracks
            if track.analysis is not None
        ]
    )
