"""Training of the kernel machine: cost, width and slope are chosen inside the data given.

It learns from each clip as a whole and from the 9 s in its middle: the whole clips make it good at
tracks, the short runs keep it from being lost among the windows of a curve.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize_scalar
from sklearn.svm import SVC
from threadpoolctl import threadpool_limits

from moodarc.music.emotion.estimator import RankNormaliser, probits_of_quadrants
from moodarc.music.emotion.kernel.machine import (
    PAIRS,
    KernelMachine,
    block_scale,
    coupled,
    squared_distances,
)
from moodarc.music.emotion.training import MIDDLE_VIEW, WHOLE_VIEW, LabelledRuns
from moodarc.music.segments import FEATURE_BLOCKS

__all__ = ["KernelTrainingConfig", "MachineSelection", "train_machine"]

_LEARNED: Final = (WHOLE_VIEW, MIDDLE_VIEW)


@dataclass(frozen=True, slots=True, kw_only=True)
class KernelTrainingConfig:
    """Settings of the machine; tuples are what selection chooses from."""

    cost: tuple[float, ...] = (2.0, 4.0, 8.0, 16.0)
    """C of the support vector machines"""
    width: tuple[float, ...] = (0.25, 0.5, 1.0)
    """g of the kernel"""
    n_quantiles: int = 101


class _Setting(NamedTuple):
    cost: float
    width: float


@dataclass(frozen=True, slots=True, eq=False)
class MachineSelection:
    """What the inner cross-validation chose.

    Attributes:
        cost: C of the best.
        width: its g.
        slope: its s, by maximum likelihood on the held-out clips.
        probits: float64 (n, 2), of it for each clip, by machines that had not heard the clip's
            fold.
    """

    cost: float
    width: float
    slope: float
    probits: NDArray[np.float64]


class _Machines(NamedTuple):
    """Of one fit: `coefficients` (n_runs, 6), `intercepts` (6,)."""

    coefficients: NDArray[np.float64]
    intercepts: NDArray[np.float64]


def train_machine(
    data: LabelledRuns, config: KernelTrainingConfig
) -> tuple[KernelMachine, MachineSelection]:
    """Select by the held-out clips' likelihood, then fit on all of `data`."""
    with threadpool_limits(1):
        settings = [_Setting(*pair) for pair in product(config.cost, config.width)]
        margins = _held_out(data, config, settings)
        slopes = [_slope(values, data.quadrant) for values in margins]
        losses = [
            _loss(slope, values, data.quadrant)
            for slope, values in zip(slopes, margins, strict=True)
        ]
        best = int(np.argmin(losses))
        told = probits_of_quadrants(coupled(margins[best], slopes[best]))
        selection = MachineSelection(*settings[best], slopes[best], told)
        return _final(data, config, selection), selection


def _final(
    data: LabelledRuns, config: KernelTrainingConfig, selection: MachineSelection
) -> KernelMachine:
    normaliser, support, quadrant = _learned(data, config)
    scale = block_scale(FEATURE_BLOCKS)
    distances = squared_distances(support * scale, support * scale)
    found = _fit(distances, quadrant, _Setting(selection.cost, selection.width))
    return KernelMachine(
        normaliser=normaliser,
        scale=scale,
        support=support,
        coefficients=found.coefficients.astype(np.float32),
        intercepts=found.intercepts.astype(np.float32),
        width=selection.width,
        slope=selection.slope,
    )


def _held_out(
    data: LabelledRuns, config: KernelTrainingConfig, settings: list[_Setting]
) -> NDArray[np.float64]:
    """Margins of each setting and clip, never having heard the clip's fold: `(n_s, n, 6)`."""
    margins = np.zeros((len(settings), len(data.quadrant), len(PAIRS)))
    for held, among, towards, quadrant in _folds(data, config):
        for number, setting in enumerate(settings):
            found = _fit(among, quadrant, setting)
            kernel = np.exp(-setting.width / 2.0 * towards)
            margins[number, held] = kernel @ found.coefficients + found.intercepts
    return margins


def _folds(
    data: LabelledRuns, config: KernelTrainingConfig
) -> Iterator[
    tuple[NDArray[np.bool_], NDArray[np.float32], NDArray[np.float32], NDArray[np.int64]]
]:
    """Of each fold: its rows, distances among the others' runs, towards them, and their labels."""
    scale = block_scale(FEATURE_BLOCKS)
    for fold in np.unique(data.fold):
        held = data.fold == fold
        normaliser, support, quadrant = _learned(data[~held], config)
        whole = normaliser(data.views[held, WHOLE_VIEW]) * scale
        known = support * scale
        yield held, squared_distances(known, known), squared_distances(whole, known), quadrant


def _learned(
    data: LabelledRuns, config: KernelTrainingConfig
) -> tuple[RankNormaliser, NDArray[np.float32], NDArray[np.int64]]:
    """The normaliser of whole clips, the normal scores of the runs to learn from, their labels."""
    normaliser = RankNormaliser.fit(data.views[:, WHOLE_VIEW], config.n_quantiles)
    scores = [normaliser(data.views[:, view]) for view in _LEARNED]
    return normaliser, np.concatenate(scores), np.tile(data.quadrant, len(_LEARNED))


def _fit(
    distances: NDArray[np.float32], quadrant: NDArray[np.int64], setting: _Setting
) -> _Machines:
    kernel = np.exp(-setting.width / 2.0 * distances)
    coefficients = np.zeros((len(quadrant), len(PAIRS)))
    intercepts = np.zeros(len(PAIRS))
    for number, (first, second) in enumerate(PAIRS):
        rows = np.flatnonzero((quadrant == first) | (quadrant == second))
        machine = SVC(kernel="precomputed", C=setting.cost)
        machine.fit(kernel[np.ix_(rows, rows)], quadrant[rows] == first)
        coefficients[rows[machine.support_], number] = machine.dual_coef_[0]
        intercepts[number] = machine.intercept_[0]
    return _Machines(coefficients, intercepts)


def _slope(margins: NDArray[np.float64], quadrant: NDArray[np.int64]) -> float:
    best = minimize_scalar(
        lambda log_slope: _loss(np.exp(log_slope), margins, quadrant),
        bounds=(-3.0, 3.0),
        method="bounded",
    )
    return float(np.exp(best.x))


def _loss(slope: float, margins: NDArray[np.float64], quadrant: NDArray[np.int64]) -> float:
    """Mean negative log-likelihood of the quadrants."""
    told = coupled(margins, slope)[np.arange(len(quadrant)), quadrant]
    return -float(np.log(np.maximum(told, 1e-12)).mean())
