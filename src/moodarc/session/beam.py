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

With a felt response each list carries the feeling expected after it (`felt`). It is foretold for
the continuations that are best without it, `_FELT_PAIRS` a list, or for all where time limits.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from moodarc.session.continuations import Beam, Field, best_continuations
from moodarc.session.course import Moment
from moodarc.session.felt import Feeling
from moodarc.session.problem import Problem

__all__ = ["Found", "search"]

_FELT_PAIRS = 16

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


def search(problem: Problem) -> Found | None:
    """The best finished list of a problem that leaves nothing out; None where no track fits."""
    field, beam, best = Field.of(problem), _empty(problem), None
    while len(beam.rows):
        options = _options(field, beam)
        finishing = _finishing(field, beam)
        if finishing.any():
            found = _best_finished(field, beam, options.only(finishing))
            if found is not None and (best is None or found.merit > best.merit):
                best = found
            if finishing.all():
                break
            options = options.only(~finishing)
        beam = _grown(field, beam, options)
    return best


def _empty(problem: Problem) -> Beam:
    """One list without tracks."""
    start = problem.feeling
    return Beam(
        rows=np.zeros((1, 0), dtype=np.int64),
        elapsed_s=np.zeros(1),
        score=np.zeros(1),
        breaks=np.zeros(1, dtype=np.int64),
        feeling=Feeling(start.mean[None], start.variance[None]),
    )


def _options(field: Field, beam: Beam) -> _Next:
    problem = field.problem
    duration_s, length = problem.columns.duration_s, problem.length
    place, elapsed_s = beam.rows.shape[1], beam.elapsed_s[:, None]
    most = field.worth(Moment(elapsed_s, length.progress(place, elapsed_s, duration_s)))
    most += beam.score[:, None]
    if not math.isinf(length.time_s):
        most[elapsed_s + duration_s > length.budget_s(place)] = -np.inf
    most[np.arange(len(most))[:, None], beam.rows] = -np.inf
    options = _Next(most, field.miss)
    return _felt(field, beam, options) if problem.feels else options


def _felt(field: Field, beam: Beam, options: _Next) -> _Next:
    """The options that are foretold, with what the listener is expected to feel."""
    problem, shape = field.problem, options.most.shape
    lists, rows = _foretold(field, beam, options)
    after = problem.after(beam.feeling.take(lists), problem.columns.points[rows])
    end_s = beam.elapsed_s[lists] + problem.columns.duration_s[rows]
    match = problem.felt_match(after, beam.rows.shape[1], end_s)
    most, miss = np.full(shape, -np.inf), np.zeros(shape)
    most[lists, rows] = options.most[lists, rows] + problem.policy.felt * match
    miss[lists, rows] = problem.miss(options.miss[rows], after)
    return _Next(most, miss)


def _foretold(field: Field, beam: Beam, options: _Next) -> tuple[Rows, Rows]:
    """Lists and candidates to foretell; all where time limits, as the fullest list counts most."""
    problem = field.problem
    if problem.length.places is None:
        lists, rows = np.nonzero(options.most > -np.inf)
        return lists, rows
    is_last = problem.length.is_last(beam.rows.shape[1])
    most = options.ending(problem.policy.arrival) if is_last else options.most
    pairs = _FELT_PAIRS * problem.policy.beam_width
    best = best_continuations(field, beam, most, n=pairs)
    return best.lists, best.rows


def _finishing(field: Field, beam: Beam) -> Mask:
    """Which candidates leave no time or place for any other; broadcasts against (b, n)."""
    place, length, by_length = beam.rows.shape[1], field.problem.length, field.by_length
    duration_s = field.problem.columns.duration_s
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


def _best_finished(field: Field, beam: Beam, options: _Next) -> Found | None:
    problem, places = field.problem, beam.rows.shape[1] + 1
    length = problem.length
    total_s = beam.elapsed_s[:, None] + problem.columns.duration_s
    if length.places is None:
        empty_s = length.time_s * (1.0 - problem.policy.fill_tolerance) - total_s
        shortfall = np.maximum(0.0, empty_s)
        shortfall[options.most == -np.inf] = np.inf
        options = options.only(shortfall <= shortfall.min())
    else:
        shortfall = np.full(total_s.shape, float(length.places - places))
    best = best_continuations(field, beam, options.ending(problem.policy.arrival), n=1)
    if not len(best.rows):
        return None
    one, row = best.lists[0], int(best.rows[0])
    rows = (*beam.rows[one].tolist(), row)
    cell, breaks, mean = (one, row), int(best.breaks[0]), float(best.score[0]) / places
    return Found(rows, float(total_s[cell]), float(shortfall[cell]), breaks, mean)


def _grown(field: Field, beam: Beam, options: _Next) -> Beam:
    """The best lists that are one track longer."""
    problem, columns = field.problem, field.problem.columns
    best = best_continuations(field, beam, options.most, n=problem.policy.beam_width)
    feeling = beam.feeling.take(best.lists)
    if problem.feels and len(best.rows):
        feeling = problem.after(feeling, columns.points[best.rows])
    return Beam(
        rows=np.column_stack([beam.rows[best.lists], best.rows]),
        elapsed_s=beam.elapsed_s[best.lists] + columns.duration_s[best.rows],
        score=best.score,
        breaks=best.breaks,
        feeling=feeling,
    )
