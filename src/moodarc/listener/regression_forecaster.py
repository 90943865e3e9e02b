"""The forecaster by regression: median, spread and shares from the summary of a history."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from moodarc.listener.median_regression import LinearMap, fit_least_squares, fit_median
from moodarc.listener.summary import SUMMARY_FEATURES, Population

__all__ = ["Foretold", "RegressionForecaster", "Targets", "fit_regression", "population_of"]

_RIDGE: Final = 0.5
_QUANTILES: Final = 25
_LEAST_SPREAD: Final = 0.03
_SPREAD_FEATURES: Final = tuple(
    SUMMARY_FEATURES.index(name)
    for name in (
        "horizon_h",
        "log_moments",
        "present_valence",
        "absolute_deviation_valence",
        "absolute_deviation_arousal",
        "own_mean_valence",
        "recall_3_valence",
        "recall_3_arousal",
    )
)


class Foretold(NamedTuple):
    """Forecasts in bulk."""

    affect: NDArray[np.float64]
    """(n, 2) median valence and arousal, in [-1, 1]"""
    spread: NDArray[np.float64]
    """(n, 2) expected absolute error, > 0"""
    shares: NDArray[np.float64]
    """(n, 4) expected emotion vectors"""


class Targets(NamedTuple):
    """What came."""

    affect: NDArray[np.float64]
    """(n, 2)"""
    shares: NDArray[np.float64]
    """(n, 4)"""


@dataclass(frozen=True, slots=True, eq=False)
class RegressionForecaster:
    """Three linear maps of one summary.

    Attributes:
        population: what people in general feel; the prior of short histories.
        usual: (4,) their mean shares.
        median: to valence and arousal.
        spread: of its absolute errors, from a few columns.
        shares: to the four shares.
    """

    population: Population
    usual: NDArray[np.float64]
    median: LinearMap
    spread: LinearMap
    shares: LinearMap

    def __call__(self, summaries: NDArray[np.float64]) -> Foretold:
        """Forecasts of `(n, n_features)` summaries."""
        return Foretold(
            np.clip(self.median(summaries), -1.0, 1.0),
            np.maximum(self.spread(summaries[:, _SPREAD_FEATURES]), _LEAST_SPREAD),
            _as_shares(self.shares(summaries)),
        )

    def arrays(self) -> dict[str, NDArray[np.float64]]:
        """All of it by name, for a model folder."""
        maps = {"median": self.median, "spread": self.spread, "shares": self.shares}
        parts = {
            f"{name}_{part}": getattr(one, part)
            for name, one in maps.items()
            for part in LinearMap.__dataclass_fields__
        }
        return {"population": self.population, "usual": self.usual, **parts}

    @classmethod
    def of_arrays(cls, arrays: Mapping[str, NDArray[Any]]) -> "RegressionForecaster":
        """The inverse of `arrays`.

        Raises:
            KeyError: an array is missing.
        """
        maps = {
            name: LinearMap(*(arrays[f"{name}_{part}"] for part in LinearMap.__dataclass_fields__))
            for name in ("median", "spread", "shares")
        }
        return cls(population=arrays["population"], usual=arrays["usual"], **maps)


def population_of(affect: NDArray[np.float64]) -> Population:
    """Quantiles `(25, 2)` of valence and arousal `(n, 2)` over people."""
    return np.asarray(np.quantile(affect, np.linspace(0.02, 0.98, _QUANTILES), axis=0))


def fit_regression(
    summaries: NDArray[np.float64], came: Targets, population: Population
) -> RegressionForecaster:
    """Fit all three maps.

    Args:
        summaries: (n, n_features), made with `population`.
        came: what followed each.
        population: `population_of` the people learned from.
    """
    median = fit_median(summaries, came.affect, ridge=_RIDGE)
    errors = np.abs(came.affect - median(summaries))
    few = summaries[:, _SPREAD_FEATURES]
    return RegressionForecaster(
        population=population,
        usual=came.shares.mean(axis=0),
        median=median,
        spread=fit_least_squares(few, errors, ridge=_RIDGE),
        shares=fit_least_squares(summaries, came.shares, ridge=_RIDGE),
    )


def _as_shares(raw: NDArray[np.float64]) -> NDArray[np.float64]:
    positive = np.maximum(raw, 1e-6)
    return np.asarray(positive / positive.sum(axis=1, keepdims=True))
