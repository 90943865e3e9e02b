r"""What each point of a course thinks of all candidates, and the best that it proposes.

The match of a track with a moment is linear in a few columns (`Course.pulls`), so that a point
reads the library in a few passes, in float32. Where the match alone counts only boxes of tracks are
read (`boxes`): those of which one can be worth more to some point than the n-th best of the nearest
boxes. Where tracks have parts of their own these say nothing; then on a path through a large
library most tracks are ruled out by one look for all points: a track at $x$ is worth no more to any of them than to the
nearest point of the whole line, $s + p w$ with $p = (x - s) \cdot w / \lVert w \rVert^2$ cut to
[0, 1], and is of no use where that is less than what the worst-served point has from its n-th best
of every eighth track. What is proposed is the same.
"""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from moodarc.recommend import SQUARED_DIAGONAL, highest, least_of_best
from moodarc.session.boxes import SIZE
from moodarc.session.course import ALL, Moment, PointCourse
from moodarc.session.problem import Problem

__all__ = ["best_at_start", "proposed"]

_MANY = 20_000
"""candidates, of which a first look is worth its time"""
_EIGHTH = 8
_FIRST_LOOK = 4
"""tracks of the nearest boxes for each that is wanted"""
_ROUNDING = 1e-5

Rows = NDArray[np.int64]
Floats = NDArray[np.float64]
Floats32 = NDArray[np.float32]


def best_at_start(problem: Problem, n: int = 10) -> Rows:
    """The rows of the n candidates that would score highest as the first track, best first."""
    moment = Moment(np.zeros(1), np.zeros(1))
    rows = _within_reach(problem, moment, n)
    scan = _Scan.of(problem, moment, rows)
    return rows[highest(scan.values(scan.weights[0]), n)]


def proposed(problem: Problem, points: int, n: int) -> Rows:
    """The rows that points of the course propose, n each, and so the end of a path; ascending."""
    if n >= len(problem):
        return np.delete(np.arange(len(problem.columns)), problem.left_out)
    course = problem.course
    stays = isinstance(course, PointCourse) and not problem.leads
    progress = np.linspace(0.0, 1.0, 1 if stays else points)
    moment = Moment(progress * problem.length.expected_s, progress)
    rows, chosen = _within_reach(problem, moment, n), []
    scan = _Scan.of(problem, moment, rows)
    if isinstance(course, PointCourse) and problem.leads:
        chosen.append(rows[highest(_ending(scan, problem), n)])
        if len(rows) >= _MANY:
            near = _near_way(scan, course, n=n)
            rows, scan = rows[near], scan.take(near)
    chosen += [rows[highest(scan.values(weights), n)] for weights in scan.weights]
    return np.unique(np.concatenate(chosen))


@dataclass(frozen=True, slots=True, eq=False)
class _Scan:
    """Candidates as a linear form of what a moment weighs.

    Attributes:
        affect: weight of the match.
        base: float32 (n,), whatever the moment; -inf where one is left out.
        columns: float32 (n,) each.
        weights: float64 (n_moments, n_columns).
        square: float32 (n,), the squared distance from the origin.
    """

    affect: float
    base: Floats32
    columns: tuple[NDArray[np.floating], ...]
    weights: Floats
    square: NDArray[np.floating]

    @classmethod
    def of(cls, problem: Problem, moment: Moment, rows: Rows) -> "_Scan":
        """Of some rows, any shape."""
        asked = ALL if rows.shape == (len(problem.columns),) else rows
        affect = problem.policy.affect
        pulled = problem.course.pulls(problem.columns, moment, asked)
        base = problem.liking[asked].astype(np.float32)
        base += np.float32(affect) * pulled.own
        if len(problem.left_out):
            base[_left_out(problem)[asked]] = -np.inf
        return cls(affect, base, pulled.columns, pulled.weights, problem.columns.square[asked])

    def take(self, rows: Rows | slice) -> "_Scan":
        """Only these."""
        columns = tuple(np.ascontiguousarray(own[rows]) for own in self.columns)
        base, square = np.ascontiguousarray(self.base[rows]), self.square[rows]
        return replace(self, base=base, columns=columns, square=square)

    def values(self, weights: Floats) -> Floats32:
        """What a moment thinks of all candidates, up to a constant; (n,)."""
        return _summed(self.base.copy(), self.columns, self.affect * weights)


def _left_out(problem: Problem) -> NDArray[np.bool_]:
    mask = np.zeros(len(problem.columns), dtype=np.bool_)
    mask[problem.left_out] = True
    return mask


def _summed(
    values: Floats32, columns: tuple[NDArray[np.floating], ...], weights: Floats
) -> Floats32:
    """Add weighted columns in place; weights (n_columns, ...)."""
    term = np.empty_like(values)
    for column, weight in zip(columns, weights.astype(np.float32), strict=True):
        values += np.multiply(column, weight, out=term)
    return values


def _within_reach(problem: Problem, moment: Moment, n: int) -> Rows:
    """Rows among which are the n best of each moment, and of the end of a path; ascending."""
    boxed = problem.course.boxed(problem.columns, moment)
    if boxed is None or problem.parts:
        return np.arange(len(problem.columns))
    affect, boxes = problem.policy.affect, boxed.boxes
    most = affect * (boxed.near + boxed.own)
    if problem.leads:
        most = np.vstack([most, most[-1] + problem.policy.arrival * boxed.near[-1]])
    first = -(-_FIRST_LOOK * n // SIZE)
    if first >= most.shape[1]:
        return np.arange(len(problem.columns))
    nearest = boxes.rows[np.argpartition(-most, first, axis=1)[:, :first]]
    nth = _nth_best(problem, moment, nearest.reshape(len(most), -1), n=n)
    return boxes.inside((most >= nth[:, None] - _ROUNDING).any(axis=0))


def _nth_best(problem: Problem, moment: Moment, rows: Rows, *, n: int) -> Floats32:
    """What the n-th best of some rows (m, k) is worth, each to its moment or to the end; (m,)."""
    scan, arrival = _Scan.of(problem, moment, rows), problem.policy.arrival
    weights = scan.affect * scan.weights
    if problem.leads:
        weights = np.vstack([weights, (scan.affect + arrival) * scan.weights[-1]])
        scan.base[-1] -= np.float32(arrival / SQUARED_DIAGONAL) * scan.square[-1]
    values = _summed(scan.base, scan.columns, weights.T[:, :, None])
    return np.partition(values, -n, axis=1)[:, -n]


def _ending(scan: _Scan, problem: Problem) -> Floats32:
    """What the end thinks of all candidates: the last moment, and what it costs to end there."""
    arrival = problem.policy.arrival
    price = np.float32(-arrival / SQUARED_DIAGONAL) * scan.square
    ending = replace(scan, affect=scan.affect + arrival, base=scan.base + price)
    return ending.values(scan.weights[-1])


def _near_way(scan: _Scan, course: PointCourse, *, n: int) -> Rows:
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
    least = _least_served(scan.take(slice(None, None, _EIGHTH)), start, n=n)
    return np.flatnonzero(most >= np.float32(least - _ROUNDING))


def _least_served(some: _Scan, start: Floats, *, n: int) -> float:
    """What the n-th best of some tracks is worth to the worst-served moment, as `most` counts."""
    points = some.weights * (SQUARED_DIAGONAL / 2.0)
    shifts = ((points**2).sum(axis=1) - start @ start) * (some.affect / SQUARED_DIAGONAL)
    nth = [least_of_best(some.values(own), n) for own in some.weights]
    return float(np.min(np.array(nth) - shifts))
