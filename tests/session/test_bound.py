"""No list is better than the bound, counted out over every possible list of tiny libraries."""

import re
from itertools import permutations

import numpy as np
import pytest

from moodarc.affect import GoalKind
from moodarc.session import (
    Candidates,
    PathPolicy,
    TrackPart,
    best_possible,
    gap_to_best,
    list_score,
    plan_playlist,
    planned_rows,
    problem_of,
)
from synthetic_library import make_library

KINDS = [GoalKind.MATCH, GoalKind.FOLLOW, GoalKind.LIFT, GoalKind.CALM]


class Linear:
    def predict(self, before, track):
        mean = before + 0.3 * (track - before)
        return mean, np.full(mean.shape, 0.01)


def problem_with(request, library, parts=()):
    return problem_of(request, Candidates.of(library), policy=PathPolicy(), parts=parts)


def lists(n, sizes):
    return (rows for size in sizes for rows in permutations(range(n), size))


@pytest.mark.parametrize("felt", [None, Linear()])
@pytest.mark.parametrize("seed", [0, 1])
@pytest.mark.parametrize("kind", KINDS)
def test_of_a_number_of_tracks(ask, *, kind, seed, felt):
    problem = problem_with(ask(kind, n=3, felt=felt), make_library(6, seed=seed))
    best = max(np.mean(list_score(problem, rows)) for rows in lists(6, [3]))
    found = np.mean(list_score(problem, planned_rows(problem)))
    assert best_possible(problem) >= best - 1e-12
    assert best >= found - 1e-12
    assert gap_to_best(problem, planned_rows(problem)) >= best - found


@pytest.mark.parametrize("kind", KINDS)
def test_of_a_time(ask, kind):
    library = make_library(5, seed=3)
    problem = problem_with(ask(kind, minutes=14), library)
    fitting = [
        rows
        for rows in lists(5, range(1, 5))
        if problem.columns.duration_s[list(rows)].sum() <= 14 * 60
    ]
    best = max(np.mean(list_score(problem, rows)) for rows in fitting)
    assert best_possible(problem) >= best - 1e-12


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("size", [300, 1500])
def test_a_list_of_a_library_is_near_it(ask, kind, size):
    library = make_library(size, seed=5)
    novelty = np.random.default_rng(0).uniform(size=size)
    part = TrackPart("novelty", 0.05, novelty, str)
    problem = problem_with(ask(kind, n=12), library, [part])
    assert 0.0 <= gap_to_best(problem, planned_rows(problem)) < 0.03


def test_what_is_left_out_does_not_raise_it(ask):
    library = make_library(40, seed=6)
    near = frozenset(range(1, 31))
    excluded = problem_with(ask(GoalKind.LIFT, n=5, exclude=near), library)
    rest = problem_with(ask(GoalKind.LIFT, n=5), library[30:])
    assert best_possible(excluded) == pytest.approx(best_possible(rest), abs=1e-12)


def test_a_decision_can_say_so(ask, at):
    request, library = ask(GoalKind.LIFT), make_library(300, seed=5)
    told = plan_playlist(request, library, at=at, bounded=True).reach
    assert re.search(r"Within 0\.0\d\d a track of the best possible score\.$", told)
