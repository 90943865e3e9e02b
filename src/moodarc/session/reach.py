"""How near a list comes to its goal, in words with numbers, and why no nearer."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from moodarc.catalog import Track
from moodarc.session.course import ForecastCourse, PointCourse
from moodarc.session.list_scores import ListScores
from moodarc.session.problem import Problem
from moodarc.session.request import PlaylistRequest
from moodarc.session.words import clock, point, quoted

__all__ = ["reach_of"]

_AXES = (("valence", "sadder", "happier"), ("arousal", "calmer", "livelier"))


def reach_of(
    request: PlaylistRequest, problem: Problem, scores: ListScores, *, tracks: Sequence[Track]
) -> str:
    """One to three sentences.

    Args:
        request: what was asked for.
        problem: what was searched.
        scores: of the list.
        tracks: the candidates.
    """
    sentences = [_nearness(problem, scores, tracks), _length(request, problem, scores.rows)]
    return " ".join(sentence for sentence in sentences if sentence)


def _nearness(problem: Problem, scores: ListScores, tracks: Sequence[Track]) -> str:
    course = problem.course
    if isinstance(course, ForecastCourse):
        likeness = np.mean(scores.fit)
        return f"Goes along with the forecast: {likeness:.0%} like it on average."
    if not isinstance(course, PointCourse):
        return ""
    points = scores.columns.points
    distance = np.hypot(*(points - course.goal).T)
    if course.start == course.goal:
        off, name = float(np.mean(distance)), "the feeling"
        said = f"Stays {off:.2f} from {name} ({point(course.goal)}) on average."
    else:
        off, name = float(distance[-1]), "the goal"
        end = points[-1].tolist()
        said = f"Ends at ({point(end)}), {off:.2f} from {name} ({point(course.goal)})."
    if off <= problem.policy.near:
        return said
    return f"{said} {_why(problem, scores.rows, tracks, goal=course.goal)}"


def _distances(problem: Problem, point: tuple[float, float]) -> NDArray[np.float64]:
    """Of all candidates; infinite where one is left out."""
    distances: NDArray[np.float64] = np.hypot(*(problem.columns.points - point).T)
    distances[problem.left_out] = np.inf
    return distances


def _why(
    problem: Problem, rows: Sequence[int], tracks: Sequence[Track], *, goal: tuple[float, float]
) -> str:
    distance = _distances(problem, goal)
    row, stays = int(distance.argmin()), not problem.leads
    nearest = f"{quoted(tracks[row].title)}, {distance[row]:.2f} away"
    if distance[row] <= problem.policy.near or (row != rows[-1] and not stays):
        return _passed_over(nearest, stays=stays, plays=row in rows)
    short_by, limit = max(_limit(problem, axis, goal[axis]) for axis in (0, 1))
    if short_by <= 0.0:
        return f"No track lies nearer than {nearest}." if stays else "No track lies nearer."
    return f"{limit}; the nearest is {nearest}." if stays else f"{limit}."


def _passed_over(nearest: str, *, stays: bool, plays: bool) -> str:
    """Why a list ends, or stays, farther off than its library could."""
    if stays:
        return f"The library holds too few tracks there for this length; the nearest is {nearest}."
    how = "plays earlier" if plays else "fits the list less well as a whole"
    return f"Nearer is {nearest}; it {how}."


def _limit(problem: Problem, axis: int, goal: float) -> tuple[float, str]:
    """How far the goal lies outside the library along one axis, and that as a clause."""
    values = np.delete(problem.columns.table.affect[:, axis], problem.left_out)
    name, less, more = _AXES[axis]
    lowest, highest = float(values.min()), float(values.max())
    if goal - highest >= lowest - goal:
        return goal - highest, f"No track is {more} than {name} {highest:+z.2f}"
    return lowest - goal, f"No track is {less} than {name} {lowest:+z.2f}"


def _length(request: PlaylistRequest, problem: Problem, rows: Sequence[int]) -> str:
    wanted, total_s = request.places, float(problem.columns.duration_s[list(rows)].sum())
    if wanted is not None and len(rows) < wanted:
        held = len(problem)
        why = f"the library holds {held} that can be played"
        if held >= wanted:
            why = f"no more fit into {clock(request.time_s or 0.0)}"
        return f"{len(rows)} of the {wanted} tracks asked for: {why}."
    if wanted is None and request.time_s is not None:
        empty_s = request.time_s - total_s
        if empty_s > problem.policy.fill_tolerance * request.time_s:
            return f"Lasts {clock(total_s)} of {clock(request.time_s)}: {_left(problem, rows)}."
    return ""


def _left(problem: Problem, rows: Sequence[int]) -> str:
    if len(rows) == len(problem):
        tracks = "one track" if len(rows) == 1 else f"{len(rows)} tracks"
        return f"the library holds only {tracks} that can be played"
    return "no list of these tracks was found that fills the time better"
