"""Ways to tell the change of mood after a track, from simple to ours; each is fitted on known rows.

`Inputs` holds what may be known beforehand: the mood before, the listener's past and what others
said of the track (`listener.PastFeatures`, computed from the training rows only), and, of SiTunes,
the situation and the track's columns. A way is chosen, with how far it leans towards rare classes,
by four folds inside the training rows; the mean of accuracy and macro-F1 decides.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from moodarc.listener import (
    CHANGES,
    PAST_FEATURES,
    Listenings,
    MoodChangeModel,
    PastFeatures,
    leant,
    mood_changes,
)
from moodarc.metrics import accuracy, macro_f1

__all__ = ["BASELINES", "WAYS", "Chosen", "Inputs", "Split", "choose", "labels_of", "tell"]

Rows = NDArray[np.int64]
Numbers = NDArray[np.float64]
Way = Callable[["Inputs", "Split"], Numbers]
"""(inputs, what is learned from and asked) -> probabilities (n, 3)"""

CLASSES: Final = tuple(range(len(CHANGES)))
_LEANS: Final = (0.0, 0.25, 0.5, 0.75)
_FOLDS: Final = 4
_TREES: Final = 200
_STRENGTH: Final = 0.05


@dataclass(frozen=True, slots=True, eq=False)
class Inputs:
    """All that may be known of listenings, and their labels.

    Attributes:
        heard: all listenings that are learned from or asked.
        earlier: listenings whose mood before is not known (SiTunes' first stage).
        situation: (n, k) of the wrist, the day and the weather.
        track: (n, m) of the track.
        also_known: rows whose outcome counts as the listener's past though nothing is fitted on
            them: what a stage has shown so far, when it is met listening by listening.
    """

    heard: Listenings
    earlier: Listenings
    situation: Numbers
    track: Numbers
    also_known: Rows

    def labels(self) -> Rows:
        """Places in `CHANGES`, (n,)."""
        return labels_of(self.heard)

    def features(self, train: Rows, asked: Rows) -> tuple[Numbers, Numbers]:
        """Of training and asked rows, by what the training rows know."""
        known = self.earlier.and_these(self.heard.at(train))
        past = PastFeatures(known)
        if not len(self.also_known):
            return past.of(self.heard.at(train)), past.of(self.heard.at(asked))
        shown = np.union1d(train, self.also_known)
        more = PastFeatures(self.earlier.and_these(self.heard.at(shown)))
        return past.of(self.heard.at(train)), more.of(self.heard.at(asked))


@dataclass(frozen=True, slots=True, eq=False)
class Split:
    """Rows of `Inputs`.

    Attributes:
        train: what is learned from.
        asked: what is to be told.
        seed: of whatever is drawn.
    """

    train: Rows
    asked: Rows
    seed: int


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the folds inside the training rows chose.

    Attributes:
        way: its name.
        lean: towards rare classes, in [0, 1].
    """

    way: str
    lean: float


def labels_of(heard: Listenings) -> Rows:
    """The change of each listening, (n,) places in `CHANGES`."""
    return mood_changes(heard.before[:, 0], heard.after[:, 0])


def tell(inputs: Inputs, chosen: Chosen, split: Split) -> Rows:
    """What a chosen way tells of the asked rows, (n,) places in `CHANGES`."""
    p = WAYS[chosen.way](inputs, split)
    return leant(p, _shares(inputs.labels()[split.train]), chosen.lean)


def choose(inputs: Inputs, train: Rows, *, seed: int) -> Chosen:
    """The way and lean that do best on folds of the training rows."""
    inside = replace(inputs, also_known=np.zeros(0, np.int64))
    labels = inputs.labels()
    folds = np.random.default_rng(seed).permutation(len(train)) % _FOLDS
    best, best_score = Chosen("logistic", 0.0), -1.0
    for way in _CANDIDATES:
        told = np.empty((len(train), len(CHANGES)))
        for fold in range(_FOLDS):
            kept, left = train[folds != fold], folds == fold
            told[left] = WAYS[way](inside, Split(kept, train[left], seed))
        for lean in _LEANS:
            guess = leant(told, _shares(labels[train]), lean)
            score = accuracy(labels[train], guess) + macro_f1(labels[train], guess, classes=CLASSES)
            if score > best_score:
                best, best_score = Chosen(way, lean), score
    return best


def _shares(labels: Rows) -> Numbers:
    return np.bincount(labels, minlength=len(CHANGES)) / len(labels)


def _majority(inputs: Inputs, split: Split) -> Numbers:
    return np.tile(_shares(inputs.labels()[split.train]), (len(split.asked), 1))


def _own_history(inputs: Inputs, split: Split) -> Numbers:
    """The shares of the listener's own past, weighed against people's."""
    _, of_asked = inputs.features(split.train, split.asked)
    return of_asked[:, [PAST_FEATURES.index(f"share_{name}") for name in CHANGES]]


def _before_only(inputs: Inputs, split: Split) -> Numbers:
    """Thresholds of the mood before: a logistic model of valence and its square."""
    valence = inputs.heard.before[:, 0]
    powers = np.column_stack([valence, valence**2])
    model = MoodChangeModel.fit(powers[split.train], inputs.labels()[split.train], strength=1.0)
    return model.probabilities(powers[split.asked])


def _logistic(inputs: Inputs, split: Split) -> Numbers:
    of_train, of_asked = inputs.features(split.train, split.asked)
    model = MoodChangeModel.fit(of_train, inputs.labels()[split.train], strength=_STRENGTH)
    return model.probabilities(of_asked)


def _logistic_without_track(inputs: Inputs, split: Split) -> Numbers:
    """Without what the track is known for: what remains for music nobody rated."""
    kept = ["track" not in name for name in PAST_FEATURES]
    of_train, of_asked = (values[:, kept] for values in inputs.features(split.train, split.asked))
    model = MoodChangeModel.fit(of_train, inputs.labels()[split.train], strength=_STRENGTH)
    return model.probabilities(of_asked)


def _trees(inputs: Inputs, split: Split) -> Numbers:
    from sklearn.ensemble import ExtraTreesClassifier  # noqa: PLC0415 - of the extra, and heavy

    model = ExtraTreesClassifier(
        _TREES, min_samples_leaf=4, max_features=0.5, random_state=split.seed
    )
    of_train, of_asked = inputs.features(split.train, split.asked)
    return _of_classes(model.fit(of_train, inputs.labels()[split.train]), of_asked)


def _forest(inputs: Inputs, split: Split) -> Numbers:
    from sklearn.ensemble import RandomForestClassifier  # noqa: PLC0415 - of the extra, and heavy

    model = RandomForestClassifier(
        _TREES, min_samples_leaf=5, max_features=0.4, random_state=split.seed
    )
    of_train, of_asked = inputs.features(split.train, split.asked)
    return _of_classes(model.fit(of_train, inputs.labels()[split.train]), of_asked)


def _extra_trees(inputs: Inputs, split: Split) -> Numbers:
    """Over everything: past, situation and the track's columns."""
    from sklearn.ensemble import ExtraTreesClassifier  # noqa: PLC0415 - of the extra, and heavy

    model = ExtraTreesClassifier(
        _TREES, min_samples_leaf=4, max_features=0.5, random_state=split.seed
    )
    of_train, of_asked = inputs.features(split.train, split.asked)
    beside = np.hstack([inputs.situation, inputs.track])
    model.fit(np.hstack([of_train, beside[split.train]]), inputs.labels()[split.train])
    return _of_classes(model, np.hstack([of_asked, beside[split.asked]]))


def _blend(inputs: Inputs, split: Split) -> Numbers:
    ways = (_logistic, _trees, _forest)
    return np.asarray(np.mean([way(inputs, split) for way in ways], axis=0))


def _of_classes(model: object, features: Numbers) -> Numbers:
    """Probabilities (n, 3), also where a class was not there to learn."""
    told = np.zeros((len(features), len(CHANGES)))
    told[:, model.classes_] = model.predict_proba(features)  # type: ignore[attr-defined]
    return told


BASELINES: Final = ("majority", "own_history", "before_only", "no_track", "extra_trees")
_CANDIDATES: Final = ("logistic", "trees", "forest", "blend", "extra_trees")
WAYS: Final[dict[str, Way]] = {
    "majority": _majority,
    "own_history": _own_history,
    "before_only": _before_only,
    "no_track": _logistic_without_track,
    "extra_trees": _extra_trees,
    "logistic": _logistic,
    "trees": _trees,
    "forest": _forest,
    "blend": _blend,
}
