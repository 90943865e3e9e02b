from dataclasses import replace
from datetime import UTC, datetime

import pytest

from moodarc.affect import GoalKind
from moodarc.catalog import EventKind, ListeningEvent
from moodarc.listener import ListenerFacts
from moodarc.session import (
    Preference,
    Signal,
    Taste,
    TasteSpace,
    plan_playlist,
    taste_of,
    taste_preference,
    with_taste,
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


def recommended(**changes):
    by_track = {track_id: track_id / 20 for track_id in range(1, 21)}
    told = {"by_track": by_track, "known": frozenset({1}), "model": "sequence"}
    return Preference(**{**told, "heard": 1, "of_heard": 2, **changes})


def event(kind, track_id, **details):
    return ListeningEvent(listener="ada", at=AT, kind=kind, track_id=track_id, details=details)


def test_a_taste_of_nothing_lies_at_the_middle_and_knows_no_track(tracks, space):
    found = taste_preference(Taste.prior(), space)
    assert set(found.of(tracks)) == {0.5}
    assert (found.known, found.heard, found.of_heard) == (frozenset(), 0, 0)


def test_a_taste_fills_the_place_of_a_recommender(tracks, space, loved):
    found = taste_preference(loved.updated(777, Signal(1.0)), space)
    assert found.of(tracks[3:4]) == pytest.approx([1.0], abs=0.05)
    assert (found.known, found.heard, found.of_heard) == ({4, 17}, 2, 3)


def test_of_someone_new_the_recommender_speaks_alone(space):
    found = with_taste(recommended(), Taste.prior(), space)
    assert found.by_track == pytest.approx(recommended().by_track, abs=1e-6)


def test_the_surer_a_taste_the_more_it_says(space, loved):
    found, own = with_taste(recommended(), loved, space), taste_preference(loved, space)
    sure, unsure = 4, 17
    assert found.by_track[sure] == pytest.approx(own.by_track[sure], abs=0.02)
    assert own.by_track[unsure] < found.by_track[unsure] < recommended().by_track[unsure]
    assert (found.model, found.known) == ("sequence and taste", {1, 4, 17})


def test_without_a_recommender_the_taste_speaks_alone(space, loved):
    assert with_taste(None, loved, space).by_track == taste_preference(loved, space).by_track


def test_tracks_that_only_one_knows_keep_its_word(space, loved):
    found = with_taste(recommended(by_track={4: 0.0, 99: 0.9}), loved, space)
    assert found.by_track[99] == 0.9
    assert found.by_track[5] == taste_preference(loved, space).by_track[5]
    assert set(found.by_track) == {*range(1, 21), 99}


def test_a_liked_track_comes_before_its_equal_and_says_why(ask, tracks, loved):
    twins = [replace(track, analysis=tracks[0].analysis) for track in tracks]
    request = ask(GoalKind.MATCH, n=1, preference=taste_preference(loved, TasteSpace.of(tracks)))
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
