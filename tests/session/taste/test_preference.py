from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
import pytest

from moodarc.affect import GoalKind
from moodarc.catalog import EventKind, ListeningEvent
from moodarc.listener import ListenerFacts
from moodarc.session import (
    Preference,
    Signal,
    Taste,
    TasteSpace,
    beside_recommender,
    plan_playlist,
    taste_of,
)
from synthetic_library import make_library

AT = datetime(2026, 5, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def tracks():
    return make_library(20)


@pytest.fixture(scope="module")
def space(tracks):
    return TasteSpace.of(tracks)


@pytest.fixture
def loved():
    """A taste that knows much of track 4 and a little of track 17."""
    return Taste.prior().after([(4, Signal(1.0, 500.0)), (17, Signal(0.0, 0.5))])


RECOMMENDED = np.arange(1, 21) / 20


def event(kind, track_id, **details):
    return ListeningEvent(listener="ada", at=AT, kind=kind, track_id=track_id, details=details)


def as_preference(taste, space):
    mean = taste.expected(space).mean.tolist()
    by_track = dict(zip(space.track_id.tolist(), mean, strict=True))
    return Preference(by_track=by_track, known=frozenset(), model="taste", heard=0, of_heard=0)


def test_a_taste_of_nothing_lies_at_the_middle(space):
    assert Taste.prior().expected(space).mean == pytest.approx(0.5, abs=1e-6)


def test_a_track_that_was_loved_is_expected_to_please(space, loved):
    own = loved.updated(777, Signal(1.0)).expected(space)
    assert own.mean[space.row_of[4]] == pytest.approx(1.0, abs=0.05)


def test_of_someone_new_the_recommender_speaks_alone(space):
    found = beside_recommender(Taste.prior().expected(space), RECOMMENDED)
    assert found == pytest.approx(RECOMMENDED, abs=1e-6)


def test_the_surer_a_taste_the_more_it_says(space, loved):
    own = loved.expected(space)
    found = beside_recommender(own, RECOMMENDED)
    sure, unsure = space.row_of[4], space.row_of[17]
    assert found[sure] == pytest.approx(own.mean[sure], abs=0.02)
    assert own.mean[unsure] < found[unsure] < RECOMMENDED[unsure]


def test_a_liked_track_comes_before_its_equal_and_says_why(ask, tracks, loved):
    twins = [replace(track, analysis=tracks[0].analysis) for track in tracks]
    request = ask(GoalKind.MATCH, n=1, preference=as_preference(loved, TasteSpace.of(tracks)))
    [offer] = plan_playlist(request, twins, at=AT).offers
    assert offer.track_id == 4
    assert offer.score == pytest.approx(sum(reason.value for reason in offer.reasons), abs=1e-6)
    [reason] = [reason for reason in offer.reasons if reason.name == "preference"]
    assert reason.text.endswith("; 50% is usual, says taste")


def test_the_taste_of_a_log_is_that_of_its_signals(tracks):
    half_s = tracks[1].analysis.descriptors.duration_s / 2
    log = [
        event(EventKind.PLAY, 1),
        event(EventKind.FINISH, 1),
        event(EventKind.SKIP, 2, position_s=half_s),
        event(EventKind.LIKE, 50),
    ]
    expected = {1: (1.0, 0.8), 2: (1.0, 0.25), 50: (4.0, 4.0)}
    found = taste_of(log, tracks, ListenerFacts(genres=("jazz",)))
    assert found.evidence == {track_id: pytest.approx(told) for track_id, told in expected.items()}
    assert taste_of(log, [], ListenerFacts(genres=("jazz",))).genre_affinity == {"jazz": 0.65}
    assert taste_of(reversed(log), tracks).evidence == found.evidence
