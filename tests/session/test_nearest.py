"""What nearness proposes, against reading every track."""

import numpy as np
import pytest

from moodarc.affect import GoalKind
from moodarc.session import Candidates, PathPolicy, columns, problem_of
from moodarc.session.course import Moment
from moodarc.session.nearest import proposed_by_nearness
from moodarc.session.proposals import proposed
from synthetic_library import make_library

KINDS = [GoalKind.MATCH, GoalKind.FOLLOW, GoalKind.LIFT, GoalKind.CALM, GoalKind.ENERGISE]
FEELINGS = [(-0.5, -0.5), (0.1, -0.2), (-0.9, 0.8)]


def candidates(seed, *, many):
    """A library with or without trees, of tracks that are known more and less surely."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(columns, "_MANY", 1 if many else 10**9)
        sure = make_library(500, seed=seed, variance=0.01)
        vague = make_library(1000, seed=seed + 1, variance=0.06)[500:]
        return Candidates.of([*sure, *vague])


READ, NEAR = (candidates(4, many=many) for many in (False, True))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("feeling", FEELINGS)
@pytest.mark.parametrize("n", [1, 20, 300])
def test_the_nearest_are_the_best_of_all(ask, *, kind, feeling, n):
    request = ask(kind, feeling=feeling, exclude=frozenset(range(1, 300, 2)))
    read, near = (problem_of(request, library) for library in (READ, NEAR))
    assert proposed(near, 7, n).tolist() == proposed(read, 7, n).tolist()


@pytest.mark.parametrize("arrival", [0.0, 0.5, 50.0])
def test_the_end_weighs_distance_more_than_doubt(ask, arrival):
    request, policy = ask(GoalKind.LIFT), PathPolicy(arrival=arrival)
    read, near = (problem_of(request, library, policy=policy) for library in (READ, NEAR))
    assert proposed(near, 3, 40).tolist() == proposed(read, 3, 40).tolist()


def test_where_no_emotion_is_expected_nearness_says_nothing(ask):
    problem = problem_of(ask(GoalKind.FOLLOW), NEAR)
    problem.course.vectors[:] = 0.0
    assert proposed_by_nearness(problem, Moment(np.zeros(1), np.zeros(1)), 3) is None


def test_few_tracks_are_read():
    assert READ.columns.in_plane is None
    assert READ.columns.in_emotion is None
