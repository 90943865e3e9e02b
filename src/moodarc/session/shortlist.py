"""Which candidates a search looks at: those that some way-point of the course proposes.

A large library would make the beam slow for tracks that fit nowhere on the way. Up to `waypoints`
points, evenly spaced along the course, each propose their best by affect and likeness; the search
runs on their union. Where it cannot fill the list from these, each point proposes four times as
many, until the whole library has been proposed.
"""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from moodarc.recommend import rank
from moodarc.session.beam import Found, Problem, search
from moodarc.session.course import Moment

__all__ = ["search_shortlist"]


def search_shortlist(problem: Problem) -> Found | None:
    """The best list, with rows of the whole problem; None where no candidate fits at all."""
    points = min(problem.policy.waypoints, problem.length.expected_places)
    proposals = problem.policy.neighbours + 2 * -(-problem.length.expected_places // points)
    while True:
        rows = _proposed(problem, points, proposals)
        found = search(_narrowed(problem, rows))
        if len(rows) == len(problem.candidates) or (found and not found.shortfall):
            return found and replace(found, rows=tuple(int(rows[row]) for row in found.rows))
        proposals *= 4


def _proposed(problem: Problem, points: int, proposals: int) -> NDArray[np.int64]:
    if proposals >= len(problem.candidates):
        return np.arange(len(problem.candidates))
    chosen = [
        rank(_fit(problem, progress), proposals) for progress in np.linspace(0.0, 1.0, points)
    ]
    return np.unique(np.concatenate(chosen))


def _fit(problem: Problem, progress: float) -> NDArray[np.float64]:
    moment = Moment(progress * problem.length.expected_s, progress)
    fit = problem.course.fit(problem.candidates.table, moment)
    return problem.policy.affect * fit + problem.liking


def _narrowed(problem: Problem, rows: NDArray[np.int64]) -> Problem:
    return replace(
        problem,
        candidates=problem.candidates.take(rows),
        likeness=problem.likeness[rows],
        preference=problem.preference[rows],
    )
