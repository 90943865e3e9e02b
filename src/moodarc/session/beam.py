r"""The search for the best list: a beam over places.

The score of a track at a place is

    affect * fit + taste * likeness + preference * expected liking
      + (flow from its predecessor) - repetition of its artist

with the weights of `PathPolicy`; the last track also pays `arrival` times how far it ends from the
goal. The best order of n of N tracks is a travelling-salesman problem; here a beam keeps the best
lists at each place (`beam_width`, 16), and each is continued by every track that still fits the
time. Work and memory grow as places x width x candidates. `settle` then mends the order.

Lists of equal length compete by their sum. A list is finished when it has all its places, or when
no unused track fits the time that is left; finished lists compete first by what they leave empty
(beyond a tolerated share of the limit, or in missing places), then by their mean score. All ties
break by candidate row, so that the same request gives the same list.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from moodarc.recommend import rank
from moodarc.session.candidates import Candidates
from moodarc.session.course import Course, Moment
from moodarc.session.flow import flow_parts
from moodarc.session.length import Length
from moodarc.session.policy import PathPolicy

__all__ = ["Found", "Problem", "search"]


@dataclass(frozen=True, slots=True, eq=False)
class Problem:
    """What is searched: candidates, what they should express, how long, and by which weights.

    Attributes:
        likeness: float64 (n,), likeness of each candidate to the seed; zeros without one.
        preference: float64 (n,), what a recommender expects of each; zeros without one.
        recommender: its name.
    """

    candidates: Candidates
    course: Course
    length: Length
    policy: PathPolicy
    likeness: NDArray[np.float64]
    preference: NDArray[np.float64]
    recommender: str = ""

    @property
    def liking(self) -> NDArray[np.float64]:
        """float64 (n,), the parts of a score that are a candidate's own, wherever it stands."""
        policy = self.policy
        return policy.taste * self.likeness + policy.preference * self.preference


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """A finished list: rows in playing order, seconds it lasts, and how good it is.

    Attributes:
        shortfall: what it leaves empty beyond tolerance: seconds, or places where their number was
            asked for.
        mean_score: mean of its tracks' scores.
    """

    rows: tuple[int, ...]
    total_s: float
    shortfall: float
    mean_score: float

    @property
    def merit(self) -> tuple[float, float]:
        """Greater is better."""
        return -self.shortfall, self.mean_score


@dataclass(frozen=True, slots=True, eq=False)
class _Beam:
    """Unfinished lists of equal length k, b of them over n candidates.

    Attributes:
        rows: int64 (b, k).
        used: bool (b, n).
        elapsed_s: float64 (b,).
        repetition: float64 (b, n), penalty of each candidate's artist at the next place.
        score: float64 (b,), sum over the list.
    """

    rows: NDArray[np.int64]
    used: NDArray[np.bool_]
    elapsed_s: NDArray[np.float64]
    repetition: NDArray[np.float64]
    score: NDArray[np.float64]


def search(problem: Problem) -> Found | None:
    """The best finished list; None where no candidate fits at all."""
    beam, best = _empty(len(problem.candidates)), None
    miss = problem.course.miss(problem.candidates.table)
    while len(beam.rows):
        scores = _scores(problem, beam)
        finishing = _finishing(problem, beam)
        ending = scores - problem.policy.arrival * miss
        found = _best_finished(problem, beam, np.where(finishing, ending, -np.inf))
        if found is not None and (best is None or found.merit > best.merit):
            best = found
        beam = _grown(problem, beam, np.where(finishing, -np.inf, scores))
    return best


def _empty(n: int) -> _Beam:
    """One list without tracks."""
    return _Beam(
        rows=np.zeros((1, 0), dtype=np.int64),
        used=np.zeros((1, n), dtype=bool),
        elapsed_s=np.zeros(1),
        repetition=np.zeros((1, n)),
        score=np.zeros(1),
    )


def _scores(problem: Problem, beam: _Beam) -> NDArray[np.float64]:
    """Score of each candidate as the next track of each list; -inf where it cannot be."""
    policy, table = problem.policy, problem.candidates.table
    place, elapsed_s = beam.rows.shape[1], beam.elapsed_s[:, None]
    progress = problem.length.progress(place, elapsed_s, problem.candidates.duration_s)
    scores = policy.affect * problem.course.fit(table, Moment(elapsed_s, progress))
    scores = scores + problem.liking - policy.repetition * beam.repetition
    if place:
        scores = sum(flow_parts(policy, table, beam.rows[:, -1]).values(), scores)
    fits = elapsed_s + problem.candidates.duration_s <= problem.length.budget_s(place)
    return np.where(fits & ~beam.used, scores, -np.inf)


def _finishing(problem: Problem, beam: _Beam) -> NDArray[np.bool_]:
    """Which candidates leave no time or place for any other, as bool (b, n)."""
    duration_s = problem.candidates.duration_s
    unused = np.where(beam.used, np.inf, duration_s)
    unused = np.pad(unused, [(0, 0), (0, 1)], constant_values=np.inf)
    first, second = np.moveaxis(np.partition(unused, 1, axis=1)[:, :2, None], 1, 0)
    shortest_after = np.where(duration_s == first, second, first)
    end_s = beam.elapsed_s[:, None] + duration_s
    finishing: NDArray[np.bool_] = ~(
        end_s + shortest_after <= problem.length.budget_s(beam.rows.shape[1] + 1)
    )
    return finishing


def _best_finished(problem: Problem, beam: _Beam, scores: NDArray[np.float64]) -> Found | None:
    parents, rows = np.nonzero(scores > -np.inf)
    if not len(rows):
        return None
    length, places = problem.length, beam.rows.shape[1] + 1
    total_s = beam.elapsed_s[parents] + problem.candidates.duration_s[rows]
    mean = (beam.score[parents] + scores[parents, rows]) / places
    if length.places is None:
        empty_s = length.time_s * (1.0 - problem.policy.fill_tolerance) - total_s
        shortfall = np.maximum(0.0, empty_s)
    else:
        shortfall = np.full(len(rows), float(length.places - places))
    i = np.lexsort((-mean, shortfall))[0]
    chosen = (*beam.rows[parents[i]].tolist(), int(rows[i]))
    return Found(chosen, float(total_s[i]), float(shortfall[i]), float(mean[i]))


def _grown(problem: Problem, beam: _Beam, scores: NDArray[np.float64]) -> _Beam:
    """The best lists that are one track longer."""
    policy, candidates = problem.policy, problem.candidates
    totals = beam.score[:, None] + scores
    chosen = rank(totals.ravel(), policy.beam_width)
    parents, rows = np.divmod(chosen, len(candidates))
    used = beam.used[parents]
    used[np.arange(len(rows)), rows] = True
    artist = candidates.table.artist
    again = (artist == artist[rows, None]) & (artist >= 0)
    faded = beam.repetition[parents] * 2.0 ** (-1.0 / policy.half_life)
    return _Beam(
        rows=np.column_stack([beam.rows[parents], rows]),
        used=used,
        elapsed_s=beam.elapsed_s[parents] + candidates.duration_s[rows],
        repetition=np.where(again, 1.0, faded),
        score=totals.ravel()[chosen],
    )
