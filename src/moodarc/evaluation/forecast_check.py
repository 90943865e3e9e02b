"""`moodarc bench forecast`: how well the next moments of people's affect are foretold.

Two protocols say of whom the models know:

- `forward`: everybody's first half of days is learned from, their later half counts;
- `unseen`: people are foretold by models of other people, in folds; all their days count.

In both, a forecast is made from the present moment and the person's own moments before it, for the
next moment of the same day and the one after; the hours until then are given. What is chosen (the
weight of the attention in `best`) is chosen on people held out of those learned from. Without
`refit` the models that ship foretell people whom they have never seen, under both protocols.

Errors in valence and arousal are in the table's own unit, [-1, 1]; those of emotion vectors are
over a range of 1 (MISSION, BAEK-9). Intervals are over people.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from moodarc.artifacts import Artifact
from moodarc.datasets import FeltMoments, load_felt_moments
from moodarc.errors import ArtifactError, DatasetError
from moodarc.evaluation.belief_forecasts import belief_forecasts
from moodarc.evaluation.felt_histories import AHEAD, ForecastRows, rows_of
from moodarc.evaluation.felt_points import Scale
from moodarc.evaluation.felt_steps import steps_of
from moodarc.evaluation.forecast_baselines import Baselines, fit_baselines
from moodarc.evaluation.learned_forecasts import chosen_share, fit_learned
from moodarc.evaluation.quadrant_forecasts import forecast_quadrants, later_half
from moodarc.evaluation.report import BenchReport, BenchRow, fingerprint
from moodarc.listener import (
    FELT_PRIOR,
    LearnedForecaster,
    Targets,
    TransitionPrior,
    fit_prior,
    mixed,
)
from moodarc.listener.attention.training import AttentionConfig
from moodarc.metrics import mae, nrmse, rmse
from moodarc.protocols import bootstrap_interval, group_folds
from moodarc.randomness import derive_rng

__all__ = ["MODELS", "ForecastConfig", "bench_forecast", "is_training_data"]

MODELS: Final = (
    "persistence",
    "own_mean",
    "own_mean_ar1",
    "mmm",
    "pmm",
    "pmm_smoothed",
    "regression",
    "attention",
    "belief",
    "best",
)
_MARKOV: Final = ("mmm", "pmm", "pmm_smoothed")
_EMOTIONS: Final = ("happy", "angry", "sad", "peaceful")
_PROTOCOLS: Final = ("forward", "unseen")

_Told = dict[str, Targets]


@dataclass(frozen=True, slots=True, kw_only=True)
class ForecastConfig:
    """Settings of the bench.

    Attributes:
        refit: learn from the table itself; else the shipped models are scored.
        n_folds: of people, in `unseen`.
        seed: of folds and trainings.
        attention: how the attention is trained.
    """

    refit: bool = False
    n_folds: int = 10
    seed: int = 0
    attention: AttentionConfig = field(default_factory=AttentionConfig)


def is_training_data(table: Path) -> bool:
    """Whether the shipped forecaster was learned from this very table."""
    return str(_shipped().config["trained_on"]) == fingerprint([table])


def bench_forecast(table: Path, config: ForecastConfig | None = None) -> BenchReport:
    """Score every model under both protocols.

    Raises:
        DatasetError: the table is not in its form, or holds too little.
        InputError: fewer people than folds.
    """
    config = config or ForecastConfig()
    moments = load_felt_moments(table)
    scale = Scale.of(moments)
    rows = rows_of(moments, scale.ours(np.column_stack([moments.valence, moments.arousal])))
    _check_days(moments, rows)
    bench = _Bench(moments, scale, rows, config)
    found = [row for protocol in _PROTOCOLS for row in bench.protocol(protocol)]
    counts = [
        BenchRow(name="forecast.people", value=len(set(rows.subjects)), higher_is_better=None),
        BenchRow(name="forecast.moments", value=len(moments), higher_is_better=None),
        BenchRow(name="forecast.left_out", value=moments.left_out, higher_is_better=None),
    ]
    return BenchReport("forecast", fingerprint([table]), (*found, *counts))


def _check_days(moments: FeltMoments, rows: ForecastRows) -> None:
    """Both halves of days need moments one and two ahead: to learn from, and to count."""
    later = later_half(moments)[rows.moments]
    for half, name in ((~later, "first"), (later, "later")):
        if not set(AHEAD) <= set(rows.ahead[half].tolist()):
            msg = (
                f"no day of anybody's {name} half has three moments; expected people of more than "
                "one day, with three moments a day or more"
            )
            raise DatasetError(msg)


def _shipped() -> Artifact:
    facts = LearnedForecaster.shipped().facts
    if facts is None:
        msg = "the shipped forecaster has no model folder; reinstall moodarc"
        raise ArtifactError(msg)
    return facts


class _Known(NamedTuple):
    """What was learned."""

    baselines: Baselines
    prior: TransitionPrior
    forecaster: LearnedForecaster


@dataclass(frozen=True, slots=True, eq=False)
class _Bench:
    moments: FeltMoments
    scale: Scale
    rows: ForecastRows
    config: ForecastConfig

    def protocol(self, name: str) -> Iterator[BenchRow]:
        """All rows of one protocol."""
        told, scored = self._told(name)
        for model in MODELS:
            yield from self._errors(f"forecast.{name}.{model}", told[model], scored)
        yield self._gain(name, told, scored)

    def _told(self, protocol: str) -> tuple[_Told, NDArray[np.bool_]]:
        """Forecasts by model, and which rows count."""
        later = later_half(self.moments)[self.rows.moments]
        everything = np.ones(len(self.rows), bool)
        if not self.config.refit:
            return self._shipped(), later if protocol == "forward" else everything
        if protocol == "forward":
            return self._refitted(~later, later), later
        rng = derive_rng(self.config.seed, "forecast folds")
        folds = group_folds(
            np.zeros(len(self.rows), int), self.rows.subjects, n_folds=self.config.n_folds, rng=rng
        )
        parts = [
            self._refitted(folds != fold, folds == fold) for fold in range(self.config.n_folds)
        ]
        return {name: _joined([part[name] for part in parts]) for name in MODELS}, everything

    def _shipped(self) -> _Told:
        forecaster = LearnedForecaster.shipped()
        baselines = Baselines.of_arrays(_shipped().arrays)
        all_rows = np.ones(len(self.rows), bool)
        return self._by_all(_Known(baselines, FELT_PRIOR, forecaster), all_rows)

    def _refitted(self, learned: NDArray[np.bool_], judged: NDArray[np.bool_]) -> _Told:
        """Forecasts of the judged rows, NaN elsewhere."""
        rows, config = self.rows.take(learned), self.config
        rng = derive_rng(config.seed, "forecast choice")
        share, _ = chosen_share(rows, config.attention, seed=config.seed, rng=rng)
        forecaster = fit_learned(rows, config.attention, seed=config.seed).forecaster(share)
        people = [
            steps_of(self.moments, np.unique(rows.moments[rows.subjects == one]))
            for one in np.unique(rows.subjects)
        ]
        known = _Known(fit_baselines(rows), fit_prior(people), forecaster)
        return self._by_all(known, judged)

    def _by_all(self, known: _Known, judged: NDArray[np.bool_]) -> _Told:
        rows = self.rows.take(judged)
        told = known.baselines.foretold(rows)
        markov = forecast_quadrants(self.moments, prior=known.prior)
        for model in _MARKOV:
            shares = np.stack(
                [
                    markov.told[model, ahead][moment]
                    for ahead, moment in zip(rows.ahead.tolist(), rows.moments, strict=True)
                ]
            )
            told[model] = Targets(known.baselines.affect_of(shares), shares)
        told["belief"] = belief_forecasts(rows)
        halves = known.forecaster.halves(rows.histories, rows.horizon_h.tolist())
        best = mixed(*halves, known.forecaster.attention_share)
        for model, said in zip(("regression", "attention", "best"), (*halves, best), strict=True):
            told[model] = Targets(said.affect, said.shares)
        return {name: _spread(values, judged) for name, values in told.items()}

    def _errors(self, name: str, told: Targets, scored: NDArray[np.bool_]) -> Iterator[BenchRow]:
        for ahead in AHEAD:
            some = scored & (self.rows.ahead == ahead)
            step = "" if ahead == AHEAD[0] else f"t{ahead}_"
            true, said = self._affect(self.rows.came, some), self._affect(told, some)
            for column, axis in enumerate(("valence", "arousal")):
                pair = true[:, column], said[:, column]
                row = _row(f"{name}.{step}{axis}_rmse", rmse(*pair))
                yield self._interval(f"{name}.{step}{axis}_mae", pair, some)
                yield row
            yield from _vector_errors(
                f"{name}.t{ahead}", self.rows.came.shares[some], told.shares[some]
            )

    def _gain(
        self, protocol: str, told: Mapping[str, Targets], scored: NDArray[np.bool_]
    ) -> BenchRow:
        """By how much `best` is better than the own mean with AR(1), as a share of its error."""
        some = scored & (self.rows.ahead == AHEAD[0])
        true = self._affect(self.rows.came, some)[:, 0]
        errors = [
            np.abs(true - self._affect(told[model], some)[:, 0])
            for model in ("best", "own_mean_ar1")
        ]
        interval = bootstrap_interval(
            lambda best, other: float(1.0 - best.mean() / other.mean()),
            *errors,
            rng=derive_rng(self.config.seed, "forecast gain"),
            groups=self.rows.subjects[some],
        )
        return BenchRow.of(f"forecast.{protocol}.best.valence_gain", interval)

    def _affect(self, told: Targets, some: NDArray[np.bool_]) -> NDArray[np.float64]:
        return self.scale.theirs(told.affect[some])

    def _interval(
        self,
        name: str,
        pair: tuple[NDArray[np.float64], NDArray[np.float64]],
        some: NDArray[np.bool_],
    ) -> BenchRow:
        interval = bootstrap_interval(
            mae,
            *pair,
            rng=derive_rng(self.config.seed, name),
            groups=self.rows.subjects[some],
            resamples=200,
        )
        return BenchRow.of(name, interval, higher_is_better=False)


def _vector_errors(
    name: str, true: NDArray[np.float64], said: NDArray[np.float64]
) -> Iterator[BenchRow]:
    """As BAEK's Tables 12-14: by emotion, and their mean."""
    by_emotion = [
        (nrmse(t, s, value_range=1.0), mae(t, s)) for t, s in zip(true.T, said.T, strict=True)
    ]
    means = np.mean(by_emotion, axis=0).tolist()
    for part, errors in zip(
        ("", *(f"{one}_" for one in _EMOTIONS)), (means, *by_emotion), strict=True
    ):
        yield _row(f"{name}_{part}nrmse", errors[0])
        yield _row(f"{name}_{part}mae", errors[1])


def _row(name: str, value: float) -> BenchRow:
    return BenchRow(name=name, value=value, higher_is_better=False)


def _spread(told: Targets, judged: NDArray[np.bool_]) -> Targets:
    parts = []
    for values in told:
        whole = np.full((len(judged), values.shape[1]), np.nan)
        whole[judged] = values
        parts.append(whole)
    return Targets(*parts)


def _joined(parts: list[Targets]) -> Targets:
    return Targets(*(np.nansum(np.stack(one), axis=0) for one in zip(*parts, strict=True)))
