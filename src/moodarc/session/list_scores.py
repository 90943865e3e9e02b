"""The parts of the score of a whole list, track by track.

The same formulas as the search's, applied to a list that is there: for its reasons, for comparing
two orders of it, and for an engine that asks what the rest of the present queue is worth under a
new belief.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from moodarc.recommend import repetition_after
from moodarc.session.columns import Columns
from moodarc.session.course import Moment
from moodarc.session.felt import Feeling
from moodarc.session.flow import Flow
from moodarc.session.problem import Problem

__all__ = ["ListScores", "list_score", "scores_of"]

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class ListScores:
    """A list of k tracks and the parts of its score.

    Attributes:
        rows: of the problem's candidates, in playing order.
        columns: of its tracks.
        moment: at which each starts.
        fit: (k,), how well each fits its moment, in [0, 1].
        own: (k,), the parts that are the tracks' own, weighted, summed.
        parts: (k,) by name, all others, weighted; each track's score is the sum of all.
        flow_names: those of the parts that judge how it follows the one before.
        gaps: int64 (k,), places since its artist was heard; 0 = not before.
        felt: expected feeling after each track, (k, 2); None without a response.
    """

    rows: tuple[int, ...]
    columns: Columns
    moment: Moment
    fit: Floats
    own: NDArray[np.floating]
    parts: dict[str, Floats]
    flow_names: tuple[str, ...]
    gaps: NDArray[np.int64]
    felt: Feeling | None

    @property
    def total(self) -> Floats:
        """(k,), the score of each track."""
        return np.asarray(np.sum([self.own, *self.parts.values()], axis=0))

    def breaks(self, artist_gap: int) -> int:
        """How many tracks come too soon after another of their artist."""
        return int(np.count_nonzero((self.gaps > 0) & (self.gaps <= artist_gap)))


def list_score(problem: Problem, rows: Sequence[int]) -> Floats:
    """The score of each track of a list at its place.

    Args:
        problem: with the belief, goal and length that the list is to be judged by.
        rows: the list, as rows of the problem's candidates.

    Returns:
        float64 (k,), each the sum of the track's reasons.
    """
    return scores_of(problem, rows).total


def scores_of(problem: Problem, rows: Sequence[int]) -> ListScores:
    """All parts; arguments as for `list_score`."""
    own = problem.take(np.array(rows, dtype=np.int64))
    policy, columns = own.policy, own.columns
    moment = _moments(own)
    felt = _feelings(own) if own.feels else None
    gaps = _gaps(columns.table.artist)
    fit, flow = own.course.fit(columns, moment), _flow(own)
    parts = {"affect": policy.affect * fit}
    if felt is not None:
        end_s = np.cumsum(columns.duration_s)
        parts["felt"] = policy.felt * own.felt_match(felt, np.arange(len(columns)), end_s)
    parts["arrival"] = _only_last(-policy.arrival * own.miss(own.course.miss(columns), felt))
    parts.update(flow)
    price = np.where(gaps > 0, repetition_after(gaps, policy.half_life), 0.0)
    parts["artist_repetition"] = -policy.repetition * price
    return ListScores(tuple(rows), columns, moment, fit, own.liking, parts, tuple(flow), gaps, felt)


def _moments(problem: Problem) -> Moment:
    duration_s = problem.columns.duration_s
    elapsed_s = np.concatenate([[0.0], np.cumsum(duration_s)[:-1]])
    places = np.arange(len(duration_s))
    return Moment(elapsed_s, problem.length.progress(places, elapsed_s, duration_s))


def _feelings(problem: Problem) -> Feeling:
    """After each track of a list."""
    feeling, after = problem.feeling, []
    for point in problem.columns.points:
        feeling = problem.after(feeling, point)
        after.append(feeling)
    return Feeling(np.stack([f.mean for f in after]), np.stack([f.variance for f in after]))


def _only_last(values: Floats) -> Floats:
    return np.concatenate([np.zeros(len(values) - 1), values[-1:]])


def _flow(problem: Problem) -> dict[str, Floats]:
    columns = problem.columns
    pairs = Flow.of(problem.policy, columns).parts(np.arange(len(columns) - 1))
    return {
        name: np.concatenate([[0.0], np.diagonal(values, offset=1)])
        for name, values in pairs.items()
    }


def _gaps(artists: NDArray[np.int64]) -> NDArray[np.int64]:
    """Places since each artist was heard; 0 = not before, or unknown."""
    heard: dict[int, int] = {}
    gaps = np.zeros(len(artists), dtype=np.int64)
    for place, artist in enumerate(artists.tolist()):
        gaps[place] = place - heard.get(artist, place)
        if artist >= 0:
            heard[artist] = place
    return gaps
