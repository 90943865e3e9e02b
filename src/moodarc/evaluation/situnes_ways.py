"""Ways to tell whether a listener will like a track, from simple to ours, on SiTunes' splits.

A way learns from `Split.train` and tells the asked rows a probability, knowing listener, track,
the track's columns and the named groups of inputs. Ours are `kernel` (Gaussian process,
`situnes_kernels`), `trees` (extra-trees), `boosting` (gradient boosting) and their means. Four
folds inside the training rows choose among them by squared error. Where most asked tracks are not
among the training rows, the folds leave whole tracks out, so that what is chosen is chosen for
tracks nobody has rated; only the ids of the asked tracks are looked at for that.

A listener's mean rating is that of their training rows, the row itself among them: leaving the row
or its fold out costs trees more (.861 for .869 AUC, setting 2) than the row's own say does harm.
"""

from collections.abc import Callable, Mapping
from typing import Final

import numpy as np
from numpy.typing import NDArray

from moodarc.evaluation.mood_change_ways import Split
from moodarc.evaluation.situnes_kernels import KernelModel, kernels_of
from moodarc.evaluation.situnes_ratings import Ratings

__all__ = ["BASELINES", "CANDIDATES", "SINGLE", "WAYS", "choose_way", "mean_told"]

Rows = NDArray[np.int64]
Numbers = NDArray[np.float64]
Way = Callable[[Ratings, Split, tuple[str, ...]], Numbers]
"""(ratings, what is learned from and asked, groups that may be known) -> probabilities"""

_FOLDS: Final = 4
_TREES: Final = 200
_FLOOR_TREES: Final = 400
_ROUNDS: Final = 150
_LISTENER_WEIGHT: Final = 1.0
_TRACK_WEIGHT: Final = 2.0
"""of people in general in a mean, in ratings"""
_LIMITS: Final = (0.01, 0.99)


def choose_way(ratings: Ratings, split: Split, inputs: tuple[str, ...]) -> str:
    """The candidate with the least squared error on folds of the training rows."""
    folds = _folds(ratings, split)
    told = {name: np.empty(len(split.train)) for name in SINGLE}
    for fold in range(_FOLDS):
        left = folds == fold
        inside = Split(split.train[~left], split.train[left], split.seed)
        for name in SINGLE:
            told[name][left] = WAYS[name](ratings, inside, inputs)
    truth = ratings.liked[split.train]
    errors = {name: np.square(mean_told(told, name) - truth).mean() for name in CANDIDATES}
    return min(errors, key=lambda name: errors[name])


def mean_told(told: Mapping[str, Numbers], candidate: str) -> Numbers:
    """What a candidate tells: the mean of its parts."""
    return np.asarray(np.mean([told[part] for part in CANDIDATES[candidate]], axis=0))


def _folds(ratings: Ratings, split: Split) -> Rows:
    """The fold of each training row; by track where most asked tracks are new."""
    rng = np.random.default_rng(split.seed)
    known = np.isin(ratings.tracks[split.asked], ratings.tracks[split.train])
    tracks, places = np.unique(ratings.tracks[split.train], return_inverse=True)
    if known.mean() < 0.5 and len(tracks) >= _FOLDS:
        return np.asarray((rng.permutation(len(tracks)) % _FOLDS)[places])
    return np.asarray(rng.permutation(len(split.train)) % _FOLDS)


def _global_mean(ratings: Ratings, split: Split, _: tuple[str, ...]) -> Numbers:
    return np.full(len(split.asked), ratings.liked[split.train].mean())


def _listener_and_track(ratings: Ratings, split: Split, _: tuple[str, ...]) -> Numbers:
    """What listener and track add to the mean of all, each shrunk."""
    liked = ratings.liked
    overall = float(liked[split.train].mean())
    means = [
        _means(keys, split.train, liked, weight=weight)[split.asked]
        for keys, weight in (
            (ratings.listeners, _LISTENER_WEIGHT),
            (ratings.tracks, _TRACK_WEIGHT),
        )
    ]
    return np.asarray(np.clip(means[0] + means[1] - overall, *_LIMITS))


def _floor(ratings: Ratings, split: Split, inputs: tuple[str, ...]) -> Numbers:
    """400 extra-trees over listener's mean, track's mean and the inputs, nothing of the music."""
    return _extra_trees(_floor_columns(ratings, split, inputs), ratings, split)


def _floor_with_sound(ratings: Ratings, split: Split, inputs: tuple[str, ...]) -> Numbers:
    """The same, and the track's columns."""
    columns = np.hstack([_floor_columns(ratings, split, inputs), ratings.sound])
    return _extra_trees(columns, ratings, split)


def _floor_columns(ratings: Ratings, split: Split, inputs: tuple[str, ...]) -> Numbers:
    return np.column_stack(
        [
            _means(ratings.listeners, split.train, ratings.rating, weight=_LISTENER_WEIGHT),
            _means(ratings.tracks, split.train, ratings.rating, weight=_TRACK_WEIGHT),
            *(ratings.columns[name] for name in inputs),
        ]
    )


def _extra_trees(columns: Numbers, ratings: Ratings, split: Split) -> Numbers:
    from sklearn.ensemble import ExtraTreesClassifier  # noqa: PLC0415 - of the extra, and heavy

    model = ExtraTreesClassifier(_FLOOR_TREES, random_state=split.seed)
    model.fit(columns[split.train], ratings.liked[split.train] > 0.5)
    return _of_liking(model, columns[split.asked])


def _kernel(ratings: Ratings, split: Split, inputs: tuple[str, ...]) -> Numbers:
    n = len(split.train)
    kernels = kernels_of(ratings, np.concatenate([split.train, split.asked]), inputs)
    labels = ratings.liked[split.train]
    among_known = {name: np.ascontiguousarray(each[:n, :n]) for name, each in kernels.items()}
    told = KernelModel.fit(among_known, labels).tell(kernels, labels)
    return np.asarray(np.clip(told, *_LIMITS))


def _trees(ratings: Ratings, split: Split, inputs: tuple[str, ...]) -> Numbers:
    from sklearn.ensemble import ExtraTreesClassifier  # noqa: PLC0415 - of the extra, and heavy

    columns = _columns(ratings, split.train, inputs)
    model = ExtraTreesClassifier(
        _TREES, min_samples_leaf=4, max_features=0.5, random_state=split.seed
    )
    model.fit(columns[split.train], ratings.liked[split.train] > 0.5)
    return _of_liking(model, columns[split.asked])


def _boosting(ratings: Ratings, split: Split, inputs: tuple[str, ...]) -> Numbers:
    from sklearn.ensemble import HistGradientBoostingClassifier  # noqa: PLC0415 - as above

    columns = _columns(ratings, split.train, inputs)
    model = HistGradientBoostingClassifier(
        max_iter=_ROUNDS,
        learning_rate=0.05,
        max_leaf_nodes=8,
        min_samples_leaf=8,
        l2_regularization=1.0,
        early_stopping=False,
        random_state=split.seed,
    )
    model.fit(columns[split.train], ratings.liked[split.train] > 0.5)
    return _of_liking(model, columns[split.asked])


def _columns(ratings: Ratings, train: Rows, inputs: tuple[str, ...]) -> Numbers:
    """What trees split on, all rows: the listener's mean, the track's columns, the inputs."""
    usual = _means(ratings.listeners, train, ratings.rating, weight=_LISTENER_WEIGHT)
    genres = ratings.genres[:, None] == np.unique(ratings.genres)
    return np.column_stack(
        [usual, ratings.sound, genres, *(ratings.columns[name] for name in inputs)]
    )


def _means(keys: Rows, train: Rows, values: Numbers, *, weight: float) -> Numbers:
    """For each row the mean of the training rows of its key, shrunk towards that of all."""
    _, places = np.unique(keys, return_inverse=True)
    n = int(places.max()) + 1
    sums = np.bincount(places[train], values[train], minlength=n)
    counts = np.bincount(places[train], minlength=n)
    return np.asarray(((sums + weight * values[train].mean()) / (counts + weight))[places])


def _of_liking(model: object, columns: Numbers) -> Numbers:
    """Probabilities, also where the training rows have one answer only."""
    told = model.predict_proba(columns)  # type: ignore[attr-defined]
    classes = [bool(answer) for answer in model.classes_]  # type: ignore[attr-defined]
    return np.asarray(told[:, classes.index(True)] if True in classes else told[:, 0] * 0.0)


BASELINES: Final = ("global_mean", "listener_and_track", "floor", "floor_with_sound")
"""Told beside ours in every table."""

SINGLE: Final = ("kernel", "trees", "boosting")
"""Ours."""

CANDIDATES: Final = {
    **{name: (name,) for name in SINGLE},
    "kernel_trees": ("kernel", "trees"),
    "trees_boosting": ("trees", "boosting"),
    "all_three": SINGLE,
}
"""What the inner folds choose from; several names are their mean."""

WAYS: Final[dict[str, Way]] = {
    "global_mean": _global_mean,
    "listener_and_track": _listener_and_track,
    "floor": _floor,
    "floor_with_sound": _floor_with_sound,
    "kernel": _kernel,
    "trees": _trees,
    "boosting": _boosting,
}
