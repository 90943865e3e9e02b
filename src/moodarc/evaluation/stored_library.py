"""A made library in a database, as a service reads it: every track with all that a scan stores.

What tracks express and sound like is that of `made_library`; curves have a window in five seconds.
No audio is made: what is measured never opens a file.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any, Final

import numpy as np
from sqlalchemy import Connection, insert

from moodarc.affect import AffectCurve, TrackAffect, Variance
from moodarc.catalog import Descriptors, Tags, TrackAnalysis
from moodarc.evaluation.made_library import made_candidates
from moodarc.evaluation.made_vectors import MadeVectors
from moodarc.randomness import derive_rng
from moodarc.session import Candidates
from moodarc.storage import Placement
from moodarc.storage.analyses import row_from_analysis
from moodarc.storage.connection import connect
from moodarc.storage.tables import analyses, tracks
from moodarc.storage.track_rows import row_from_placement

__all__ = ["store_library"]

_BATCH: Final = 5000
_WINDOW_S: Final = 5.0
_SIZE: Final = 64
_GENRES: Final = ("Rock", "Jazz", "Electronic", "Classical", "Folk", "Hip Hop", "Soul", "Metal")
_DRAWN: Final = (
    "valence",
    "danceability",
    "acousticness",
    "instrumentalness",
    "liveness",
    "beat_strength",
    "key_strength",
)


def store_library(db: Path, n: int, *, seed: int = 0) -> None:
    """Write `n` made tracks into a new database.

    Args:
        db: its file.
        n: tracks.
        seed: of all that is drawn.
    """
    vectors = MadeVectors(n_items=n, size=_SIZE, seed=seed)
    candidates = made_candidates(np.vstack(list(vectors.blocks())), seed=seed)
    database = connect(db)
    try:
        made = _placements(candidates, seed)
        while batch := list(islice(made, _BATCH)):
            with database.writing() as connection:
                _insert(connection, batch)
    finally:
        database.engine.dispose()


def _insert(connection: Connection, batch: Sequence[Placement]) -> None:
    """New tracks in bulk: `storage.placing` looks at each place, where here is nothing yet."""
    now = datetime.now(UTC)
    found = [{"added_at": now, **row_from_placement(one)} for one in batch]
    heard = [
        {"content_hash": one.content_hash, "analysed_at": now, **row_from_analysis(one.analysis)}
        for one in batch
        if one.analysis is not None
    ]
    connection.execute(insert(analyses), heard)
    connection.execute(insert(tracks), found)


def _placements(candidates: Candidates, seed: int) -> Iterator[Placement]:
    rng = derive_rng(seed, "stored", "library")
    for row, track in enumerate(candidates.tracks):
        yield Placement(
            track_id=None,
            path=Path(f"/made/{row:07d}.flac"),
            size_bytes=1,
            mtime_ns=1,
            content_hash=f"{row:064x}",
            analyser="made-1",
            tags=Tags(
                title=track.title,
                artist=track.tags.artist,
                genre=_GENRES[int(rng.integers(len(_GENRES)))],
            ),
            analysis=_analysis(candidates, row, rng),
        )


def _analysis(candidates: Candidates, row: int, rng: np.random.Generator) -> TrackAnalysis:
    table = candidates.columns.table
    point, variance = table.affect[row], table.variance[row]
    duration_s = float(candidates.columns.duration_s[row])
    n = int(duration_s / _WINDOW_S)
    drawn: dict[str, Any] = dict(zip(_DRAWN, rng.uniform(size=len(_DRAWN)).tolist(), strict=True))
    return TrackAnalysis(
        analyser="made-1",
        descriptors=Descriptors(
            **drawn,
            energy=float(table.energy[row]),
            speechiness=0.05,
            tempo_bpm=float(table.tempo_bpm[row]),
            loudness_lufs=float(table.loudness_lufs[row]),
            key=int(table.key[row]),
            mode=int(table.mode[row]),
            time_signature=4,
            duration_s=duration_s,
        ),
        affect=TrackAffect(
            float(point[0]), float(point[1]), Variance(float(variance[0]), float(variance[1]))
        ),
        curve=AffectCurve(
            start_s=np.arange(n, dtype=np.float32) * np.float32(_WINDOW_S),
            window_s=_WINDOW_S,
            values=np.tile(point, (n, 1)).astype(np.float32),
            variance=np.tile(variance, (n, 1)).astype(np.float32),
        ),
        speech_probability=0.02,
        embedding=table.embedding[row],
    )
