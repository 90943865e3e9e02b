import numpy as np
import pytest
from tests.hybrid_moments import some_moments

from moodarc.evaluation.hybrid_plane import plane_rows, time_rows


def test_a_cell_holds_those_who_felt_so():
    wanted = np.array([[-1.0, -1.0], [1.0, 1.0], [0.9, 0.6], [-0.4, 0.1]])
    moments = some_moments(4, wanted=wanted)
    match = {"e": np.array([0.1, 0.2, 0.4, np.nan])}
    rows = {row.name: row.value for row in plane_rows("t", moments, match)}
    assert rows["t.plane.e.v1a1"] == 0.1
    assert rows["t.plane.e.v4a4"] == pytest.approx(0.3)
    assert rows["t.plane.n.v4a4"] == 2
    assert rows["t.plane.n.v2a3"] == 1
    assert "t.plane.e.v2a3" not in rows  # nothing is known of that list
    assert sum(value for name, value in rows.items() if ".n." in name) == 4


def test_the_course_is_that_of_who_has_most_moments_in_order_of_time():
    moments = some_moments(5, listener=np.array([4, 7, 7, 7, 4]), at_s=np.array([1, 9, 5, 7, 2]))
    match = {"e": np.arange(5.0)}
    rows = {row.name: row.value for row in time_rows("t", moments, match)}
    assert [rows[f"t.time.0{k}.e"] for k in (1, 2, 3)] == [2.0, 3.0, 1.0]
    assert rows["t.time.02.arousal"] == moments.wanted[3, 1]
    assert rows["t.fluctuation.e"] == pytest.approx((2.0 + np.std([1, 2, 3])) / 2)


def test_without_times_there_is_no_course():
    assert list(time_rows("t", some_moments(at_s=None), {})) == []
