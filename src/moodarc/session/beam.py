r"""The search for the best list: a beam over places.

The best order of n of N tracks is a travelling-salesman problem; here a beam keeps the best lists
at each place (`beam_width`, 16), and each is continued by every track that still fits the time.
Work and memory grow as places x width x candidates. `settle` then mends the order.

Lists of equal length compete by how often they break the rule that no artist comes again within
`artist_gap` places, then by their sum. A list is finished when it has all its places, or when no
unused track fits the time that is left; finished lists compete first by what they leave empty
(beyond a tolerated share of the limit, or in missing places), then by the breaks, then by their
mean score. So the rule gives way only where a list cannot be filled otherwise. All ties break by
candidate row, so that the same request gives the same list.

What makes an artist's return dear only lowers a sum, so the price is counted out for those
continuations alone whose sum without it can be among the best (`_best`).

With a felt response each list carries the feeling expected after it (`felt`). It is foretold for
the continuations that are best without it, `_FELT_PAIRS` a list, or for all where time limits.
"""

import math
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from moodarc.recommend import least_of_best, repetition_after
from moodarc.session.course import Moment, Worth
from moodarc.session.felt import Feeling
from moodarc.session.flow import Flow
from moodarc.session.problem import Problem

__all__ = ["Found", "search"]

_FELT_PAIRS = 16
_BREAK = 1000.0
"""ranks a list below all that break the rule of artists less often; no part of a score"""

_NOBODY = -2
"""equals no artist's number, and not that of unknown ones"""

_FIRST_LOOK = 0.6
"""of the greatest flow: by so much may a candidate be worse than the best and be looked at first"""

_AHEAD = 4
"""continuations whose price is counted, for each that is wanted"""

_LOWEST = float(np.finfo(np.float64).min)

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]
Rows = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """A finished list: rows in playing order, seconds it lasts, and how good it is.

    Attributes:
        shortfall: what it leaves empty beyond tolerance: seconds, or places where their number was
            asked for.
        breaks: tracks within `artist_gap` places of another by their artist.
        mean_score: mean of its tracks' scores.
    """

    rows: tuple[int, ...]
    total_s: float
    shortfall: float
    breaks: int
    mean_score: float

    @property
    def merit(self) -> tuple[float, int, float]:
        """Greater is better."""
        return -self.shortfall, -self.breaks, self.mean_score


@dataclass(frozen=True, slots=True, eq=False)
class _Beam:
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
class _Next:
    """Each candidate as the next track of each list.

    Attributes:
        most: (b, n), sum of the list with it, repetition left aside; -inf where it cannot be.
        miss: how far the list would then end from its goal; broadcasts against (b, n).
    """

    most: Floats
    miss: Floats

    def only(self, mask: Mask) -> "_Next":
        """Of these alone."""
        return _Next(np.where(mask, self.most, -np.inf), self.miss)

    def ending(self, arrival: float) -> Floats:
        """`most` with the price of ending there."""
        return self.most - arrival * self.miss


@dataclass(frozen=True, slots=True, eq=False)
class _Cells:
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
        return self.score - _BREAK * self.breaks

    def least_of(self, n: int) -> float:
        """What the n-th of them ranks; -inf where they are fewer."""
        return float(self.ranking[n - 1]) if len(self.rows) >= n else -np.inf

    def take(self, order: Rows) -> "_Cells":
        """Those at some places."""
        return _Cells(self.lists[order], self.rows[order], self.score[order], self.breaks[order])


def search(problem: Problem) -> Found | None:
    """The best finished list of a problem that leaves nothing out; None where no track fits."""
    beam, best = _empty(problem), None
    field = _Field.of(problem)
    while len(beam.rows):
        options = _options(problem, beam, field)
        finishing = _finishing(problem, beam, field.by_length)
        if finishing.any():
            found = _best_finished(problem, beam, options.only(finishing), field.flow)
            if found is not None and (best is None or found.merit > best.merit):
                best = found
            options = options.only(~finishing)
        beam = _grown(problem, beam, options, field.flow)
    return best


@dataclass(frozen=True, slots=True, eq=False)
class _Field:
    """What a search asks of its candidates again and again.

    Attributes:
        worth: of each at a moment, by its match and its own parts.
        flow: from one into another.
        miss: (n,), how far each ends from the goal.
        by_length: int64 (n,), their rows, the shortest first.
    """

    worth: Worth
    flow: Flow
    miss: Floats
    by_length: Rows

    @classmethod
    def of(cls, problem: Problem) -> "_Field":
        course, columns = problem.course, problem.columns
        worth = course.worth(columns, affect=problem.policy.affect, liking=problem.liking)
        by_length = np.argsort(columns.duration_s, kind="stable")
        return cls(
            worth,
            Flow.of(problem.policy, columns),
            course.miss(columns),
            by_length,
        )


def _empty(problem: Problem) -> _Beam:
    """One list without tracks."""
    start = problem.feeling
    return _Beam(
        rows=np.zeros((1, 0), dtype=np.int64),
        elapsed_s=np.zeros(1),
        score=np.zeros(1),
        breaks=np.zeros(1, dtype=np.int64),
        feeling=Feeling(start.mean[None], start.variance[None]),
    )


def _options(problem: Problem, beam: _Beam, field: _Field) -> _Next:
    duration_s, length = problem.columns.duration_s, problem.length
    place, elapsed_s = beam.rows.shape[1], beam.elapsed_s[:, None]
    most = field.worth(Moment(elapsed_s, length.progress(place, elapsed_s, duration_s)))
    most += beam.score[:, None]
    if not math.isinf(length.time_s):
        most[elapsed_s + duration_s > length.budget_s(place)] = -np.inf
    most[np.arange(len(most))[:, None], beam.rows] = -np.inf
    options = _Next(most, field.miss)
    return _felt(problem, beam, options, field.flow) if problem.feels else options


def _felt(problem: Problem, beam: _Beam, options: _Next, flow: Flow) -> _Next:
    """The options that are foretold, with what the listener is expected to feel."""
    shape = options.most.shape
    lists, rows = _foretold(problem, beam, options, flow)
    after = problem.after(beam.feeling.take(lists), problem.columns.points[rows])
    end_s = beam.elapsed_s[lists] + problem.columns.duration_s[rows]
    match = problem.felt_match(after, beam.rows.shape[1], end_s)
    most, miss = np.full(shape, -np.inf), np.zeros(shape)
    most[lists, rows] = options.most[lists, rows] + problem.policy.felt * match
    miss[lists, rows] = problem.miss(options.miss[rows], after)
    return _Next(most, miss)


def _foretold(problem: Problem, beam: _Beam, options: _Next, flow: Flow) -> tuple[Rows, Rows]:
    """Lists and candidates to foretell; all where time limits, as the fullest list counts most."""
    if problem.length.places is None:
        lists, rows = np.nonzero(options.most > -np.inf)
        return lists, rows
    is_last = problem.length.is_last(beam.rows.shape[1])
    most = options.ending(problem.policy.arrival) if is_last else options.most
    cells = _best(problem, beam, most, flow=flow, n=_FELT_PAIRS * problem.policy.beam_width)
    return cells.lists, cells.rows


def _best(problem: Problem, beam: _Beam, most: Floats, *, flow: Flow, n: int) -> _Cells:
    """The n continuations that rank highest, best first, of what each is worth at most; (b, n)."""
    ranking = most - _BREAK * beam.breaks[:, None] if beam.breaks.any() else most
    bound, last = ranking.max(axis=0), beam.rows[:, -1:].ravel()
    slack = flow.most if len(last) else 0.0
    floor = float(bound.max()) - _FIRST_LOOK * slack
    while True:
        looked_at = bound >= max(floor, _LOWEST)
        columns = np.flatnonzero(looked_at)
        near = ranking[:, columns]
        if len(last):
            near += flow.into(last, columns)
        cells = _best_priced(problem, beam, near, columns=columns, n=n)
        floor = cells.least_of(n) - slack
        if bound.max(initial=-np.inf, where=~looked_at) <= floor:
            return cells


def _best_priced(problem: Problem, beam: _Beam, near: Floats, *, columns: Rows, n: int) -> _Cells:
    """The best of some columns, (b, m), where all but the price of repetition is counted."""
    floor = least_of_best(near.ravel(), _AHEAD * n)
    while True:
        lists, places = np.divmod(np.flatnonzero(near >= max(floor, _LOWEST)), len(columns))
        breaks = beam.breaks[lists]
        score = near[lists, places] + _BREAK * breaks
        cells = _priced(problem, beam, _Cells(lists, columns[places], score, breaks))
        cells = cells.take(np.argsort(-cells.ranking, kind="stable")[:n])
        least = cells.least_of(n)
        if least >= floor:
            return cells
        floor = least


def _priced(problem: Problem, beam: _Beam, cells: _Cells) -> _Cells:
    """Continuations with what the return of an artist costs."""
    policy, artist, places = problem.policy, problem.columns.table.artist, beam.rows.shape[1]
    own, heard = artist[cells.rows], artist[beam.rows].T
    again = heard[:, cells.lists] == np.where(own >= 0, own, _NOBODY)
    if not again.any():
        return cells
    newest = (again * np.arange(1, places + 1)[:, None]).max(axis=0)
    gaps = np.arange(places + 1, 0, -1)
    price = np.where(gaps > places, 0.0, repetition_after(gaps, policy.half_life))[newest]
    too_soon = (newest > 0) & (gaps[newest] <= policy.artist_gap)
    score = cells.score - policy.repetition * price
    return replace(cells, score=score, breaks=cells.breaks + too_soon)


def _finishing(problem: Problem, beam: _Beam, by_length: Rows) -> Mask:
    """Which candidates leave no time or place for any other; broadcasts against (b, n)."""
    place, length = beam.rows.shape[1], problem.length
    duration_s = problem.columns.duration_s
    if math.isinf(length.time_s):
        return np.array([[length.is_last(place) or place + 1 == len(duration_s)]])
    budget_s, shortest = length.budget_s(place + 1), by_length[: place + 2]
    if len(shortest) == place + 2:
        longest_s = float(beam.elapsed_s.max()) + float(duration_s[by_length[-1]])
        if longest_s + float(duration_s[shortest[-1]]) <= budget_s:
            return np.zeros((1, 1), dtype=np.bool_)
    used = (beam.rows[:, :, None] == shortest).any(axis=1)
    lengths = np.where(used, np.inf, duration_s[shortest])
    lengths = np.sort(np.pad(lengths, [(0, 0), (0, 2)], constant_values=np.inf), axis=1)
    first, second = lengths[:, :1], lengths[:, 1:2]
    shortest_after = np.where(duration_s == first, second, first)
    end_s = beam.elapsed_s[:, None] + duration_s
    return ~(end_s + shortest_after <= budget_s)


def _best_finished(problem: Problem, beam: _Beam, options: _Next, flow: Flow) -> Found | None:
    length, places = problem.length, beam.rows.shape[1] + 1
    total_s = beam.elapsed_s[:, None] + problem.columns.duration_s
    if length.places is None:
        empty_s = length.time_s * (1.0 - problem.policy.fill_tolerance) - total_s
        shortfall = np.maximum(0.0, empty_s)
        shortfall[options.most == -np.inf] = np.inf
        options = options.only(shortfall <= shortfall.min())
    else:
        shortfall = np.full(total_s.shape, float(length.places - places))
    best = _best(problem, beam, options.ending(problem.policy.arrival), flow=flow, n=1)
    if not len(best.rows):
        return None
    one, row = best.lists[0], int(best.rows[0])
    rows = (*beam.rows[one].tolist(), row)
    cell, breaks, mean = (one, row), int(best.breaks[0]), float(best.score[0]) / places
    return Found(rows, float(total_s[cell]), float(shortfall[cell]), breaks, mean)


def _grown(problem: Problem, beam: _Beam, options: _Next, flow: Flow) -> _Beam:
    """The best lists that are one track longer."""
    columns = problem.columns
    best = _best(problem, beam, options.most, flow=flow, n=problem.policy.beam_width)
    feeling = beam.feeling.take(best.lists)
    if problem.feels and len(best.rows):
        feeling = problem.after(feeling, columns.points[best.rows])
    return _Beam(
        rows=np.column_stack([beam.rows[best.lists], best.rows]),
        elapsed_s=beam.elapsed_s[best.lists] + columns.duration_s[best.rows],
        score=best.score,
        breaks=best.breaks,
        feeling=feeling,
    )
