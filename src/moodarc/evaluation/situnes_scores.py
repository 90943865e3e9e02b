"""AUC, MAE and RMSE of told probabilities over SiTunes' seeds, with intervals over listeners."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray

from moodarc.evaluation.mood_change_ways import Split
from moodarc.evaluation.report import BenchRow
from moodarc.evaluation.situnes_ratings import Ratings
from moodarc.metrics import mae, rmse, roc_auc
from moodarc.protocols import Interval, bootstrap_interval

__all__ = ["Told"]

Rows = NDArray[np.int64]
Numbers = NDArray[np.float64]
Metric = Callable[..., float]

_METRICS: Final[dict[str, Metric]] = {"auc": roc_auc, "mae": mae, "rmse": rmse}
_RESAMPLES: Final = 300


@dataclass(frozen=True, slots=True, eq=False)
class Told:
    """What ways told of the asked rows of all seeds.

    Attributes:
        seeds: (n,) of each row.
        listeners: (n,).
        truth: (n,) 0 or 1.
        ways: (n,) probabilities by way; "" is the one that speaks for the group.
    """

    seeds: Rows
    listeners: Rows
    truth: Numbers
    ways: Mapping[str, Numbers]

    @classmethod
    def of(cls, ratings: Ratings, splits: Sequence[Split], ways: Mapping[str, Numbers]) -> Self:
        """Of the asked rows, split after split."""
        asked = np.concatenate([split.asked for split in splits])
        seeds = np.repeat([split.seed for split in splits], [len(one.asked) for one in splits])
        return cls(seeds, ratings.listeners[asked], ratings.liked[asked], ways)

    def rows(self, name: str, *, seed: int | None) -> Iterator[BenchRow]:
        """A row for each metric and way; the one called "" with its interval unless seed is None.

        Args:
            name: of the group.
            seed: of the draws.
        """
        for way, values in self.ways.items():
            stem = f"{name}.{way}" if way else name
            for metric, measure in _METRICS.items():
                better = metric == "auc"
                if way or seed is None:
                    value = _mean_of_seeds(measure)(self.seeds, self.truth, values)
                    yield BenchRow(name=f"{stem}.{metric}", value=value, higher_is_better=better)
                    continue
                interval = self._interval(_mean_of_seeds(measure), values, seed=seed)
                yield BenchRow.of(f"{stem}.{metric}", interval, higher_is_better=better)

    def less(self, name: str, other: "Told", *, seed: int) -> Iterator[BenchRow]:
        """Each metric less the other's, of the ways that speak for the groups."""
        for metric, measure in _METRICS.items():
            of_seeds = _mean_of_seeds(measure)

            def gap(
                seeds: Rows, truth: Numbers, *told: Numbers, of_seeds: Metric = of_seeds
            ) -> float:
                return of_seeds(seeds, truth, told[0]) - of_seeds(seeds, truth, told[1])

            interval = self._interval(gap, self.ways[""], other.ways[""], seed=seed)
            yield BenchRow.of(f"{name}.{metric}", interval, higher_is_better=metric == "auc")

    def _interval(self, measure: Metric, *told: Numbers, seed: int) -> Interval:
        return bootstrap_interval(
            measure,
            self.seeds,
            self.truth,
            *told,
            rng=np.random.default_rng(seed),
            groups=self.listeners,
            resamples=_RESAMPLES,
        )


def _mean_of_seeds(metric: Metric) -> Metric:
    def measure(seeds: Rows, truth: Numbers, told: Numbers) -> float:
        values = [metric(truth[seeds == one], told[seeds == one]) for one in np.unique(seeds)]
        return float(np.mean(values))

    return measure
