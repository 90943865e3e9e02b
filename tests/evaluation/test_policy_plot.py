"""SIMULATION: what is drawn is what was simulated."""

from xml.etree import ElementTree as ET

import numpy as np
import pytest

from moodarc.affect import Goal, GoalKind
from moodarc.errors import InputError
from moodarc.evaluation.policy_plot import matches_over_time, policy_svg, write_policy_plot
from moodarc.evaluation.simulation import Told
from moodarc.listener import Ending

AFFECT = np.array([[0.0, 0.0], [1.0, 1.0]])
SESSION = Told(
    goal=Goal(GoalKind.POINT, (0.5, 0.5)),
    path=np.array([[0.0, 0.0], [0.0, 0.0], [0.2, 0.1]]),
    minutes=np.array([0.0, 6.0, 9.0]),
    tracks=np.array([0, 1]),
    skipped=np.zeros(2, dtype=bool),
    liking=np.zeros(2),
    ended=Ending.TIME_UP,
    until_minutes=10.0,
)


def test_the_match_is_that_of_the_track_with_the_feeling_as_it_begins():
    assert matches_over_time([[SESSION]], AFFECT) == pytest.approx(
        np.array([[2.5, 1.0], [7.5, 1.0 - 2.0 / 8.0]])
    )


def test_the_figure_is_a_picture_of_the_policies_that_are_there():
    drawn = policy_svg({"hybrid": [[SESSION]], "popularity": [[SESSION]]}, AFFECT)
    ET.fromstring(drawn)  # noqa: S314 - our own
    assert "hybrid" in drawn
    assert "popularity" not in drawn


def test_nothing_to_draw_and_nowhere_to_write_are_said(tmp_path):
    with pytest.raises(InputError, match="no policy to draw"):
        policy_svg({"popularity": [[SESSION]]}, AFFECT)
    with pytest.raises(InputError, match="cannot be written"):
        write_policy_plot(tmp_path / "none" / "x.svg", {"match": [[SESSION]]}, AFFECT)
