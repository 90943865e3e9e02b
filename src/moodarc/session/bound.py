r"""How good a list could be at best: a bound that no list exceeds.

A list's score is bounded by that of an easier problem. Each place may choose the moment of its
course that suits its track best, among those that some list reaches there; each track follows its
best predecessor; nobody pays for repetition, and a felt response brings every listener where they
should be. What is left is which track stands where, an assignment problem with an exact solution
(Kuhn 1955):

    max  sum_k  affect * max_{u in [u_k, v_k]} fit(x_k, u) + own(x_k) + flow(x_k) + felt
                - arrival * miss(x_n)

Place k of n starts after the lengths of k tracks, so that its progress lies between those after the
k shortest and after the k longest. Only the best n tracks of each place need be looked at: of n
places at most n - 1 can take a place's better ones away.

Where time alone limits a list its number of tracks is not known, and no list's mean exceeds the
best score of a track anywhere on the way.

The best flow is counted out among up to `_PAIRS` candidates; among more each part is taken as 1.
"""

import math
from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment

from moodarc.recommend import SQUARED_DIAGONAL, contenders
from moodarc.session.course import ForecastCourse, Moment, PointCourse
from moodarc.session.flow import Flow
from moodarc.session.list_scores import list_score
from moodarc.session.problem import Problem

__all__ = ["best_possible", "gap_to_best"]

_PAIRS = 1000

Floats = NDArray[np.float64]
Span = tuple[float, float]
"""First and last: progress on a path, seconds of a forecast."""


def best_possible(problem: Problem) -> float:
    """No list of the problem has a greater mean score."""
    own = problem.take(np.delete(np.arange(len(problem.columns)), problem.left_out))
    places = own.length.places
    if places is None:
        return max(float(scores.max()) for scores in _scores(own))
    chosen = np.unique(np.concatenate([contenders(scores, places) for scores in _scores(own)]))
    table = np.stack([scores[chosen] for scores in _scores(own)])
    return math.fsum(table[linear_sum_assignment(table, maximize=True)]) / places


def gap_to_best(problem: Problem, rows: Sequence[int]) -> float:
    """How far below the best possible a list's mean score lies at most, >= 0."""
    return max(0.0, best_possible(problem) - float(np.mean(list_score(problem, rows))))


def _scores(problem: Problem) -> Iterator[Floats]:
    """The best score of each candidate at each place; one for all where time alone limits."""
    policy, liking, flow = problem.policy, problem.liking, _best_flow(problem)
    felt = policy.felt if problem.feels else 0.0
    missed = (1.0 - policy.felt_arrival) if problem.feels else 1.0
    for place, span in enumerate(_spans(problem)):
        scores = policy.affect * _fit(problem, span) + liking + felt
        if place or problem.length.places is None:
            scores += flow
        if problem.length.is_last(place):
            scores -= policy.arrival * missed * problem.course.miss(problem.columns)
        yield scores


def _spans(problem: Problem) -> Iterator[Span]:
    """The moments that each place can have."""
    length, is_timed = problem.length, isinstance(problem.course, ForecastCourse)
    if length.places is None:
        yield (0.0, length.time_s) if is_timed else (0.0, 1.0)
        return
    ascending = np.sort(problem.columns.duration_s)
    shortest = np.concatenate([[0.0], np.cumsum(ascending)])
    longest = np.minimum(np.concatenate([[0.0], np.cumsum(ascending[::-1])]), length.time_s)
    for place in range(length.places):
        reached = np.array([shortest[place], longest[place]])
        if not is_timed:
            reached = length.progress(place, reached, np.zeros(2))
        yield float(reached[0]), float(reached[1])


def _fit(problem: Problem, span: Span) -> Floats:
    """The best fit of each candidate at any moment of a span."""
    course = problem.course
    return (
        _point_fit(problem, course, span)
        if isinstance(course, PointCourse)
        else _forecast_fit(problem, course, span)
    )


def _point_fit(problem: Problem, course: PointCourse, span: Span) -> Floats:
    """At the nearest point of the piece of the line, as surely as it is known at its end."""
    points, (first, last) = problem.columns.points, course.waypoint(span)
    way = last - first
    along = (points - first) @ way / max(float(way @ way), 1e-12)
    nearest = first + np.clip(along, 0.0, 1.0)[:, None] * way
    squared = np.square(points - nearest).sum(axis=1)
    doubt = problem.columns.doubt + course.variance_at(span[1])
    return np.asarray(np.maximum(0.0, 1.0 - (squared + doubt) / SQUARED_DIAGONAL))


def _forecast_fit(problem: Problem, course: ForecastCourse, span: Span) -> Floats:
    """The greatest cosine with any mixture of the forecasts at neighbouring knots."""
    steps = np.arange(1, len(course.vectors)) * course.step_s
    knots = [span[0], *steps[(steps > span[0]) & (steps < span[1])].tolist(), span[1]]
    moment = Moment(np.array(knots)[:, None], 0.0)
    cosines, wanted = course.fit(problem.columns, moment), course.directions(np.array(knots))
    pieces = [
        _cone(*cosines_of, float(a @ b))
        for cosines_of, (a, b) in zip(pairwise(cosines), pairwise(wanted), strict=True)
    ]
    best: Floats = np.max(pieces, axis=0)
    return best


def _cone(one: Floats, other: Floats, between: float) -> Floats:
    """Greatest cosine with a non-negative mixture of two unit vectors, from those with each."""
    ends = np.maximum(one, other)
    if between > 1.0 - 1e-9:
        return np.minimum(1.0, ends + 1e-4)
    squared = (one**2 + other**2 - 2.0 * one * other * between) / (1.0 - between**2)
    inside = (one >= between * other) & (other >= between * one)
    return np.where(inside, np.minimum(1.0, np.sqrt(np.maximum(squared, 0.0))), ends)


def _best_flow(problem: Problem) -> Floats:
    """Into each candidate from its best predecessor."""
    among, n = Flow.of(problem.policy, problem.columns), len(problem.columns)
    if n > _PAIRS:
        return np.full(n, among.most)
    flow = np.sum(list(among.parts(np.arange(n)).values()), axis=0)
    np.fill_diagonal(flow, -np.inf if n > 1 else 0.0)
    best: Floats = flow.max(axis=0)
    return best
