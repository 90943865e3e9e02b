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
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from moodarc.recommend import highest
from moodarc.session.course import Moment
from moodarc.session.felt import Feeling
from moodarc.session.flow_table import FlowTable
from moodarc.session.problem import Problem

__all__ = ["Found", "search"]

_FELT_PAIRS = 16
_BREAK = 1000.0
"""ranks a list below all that break the rule of artists less often; no part of a score"""

_NOBODY = -2
"""equals no artist's number, and not that of unknown ones"""

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
        used: bool (b, n).
        elapsed_s: float64 (b,).
        repetition: float64 (b, n), penalty of each candidate's artist at the next place.
        score: float64 (b,), sum over the list.
        breaks: int64 (b,), of the rule of artists.
        feeling: (b, 2), expected after the list.
    """

    rows: Rows
    used: Mask
    elapsed_s: Floats
    repetition: Floats
    score: Floats
    breaks: Rows
    feeling: Feeling


@dataclass(frozen=True, slots=True, eq=False)
class _Next:
    """Each candidate as the next track of each list, all (b, n).

    Attributes:
        scores: -inf where it cannot be.
        breaks: whether it comes too soon after another of its artist.
        miss: how far the list would then end from its goal.
    """

    scores: Floats
    breaks: Mask
    miss: Floats


def search(problem: Problem) -> Found | None:
    """The best finished list of a problem that leaves nothing out; None where no track fits."""
    beam, best = _empty(problem), None
    flow, miss = FlowTable(problem), problem.course.miss(problem.columns)
    by_length = np.argsort(problem.columns.duration_s, kind="stable")
    while len(beam.rows):
        options = _options(problem, beam, flow=flow, miss=miss)
        finishing = _finishing(problem, beam, by_length)
        if finishing.any():
            found = _best_finished(problem, beam, _only(options, finishing))
            if found is not None and (best is None or found.merit > best.merit):
                best = found
            options = _only(options, ~finishing)
        beam = _grown(problem, beam, options)
    return best


def _empty(problem: Problem) -> _Beam:
    """One list without tracks."""
    n, start = len(problem.columns), problem.feeling
    return _Beam(
        rows=np.zeros((1, 0), dtype=np.int64),
        used=np.zeros((1, n), dtype=bool),
        elapsed_s=np.zeros(1),
        repetition=np.zeros((1, n)),
        score=np.zeros(1),
        breaks=np.zeros(1, dtype=np.int64),
        feeling=Feeling(start.mean[None], start.variance[None]),
    )


def _options(problem: Problem, beam: _Beam, *, flow: FlowTable, miss: Floats) -> _Next:
    policy, columns = problem.policy, problem.columns
    place, elapsed_s = beam.rows.shape[1], beam.elapsed_s[:, None]
    moment = Moment(elapsed_s, problem.length.progress(place, elapsed_s, columns.duration_s))
    scores = policy.affect * problem.course.fit(columns, moment)
    scores += problem.liking
    scores -= policy.repetition * beam.repetition
    if place:
        scores += flow.after(beam.rows[:, -1])
    fits = elapsed_s + columns.duration_s <= problem.length.budget_s(place)
    scores[~fits | beam.used] = -np.inf
    breaks = beam.repetition > 2.0 ** -((policy.artist_gap - 0.5) / policy.half_life)
    options = _Next(scores, breaks, np.broadcast_to(miss, scores.shape))
    return _felt(problem, beam, options) if problem.feels else options


def _felt(problem: Problem, beam: _Beam, options: _Next) -> _Next:
    """The options that are foretold, with what the listener is expected to feel."""
    shape = options.scores.shape
    lists, rows = _foretold(problem, beam, options)
    after = problem.after(beam.feeling.take(lists), problem.columns.points[rows])
    end_s = beam.elapsed_s[lists] + problem.columns.duration_s[rows]
    match = problem.felt_match(after, beam.rows.shape[1], end_s)
    scores, miss = np.full(shape, -np.inf), np.zeros(shape)
    scores[lists, rows] = options.scores[lists, rows] + problem.policy.felt * match
    miss[lists, rows] = problem.miss(options.miss[lists, rows], after)
    return _Next(scores, options.breaks, miss)


def _foretold(problem: Problem, beam: _Beam, options: _Next) -> tuple[Rows, Rows]:
    """Lists and candidates to foretell; all where time limits, as the fullest list counts most."""
    if problem.length.places is None:
        return _cells(options)
    ranking = _ranking(beam, options)
    if problem.length.is_last(beam.rows.shape[1]):
        ranking -= problem.policy.arrival * options.miss
    pairs = highest(ranking.ravel(), _FELT_PAIRS * problem.policy.beam_width)
    return np.divmod(pairs, ranking.shape[1])


def _cells(options: _Next) -> tuple[Rows, Rows]:
    """Lists and candidates that can be."""
    lists, rows = np.nonzero(options.scores > -np.inf)
    return lists, rows


def _ranking(beam: _Beam, options: _Next) -> Floats:
    """By what unfinished lists compete."""
    breaks = beam.breaks[:, None] + options.breaks
    return beam.score[:, None] + options.scores - _BREAK * breaks


def _only(options: _Next, mask: Mask) -> _Next:
    return replace(options, scores=np.where(mask, options.scores, -np.inf))


def _finishing(problem: Problem, beam: _Beam, by_length: Rows) -> Mask:
    """Which candidates leave no time or place for any other; broadcasts against (b, n)."""
    place, length = beam.rows.shape[1], problem.length
    duration_s = problem.columns.duration_s
    if math.isinf(length.time_s):
        return np.array([[length.is_last(place) or place + 1 == len(duration_s)]])
    shortest = by_length[: place + 2]
    lengths = np.where(beam.used[:, shortest], np.inf, duration_s[shortest])
    lengths = np.sort(np.pad(lengths, [(0, 0), (0, 2)], constant_values=np.inf), axis=1)
    first, second = lengths[:, :1], lengths[:, 1:2]
    shortest_after = np.where(duration_s == first, second, first)
    end_s = beam.elapsed_s[:, None] + duration_s
    return ~(end_s + shortest_after <= length.budget_s(place + 1))


def _best_finished(problem: Problem, beam: _Beam, options: _Next) -> Found | None:
    length, places = problem.length, beam.rows.shape[1] + 1
    total_s = beam.elapsed_s[:, None] + problem.columns.duration_s
    if length.places is None:
        empty_s = length.time_s * (1.0 - problem.policy.fill_tolerance) - total_s
        shortfall = np.maximum(0.0, empty_s)
        shortfall[options.scores == -np.inf] = np.inf
        fullest = shortfall <= shortfall.min()
    else:
        shortfall = np.full(total_s.shape, float(length.places - places))
        fullest = np.ones((1, 1), dtype=bool)
    ranking = np.where(fullest, _ranking(beam, options), -np.inf)
    ranking -= problem.policy.arrival * options.miss
    best = np.unravel_index(int(ranking.argmax()), ranking.shape)
    if ranking[best] == -np.inf:
        return None
    breaks = int(beam.breaks[best[0]] + options.breaks[best])
    mean = float(ranking[best] + _BREAK * breaks) / places
    chosen = (*beam.rows[best[0]].tolist(), int(best[1]))
    return Found(chosen, float(total_s[best]), float(shortfall[best]), breaks, mean)


def _grown(problem: Problem, beam: _Beam, options: _Next) -> _Beam:
    """The best lists that are one track longer."""
    policy, columns = problem.policy, problem.columns
    chosen = highest(_ranking(beam, options).ravel(), policy.beam_width)
    lists, rows = np.divmod(chosen, len(columns))
    used = beam.used[lists]
    used[np.arange(len(rows)), rows] = True
    artist = columns.table.artist[rows]
    again = columns.table.artist == np.where(artist >= 0, artist, _NOBODY)[:, None]
    faded = beam.repetition[lists] * 2.0 ** (-1.0 / policy.half_life)
    feeling = beam.feeling.take(lists)
    if problem.feels and len(rows):
        feeling = problem.after(feeling, columns.points[rows])
    return _Beam(
        rows=np.column_stack([beam.rows[lists], rows]),
        used=used,
        elapsed_s=beam.elapsed_s[lists] + columns.duration_s[rows],
        repetition=np.where(again, 1.0, faded),
        score=beam.score[lists] + options.scores[lists, rows],
        breaks=beam.breaks[lists] + options.breaks[lists, rows],
        feeling=feeling,
    )
