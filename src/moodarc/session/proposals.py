r"""What each point of a course thinks of all candidates, and the best that it proposes.

The match of a track with a moment is linear in a few columns (`Course.pulls`), so that a point
reads the library in a few passes, in float32. On a path through a large library most tracks are
ruled out by one look for all points: a track at $x$ is worth no more to any of them than to the
nearest point of the whole line, $s + p w$ with $p = (x - s) \cdot w / \lVert w \rVert^2$ cut to
[0, 1], and is of no use where that is less than what the worst-served point has from its n-th best
of every eighth track. What is proposed is the same.
"""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from moodarc.recommend import SQUARED_DIAGONAL, highest, least_of_best
from moodarc.session.course import Moment, PointCourse, Pulls
from moodarc.session.problem import Problem

__all__ = ["best_at_start", "proposed"]

_MANY = 20_000
"""candidates, of which a first look is worth its time"""
_EIGHTH = 8
_ROUNDING = 1e-5

Rows = NDArray[np.int64]
Floats = NDArray[np.float64]
Floats32 = NDArray[np.float32]


def best_at_start(problem: Problem, n: int = 10) -> Rows:
    """The rows of the n candidates that would score highest as the first track, best first."""
    scan, pulled = _scan(problem, Moment(np.zeros(1), np.zeros(1)))
    return highest(scan.values(pulled.weights[0]), n)


def proposed(problem: Problem, points: int, n: int) -> Rows:
    """The rows that points of the course propose, n each, and so the end of a path; ascending."""
    if n >= len(problem):
        return np.delete(np.arange(len(problem.columns)), problem.left_out)
    course = problem.course
    stays = isinstance(course, PointCourse) and not problem.leads
    progress = np.linspace(0.0, 1.0, 1 if stays else points)
    scan, pulled = _scan(problem, Moment(progress * problem.length.expected_s, progress))
    rows, chosen = np.arange(len(scan.base)), []
    if isinstance(course, PointCourse) and problem.leads:
        chosen.append(highest(_ending(scan, problem, pulled.weights[-1]), n))
        if len(rows) >= _MANY:
            rows = _near_way(scan, course, pulled.weights, n=n)
            scan = scan.take(rows)
    chosen += [rows[highest(scan.values(weights), n)] for weights in pulled.weights]
    return np.unique(np.concatenate(chosen))


@dataclass(frozen=True, slots=True, eq=False)
class _Scan:
    """Candidates as a linear form of what a moment weighs.

    Attributes:
        affect: weight of the match.
        base: float32 (n,), whatever the moment; -inf where one is left out.
        columns: float32 (n,) each.
    """

    affect: float
    base: Floats32
    columns: tuple[NDArray[np.floating], ...]

    def take(self, rows: Rows | slice) -> "_Scan":
        """Only these."""
        columns = tuple(np.ascontiguousarray(own[rows]) for own in self.columns)
        return _Scan(self.affect, np.ascontiguousarray(self.base[rows]), columns)

    def values(self, weights: Floats) -> Floats32:
        """What a moment thinks of all candidates, up to a constant; (n,)."""
        return _summed(self.base.copy(), self.columns, self.affect * weights)


def _summed(
    values: Floats32, columns: tuple[NDArray[np.floating], ...], weights: Floats
) -> Floats32:
    """Add weighted columns in place."""
    term = np.empty_like(values)
    for column, weight in zip(columns, weights.tolist(), strict=True):
        values += np.multiply(column, np.float32(weight), out=term)
    return values


def _scan(problem: Problem, moment: Moment) -> tuple[_Scan, Pulls]:
    affect, pulled = problem.policy.affect, problem.course.pulls(problem.columns, moment)
    base = problem.liking.astype(np.float32)
    base += np.float32(affect) * pulled.own
    base[problem.left_out] = -np.inf
    return _Scan(affect, base, pulled.columns), pulled


def _ending(scan: _Scan, problem: Problem, weights: Floats) -> Floats32:
    """What the end thinks of all candidates: the last moment, and what it costs to end there."""
    arrival = problem.policy.arrival
    price = np.float32(-arrival / SQUARED_DIAGONAL) * problem.columns.square
    ending = replace(scan, affect=scan.affect + arrival, base=scan.base + price)
    return ending.values(weights)


def _near_way(scan: _Scan, course: PointCourse, weights: Floats, *, n: int) -> Rows:
    """All rows that can be among the n best of some moment."""
    start, way = np.array(course.start), np.array(course.goal) - course.start
    square, share = float(way @ way), scan.affect / SQUARED_DIAGONAL
    along = np.full(len(scan.base), -float(start @ way) / square, dtype=np.float32)
    _summed(along, scan.columns, way / square)
    inside = np.clip(along, 0.0, 1.0)
    along += along
    along -= inside
    along *= inside  # 2 p p' - p'^2, p' cut to [0, 1]
    along *= np.float32(share * square)
    along += scan.base
    most = _summed(along, scan.columns, 2.0 * share * start)
    least = _least_served(scan.take(slice(None, None, _EIGHTH)), start, weights, n=n)
    return np.flatnonzero(most >= np.float32(least - _ROUNDING))


def _least_served(some: _Scan, start: Floats, weights: Floats, *, n: int) -> float:
    """What the n-th best of some tracks is worth to the worst-served moment, as `most` counts."""
    points = weights * (SQUARED_DIAGONAL / 2.0)
    shifts = ((points**2).sum(axis=1) - start @ start) * (some.affect / SQUARED_DIAGONAL)
    nth = [least_of_best(some.values(own), n) for own in weights]
    return float(np.min(np.array(nth) - shifts))
