"""The baseline of the field: hand-made features and a support vector machine (RBF kernel).

As Panda et al. 2018 score 4Q. Cost and width are chosen by cross-validation over the training
folds, which share no artist, and features are rank-normalised by the training clips alone.
"""

from collections.abc import Iterator
from itertools import product
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray
from sklearn.svm import SVC
from threadpoolctl import threadpool_limits

from moodarc.evaluation.music_rows import Resampling, Told, side_rows, sides_of_quadrants
from moodarc.evaluation.report import BenchRow
from moodarc.metrics import macro_f1
from moodarc.music.emotion import RankNormaliser
from moodarc.music.emotion.training import LabelledRuns
from moodarc.music.segments import CORE_FEATURE_NAMES

__all__ = ["cross_validate_svm", "svm_rows"]

_COSTS: Final = (1.0, 3.0, 10.0)
_WIDTHS: Final = (0.5, 1.0, 2.0)
"""gamma, in units of 1 / (2 n_features)"""
_N_QUANTILES: Final = 101


class _Setting(NamedTuple):
    cost: float
    width: float


def svm_rows(data: LabelledRuns, groups: NDArray[np.str_], *, seed: int = 0) -> Iterator[BenchRow]:
    """`music.svm.*`: each clip told by machines that never met its fold."""
    told = Told.by_quadrants(cross_validate_svm(data))
    draw = Resampling(groups, np.random.default_rng(seed))
    return side_rows("music.svm", sides_of_quadrants(data.quadrant), told, draw=draw)


def cross_validate_svm(data: LabelledRuns) -> NDArray[np.int64]:
    """The quadrant told of each clip by a machine chosen and trained without its fold."""
    told = np.zeros_like(data.quadrant)
    with threadpool_limits(1):
        for fold in np.unique(data.fold):
            held = data.fold == fold
            told[held] = _fit_and_tell(data, held, _select(data[~held]))
    return told


def _select(data: LabelledRuns) -> _Setting:
    """The setting of the highest macro-F1 over the folds of `data`."""
    settings = [_Setting(*pair) for pair in product(_COSTS, _WIDTHS)]
    return max(settings, key=lambda setting: _score(data, setting))


def _score(data: LabelledRuns, setting: _Setting) -> float:
    told = np.zeros_like(data.quadrant)
    for fold in np.unique(data.fold):
        held = data.fold == fold
        told[held] = _fit_and_tell(data, held, setting)
    return macro_f1(data.quadrant, told)


def _fit_and_tell(
    data: LabelledRuns, held: NDArray[np.bool_], setting: _Setting
) -> NDArray[np.int64]:
    features = data.views[:, 0, : len(CORE_FEATURE_NAMES)]
    normaliser = RankNormaliser.fit(features[~held], _N_QUANTILES)
    machine = SVC(C=setting.cost, gamma=setting.width / (2.0 * features.shape[1]))
    machine.fit(normaliser(features[~held]), data.quadrant[~held])
    return np.asarray(machine.predict(normaliser(features[held])), dtype=np.int64)
