"""Training of the feature estimator: selection, calibration and fit, all inside the data given.

Every clip is shown as a whole, as halves and as 9- and 15-second runs, so that one ensemble serves
the whole track and each window of its curve. Width and weight decay are selected by
cross-validation over the folds given; the calibration of z is fitted on the same held-out clips.
"""

import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize_scalar
from scipy.special import log_ndtr
from sklearn.exceptions import ConvergenceWarning
from sklearn.neural_network import MLPClassifier
from threadpoolctl import threadpool_limits

from moodarc.errors import DatasetError
from moodarc.metrics import macro_f1
from moodarc.music.emotion.estimator import AxisScale, FeatureEstimator, Member, RankNormaliser
from moodarc.music.rated_music import RATED_DEVIATION
from moodarc.music.segments import CORE_FEATURE_NAMES, Segments, track_features

__all__ = [
    "MIDDLE_VIEW",
    "WHOLE_VIEW",
    "FeatureTrainingConfig",
    "LabelledRuns",
    "Selection",
    "Setting",
    "quadrants_of_means",
    "run_views",
    "sides",
    "train",
]

WHOLE_VIEW: Final = 0
"""the view that is the whole clip"""
MIDDLE_VIEW: Final = 5
"""the view that is the 9 s in its middle"""
_N_CORE: Final = len(CORE_FEATURE_NAMES)
"""features that the networks read"""


@dataclass(frozen=True, slots=True, kw_only=True)
class FeatureTrainingConfig:
    """Settings of the ensemble; tuples are what selection chooses from."""

    hidden: tuple[int, ...] = (32, 96)
    """hidden units of a member"""
    weight_decay: tuple[float, ...] = (10.0, 20.0, 30.0)
    """L2 penalty (scikit-learn's alpha)"""
    members: int = 8
    """networks in the ensemble, alike but for their seed"""
    selection_members: int = 2
    """networks while selecting"""
    epochs: int = 30
    learning_rate: float = 2e-3
    n_quantiles: int = 101
    seed: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class LabelledRuns:
    """n clips, each as several runs of segments.

    Attributes:
        views: float32 (n, n_views, n_features); the first view is the whole clip.
        quadrant: int64 (n,), 0 happy, 1 angry, 2 sad, 3 peaceful.
        fold: int64 (n,); clips of one artist share a fold.
    """

    views: NDArray[np.float32]
    quadrant: NDArray[np.int64]
    fold: NDArray[np.int64]

    def __getitem__(self, rows: NDArray[np.bool_]) -> "LabelledRuns":
        return LabelledRuns(self.views[rows], self.quadrant[rows], self.fold[rows])


class Setting(NamedTuple):
    """One point of the grid."""

    hidden: int
    weight_decay: float


@dataclass(frozen=True, slots=True, eq=False)
class Selection:
    """What the inner cross-validation chose.

    Attributes:
        setting: the best.
        macro_f1: of it on the held-out clips.
        probits: float64 (n, 2), of it for each clip, by members that had not heard the clip's fold.
    """

    setting: Setting
    macro_f1: float
    probits: NDArray[np.float64]


def run_views(segments: Segments) -> NDArray[np.float32]:
    """Features of a clip and of eight runs of it, `float32 (9, n_features)`."""
    n = len(segments)
    middle = max(n // 2, 1)
    runs = [(0, n), (0, middle), (n - middle, n), (n // 4, n // 4 + middle)]
    runs += [(start, start + 3) for start in (0, max(n // 2 - 1, 0), max(n - 3, 0))]
    runs += [(start, start + 5) for start in (0, max(n - 5, 0))]
    return np.stack([track_features(segments[start:stop]) for start, stop in runs])


def train(
    data: LabelledRuns, config: FeatureTrainingConfig, *, version: str
) -> tuple[FeatureEstimator, Selection]:
    """Select, calibrate and fit on all of `data`.

    Raises:
        DatasetError: fewer than two folds, or a fold's complement that lacks a quadrant.
    """
    _check(data)
    settings = [Setting(*pair) for pair in product(config.hidden, config.weight_decay)]
    tried = [(setting, *_try(data, config, setting)) for setting in settings]
    best, score, probits = max(tried, key=lambda result: result[1])
    rng = np.random.default_rng(config.seed)
    normaliser, members = _fit(data, config, best, n_members=config.members, rng=rng)
    valence, arousal = (
        _scale(probits[:, axis], positive, rated)
        for axis, (positive, rated) in enumerate(
            zip(sides(data.quadrant), RATED_DEVIATION, strict=True)
        )
    )
    return FeatureEstimator(normaliser, members, (valence, arousal), version), Selection(
        best, score, probits
    )


def quadrants_of_means(means: NDArray[np.floating]) -> NDArray[np.int64]:
    """Quadrant numbers (0 happy ... 3 peaceful) of points `(n, 2)`; an axis counts as positive."""
    valence, arousal = means[:, 0] >= 0.0, means[:, 1] >= 0.0
    return np.where(arousal, np.where(valence, 0, 1), np.where(valence, 3, 2))


def _check(data: LabelledRuns) -> None:
    folds = np.unique(data.fold)
    if len(folds) < 2:
        msg = f"the data has {len(folds)} fold(s); selection needs at least 2"
        raise DatasetError(msg)
    for fold in folds:
        n_classes = len(np.unique(data.quadrant[data.fold != fold]))
        if n_classes < 4:
            msg = f"without fold {fold} only {n_classes} quadrants are left; expected all 4"
            raise DatasetError(msg)


def _try(
    data: LabelledRuns, config: FeatureTrainingConfig, setting: Setting
) -> tuple[float, NDArray[np.float64]]:
    """Macro-F1 of one setting over the folds of `data`, and its held-out probits `(n, 2)`."""
    probits = np.zeros((len(data.quadrant), 2))
    for fold, rng in _folds(data, config.seed):
        held_out = data.fold == fold
        normaliser, members = _fit(
            data[~held_out], config, setting, n_members=config.selection_members, rng=rng
        )
        plain = (AxisScale(1.0, 1.0), AxisScale(1.0, 1.0))
        estimator = FeatureEstimator(normaliser, members, plain)
        probits[held_out] = estimator.probits(data.views[held_out, WHOLE_VIEW]).mean(axis=0)
    return macro_f1(data.quadrant, quadrants_of_means(probits)), probits


def _folds(data: LabelledRuns, seed: int) -> Iterator[tuple[int, np.random.Generator]]:
    for fold in np.unique(data.fold):
        yield int(fold), np.random.default_rng([seed, int(fold)])


def _fit(
    data: LabelledRuns,
    config: FeatureTrainingConfig,
    setting: Setting,
    *,
    n_members: int,
    rng: np.random.Generator,
) -> tuple[RankNormaliser, Sequence[Member]]:
    views = data.views[:, :, :_N_CORE]
    normaliser = RankNormaliser.fit(views[:, WHOLE_VIEW], config.n_quantiles)
    n_views = views.shape[1]
    # the whole clip is shown twice: it is what most is asked of
    shown = np.concatenate([views, views[:, :1]], axis=1)
    scores = normaliser(shown.reshape(-1, shown.shape[2]))
    labels = np.repeat(data.quadrant, n_views + 1)
    return normaliser, [
        _fit_member(scores, labels, config=config, setting=setting, rng=rng)
        for _ in range(n_members)
    ]


def _fit_member(
    scores: NDArray[np.float32],
    labels: NDArray[np.int64],
    *,
    config: FeatureTrainingConfig,
    setting: Setting,
    rng: np.random.Generator,
) -> Member:
    network = MLPClassifier(
        (setting.hidden,),
        alpha=setting.weight_decay,
        learning_rate_init=config.learning_rate,
        max_iter=config.epochs,
        random_state=int(rng.integers(2**31)),
    )
    order = rng.permutation(len(labels))
    # matrices this small cost more to share between BLAS threads than to multiply
    with warnings.catch_warnings(), threadpool_limits(1):
        # the number of epochs is a setting, not a failure to converge
        warnings.simplefilter("ignore", ConvergenceWarning)
        network.fit(scores[order], labels[order])
    first, second = (layer.astype(np.float32) for layer in network.coefs_)
    bias_first, bias_second = (layer.astype(np.float32) for layer in network.intercepts_)
    return Member((first, second), (bias_first, bias_second))


def sides(quadrant: NDArray[np.int64]) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Whether each clip's valence and arousal are positive."""
    return np.isin(quadrant, (0, 3)), np.isin(quadrant, (0, 1))


def _scale(
    probits: NDArray[np.float64], positive: NDArray[np.bool_], rated_deviation: float
) -> AxisScale:
    """Sharpness by maximum likelihood on held-out clips; deviation from the spread of ratings."""
    sign = np.where(positive, 1.0, -1.0)
    best = minimize_scalar(
        lambda log_c: -float(log_ndtr(np.exp(log_c) * sign * probits).sum()),
        bounds=(-3.0, 3.0),
        method="bounded",
    )
    sharpness = float(np.exp(best.x))
    spread = float(np.var(sharpness * probits))
    return AxisScale(sharpness, rated_deviation / float(np.sqrt(1.0 + spread)))
