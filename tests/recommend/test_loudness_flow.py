import pytest
from hypothesis import given
from hypothesis import strategies as st

from moodarc.recommend import loudness_flow

lufs = st.floats(-70, 0)


@given(lufs, lufs)
def test_flow_is_symmetric_and_bounded(a, b):
    assert 0.0 <= float(loudness_flow(a, b)) == float(loudness_flow(b, a)) <= 1.0


@pytest.mark.parametrize(("jump", "flow"), [(0, 1.0), (2.5, 0.75), (10, 0.0), (40, 0.0)])
def test_flow_falls_to_zero_at_twice_as_loud(jump, flow):
    assert float(loudness_flow(-20.0, -20.0 + jump)) == pytest.approx(flow)
