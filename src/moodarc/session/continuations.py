r"""The best continuations of the lists of a beam: each a list and the track that follows it.

Their number is lists x candidates, and what each is worth has parts of very different cost. So one
that cannot be among the best is not counted out: flow is at most `Flow.most`, and the return of an
artist only costs. First the candidates are looked at whose sum without both is near the best one's;
what the n-th of these is worth tells which others are to be looked at too, if any. The result is
that of counting all.
"""

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from moodarc.recommend import least_of_best, repetition_after
from moodarc.session.course import Worth
from moodarc.session.felt import Feeling
from moodarc.session.flow import Flow
from moodarc.session.problem import Problem

__all__ = ["BREAK", "Beam", "Continuations", "Field", "best_continuations"]

BREAK: Final = 1000.0
"""ranks a list below all that break the rule of artists less often; no part of a score"""

_NOBODY: Final = -2
"""equals no artist's number, and not that of unknown ones"""

_FIRST_LOOK: Final = 0.6
"""of the greatest flow: by so much may a candidate be worse than the best and be looked at first"""

_AHEAD: Final = 4
"""continuations whose price is counted at first, for each that is wanted"""

_LOWEST: Final = float(np.finfo(np.float64).min)

Floats = NDArray[np.float64]
Rows = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Beam:
    """Unfinished lists of equal length k, b of them over n candidates.

    Attributes:
        rows: int64 (b, k).
        elapsed_s: float64 (b,).
        score: float64 (b,), sum over the list.
        breaks: int64 (b,), of the rule of artists.
        feeling: (b, 2), expected after the list.
    """

    rows: Rows
    elapsed_s: Floats
    score: Floats
    breaks: Rows
    feeling: Feeling


@dataclass(frozen=True, slots=True, eq=False)
class Field:
    """What a search asks of its candidates again and again.

    Attributes:
        problem: that is searched.
        worth: of each at a moment, by its match and its own parts.
        flow: from one into another.
        miss: (n,), how far each ends from the goal.
        by_length: int64 (n,), their rows, the shortest first.
    """

    problem: Problem
    worth: Worth
    flow: Flow
    miss: Floats
    by_length: Rows

    @classmethod
    def of(cls, problem: Problem) -> "Field":
        """Of a problem that leaves nothing out."""
        course, columns, policy = problem.course, problem.columns, problem.policy
        return cls(
            problem=problem,
            worth=course.worth(columns, affect=policy.affect, liking=problem.liking),
            flow=Flow.of(policy, columns),
            miss=course.miss(columns),
            by_length=np.argsort(columns.duration_s, kind="stable"),
        )


@dataclass(frozen=True, slots=True, eq=False)
class Continuations:
    """Some continuations, p of them: a list and the candidate that follows it.

    Attributes:
        lists: int64 (p,).
        rows: int64 (p,).
        score: (p,), sum of the list with it.
        breaks: int64 (p,), of the rule of artists.
    """

    lists: Rows
    rows: Rows
    score: Floats
    breaks: Rows

    @property
    def ranking(self) -> Floats:
        """(p,), by what unfinished lists compete."""
        return self.score - BREAK * self.breaks

    def least_of(self, n: int) -> float:
        """What the n-th of them ranks; -inf where they are fewer."""
        return float(self.ranking[n - 1]) if len(self.rows) >= n else -np.inf

    def take(self, order: Rows) -> "Continuations":
        """Those at some places."""
        return Continuations(
            self.lists[order], self.rows[order], self.score[order], self.breaks[order]
        )


def best_continuations(field: Field, beam: Beam, most: Floats, *, n: int) -> Continuations:
    """The n that rank highest, best first; ties break by list and by row.

    Args:
        field: the candidates.
        beam: the lists.
        most: (b, n_candidates), sum of each list with each, without flow and repetition; -inf where
            it cannot be.
        n: how many.
    """
    ranking = most - BREAK * beam.breaks[:, None] if beam.breaks.any() else most
    bound, last = ranking.max(axis=0), beam.rows[:, -1:].ravel()
    slack = field.flow.most if len(last) else 0.0
    floor = float(bound.max()) - _FIRST_LOOK * slack
    while True:
        looked_at = bound >= max(floor, _LOWEST)
        rows = np.flatnonzero(looked_at)
        near = ranking[:, rows]
        if len(last):
            near += field.flow.into(last, rows)
        found = _best_near(field.problem, beam, near, rows=rows, n=n)
        floor = found.least_of(n) - slack
        if bound.max(initial=-np.inf, where=~looked_at) <= floor:
            return found


def _best_near(problem: Problem, beam: Beam, near: Floats, *, rows: Rows, n: int) -> Continuations:
    """The best among some rows, of what each is worth without repetition, (b, m)."""
    floor = least_of_best(near.ravel(), _AHEAD * n)
    while True:
        lists, places = np.divmod(np.flatnonzero(near >= max(floor, _LOWEST)), len(rows))
        breaks = beam.breaks[lists]
        score = near[lists, places] + BREAK * breaks
        found = _priced(problem, beam, Continuations(lists, rows[places], score, breaks))
        found = found.take(np.argsort(-found.ranking, kind="stable")[:n])
        if found.least_of(n) >= floor:
            return found
        floor = found.least_of(n)


def _priced(problem: Problem, beam: Beam, found: Continuations) -> Continuations:
    """With what the return of an artist costs."""
    policy, artist, places = problem.policy, problem.columns.table.artist, beam.rows.shape[1]
    own, heard = artist[found.rows], artist[beam.rows].T
    again = heard[:, found.lists] == np.where(own >= 0, own, _NOBODY)
    if not again.any():
        return found
    newest = (again * np.arange(1, places + 1)[:, None]).max(axis=0)
    gap = places + 1 - newest
    price = np.where(newest > 0, repetition_after(gap, policy.half_life), 0.0)
    too_soon = (newest > 0) & (gap <= policy.artist_gap)
    score = found.score - policy.repetition * price
    return replace(found, score=score, breaks=found.breaks + too_soon)
