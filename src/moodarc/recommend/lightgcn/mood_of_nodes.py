r"""Moods on the graph of who heard what: of a track (node task), of a list (graph task), LIN-6.

Nothing of emotion is in the graph; what is told comes from the tracks whose quadrant is known and
the vectors that all nodes have in common, so this is semi-supervised. A track has the shares

$$p_i = \frac{\sum_{j \ne i} e^{\kappa \cos(i, j)} \, y_j}{\sum_{j \ne i} e^{\kappa \cos(i, j)}}$$

of the quadrants $y_j$ of known tracks: near vectors count most, its own label never does. A list (a
session, a playlist, what a listener heard) is read as the mean of $\log p$ over its tracks, from
which a multinomial logistic regression that has seen other lists tells its quadrant. As a track's
own label is never in its shares, lists that are learned from look like those that are told.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import log_softmax, softmax

from moodarc.affect import Quadrant
from moodarc.catalog import Histories
from moodarc.errors import InputError

__all__ = ["ListMood", "majority_quadrants", "quadrants_of", "track_shares"]

_N: Final = len(Quadrant)
_OF_SIGNS: Final = np.array([[2, 3], [1, 0]])
"""place in `Quadrant` by whether arousal, then valence, is above 0"""


def quadrants_of(affect: NDArray[np.floating]) -> NDArray[np.int64]:
    """int64 (n,): place in `affect.Quadrant`; -1 on an axis or where the affect is unknown.

    >>> quadrants_of(np.array([[0.2, 0.3], [-0.2, 0.3], [-1, -1], [0.5, -0.1], [0, 1]]))
    array([ 0,  1,  2,  3, -1])
    """
    values = np.asarray(affect, dtype=np.float64)
    told = np.isfinite(values).all(axis=1) & (values != 0.0).all(axis=1)
    above = (values > 0.0).astype(np.int64)
    return np.where(told, _OF_SIGNS[above[:, 1], above[:, 0]], -1)


def majority_quadrants(
    histories: Histories, quadrant: NDArray[np.int64], *, at_least: int = 1
) -> NDArray[np.int64]:
    """int64 (n,): the quadrant of most tracks of each list; -1 without one.

    Args:
        histories: lists of tracks.
        quadrant: (n_items,) of tracks; -1 = unknown, and does not count.
        at_least: tracks of a known quadrant that a list must have; two quadrants that tie are none.
    """
    label = quadrant[histories.item]
    known = label >= 0
    counts = np.zeros((len(histories), _N))
    np.add.at(counts, (histories.rows()[known], label[known]), 1.0)
    top = np.sort(counts, axis=1)
    clear = (top[:, -1] > top[:, -2]) & (counts.sum(axis=1) >= at_least)
    return np.where(clear, counts.argmax(axis=1), -1)


def track_shares(
    vectors: NDArray[np.floating], quadrant: NDArray[np.int64], *, concentration: float = 8.0
) -> NDArray[np.float64]:
    """(n, 4), in `Quadrant`'s order; each row sums to 1.

    Args:
        vectors: (n, size), final vectors of tracks.
        quadrant: (n,), -1 = unknown.
        concentration: kappa, how fast the weight falls with the angle.

    Raises:
        InputError: fewer than two tracks have a known quadrant.
    """
    known = np.flatnonzero(quadrant >= 0)
    if len(known) < 2:
        msg = f"{len(known)} tracks have a known quadrant; expected 2, give the affect of more"
        raise InputError(msg)
    unit = vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)
    weight = np.exp(concentration * (unit @ unit[known].T - 1.0))
    weight[known, np.arange(len(known))] = 0.0
    told = weight @ np.eye(_N)[quadrant[known]]
    return np.asarray(told / told.sum(axis=1, keepdims=True))


@dataclass(frozen=True, slots=True, eq=False)
class ListMood:
    """The quadrant of most tracks of a list.

    Attributes:
        mean: (4,) of the readings that it was fitted on.
        deviation: (4,) likewise.
        weights: (5, 4), the constant last.
    """

    mean: NDArray[np.float64]
    deviation: NDArray[np.float64]
    weights: NDArray[np.float64]

    @classmethod
    def fit(
        cls,
        lists: Histories,
        quadrant: NDArray[np.int64],
        *,
        tracks: NDArray[np.float64],
        penalty: float = 0.03,
    ) -> "ListMood":
        """Learn from the lists whose quadrant is known.

        Args:
            lists: n of them.
            quadrant: (n,), -1 = unknown.
            tracks: (n_items, 4), `track_shares`.
            penalty: on squared weights, beside the mean log loss.

        Raises:
            InputError: nothing is known.
        """
        known = quadrant >= 0
        if not known.any():
            msg = "no list has a known quadrant; give the affect of some of their tracks"
            raise InputError(msg)
        readings = _readings(lists, tracks)[known]
        mean, deviation = readings.mean(axis=0), np.maximum(readings.std(axis=0), 1e-9)
        inputs = np.column_stack([(readings - mean) / deviation, np.ones(len(readings))])
        return cls(mean, deviation, _regression(inputs, np.eye(_N)[quadrant[known]], penalty))

    def shares(self, lists: Histories, tracks: NDArray[np.float64]) -> NDArray[np.float64]:
        """(n, 4), in `Quadrant`'s order; each row sums to 1."""
        inputs = (_readings(lists, tracks) - self.mean) / self.deviation
        told: NDArray[np.float64] = softmax(inputs @ self.weights[:-1] + self.weights[-1], axis=1)
        return told


def _readings(lists: Histories, tracks: NDArray[np.float64]) -> NDArray[np.float64]:
    """(n, 4), the mean log share of a list's tracks; an empty list reads as the mean track."""
    values = np.log(np.maximum(tracks, 1e-9))
    values = values - values.mean(axis=0)
    rows, n = lists.rows(), len(lists)
    sums = [np.bincount(rows, column, minlength=n) for column in values[lists.item].T]
    return np.stack(sums, axis=1) / np.maximum(lists.lengths(), 1)[:, None]


def _regression(
    inputs: NDArray[np.float64], truth: NDArray[np.float64], penalty: float
) -> NDArray[np.float64]:
    """Weights of the least penalised log loss; the constant, the last input, is free."""
    free = np.ones((inputs.shape[1], 1))
    free[-1] = 0.0

    def loss(flat: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        weights = flat.reshape(-1, _N)
        told = log_softmax(inputs @ weights, axis=1)
        slope = inputs.T @ (np.exp(told) - truth) / len(inputs) + penalty * free * weights
        error = -(truth * told).sum() / len(inputs)
        return error + 0.5 * penalty * float((free * weights**2).sum()), slope.ravel()

    start = np.zeros(inputs.shape[1] * _N)
    found = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 300})
    return np.asarray(found.x.reshape(-1, _N))
