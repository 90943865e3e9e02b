"""What is proposed, against looking at every track for every moment."""

import numpy as np
import pytest

from moodarc.affect import GoalKind
from moodarc.session import Candidates, TrackPart, best_at_start, list_score, problem_of, proposals
from moodarc.session.course import Moment
from moodarc.session.proposals import proposed
from synthetic_library import make_library

SIZE = 1200
LIBRARY = Candidates.of(make_library(SIZE, seed=9))
KINDS = [GoalKind.MATCH, GoalKind.FOLLOW, GoalKind.LIFT, GoalKind.ENERGISE]


def problem_with(request):
    values = np.random.default_rng(1).uniform(size=SIZE)
    return problem_of(request, LIBRARY, parts=[TrackPart("novelty", 0.2, values, str)])


def naive(problem, points, n):
    """The best n of each moment, and of the end."""
    chosen = set()
    for progress in np.linspace(0.0, 1.0, points):
        moment = Moment(progress * problem.length.expected_s, progress)
        values = problem.course.fit(problem.columns, moment) + problem.liking
        values[problem.left_out] = -np.inf
        chosen |= set(np.argsort(-values, kind="stable")[:n].tolist())
    if problem.leads:
        values -= problem.policy.arrival * problem.course.miss(problem.columns)
        chosen |= set(np.argsort(-values, kind="stable")[:n].tolist())
    return sorted(chosen)


@pytest.mark.parametrize("many", [0, 10**9])
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("n", [5, 40])
def test_each_moment_proposes_its_best(ask, monkeypatch, *, kind, n, many):
    monkeypatch.setattr(proposals, "_MANY", many)
    problem = problem_with(ask(kind, exclude=frozenset(range(1, 200)), feeling=(-0.3, 0.1)))
    assert proposed(problem, 6, n).tolist() == naive(problem, 6, n)


def test_more_than_there_are_is_all_that_is_left(ask):
    problem = problem_with(ask(GoalKind.LIFT, exclude=frozenset({1, 5})))
    assert proposed(problem, 3, SIZE - 2).tolist() == sorted({*range(SIZE)} - {0, 4})


@pytest.mark.parametrize("kind", KINDS)
def test_the_best_at_the_start_score_highest_as_the_first_track(ask, kind):
    problem = problem_with(ask(kind, n=5, exclude=frozenset(range(1, 900))))
    scores = [float(list_score(problem, [row, 0])[0]) for row in range(899, SIZE)]
    best = 899 + np.argsort(scores)[::-1][:10]
    assert best_at_start(problem, 10).tolist() == best.tolist()
