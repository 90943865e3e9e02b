import math
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moodarc.catalog import EventKind, ListeningEvent
from moodarc.errors import InputError
from moodarc.session import WAITING, Signal, signal_of
from moodarc.session.feedback import skipped, volume_changed

shares = st.floats(0, 1)


def event(kind, **details):
    at = datetime(2026, 1, 1, tzinfo=UTC)
    return ListeningEvent(listener="ada", at=at, kind=kind, track_id=1, details=details)


def skip_at(position_s, duration_s=200.0):
    return signal_of(event(EventKind.SKIP, position_s=position_s), duration_s)


def strength(signal):
    """How far and how surely a signal lies above the middle."""
    return (signal.outcome - 0.5) * signal.weight


def test_a_play_that_began_says_nothing():
    assert signal_of(event(EventKind.PLAY)) is None


def test_a_track_that_was_put_off_unheard_is_not_disliked():
    assert signal_of(event(EventKind.SKIP, position_s=0.0, **{WAITING: True})) is None
    assert skip_at(0.0).outcome == 0.0


def test_every_other_event_says_something_in_this_order():
    order = [
        event(EventKind.BAN),
        event(EventKind.SKIP, position_s=2.0),
        event(EventKind.SKIP, position_s=120.0),
        event(EventKind.VOLUME, before=0.5, after=0.3),
        event(EventKind.VOLUME, before=0.5, after=0.7),
        event(EventKind.FINISH),
        event(EventKind.REPLAY),
        event(EventKind.LIKE),
    ]
    strengths = [strength(signal_of(one, 200.0)) for one in order]
    assert strengths == sorted(set(strengths))


@given(shares, shares)
def test_the_earlier_a_skip_the_stronger_the_no(a, b):
    early, late = sorted((a, b))
    assert strength(skipped(early)) <= strength(skipped(late))


@pytest.mark.parametrize("position_s", [180.0, 199.0, 500.0])
def test_a_skip_in_the_last_tenth_counts_as_finished(position_s):
    assert skip_at(position_s) == signal_of(event(EventKind.FINISH))


def test_a_skip_before_the_last_tenth_is_no_finish():
    assert skip_at(179.0).outcome < 0.5


@pytest.mark.parametrize("position_s", [None, "ten", math.nan, math.inf])
def test_a_skip_of_unknown_place_counts_as_one_after_a_quarter(position_s):
    assert skip_at(position_s) == skip_at(50.0)
    assert skip_at(3.0, duration_s=0.0) == skip_at(50.0)
    assert signal_of(event(EventKind.SKIP), 200.0) == skip_at(50.0)


def test_a_skip_before_the_start_is_one_at_the_start():
    assert skip_at(-4.0) == skip_at(0.0) == Signal(0.0, 1.5)


@given(st.floats(-2, 2))
def test_volume_tells_little_and_up_is_the_opposite_of_down(change):
    up, down = volume_changed(change), volume_changed(-change)
    assert strength(up) == pytest.approx(-strength(down))
    assert up.weight <= 0.5


def test_a_volume_that_stays_says_nothing():
    assert signal_of(event(EventKind.VOLUME, before=0.4, after=0.4)) is None
    assert signal_of(event(EventKind.VOLUME)) is None


@pytest.mark.parametrize(("outcome", "weight"), [(-0.1, 1), (1.1, 1), (math.nan, 1), (0.5, -1)])
def test_a_signal_out_of_range_is_refused(outcome, weight):
    with pytest.raises(InputError, match="expected"):
        Signal(outcome, weight)
