import math
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from moodarc.sensing.physiology import heart_beats, sound_intervals

STEADY = st.lists(st.floats(750.0, 850.0), min_size=2, max_size=60)


def naive_rmssd(rr):
    steps = [(b - a) ** 2 for a, b in pairwise(rr)]
    return math.sqrt(sum(steps) / len(steps))


@given(STEADY)
def test_sound_intervals_give_the_task_force_formulas(rr):
    told = heart_beats(rr)
    mean = sum(rr) / len(rr)
    assert told.n == len(rr)
    assert told.rate_bpm == pytest.approx(60_000.0 / mean)
    assert told.rmssd_ms == pytest.approx(naive_rmssd(rr), abs=1e-6)
    squares = sum((value - mean) ** 2 for value in rr)
    assert told.sdnn_ms == pytest.approx(math.sqrt(squares / (len(rr) - 1)), abs=1e-6)


@given(STEADY)
def test_variability_does_not_know_the_direction_of_time(rr):
    there, back = heart_beats(rr), heart_beats(rr[::-1])
    assert there.rmssd_ms == pytest.approx(back.rmssd_ms, abs=1e-6)
    assert there.sdnn_ms == pytest.approx(back.sdnn_ms, abs=1e-6)


def test_a_missed_beat_and_an_extra_one_are_left_out_and_nothing_is_put_in_their_place():
    rr = [800.0, 810.0, 805.0, 1610.0, 802.0, 808.0, 400.0, 406.0, 803.0, 806.0]
    assert (
        sound_intervals(rr).tolist() == [True] * 3 + [False] + [True] * 2 + [False] * 2 + [True] * 2
    )
    told = heart_beats(rr)
    assert told.n == 7
    assert told.share_sound == 0.7
    steps = np.array([10.0, 5.0, 6.0, 3.0])  # 805 -> 802 and 808 -> 803 span the artefacts
    assert told.rmssd_ms == pytest.approx(math.sqrt((steps**2).mean()))


def test_what_no_heart_does_is_an_artefact_even_when_it_is_steady():
    assert heart_beats([200.0] * 20).n == 0
    assert heart_beats([2500.0] * 20).share_sound == 0.0


def test_no_intervals_give_no_rate():
    told = heart_beats([])
    assert told.n == 0
    assert told.share_sound == 0.0
    assert math.isnan(told.rate_bpm)
    assert math.isnan(told.rmssd_ms)


def test_one_interval_has_a_rate_and_no_variability():
    told = heart_beats([750.0])
    assert told.rate_bpm == 80.0
    assert math.isnan(told.rmssd_ms)
    assert math.isnan(told.sdnn_ms)


def test_an_interval_that_is_no_number_is_an_artefact():
    assert sound_intervals([800.0, float("nan"), 805.0]).tolist() == [True, False, True]
