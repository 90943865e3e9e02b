"""What a forecaster has to beat: persistence, the own mean, and the own mean with AR(1).

The own mean is that of the person's moments so far, the present one included. AR(1) carries over a
share of the present deviation from it; the share is one number a column and number of moments
ahead, fitted by least squares to the people learned from. Emotion vectors become points by a linear
map that is fitted to the same people: what BAEK's models foretell is scored in valence and arousal
too.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from moodarc.evaluation.felt_histories import AHEAD, ForecastRows
from moodarc.listener import Targets

__all__ = ["Baselines", "fit_baselines"]

_Values = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Baselines:
    """What was fitted.

    Attributes:
        carried: (2, 6) share of the deviation that is carried over, by number of moments ahead;
            columns valence, arousal and the four shares.
        points: (5, 2) from an intercept and four shares to valence and arousal.
    """

    carried: _Values
    points: _Values

    @classmethod
    def of_arrays(cls, arrays: Mapping[str, NDArray[Any]]) -> "Baselines":
        """As a model folder keeps them.

        Raises:
            KeyError: an array is missing.
        """
        return cls(carried=arrays["baseline_carried"], points=arrays["baseline_points"])

    def arrays(self) -> dict[str, _Values]:
        """The inverse of `of_arrays`."""
        return {"baseline_carried": self.carried, "baseline_points": self.points}

    def foretold(self, rows: ForecastRows) -> dict[str, Targets]:
        """Persistence, own mean, own mean with AR(1)."""
        present, mean = _present(rows), _own_mean(rows)
        carried = self.carried[rows.ahead - AHEAD[0]]
        told = {
            "persistence": present,
            "own_mean": mean,
            "own_mean_ar1": mean + carried * (present - mean),
        }
        return {name: Targets(values[:, :2], values[:, 2:]) for name, values in told.items()}

    def affect_of(self, shares: _Values) -> _Values:
        """Valence and arousal `(n, 2)` of emotion vectors `(n, 4)`."""
        return np.asarray(self.points[0] + shares @ self.points[1:])


def fit_baselines(rows: ForecastRows) -> Baselines:
    """Fit them to the people of `rows`."""
    came = np.column_stack(rows.came)
    moved = _present(rows) - _own_mean(rows)
    target = came - _own_mean(rows)
    carried = np.zeros((len(AHEAD), came.shape[1]))
    for place, ahead in enumerate(AHEAD):
        some = rows.ahead == ahead
        square = (moved[some] ** 2).sum(axis=0)
        product = (moved[some] * target[some]).sum(axis=0)
        carried[place] = np.divide(product, square, out=np.zeros_like(square), where=square > 0)
    inputs = np.column_stack([np.ones(len(rows)), rows.came.shares])
    points, *_ = np.linalg.lstsq(inputs, rows.came.affect, rcond=None)
    return Baselines(carried=carried, points=np.asarray(points, np.float64))


def _present(rows: ForecastRows) -> _Values:
    return np.array([np.append(one.affect[-1], one.shares[-1]) for one in rows.histories])


def _own_mean(rows: ForecastRows) -> _Values:
    return np.array([np.append(one.affect.mean(0), one.shares.mean(0)) for one in rows.histories])
