from datetime import UTC, datetime, timedelta, timezone

import numpy as np
import pytest

from moodarc.affect import CERTAIN, AffectState, Variance, states_to_array
from moodarc.errors import InputError

AT = datetime(2026, 1, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize("name", ["valence", "arousal", "dominance"])
@pytest.mark.parametrize("value", [-1.001, 1.001, float("nan"), float("inf")])
def test_a_value_outside_the_range_is_refused_by_name(name, value):
    values = {"valence": 0.0, "arousal": 0.0} | {name: value}
    with pytest.raises(InputError, match=rf"{name} is .*expected a number in \[-1, 1\]"):
        AffectState(at=AT, **values)


@pytest.mark.parametrize("variance", [Variance(-0.1, 0), Variance(0, 0, float("nan"))])
def test_a_variance_that_is_none_is_refused(variance):
    with pytest.raises(InputError, match="expected a number >= 0"):
        AffectState(valence=0, arousal=0, at=AT, variance=variance)


def test_a_time_without_a_zone_is_refused():
    with pytest.raises(InputError, match="has no zone"):
        AffectState(valence=0, arousal=0, at=AT.replace(tzinfo=None))


def test_every_time_becomes_utc():
    seoul = timezone(timedelta(hours=9))
    state = AffectState(valence=0, arousal=0, at=datetime(2026, 1, 1, 21, tzinfo=seoul))
    assert state.at == AT
    assert state.at.tzinfo is UTC


def test_a_point_without_a_variance_is_certain():
    assert AffectState(valence=1, arousal=-1, at=AT).variance == CERTAIN


def test_many_states_become_an_array_with_gaps_as_nan():
    states = [
        AffectState(valence=0.5, arousal=-0.5, at=AT),
        AffectState(valence=-1, arousal=1, dominance=0.25, at=AT),
    ]
    array = states_to_array(states)
    assert array.dtype == np.float32
    np.testing.assert_array_equal(array, np.array([[0.5, -0.5, np.nan], [-1, 1, 0.25]], "f4"))


def test_no_states_are_an_array_of_no_rows():
    assert states_to_array([]).shape == (0, 3)
