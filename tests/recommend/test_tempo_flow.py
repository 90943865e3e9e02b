import pytest
from hypothesis import given
from hypothesis import strategies as st

from moodarc.recommend import tempo_flow

tempo = st.floats(40, 240)


@given(tempo, tempo)
def test_flow_is_symmetric_and_bounded(a, b):
    assert float(tempo_flow(a, b)) == pytest.approx(float(tempo_flow(b, a)))
    assert 0.0 <= tempo_flow(a, b) <= 1.0


@given(tempo, st.sampled_from([0.25, 0.5, 1.0, 2.0, 4.0]))
def test_an_octave_costs_nothing(bpm, ratio):
    assert float(tempo_flow(bpm, bpm * ratio)) == pytest.approx(1.0)


def test_half_an_octave_is_the_roughest_step():
    assert float(tempo_flow(100.0, 100.0 * 2**0.5)) == pytest.approx(0.0, abs=1e-9)


def test_six_percent_is_a_sixth_of_the_way():
    assert float(tempo_flow(100.0, 100.0 * 2 ** (1 / 12))) == pytest.approx(5 / 6)


@pytest.mark.parametrize(("before", "after"), [(0.0, 120.0), (120.0, 0.0), (0.0, 0.0)])
def test_without_a_beat_nothing_is_said(before, after):
    assert float(tempo_flow(before, after)) == 0.5
