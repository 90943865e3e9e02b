"""Odds of drop, keep and lift from features: multinomial logistic regression, penalised.

    P(c | x) = exp(w_c z + b_c) / sum        z = (x - mean) / spread of the training rows

by maximum likelihood with the penalty |w|^2 / 2 `strength` on standardised inputs (as
scikit-learn's C). What is told is argmax P(c) / share_c^`lean`: 0 tells the likeliest, 1 weighs the
rare classes up as much as they are rare.
"""

from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from moodarc.errors import InputError
from moodarc.listener.mood_change import CHANGES

__all__ = ["MoodChangeModel", "leant"]

_Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class MoodChangeModel:
    """A fitted model.

    Attributes:
        mean: (k,) of the inputs.
        spread: (k,) likewise, > 0.
        weights: (k, 3), columns as `CHANGES`.
        bias: (3,).
    """

    mean: _Numbers
    spread: _Numbers
    weights: _Numbers
    bias: _Numbers

    @classmethod
    def fit(cls, features: _Numbers, labels: NDArray[np.int64], *, strength: float) -> Self:
        """The model of features (n, k) and their labels (n,), places in `CHANGES`.

        Raises:
            InputError: no rows, another shape, a value that is not finite, a strength not above 0.
        """
        from scipy.optimize import minimize  # noqa: PLC0415 - half a second of import

        _check(features, labels, strength)
        mean, deviation = features.mean(axis=0), features.std(axis=0)
        spread = np.where(deviation > 1e-9, deviation, 1.0)
        inputs = np.column_stack([(features - mean) / spread, np.ones(len(features))])
        truth = np.eye(len(CHANGES))[labels]

        def loss(flat: _Numbers) -> tuple[float, _Numbers]:
            matrix = flat.reshape(inputs.shape[1], len(CHANGES))
            p = _softmax(inputs @ matrix)
            penalised = np.vstack([matrix[:-1], np.zeros(len(CHANGES))]) / strength
            fit = -np.log(np.maximum((p * truth).sum(axis=1), 1e-300)).sum()
            gradient = inputs.T @ (p - truth) + penalised
            return float(fit + 0.5 * (penalised * matrix).sum()), gradient.ravel()

        start = np.zeros(inputs.shape[1] * len(CHANGES))
        found = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 1000})
        matrix = found.x.reshape(inputs.shape[1], len(CHANGES))
        return cls(mean, spread, matrix[:-1], matrix[-1])

    def probabilities(self, features: _Numbers) -> _Numbers:
        """Of drop, keep and lift, (n, 3), each row summing to 1.

        Args:
            features: (n, k).
        """
        return _softmax((features - self.mean) / self.spread @ self.weights + self.bias)


def leant(probabilities: _Numbers, shares: _Numbers, lean: float) -> NDArray[np.int64]:
    """What is told, int64 (n,) places in `CHANGES`.

    Args:
        probabilities: (n, 3).
        shares: (3,) of the training rows, > 0.
        lean: in [0, 1].

    >>> leant(np.array([[0.2, 0.5, 0.3]]), np.array([0.2, 0.5, 0.3]), 0.0).tolist()
    [1]
    """
    return np.asarray((probabilities / np.maximum(shares, 1e-9) ** lean).argmax(axis=1))


def _softmax(scores: _Numbers) -> _Numbers:
    raised = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(raised / raised.sum(axis=1, keepdims=True))


def _check(features: _Numbers, labels: NDArray[np.int64], strength: float) -> None:
    if features.ndim != 2 or len(features) != len(labels) or not len(labels):
        msg = f"features {features.shape}, labels {labels.shape}; expected (n, k) and (n,), n >= 1"
        raise InputError(msg)
    if not np.isfinite(features).all() or not strength > 0.0:
        msg = f"a feature is not finite, or the strength {strength!r} is not above 0"
        raise InputError(msg)
