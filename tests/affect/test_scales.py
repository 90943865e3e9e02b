import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from moodarc.affect import normalise, to_unit_interval
from moodarc.errors import InputError


def test_baek_table_4_lies_on_twelfths_of_a_nine_point_scale():
    # Valence 2.6667 of 1-9 is printed as -.5833, 5.3333 as .0833.
    assert normalise([2.6668, 5.3332], 1, 9).round(4).tolist() == [-0.5833, 0.0833]


@given(st.floats(-1, 1))
def test_the_unit_interval_goes_back_to_where_it_came_from(value):
    assert normalise(to_unit_interval(value), 0, 1) == pytest.approx(value, abs=1e-12)


@pytest.mark.parametrize(("low", "high"), [(1.0, 1.0), (9.0, 1.0), (float("nan"), 1.0)])
def test_a_scale_without_extent_is_refused(low, high):
    with pytest.raises(InputError, match="low end must lie below"):
        normalise([1.0], low, high)


def test_a_value_outside_the_scale_is_refused_with_its_value():
    with pytest.raises(InputError, match=r"7\.0 is outside the scale \[1, 5\]"):
        normalise([2.0, 7.0], 1, 5)


def test_what_is_absent_stays_absent():
    assert np.isnan(normalise([np.nan], 1, 5)).all()
