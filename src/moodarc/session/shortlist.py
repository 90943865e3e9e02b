"""Which candidates a search looks at: those that some way-point of the course proposes.

A large library would make the beam slow for tracks that fit nowhere on the way. Up to `waypoints`
points, evenly spaced along the course, each propose their best by affect and the parts that are a
track's own, and so does the end by what it costs to end there; the search runs on their union.
Where it cannot fill the list from these, or only by breaking the rule of artists, each point
proposes four times as many, until the whole library has been proposed. Where the library has too
few artists for the rule the price of repetition alone decides.

All points are asked in one reading of the library: the match with each is linear in a few columns
(`Course.pulls`).
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from moodarc.recommend import SQUARED_DIAGONAL, contenders, rank
from moodarc.session.beam import Found, search
from moodarc.session.course import Moment, PointCourse
from moodarc.session.problem import Problem

__all__ = ["Shortlist", "search_shortlist"]

Rows = NDArray[np.int64]
Floats32 = NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class Shortlist:
    """The part of a problem that was searched.

    Attributes:
        problem: over the shortlisted candidates only, by the rules that it was searched by.
        rows: int64 (m,), their rows in the whole problem.
        found: the best list, with rows of the part.
    """

    problem: Problem
    rows: Rows
    found: Found


def search_shortlist(problem: Problem) -> Shortlist | None:
    """The best list; None where no candidate fits at all."""
    points = min(problem.policy.waypoints, problem.length.expected_places)
    proposals = problem.policy.neighbours + 2 * -(-problem.length.expected_places // points)
    while True:
        rows = _proposed(problem, points, proposals)
        part = problem.take(rows)
        found = search(part)
        if found is not None and found.breaks and not _can_spread(problem, len(found.rows)):
            part = replace(part, policy=replace(part.policy, artist_gap=0))
            found = search(part)
        is_filled = found is not None and not found.shortfall and not found.breaks
        if is_filled or len(rows) == len(problem):
            return None if found is None else Shortlist(part, rows, found)
        proposals *= 4


def _can_spread(problem: Problem, places: int) -> bool:
    """Whether the library has artists enough to keep each out of `artist_gap` places.

    An artist fits at most once into each run of `artist_gap` + 1 places.
    """
    artist = np.delete(problem.columns.table.artist, problem.left_out)
    counts = np.bincount(artist[artist >= 0])
    most = -(-places // (problem.policy.artist_gap + 1))
    return int(np.minimum(counts, most).sum() + np.count_nonzero(artist < 0)) >= places


def _proposed(problem: Problem, points: int, proposals: int) -> Rows:
    if proposals >= len(problem):
        return np.delete(np.arange(len(problem.columns)), problem.left_out)
    chosen = [_best(values, proposals) for values in _values(problem, points)]
    return np.unique(np.concatenate(chosen))


def _values(problem: Problem, points: int) -> Iterator[Floats32]:
    """What each point, and the end, thinks of all candidates, up to a constant; float32 (n,)."""
    policy, course = problem.policy, problem.course
    own = problem.liking.astype(np.float32)
    own[problem.left_out] = -np.inf
    progress = np.linspace(0.0, 1.0, points)
    moment = Moment(progress * problem.length.expected_s, progress)
    pulled = course.pulls(problem.columns, moment)
    base = own + np.float32(policy.affect) * pulled.own
    for weights in pulled.weights:
        yield _weighted(base, pulled.columns, policy.affect * weights)
    if isinstance(course, PointCourse) and problem.leads:
        base -= np.float32(policy.arrival / SQUARED_DIAGONAL) * problem.columns.square
        weights = (policy.affect + policy.arrival) * pulled.weights[-1]
        yield _weighted(base, pulled.columns, weights)


def _weighted(
    base: Floats32, columns: tuple[NDArray[np.floating], ...], weights: NDArray[np.float64]
) -> Floats32:
    values = base.copy()
    for column, weight in zip(columns, weights.tolist(), strict=True):
        values += column * np.float32(weight)
    return values


def _best(values: Floats32, n: int) -> Rows:
    """The rows of the n highest values, ascending; ties by row."""
    rows = contenders(values, n)
    return rows[rank(values[rows], n)]
