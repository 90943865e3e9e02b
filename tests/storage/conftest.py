"""A database in a file and records to put in it."""

from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
from sqlalchemy import create_engine, text

from moodarc.affect import (
    AffectBelief,
    AffectCurve,
    AffectReading,
    AffectState,
    EmotionVector,
    Goal,
    GoalKind,
    TrackAffect,
    Variance,
)
from moodarc.catalog import (
    Decision,
    Descriptors,
    EventKind,
    ListeningEvent,
    Offer,
    Reason,
    Tags,
    TrackAnalysis,
)
from moodarc.storage import Placement, open_store
from postgres_server import running_postgres

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture
def store(tmp_path):
    with open_store(tmp_path / "music.db") as opened:
        yield opened


@pytest.fixture(scope="session")
def server():
    with running_postgres() as url:
        yield url


@pytest.fixture
def url(server):
    """An empty database of PostgreSQL."""
    as_psycopg = server.replace("postgresql:", "postgresql+psycopg:")
    engine = create_engine(as_psycopg + "postgres", isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text("DROP DATABASE IF EXISTS music WITH (FORCE)"))
        connection.execute(text("CREATE DATABASE music"))
    engine.dispose()
    return server + "music"


class Records:
    """Makers of records, with what a test cares about as arguments."""

    @staticmethod
    def analysis(*, analyser="dummy-1", valence=0.5, arousal=-0.25, speech=0.1):
        return TrackAnalysis(
            analyser=analyser,
            descriptors=Descriptors(
                valence=0.625,
                energy=0.5,
                danceability=0.25,
                acousticness=0.75,
                instrumentalness=0.875,
                liveness=0.125,
                speechiness=0.0625,
                tempo_bpm=120.5,
                beat_strength=0.5,
                loudness_lufs=-14.25,
                key=9,
                mode=0,
                key_strength=0.75,
                time_signature=4,
                duration_s=181.5,
            ),
            affect=TrackAffect(valence, arousal, Variance(0.0625, 0.03125)),
            curve=AffectCurve(
                np.array([0, 3, 6], dtype=np.float32),
                3.0,
                np.array([[0.5, -0.25], [0.1, 0.2], [-1, 1]], dtype=np.float32),
                np.full((3, 2), 0.05, dtype=np.float32),
            ),
            speech_probability=speech,
        )

    @classmethod
    def placement(cls, path="/music/one.ogg", *, content="c1", track_id=None, **changes):
        analysis = changes.pop("analysis", "made")
        made = cls.analysis() if analysis == "made" else analysis
        values = {
            "path": Path(path),
            "size_bytes": 1000,
            "mtime_ns": 5,
            "content_hash": content,
            "analyser": made.analyser if made else "dummy-1",
            "tags": Tags(title="One", artist="Ada"),
            "analysis": made,
        }
        return Placement(track_id=track_id, **{**values, **changes})

    @staticmethod
    def reading(*, note=None, at=NOON, valence=0.5):
        variance = Variance(0.1, 0.2, 0.3)
        return AffectReading(
            state=AffectState(
                valence=valence, arousal=-0.5, dominance=0.25, variance=variance, at=at
            ),
            modality="self_report",
            confidence=0.75,
            expression=(0.1,) * 7,
            note=note,
            vector=EmotionVector(0.5, 0.0, 0.25, 0.25),
        )

    @staticmethod
    def event(listener, track_id, *, at=NOON, details=None):
        return ListeningEvent(
            listener=listener,
            at=at,
            kind=EventKind.SKIP,
            track_id=track_id,
            details=details or {"position_s": 3.5},
        )

    @staticmethod
    def decision(listener, track_id=1, *, reach="as near as 0.1", at=NOON):
        state = AffectState(valence=-0.5, arousal=0.5, at=at, variance=Variance(0.1, 0.1))
        return Decision(
            listener=listener,
            at=at,
            belief=AffectBelief(
                state=state, source="one report", vector=EmotionVector(0.1, 0.6, 0.2, 0.1)
            ),
            goal=Goal(GoalKind.LIFT, (0.5, 0.25)),
            offers=(Offer(track_id, 0.75, (Reason("match", 0.75, "fits the feeling"),)),),
            policy="lift(n=10)",
            models={"dummy": "1"},
            reach=reach,
        )


@pytest.fixture
def records():
    return Records
