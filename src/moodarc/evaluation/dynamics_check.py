"""`moodarc bench dynamics`: the population's affect dynamics, learned again and held to account.

The constants of `listener.POPULATION_DYNAMICS` come from here; what is learned and how people are
held out stands in `evaluation.affect_dynamics`.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from moodarc.datasets import load_felt_moments
from moodarc.errors import DatasetError
from moodarc.evaluation.affect_dynamics import (
    LearnedDynamics,
    held_out,
    learn_dynamics,
    person_series,
    personal_gain,
)
from moodarc.evaluation.report import BenchReport, BenchRow, fingerprint
from moodarc.listener.dynamics_fit import Series
from moodarc.protocols import bootstrap_interval

__all__ = ["bench_dynamics"]

_DIMENSIONS: Final = ("valence", "arousal")
_MODEL: Final = "ornstein_uhlenbeck"


def bench_dynamics(table: Path) -> BenchReport:
    """Learn and score the dynamics of valence and arousal.

    Raises:
        DatasetError: the table is not as published, or holds fewer than five people.
    """
    moments = load_felt_moments(table)
    rows: list[BenchRow] = []
    for place, dimension in enumerate(_DIMENSIONS):
        people = person_series(moments, place)
        if len(people) < 5:
            msg = f"{table} has {len(people)} people with times; expected five or more"
            raise DatasetError(msg)
        rows += _learned_rows(f"dynamics.{dimension}", learn_dynamics(people))
        rows += _held_out_rows(f"dynamics.{dimension}", people)
    return BenchReport("dynamics", fingerprint([table]), tuple(rows))


def _learned_rows(name: str, learned: LearnedDynamics) -> Iterator[BenchRow]:
    process = learned.process
    for term, value, unit in (
        ("home", process.home, ""),
        ("home_variance", process.home_variance, ""),
        ("variance", process.variance, ""),
        ("time_constant_h", process.time_constant_h, "h"),
        ("noise", learned.noise, ""),
        ("log_variance_sd", learned.log_variance_sd, ""),
        ("log_time_constant_sd", learned.log_time_constant_sd, ""),
    ):
        yield BenchRow(name=f"{name}.{term}", value=value, unit=unit, higher_is_better=None)


def _held_out_rows(name: str, people: list[Series]) -> Iterator[BenchRow]:
    scores = held_out(people)
    for model, score in scores.items():
        row = f"{name}.log_density.{model}"
        yield BenchRow(name=row, value=float(score.mean()), unit="nats")
    for model, score in scores.items():
        if model != _MODEL:
            yield _gain(f"{name}.gain_over.{model}", scores[_MODEL] - score)
    yield _gain(f"{name}.gain_of_own", personal_gain(people))


def _gain(name: str, gains: NDArray[np.float64]) -> BenchRow:
    """Mean over people, its interval by bootstrap over people."""
    interval = bootstrap_interval(_mean, gains, rng=np.random.default_rng(0))
    return BenchRow(
        name=name, value=interval.value, low=interval.low, high=interval.high, unit="nats"
    )


def _mean(values: NDArray[np.float64]) -> float:
    return float(values.mean())
