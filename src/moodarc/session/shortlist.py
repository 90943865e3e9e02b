"""Which candidates a search looks at: those that some way-point of the course proposes.

A large library would make the beam slow for tracks that fit nowhere on the way. Up to `waypoints`
points, evenly spaced along the course, each propose their best (`proposals`); the search runs on
their union. Where it cannot fill the list from these, or only by breaking the rule of artists, each
point proposes four times as many, until the whole library has been proposed. Where the library has
too few artists for the rule the price of repetition alone decides.
"""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from moodarc.session.beam import Found, search
from moodarc.session.problem import Problem
from moodarc.session.proposals import proposed

__all__ = ["Shortlist", "search_shortlist"]


@dataclass(frozen=True, slots=True, eq=False)
class Shortlist:
    """The part of a problem that was searched.

    Attributes:
        problem: over the shortlisted candidates only, by the rules that it was searched by.
        rows: int64 (m,), their rows in the whole problem.
        found: the best list, with rows of the part.
    """

    problem: Problem
    rows: NDArray[np.int64]
    found: Found


def search_shortlist(problem: Problem) -> Shortlist | None:
    """The best list; None where no candidate fits at all."""
    points = min(problem.policy.waypoints, problem.length.expected_places)
    n = problem.policy.neighbours + 2 * -(-problem.length.expected_places // points)
    while True:
        rows = proposed(problem, points, n)
        part = problem.take(rows)
        found = search(part)
        if found is not None and found.breaks and not _can_spread(problem, len(found.rows)):
            part = replace(part, policy=replace(part.policy, artist_gap=0))
            found = search(part)
        is_filled = found is not None and not found.shortfall and not found.breaks
        if is_filled or len(rows) == len(problem):
            return None if found is None else Shortlist(part, rows, found)
        n *= 4


def _can_spread(problem: Problem, places: int) -> bool:
    """Whether the library has artists enough to keep each out of `artist_gap` places.

    An artist fits at most once into each run of `artist_gap` + 1 places.
    """
    artist = np.delete(problem.columns.table.artist, problem.left_out)
    counts = np.bincount(artist[artist >= 0])
    most = -(-places // (problem.policy.artist_gap + 1))
    return int(np.minimum(counts, most).sum() + np.count_nonzero(artist < 0)) >= places
