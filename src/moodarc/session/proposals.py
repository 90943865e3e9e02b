r"""What each point of a course thinks of all candidates, and the best that it proposes.

Where the match alone counts these are its nearest (`nearest`). Else the match is linear in a few
columns (`Course.pulls`), so that a point reads the library in a few passes, in float32. On a path
through a large library most tracks are then ruled out by one look for all points: a track at $x$ is
worth no more to any of them than to the nearest point of the whole line, $s + p w$ with
$p = (x - s) \cdot w / \lVert w \rVert^2$ cut to [0, 1], and is of no use where that is less than
what the worst-served point has from its n-th best of every eighth track. What is proposed is the
same.
"""

import numpy as np
from numpy.typing import NDArray

from moodarc.recommend import SQUARED_DIAGONAL, highest, least_of_best
from moodarc.session.course import Moment, PointCourse
from moodarc.session.nearest import proposed_by_nearness
from moodarc.session.problem import Problem
from moodarc.session.scan import Scan, summed

__all__ = ["best_at_start", "proposed"]

_MANY = 20_000
"""candidates, of which a first look is worth its time"""
_EIGHTH = 8
_ROUNDING = 1e-5

Rows = NDArray[np.int64]
Floats = NDArray[np.float64]


def best_at_start(problem: Problem, n: int = 10) -> Rows:
    """The rows of the n candidates that would score highest as the first track, best first."""
    scan = Scan.of(problem, Moment(np.zeros(1), np.zeros(1)))
    return highest(scan.values(scan.weights[0]), n)


def proposed(problem: Problem, points: int, n: int) -> Rows:
    """The rows that points of the course propose, n each, and so the end of a path; ascending."""
    if n >= len(problem):
        return np.delete(np.arange(len(problem.columns)), problem.left_out)
    stays = isinstance(problem.course, PointCourse) and not problem.leads
    progress = np.linspace(0.0, 1.0, 1 if stays else points)
    moment = Moment(progress * problem.length.expected_s, progress)
    chosen = None if problem.parts else proposed_by_nearness(problem, moment, n)
    return np.unique(_read(problem, moment, n) if chosen is None else chosen)


def _read(problem: Problem, moment: Moment, n: int) -> Rows:
    """What moments and the end propose, by reading all candidates."""
    course, scan = problem.course, Scan.of(problem, moment)
    rows, chosen = np.arange(len(scan.base)), []
    if isinstance(course, PointCourse) and problem.leads:
        chosen.append(highest(scan.ending(problem.policy.arrival), n))
        if len(rows) >= _MANY:
            rows = _near_way(scan, course, n=n)
            scan = scan.take(rows)
    chosen += [rows[highest(scan.values(weights), n)] for weights in scan.weights]
    return np.concatenate(chosen)


def _near_way(scan: Scan, course: PointCourse, *, n: int) -> Rows:
    """All rows that can be among the n best of some moment."""
    start, way = np.array(course.start), np.array(course.goal) - course.start
    square, share = float(way @ way), scan.affect / SQUARED_DIAGONAL
    along = np.full(len(scan.base), -float(start @ way) / square, dtype=np.float32)
    summed(along, scan.columns, way / square)
    inside = np.clip(along, 0.0, 1.0)
    along += along
    along -= inside
    along *= inside  # 2 p p' - p'^2, p' cut to [0, 1]
    along *= np.float32(share * square)
    along += scan.base
    most = summed(along, scan.columns, 2.0 * share * start)
    least = _least_served(scan.take(slice(None, None, _EIGHTH)), start, n=n)
    return np.flatnonzero(most >= np.float32(least - _ROUNDING))


def _least_served(some: Scan, start: Floats, *, n: int) -> float:
    """What the n-th best of some tracks is worth to the worst-served moment, as `most` counts."""
    points = some.weights * (SQUARED_DIAGONAL / 2.0)
    shifts = ((points**2).sum(axis=1) - start @ start) * (some.affect / SQUARED_DIAGONAL)
    nth = [least_of_best(some.values(own), n) for own in some.weights]
    return float(np.min(np.array(nth) - shifts))
