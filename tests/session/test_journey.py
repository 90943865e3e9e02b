"""What music did: beliefs before and after each track, and whose music moved one where."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moodarc.affect import AffectBelief, AffectState
from moodarc.catalog import EventKind, ListeningEvent
from moodarc.listener import believe
from moodarc.sensing import from_point
from moodarc.session.journey import HeardTrack, heard_tracks, moved_by

AT = datetime(2026, 1, 1, 12, tzinfo=UTC)


def done(kind, minutes, track_id=1, **details):
    at = AT + timedelta(minutes=minutes)
    return ListeningEvent(listener="me", at=at, kind=kind, track_id=track_id, details=details)


def felt(valence, minutes):
    return from_point(valence, 0.0, AT + timedelta(minutes=minutes))


def heard(shift):
    before = AffectState(valence=0.0, arousal=0.0, at=AT)
    after = AffectState(valence=shift, arousal=-shift, at=AT)
    return HeardTrack(
        track_id=1,
        at=AT,
        how="finish",
        before=AffectBelief(state=before),
        after=AffectBelief(state=after),
        is_felt=True,
    )


def test_before_and_after_are_the_beliefs_of_those_times():
    readings = [felt(-0.6, 0), felt(0.6, 60)]
    events = [done(EventKind.PLAY, 40), done(EventKind.FINISH, 44)]
    [told] = heard_tracks(readings, events)
    assert (told.track_id, told.how, told.is_felt) == (1, "finish", False)
    before = believe(readings, AT + timedelta(minutes=40)).state
    assert told.before.state.valence == pytest.approx(before.valence, abs=0.1)
    assert told.before.state.at == AT + timedelta(minutes=40)
    assert told.after.state.at == AT + timedelta(minutes=44)


def test_a_reading_right_after_a_track_tells_of_it_and_a_late_one_does_not():
    events = [done(EventKind.PLAY, 1), done(EventKind.SKIP, 3)]
    for minutes, is_felt in ((4, True), (10, False)):
        [told] = heard_tracks([felt(-0.6, 0), felt(0.8, minutes)], events)
        assert told.is_felt is is_felt
        assert (told.shift[0] > 0.3) is is_felt


def test_what_nothing_ended_is_stopped_and_what_could_not_play_is_left_out():
    events = [
        done(EventKind.PLAY, 0, 1),
        done(EventKind.PLAY, 5, 2),
        done(EventKind.SKIP, 5, 2, unplayable="no file"),
        done(EventKind.PLAY, 6, 3, imported=True),
        done(EventKind.FINISH, 9, 3, imported=True),
    ]
    told = heard_tracks([felt(0.1, 0)], events)
    assert [(one.track_id, one.how) for one in told] == [(1, "stopped")]


@given(st.lists(st.floats(-0.9, 0.9), min_size=1, max_size=8), st.floats(-0.9, 0.9))
def test_a_shift_is_shrunk_towards_that_of_all_music(own, other):
    pairs = [("a", heard(shift)) for shift in own] + [("b", heard(other))]
    told = {one.name: one for one in moved_by(pairs)}
    every = [*own, other]
    centre, mean = sum(every) / len(every), sum(own) / len(own)
    low, high = sorted((centre, mean))
    assert told["a"].n == len(own)
    assert low - 1e-9 <= told["a"].shift[0] <= high + 1e-9
    naive = (sum(own) + 4.0 * centre) / (len(own) + 4.0)
    assert told["a"].shift[0] == pytest.approx(naive, abs=1e-9)
    assert told["a"].shift[1] == pytest.approx(-naive, abs=1e-9)
    assert told["a"].deviation[0] <= told["b"].deviation[0]


def test_nothing_that_was_not_felt_moves_anybody():
    events = [done(EventKind.PLAY, 1), done(EventKind.FINISH, 4)]
    assert moved_by(("x", one) for one in heard_tracks([], events)) == []
