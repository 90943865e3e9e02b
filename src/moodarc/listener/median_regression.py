"""Linear regression of the median: least absolute deviations with a ridge.

    minimise  mean |y - b0 - x b|  +  ridge |b|^2

on standardised columns, by iteratively reweighted least squares. What listeners feel next is far
from Gaussian (most moments are mildly pleasant, some are bad), and of two middles the median has
the least absolute error.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

__all__ = ["LinearMap", "fit_least_squares", "fit_median"]

_ITERATIONS: Final = 30
_SMOOTHING: Final = 0.03
"""residuals below this weigh as squares do"""
_FURTHEST: Final = 4.0
"""deviations from the mean beyond which a column is cut"""
_LEAST_DEVIATION: Final = 1e-6


@dataclass(frozen=True, slots=True, eq=False)
class LinearMap:
    """Standardised columns times weights.

    Attributes:
        mean: (n_features,) of the columns.
        deviation: (n_features,) of the columns, > 0.
        weights: (n_features + 1, n_outputs), the first row the intercept.
    """

    mean: NDArray[np.float64]
    deviation: NDArray[np.float64]
    weights: NDArray[np.float64]

    def __call__(self, features: NDArray[np.float64]) -> NDArray[np.float64]:
        """Outputs `(n, n_outputs)` of `(n, n_features)`."""
        inputs = _standardised(features, self.mean, self.deviation)
        return np.asarray(self.weights[0] + inputs @ self.weights[1:])


def fit_median(
    features: NDArray[np.float64], targets: NDArray[np.float64], *, ridge: float
) -> LinearMap:
    """The median of each target column by features.

    Args:
        features: (n, n_features).
        targets: (n, n_outputs).
        ridge: >= 0, in the unit of the targets.
    """
    return _fit(features, targets, ridge=ridge, iterations=_ITERATIONS)


def fit_least_squares(
    features: NDArray[np.float64], targets: NDArray[np.float64], *, ridge: float
) -> LinearMap:
    """The mean of each target column by features; arguments as `fit_median`."""
    return _fit(features, targets, ridge=ridge, iterations=1)


def _fit(
    features: NDArray[np.float64], targets: NDArray[np.float64], *, ridge: float, iterations: int
) -> LinearMap:
    mean = features.mean(axis=0)
    deviation = np.maximum(features.std(axis=0), _LEAST_DEVIATION)
    inputs = np.column_stack([np.ones(len(features)), _standardised(features, mean, deviation)])
    penalty = ridge * len(features) * np.eye(inputs.shape[1])
    penalty[0, 0] = 0.0
    weights = [_reweighted(inputs, y, penalty, iterations=iterations) for y in targets.T]
    return LinearMap(mean, deviation, np.column_stack(weights))


def _reweighted(
    inputs: NDArray[np.float64],
    target: NDArray[np.float64],
    penalty: NDArray[np.float64],
    *,
    iterations: int,
) -> NDArray[np.float64]:
    shares: NDArray[np.float64] = np.ones(len(inputs))
    found: NDArray[np.float64] = np.zeros(inputs.shape[1])
    for _ in range(iterations):
        weighted = (inputs * shares[:, None]).T
        found = np.asarray(np.linalg.solve(weighted @ inputs + penalty, weighted @ target))
        shares = np.asarray(1.0 / np.hypot(target - inputs @ found, _SMOOTHING))
    return found


def _standardised(
    features: NDArray[np.float64], mean: NDArray[np.float64], deviation: NDArray[np.float64]
) -> NDArray[np.float64]:
    return np.asarray(np.clip((features - mean) / deviation, -_FURTHEST, _FURTHEST))
