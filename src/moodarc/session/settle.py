"""After the search: the same list in the order that fits its way best, where that scores higher.

A beam decides place by place, so in a small library it spends the tracks near the goal too early
and ends with what is left. Which track stands where, flow left aside, is an assignment problem with
an exact solution (Kuhn 1955): tracks to places, at the sum of their matches with the way-points. It
is solved for the tracks of the list, and, where time is no limit, for all that were searched; of
these and the list as it was, the one that breaks the rule of artists least often and then has the
greatest score in full (flow, repetition and all) is kept.
"""

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment

from moodarc.session.course import Moment
from moodarc.session.list_scores import scores_of
from moodarc.session.problem import Problem

__all__ = ["settle"]

_MOST_CELLS = 1_000_000
"""places x tracks; beyond it an assignment takes too long, and a library is dense enough"""


def settle(problem: Problem, rows: tuple[int, ...]) -> tuple[int, ...]:
    """The better of a list and its exact assignments, as rows of the problem's candidates.

    Lists that stay where they are have no order to mend and are handed through.
    """
    if not problem.leads or len(rows) < 3:
        return rows
    options = dict.fromkeys([rows, *_assignments(problem, np.array(rows))])
    return max(options, key=lambda option: _merit(problem, option))


def _assignments(problem: Problem, rows: NDArray[np.int64]) -> list[tuple[int, ...]]:
    groups = [rows]
    if math.isinf(problem.length.time_s):
        groups.append(np.arange(len(problem.columns)))
    return [
        _assigned(problem, group, n_places=len(rows))
        for group in groups
        if len(group) * len(rows) <= _MOST_CELLS
    ]


def _assigned(problem: Problem, rows: NDArray[np.int64], *, n_places: int) -> tuple[int, ...]:
    """Of `rows`, the track for each place."""
    own = problem if len(rows) == len(problem.columns) else problem.take(rows)
    progress = np.linspace(0.0, 1.0, n_places)[:, None]
    scores = problem.policy.affect * own.course.fit(own.columns, Moment(0.0, progress)) + own.liking
    scores[-1] -= problem.policy.arrival * own.course.miss(own.columns)
    _, chosen = linear_sum_assignment(scores, maximize=True)
    return tuple(rows[chosen].tolist())


def _merit(problem: Problem, rows: Sequence[int]) -> tuple[int, float]:
    scores = scores_of(problem, rows)
    return -scores.breaks(problem.policy.artist_gap), math.fsum(scores.total)
