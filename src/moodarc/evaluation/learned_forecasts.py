"""The learned forecasters fitted to some people, and which of them is best by people held out."""

from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from moodarc.artifacts import Artifact
from moodarc.evaluation.felt_histories import ForecastRows
from moodarc.listener import (
    LearnedForecaster,
    RegressionForecaster,
    fit_regression,
    mixed,
    population_of,
)
from moodarc.listener.attention import tokens
from moodarc.listener.attention.forecaster import AttentionForecaster
from moodarc.listener.attention.training import (
    AttentionConfig,
    AttentionExamples,
    export_onnx,
    train_attention,
)
from moodarc.listener.summary import SUMMARY_FEATURES, summarised
from moodarc.protocols import group_folds

__all__ = ["SHARES", "Fitted", "chosen_share", "fit_learned"]

SHARES: Final = (0.0, 0.25, 0.5, 0.75, 1.0)
"""weights of the attention beside the regression that are tried"""
_HELD: Final = 4
"""one in so many people learned from is held out to choose the weight"""


@dataclass(frozen=True, slots=True, eq=False)
class Fitted:
    """Both halves.

    Attributes:
        regression: the one.
        model: ONNX bytes of the other.
    """

    regression: RegressionForecaster
    model: bytes

    def forecaster(self, share: float) -> LearnedForecaster:
        """Both, with the attention's weight."""
        return LearnedForecaster(self.regression, AttentionForecaster(self.model), share)

    def artifact(
        self, config: dict[str, Any], beside: dict[str, NDArray[np.float64]], *, card: str
    ) -> Artifact:
        """As a model folder, with other arrays beside its own."""
        return Artifact(
            arrays=self.regression.arrays() | beside,
            config=config | {"summary_features": list(SUMMARY_FEATURES)},
            card=card,
            payloads={"attention.onnx": self.model},
        )


def fit_learned(rows: ForecastRows, config: AttentionConfig, *, seed: int) -> Fitted:
    """Fit both to all rows."""
    population = population_of(rows.came.affect)
    summaries = np.stack(
        [
            summarised(one, ahead, population)
            for one, ahead in zip(rows.histories, rows.horizon_h.tolist(), strict=True)
        ]
    )
    regression = fit_regression(summaries, rows.came, population)
    known = _examples(rows, summaries)
    model = train_attention(known, rows.came, regression.median, config=config, seed=seed)
    return Fitted(regression, export_onnx(model, known))


def chosen_share(
    rows: ForecastRows, config: AttentionConfig, *, seed: int, rng: np.random.Generator
) -> tuple[float, dict[float, float]]:
    """The least weight of the attention that is within one standard error of the best.

    By the absolute error in valence at the next moment, of people held out, each counting alike.

    Args:
        rows: of the people learned from; a part of them is held out here.
        config: of the attention.
        seed: of its training.
        rng: chooses who is held out.

    Returns:
        The weight, and the mean error by weight.
    """
    folds = group_folds(np.zeros(len(rows), int), rows.subjects, n_folds=_HELD, rng=rng)
    alone = replace(config, networks=1)
    misses: list[NDArray[np.float64]] = []
    for fold in range(_HELD):
        held = folds == fold
        fitted = fit_learned(rows.take(~held), alone, seed=seed)
        misses.append(_misses(fitted, rows.take(held & (rows.ahead == 1))))
    people = np.concatenate(misses)
    return _least_within_error(people), dict(zip(SHARES, people.mean(0).tolist(), strict=True))


def _misses(fitted: Fitted, judged: ForecastRows) -> NDArray[np.float64]:
    """Mean absolute error in valence by person and weight, `(n_people, n_shares)`."""
    halves = fitted.forecaster(0.5).halves(judged.histories, judged.horizon_h.tolist())
    errors = [
        np.abs(judged.came.affect[:, 0] - mixed(*halves, share).affect[:, 0]) for share in SHARES
    ]
    by_person = [
        [float(error[judged.subjects == one].mean()) for error in errors]
        for one in np.unique(judged.subjects)
    ]
    return np.array(by_person)


def _least_within_error(people: NDArray[np.float64]) -> float:
    """The least weight that is no more than one standard error worse than the best."""
    best = int(people.mean(axis=0).argmin())
    behind = people - people[:, [best]]
    error = behind.std(axis=0, ddof=1) / np.sqrt(len(people))
    return SHARES[int(np.flatnonzero(behind.mean(axis=0) <= error)[0])]


def _examples(rows: ForecastRows, summaries: NDArray[np.float64]) -> AttentionExamples:
    seen = [
        tokens(one, ahead)
        for one, ahead in zip(rows.histories, rows.horizon_h.tolist(), strict=True)
    ]
    return AttentionExamples(
        np.stack([one.features for one in seen]), np.stack([one.absent for one in seen]), summaries
    )
