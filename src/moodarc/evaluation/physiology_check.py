"""`moodarc bench physiology`: what wrist and situation tell of the mood before a track (SiTunes).

Every record of stage 2 is told without its listener (leave one listener out): models are fitted on
the others, and their penalties chosen by folds of the others' listeners. What a way may know of the
listener it is asked about is only their own *earlier* reports, where the way says so:

    population_mean   mean of the other listeners' reports
    own_mean          mean of the listener's earlier reports; the first record, which has none, gets
                      the population mean
    shrunk_own_mean   the same, weighed against the population mean; the weight is chosen on others
    situation         ridge regression on wrist, part of the day and weather; nothing of the
                      listener's reports
    trees             extra-trees on the same
    both              the shrunk own mean, and a ridge regression of what it leaves on the situation
    recognizer        `sensing.physiology`, fitted to nothing; its personal baseline learns from the
                      listener's earlier wrists, never from reports

MAE, RMSE and R2 by axis; intervals draw listeners. `within_r` is the correlation within a person:
of values and reports, each less its listener's mean.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from moodarc.datasets import SiTunesStage, load_situnes_stage
from moodarc.errors import DatasetError
from moodarc.evaluation.report import BenchReport, BenchRow, fingerprint
from moodarc.evaluation.situnes_inputs import samples_of, situations_of
from moodarc.evaluation.wesad_check import wesad_rows
from moodarc.metrics import mae, pearson, r2, rmse
from moodarc.protocols import bootstrap_interval, group_folds
from moodarc.sensing.physiology import PhysiologyRecognizer

__all__ = ["bench_physiology"]

_Numbers = NDArray[np.float64]
_Rows = NDArray[np.int64]

_AXES: Final = ("valence", "arousal")
_PENALTIES: Final = (10.0, 100.0, 1_000.0, 10_000.0, 100_000.0)
_WEIGHTS: Final = (1.0, 2.0, 4.0, 8.0, 16.0, 32.0)
_FOLDS: Final = 5
_RESAMPLES: Final = 400
_NINE_TENTHS: Final = 1.6449
"""standard deviations that hold 90 % of a normal"""
_EARLY: Final = 5
"""minutes before the record that heart rate and movement are taken from"""


def bench_physiology(folder: Path, wesad: Path | None = None, *, seed: int = 0) -> BenchReport:
    """Figures on SiTunes' second stage, and on WESAD's windows where they are given.

    Args:
        folder: of SiTunes.
        wesad: parquet table of windows.
        seed: of folds, trees and intervals.

    Raises:
        DatasetError: one is not in its form, or there are fewer than six listeners.
    """
    stage = load_situnes_stage(folder / "Stage2")
    rows = list(_situnes_rows(stage, seed=seed))
    files = [folder / "Stage2" / "interactions.csv"]
    if wesad is not None:
        rows += wesad_rows(wesad, seed=seed)
        files.append(wesad)
    return BenchReport("physiology", fingerprint(files), tuple(rows))


def _situnes_rows(stage: SiTunesStage, *, seed: int) -> Iterator[BenchRow]:
    if np.isnan(stage.before).any() or len(np.unique(stage.listeners)) <= _FOLDS:
        msg = f"stage 2 lacks moods before the track, or has no more than {_FOLDS} listeners"
        raise DatasetError(msg)
    recognised = _recognised(stage)
    for axis, name in enumerate(_AXES):
        task = _Task(stage.before[:, axis], stage, seed=seed)
        told = task.all_ways() | {"recognizer": recognised[:, axis, 0]}
        for way, values in told.items():
            yield from task.errors(f"physiology.{name}.{way}", values)
        for way in ("situation", "recognizer"):
            yield task.within(f"physiology.{name}.{way}.within_r", told[way])
        yield task.inside(f"physiology.{name}.recognizer.within_90", recognised[:, axis])
        yield task.within(f"physiology.{name}.heart_rate.within_r", _resting_rate(stage))
    yield _count("physiology.records", len(stage))
    yield _count("physiology.listeners", len(np.unique(stage.listeners)))
    yield _count("physiology.read", float(np.isfinite(recognised[:, 0, 2]).sum()))


@dataclass(frozen=True, slots=True, eq=False)
class _Known:
    """What a way is fitted on."""

    situation: _Numbers
    own: _Numbers
    truth: _Numbers
    listeners: _Rows

    def at(self, rows: NDArray[np.bool_]) -> "_Known":
        return _Known(self.situation[rows], self.own[rows], self.truth[rows], self.listeners[rows])


_Way = Callable[[_Known, _Known, int], _Numbers]
"""(others' records, the listener's, seed) -> what is told of the listener's"""


class _Task:
    """One axis of the mood before, told listener by listener."""

    def __init__(self, truth: _Numbers, stage: SiTunesStage, *, seed: int) -> None:
        self.truth, self.listeners, self.seed = truth, stage.listeners, seed
        own = _own_past(truth, stage)
        self._known = _Known(situations_of(stage), own, truth, stage.listeners)

    def all_ways(self) -> dict[str, _Numbers]:
        return {name: self._left_out(way) for name, way in _WAYS.items()}

    def errors(self, name: str, told: _Numbers) -> Iterator[BenchRow]:
        measures: dict[str, Callable[..., float]] = {"mae": mae, "rmse": rmse, "r2": r2}
        for metric, measure in measures.items():
            row = f"{name}.{metric}"
            yield self._row(row, measure, told, higher_is_better=metric == "r2")

    def within(self, name: str, told: _Numbers) -> BenchRow:
        """Correlation within a person."""
        return self._row(name, pearson, _centred(told, self.listeners), centre=True)

    def inside(self, name: str, told: _Numbers) -> BenchRow:
        """Share of reports inside the 90 % interval of the reading's own variance; .9 is right."""
        spread = _NINE_TENTHS * np.sqrt(told[:, 1])
        interval = bootstrap_interval(
            _share_inside,
            self.truth,
            told[:, 0],
            spread,
            rng=np.random.default_rng(self.seed),
            groups=self.listeners,
            resamples=_RESAMPLES,
        )
        return BenchRow.of(name, interval)

    def _row(
        self,
        name: str,
        metric: Callable[..., float],
        told: _Numbers,
        *,
        higher_is_better: bool = True,
        centre: bool = False,
    ) -> BenchRow:
        truth = _centred(self.truth, self.listeners) if centre else self.truth
        interval = bootstrap_interval(
            metric,
            truth,
            told,
            rng=np.random.default_rng(self.seed),
            groups=self.listeners,
            resamples=_RESAMPLES,
        )
        return BenchRow.of(name, interval, higher_is_better=higher_is_better)

    def _left_out(self, way: _Way) -> _Numbers:
        told = np.empty_like(self.truth)
        for who in np.unique(self.listeners):
            theirs = self.listeners == who
            told[theirs] = way(self._known.at(~theirs), self._known.at(theirs), self.seed)
        return np.clip(told, -1.0, 1.0)


def _population_mean(others: _Known, asked: _Known, _seed: int) -> _Numbers:
    return np.full(len(asked.truth), others.truth.mean())


def _own_mean(others: _Known, asked: _Known, _seed: int) -> _Numbers:
    return _weighed(asked.own, others.truth.mean(), 0.0)


def _shrunk_own_mean(others: _Known, asked: _Known, _seed: int) -> _Numbers:
    mean = float(others.truth.mean())
    errors = [mae(others.truth, _weighed(others.own, mean, weight)) for weight in _WEIGHTS]
    return _weighed(asked.own, mean, _WEIGHTS[int(np.argmin(errors))])


def _situation(others: _Known, asked: _Known, seed: int) -> _Numbers:
    return _ridge(others.situation, others, asked.situation, seed=seed)


def _both(others: _Known, asked: _Known, seed: int) -> _Numbers:
    own = {known: _shrunk_own_mean(others, known, seed) for known in (others, asked)}
    left = replace(others, truth=others.truth - own[others])
    return own[asked] + _ridge(others.situation, left, asked.situation, seed=seed)


def _trees(others: _Known, asked: _Known, seed: int) -> _Numbers:
    from sklearn.ensemble import ExtraTreesRegressor  # noqa: PLC0415 - of the extra, and heavy

    model = ExtraTreesRegressor(200, min_samples_leaf=10, max_features=0.5, random_state=seed)
    return np.asarray(model.fit(others.situation, others.truth).predict(asked.situation))


_WAYS: Final[dict[str, _Way]] = {
    "population_mean": _population_mean,
    "own_mean": _own_mean,
    "shrunk_own_mean": _shrunk_own_mean,
    "situation": _situation,
    "trees": _trees,
    "both": _both,
}


def _ridge(inputs: _Numbers, known: _Known, asked: _Numbers, *, seed: int) -> _Numbers:
    """A ridge regression whose penalty folds of the known listeners chose."""
    folds = group_folds(
        np.zeros(len(inputs)),
        known.listeners,
        n_folds=_FOLDS,
        rng=np.random.default_rng(seed),
    )
    errors = np.zeros(len(_PENALTIES))
    for place, penalty in enumerate(_PENALTIES):
        for fold in range(_FOLDS):
            kept = folds != fold
            told = _ridge_line(inputs[kept], known.truth[kept], inputs[~kept], penalty=penalty)
            errors[place] += np.abs(told - known.truth[~kept]).sum()
    best = _PENALTIES[int(errors.argmin())]
    return _ridge_line(inputs, known.truth, asked, penalty=best)


def _ridge_line(inputs: _Numbers, truth: _Numbers, asked: _Numbers, *, penalty: float) -> _Numbers:
    mean, deviation = inputs.mean(axis=0), inputs.std(axis=0)
    spread = np.where(deviation > 1e-9, deviation, 1.0)
    scaled = (inputs - mean) / spread
    moments = scaled.T @ scaled + penalty * np.eye(scaled.shape[1])
    slopes = np.linalg.solve(moments, scaled.T @ (truth - truth.mean()))
    return np.asarray(truth.mean() + (asked - mean) / spread @ slopes)


def _own_past(truth: _Numbers, stage: SiTunesStage) -> _Numbers:
    """Number and sum of the listener's earlier reports, (n, 2)."""
    own = np.zeros((len(truth), 2))
    for row, (who, when) in enumerate(zip(stage.listeners, stage.at_s, strict=True)):
        earlier = (stage.listeners == who) & (stage.at_s < when)
        own[row] = earlier.sum(), truth[earlier].sum()
    return own


def _weighed(own: _Numbers, mean: float, weight: float) -> _Numbers:
    total = own[:, 0] + weight
    known = np.maximum(total, 1e-9)
    return np.where(total > 0.0, (own[:, 1] + weight * mean) / known, mean)


def _recognised(stage: SiTunesStage) -> _Numbers:
    """Value and variance of each axis, (n, 2, 3); the third is NaN where nothing could be read."""
    found = np.empty((len(stage), 2, 3))
    for who in np.unique(stage.listeners):
        rows = np.flatnonzero(stage.listeners == who)
        recognizer = PhysiologyRecognizer()
        for row in rows[np.argsort(stage.at_s[rows], kind="stable")]:
            samples = samples_of(stage, int(row))
            reading = recognizer.read(samples, samples[-1].at)
            state, valid = reading.state, 0.0 if reading.is_valid else np.nan
            found[row, 0] = state.valence, state.variance.valence, valid
            found[row, 1] = state.arousal, state.variance.arousal, valid
            for sample in samples[::5]:  # six windows of the half-hour
                recognizer.learn(samples, sample.at)
    return found


def _resting_rate(stage: SiTunesStage) -> _Numbers:
    """Heart rate of the last minutes, less what movement explains of it within a person."""
    late = stage.wrist[:, -_EARLY:]
    rate = _centred(np.nanmean(late[:, :, 0], axis=1), stage.listeners)
    movement = [late[:, :, 1].mean(axis=1), late[:, :, 2].mean(axis=1)]
    movement += [(late[:, :, 3] == kind).mean(axis=1) for kind in (2, 4)]
    inputs = np.column_stack([_centred(column, stage.listeners) for column in movement])
    line = np.linalg.lstsq(inputs, rate, rcond=None)[0]
    return np.asarray(rate - inputs @ line)


def _centred(values: _Numbers, listeners: _Rows) -> _Numbers:
    centred = values.astype(np.float64)
    for who in np.unique(listeners):
        theirs = listeners == who
        centred[theirs] -= centred[theirs].mean()
    return centred


def _share_inside(truth: _Numbers, told: _Numbers, half: _Numbers) -> float:
    return float((np.abs(truth - told) <= half).mean())


def _count(name: str, value: float) -> BenchRow:
    return BenchRow(name=name, value=value, higher_is_better=None)
