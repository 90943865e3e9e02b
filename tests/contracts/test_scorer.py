"""What every `recommend.Scorer` keeps to. To subscribe: import it, add it to SCORERS."""

from dataclasses import fields, replace

import numpy as np
import pytest

from moodarc.affect import EmotionVector, Variance
from moodarc.catalog import TrackTable
from moodarc.recommend import (
    AffectMatch,
    ArtistRepetition,
    EmotionMatch,
    KeyFlow,
    LoudnessFlow,
    Scorer,
    SeedSimilarity,
    TempoFlow,
    TimbreFlow,
)
from synthetic_library import make_embedding, make_library

SCORERS = [
    AffectMatch((0.4, -0.3)),
    AffectMatch((0.4, -0.3), Variance(0.2, 0.1)),
    EmotionMatch(EmotionVector(0.1, 0.2, 0.6, 0.1)),
    TempoFlow(96.0),
    KeyFlow(7, 0),
    LoudnessFlow(-13.0),
    TimbreFlow(make_embedding(3)),
    ArtistRepetition((3, -1, 2)),
    SeedSimilarity(affect=(0.2, 0.6), tempo_bpm=128.0, key=4, mode=1, energy=0.8),
]

pytestmark = pytest.mark.parametrize("scorer", SCORERS, ids=lambda scorer: scorer.name)


@pytest.fixture
def table() -> TrackTable:
    return TrackTable.from_tracks(make_library(60))


def rows(table: TrackTable, order) -> TrackTable:
    columns = {field.name: getattr(table, field.name)[order] for field in fields(table)}
    return replace(table, **columns)


def test_there_is_one_finite_float32_a_track(scorer: Scorer, table: TrackTable):
    scores = scorer.score(table)
    assert scores.dtype == np.float32
    assert scores.shape == (len(table),)
    assert np.isfinite(scores).all()


def test_scores_tell_tracks_apart(scorer: Scorer, table: TrackTable):
    assert len(np.unique(scorer.score(table))) > 1


def test_scoring_twice_gives_the_same(scorer: Scorer, table: TrackTable):
    np.testing.assert_array_equal(scorer.score(table), scorer.score(table))


def test_scoring_leaves_the_table_as_it_was(scorer: Scorer, table: TrackTable):
    before = rows(table, np.arange(len(table)))
    scorer.score(table)
    for field in fields(table):
        np.testing.assert_array_equal(getattr(table, field.name), getattr(before, field.name))


def test_a_track_scores_the_same_in_any_company(scorer: Scorer, table: TrackTable):
    order = np.random.default_rng(1).permutation(len(table))[:20]
    np.testing.assert_allclose(scorer.score(rows(table, order)), scorer.score(table)[order])


def test_an_empty_table_has_no_scores(scorer: Scorer):
    assert scorer.score(TrackTable.from_tracks([])).shape == (0,)


def test_unknown_sound_still_has_a_score(scorer: Scorer, table: TrackTable):
    n = len(table)
    unknown = replace(
        table,
        tempo_bpm=np.zeros(n, np.float32),
        key=np.full(n, -1, np.int8),
        mode=np.full(n, -1, np.int8),
        loudness_lufs=np.full(n, -70, np.float32),
        artist=np.full(n, -1, np.int64),
        embedding=np.full((n, 8), np.nan, np.float32),
    )
    assert np.isfinite(scorer.score(unknown)).all()


def test_it_has_a_name(scorer: Scorer):
    assert scorer.name.isidentifier()
