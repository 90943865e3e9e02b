r"""Moods on the graph of who heard what: of a track (node task), of a list (graph task), LIN-6.

Both are told from vectors of the same graph, in which nothing of emotion was put: a track by its
own final vector, a list of tracks (a session, a playlist, what a listener heard) by the vector that
it has as a node tied to its tracks. A multinomial logistic regression learns from the nodes whose
quadrant is known; the graph itself is made of all nodes, so this is semi-supervised.
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

__all__ = ["MoodClassifier", "majority_quadrants", "quadrants_of"]

_N: Final = len(Quadrant)
_OF_SIGNS: Final = np.array([[2, 3], [1, 0]])
"""place in `Quadrant` by whether arousal, then valence, is above 0"""


def quadrants_of(affect: NDArray[np.floating]) -> NDArray[np.int64]:
    """int64 (n,): place in `affect.Quadrant`; -1 on an axis or where the affect is unknown.

    >>> quadrants_of(np.array([[0.2, 0.3], [-0.2, 0.3], [-1, -1], [0.5, -0.1], [0, 1], [np.nan, 1]]))
    array([ 0,  1,  2,  3, -1, -1])
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


@dataclass(frozen=True, slots=True, eq=False)
class MoodClassifier:
    """Quadrants from vectors of nodes.

    Attributes:
        mean: (size,) of the vectors that it was fitted on.
        deviation: (size,) likewise.
        weights: (size + 1, 4), the constant last.
    """

    mean: NDArray[np.float64]
    deviation: NDArray[np.float64]
    weights: NDArray[np.float64]

    @classmethod
    def fit(
        cls, vectors: NDArray[np.floating], quadrant: NDArray[np.int64], *, penalty: float = 0.03
    ) -> "MoodClassifier":
        """Learn from the nodes whose quadrant is known.

        Args:
            vectors: (n, size).
            quadrant: (n,), -1 = unknown.
            penalty: on squared weights, beside the mean log loss.

        Raises:
            InputError: nothing is known.
        """
        known = quadrant >= 0
        if not known.any():
            msg = "no node has a known quadrant; give the affect of some tracks"
            raise InputError(msg)
        rows, truth = np.asarray(vectors[known], dtype=np.float64), np.eye(_N)[quadrant[known]]
        mean, deviation = rows.mean(axis=0), np.maximum(rows.std(axis=0), 1e-9)
        inputs = np.column_stack([(rows - mean) / deviation, np.ones(len(rows))])
        return cls(mean, deviation, _regression(inputs, truth, penalty))

    def shares(self, vectors: NDArray[np.floating]) -> NDArray[np.float64]:
        """(n, 4), in `Quadrant`'s order; each row sums to 1."""
        inputs = (np.asarray(vectors, dtype=np.float64) - self.mean) / self.deviation
        told: NDArray[np.float64] = softmax(inputs @ self.weights[:-1] + self.weights[-1], axis=1)
        return told


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
