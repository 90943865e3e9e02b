"""Curves in dots."""

import numpy as np
import pytest

from moodarc.cli.plot import axis_limit, lane, time_axis


def dots(line):
    return "".join(c for c in line[7:] if "\u2801" <= c <= "\u28ff")


def test_a_high_curve_is_in_the_first_line_and_a_low_one_in_the_last():
    times = np.arange(10)
    high, low = (lane(times, np.full(10, level), width=20) for level in (1.0, -1.0))
    assert [bool(dots(line)) for line in high] == [True, False, False, False, False]
    assert [bool(dots(line)) for line in low] == [False, False, False, False, True]


def test_zero_is_in_the_middle_line():
    lines = lane([0, 1], [0, 0], width=10)
    assert [bool(dots(line)) for line in lines] == [False, False, True, False, False]


@pytest.mark.parametrize("values", [[-1, 1, -1], [0.3, 0.31], [0.5], []])
def test_every_line_has_the_same_width(values):
    lines = lane(np.arange(len(values)), values, width=30, height=7)
    assert {len(line) for line in lines} == {37}
    assert len(lines) == 7


def test_a_jump_is_joined_in_every_line():
    lines = lane(np.arange(100), np.sign(np.arange(100) - 50.5), width=30)
    assert all(dots(line) for line in lines)


def test_what_is_not_known_is_a_gap():
    values = np.full(100, 0.5)
    values[40:60] = np.nan
    drawn = [line[7:] for line in lane(np.arange(100), values, width=50)]
    middle = "".join(line[22:28] for line in drawn)
    assert not dots(" " * 7 + middle)
    assert dots(" " * 7 + "".join(line[:10] for line in drawn))


def test_values_outside_the_plane_stay_inside_the_lane():
    assert lane([0, 1], [5, 5], width=5) == lane([0, 1], [1, 1], width=5)


def test_the_axis_is_as_wide_as_its_lane():
    assert time_axis(181, width=40) == " " * 7 + "0:00" + "1:30".center(32) + "3:01"


def test_a_tighter_axis_spreads_the_curve():
    lines = lane([0, 1], [0.5, 0.5], width=10, limit=0.5)
    assert dots(lines[0])
    assert lines[0].split()[0] == "+0.5"


def test_without_braille_it_is_drawn_with_stars():
    lines = lane([0, 1], [-1, 1], width=20, draws=False)
    assert "".join(lines).isascii()
    assert all("*" in line for line in lines)
    assert {len(line) for line in lines} == {27}


@pytest.mark.parametrize(
    ("values", "limit"),
    [([], 0.5), ([0.5, -0.1], 0.5), ([-0.51], 0.75), ([0.1, np.nan, 0.9], 1.0)],
)
def test_the_axis_holds_all_values(values, limit):
    assert axis_limit(values) == limit
