from datetime import UTC, datetime

import numpy as np
import pytest

from moodarc.affect import AffectBelief, AffectState, EmotionVector, Goal, GoalKind, Variance
from moodarc.listener import POPULATION_MODEL, forecast
from moodarc.session.course import PointCourse, course_for

AT = datetime(2026, 1, 1, tzinfo=UTC)
VECTOR = EmotionVector(0.1, 0.2, 0.6, 0.1)
BELIEF = AffectBelief(
    state=AffectState(valence=-0.4, arousal=-0.2, variance=Variance(0.1, 0.3), at=AT),
    vector=VECTOR,
)


def test_way_points_lie_on_the_straight_line():
    course = PointCourse((-0.5, -0.5), (0.5, 0.3), 0.4)
    np.testing.assert_allclose(
        course.waypoint([0, 0.25, 1]), [(-0.5, -0.5), (-0.25, -0.3), (0.5, 0.3)]
    )


def test_certainty_grows_towards_the_goal():
    course = PointCourse((-0.5, -0.5), (0.5, 0.3), 0.4)
    np.testing.assert_allclose(course.variance_at([0, 0.5, 1]), [0.4, 0.1, 0.0])


def test_staying_keeps_the_variance_of_the_belief():
    course = course_for(BELIEF, Goal(GoalKind.MATCH), expected_s=1800, step_s=3600)
    np.testing.assert_allclose(course.variance_at([0, 0.5, 1]), 0.4)


def test_the_forecast_starts_at_the_belief_and_passes_each_step():
    course = course_for(BELIEF, Goal(GoalKind.FOLLOW), expected_s=7200, step_s=3600)
    for step in range(3):
        np.testing.assert_allclose(
            course.expected(step * 3600.0), forecast(VECTOR, POPULATION_MODEL, step), atol=1e-12
        )


def test_between_steps_the_forecast_is_linear():
    course = course_for(BELIEF, Goal(GoalKind.FOLLOW), expected_s=7200, step_s=3600)
    blend = 0.75 * course.expected(3600.0) + 0.25 * course.expected(7200.0)
    np.testing.assert_allclose(course.expected(4500.0), blend)


def test_past_its_end_the_forecast_holds():
    course = course_for(BELIEF, Goal(GoalKind.FOLLOW), expected_s=600, step_s=3600)
    np.testing.assert_allclose(course.expected(1e6), course.expected(2 * 3600.0))


@pytest.mark.parametrize("elapsed_s", [0.0, 1000.0, 4000.0])
def test_a_forecast_stays_an_emotion_vector(elapsed_s):
    course = course_for(BELIEF, Goal(GoalKind.FOLLOW), expected_s=5000, step_s=3600)
    vector = course.expected(elapsed_s)
    assert vector.sum() == pytest.approx(1.0, abs=0.02)
    assert (vector >= 0).all()
