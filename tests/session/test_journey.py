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
def test_a_mean_shift_is_told_with_its_standard_error(own, other):
    pairs = [("a", heard(shift)) for shift in own] + [("b", heard(other))]
    told = {one.name: one for one in moved_by(pairs)}
    mean = sum(own) / len(own)
    assert told["a"].n == len(own)
    assert told["a"].shift == pytest.approx((mean, -mean), abs=1e-9)
    squares = sum((shift - mean) ** 2 for shift in own)
    variance = (squares + 4.0 * 0.03) / (len(own) - 1 + 4.0)
    assert told["a"].deviation[0] == pytest.approx((variance / len(own)) ** 0.5, abs=1e-9)
    assert told["b"].deviation[0] == pytest.approx(variance**0.5, abs=1e-9)


def test_one_lucky_track_does_not_lead_the_list():
    pairs = [("lucky", heard(0.5)), *[("often", heard(0.3)) for _ in range(6)]]
    assert [one.name for one in moved_by(pairs)] == ["often", "lucky"]


def test_a_track_that_goes_on_after_a_reload_is_heard_once():
    events = [
        done(EventKind.PLAY, 0, 1, position_s=0.1),
        done(EventKind.PLAY, 1, 1, position_s=61.0),
        done(EventKind.SKIP, 2, 1, position_s=119.0),
        done(EventKind.PLAY, 2, 1, position_s=0.0),
        done(EventKind.PLAY, 3, 1, position_s=0.0),
    ]
    told = heard_tracks([felt(0.1, 0)], events)
    assert [one.how for one in told] == ["skip", "stopped"]


def test_what_is_said_after_the_end_tells_of_nothing_that_was_heard():
    events = [done(EventKind.PLAY, 1)]
    readings = [felt(0.4, 0), felt(-0.8, 4)]
    [told] = heard_tracks(readings, events, ends=[AT + timedelta(minutes=3)])
    assert (told.how, told.is_felt, told.at) == ("stopped", False, AT + timedelta(minutes=3))
    assert abs(told.shift[0]) < 0.1


def test_nothing_that_was_not_felt_moves_anybody():
    events = [done(EventKind.PLAY, 1), done(EventKind.FINISH, 4)]
    assert moved_by(("x", one) for one in heard_tracks([], events)) == []
