"""How well labels are told: one metric, one function, the numbers of scikit-learn.

Every function takes the true and the predicted labels, (n,) and (n,). `classes` fixes the order of
the classes and names those that may be absent; without it they are the sorted labels that occur.
Of class c: precision TP / (TP + FP), recall TP / (TP + FN), F1 their harmonic mean; 0 where the
quotient is 0 / 0 (a class never predicted, or never there).
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from moodarc.errors import InputError
from moodarc.metrics._arrays import labels

__all__ = [
    "accuracy",
    "balanced_accuracy",
    "confusion_matrix",
    "f1",
    "macro_f1",
    "macro_precision",
    "macro_recall",
    "precision",
    "recall",
]

Classes = Sequence[str] | Sequence[int] | None


def confusion_matrix(
    truth: ArrayLike, predicted: ArrayLike, *, classes: Classes = None
) -> NDArray[np.int64]:
    """Counts, int64 (n_classes, n_classes): rows are the truth, columns the prediction.

    Raises:
        InputError: a label that `classes` lacks, or arrays of unequal or no length.

    >>> confusion_matrix(["a", "a", "b"], ["a", "b", "b"]).tolist()
    [[1, 1], [0, 1]]
    """
    true, told = labels(truth, predicted)
    names = _classes(true, told, classes)
    count = len(names)
    cells = _places(true, names) * count + _places(told, names)
    return np.bincount(cells, minlength=count * count).reshape(count, count)


def precision(
    truth: ArrayLike, predicted: ArrayLike, *, classes: Classes = None
) -> NDArray[np.float64]:
    """Of those told to be c, the share that is; float64 (n_classes,) in [0, 1]."""
    counts = confusion_matrix(truth, predicted, classes=classes)
    return _quotient(np.diag(counts), counts.sum(axis=0))


def recall(
    truth: ArrayLike, predicted: ArrayLike, *, classes: Classes = None
) -> NDArray[np.float64]:
    """Of those that are c, the share told so; float64 (n_classes,) in [0, 1]."""
    counts = confusion_matrix(truth, predicted, classes=classes)
    return _quotient(np.diag(counts), counts.sum(axis=1))


def f1(truth: ArrayLike, predicted: ArrayLike, *, classes: Classes = None) -> NDArray[np.float64]:
    """2 TP / (2 TP + FP + FN) by class; float64 (n_classes,) in [0, 1]."""
    counts = confusion_matrix(truth, predicted, classes=classes)
    return _quotient(2 * np.diag(counts), counts.sum(axis=0) + counts.sum(axis=1))


def macro_precision(truth: ArrayLike, predicted: ArrayLike, *, classes: Classes = None) -> float:
    """Mean precision of the classes, each weighing the same; in [0, 1]."""
    return float(precision(truth, predicted, classes=classes).mean())


def macro_recall(truth: ArrayLike, predicted: ArrayLike, *, classes: Classes = None) -> float:
    """Mean recall of the classes; an absent class counts 0 (`balanced_accuracy` leaves it out)."""
    return float(recall(truth, predicted, classes=classes).mean())


def macro_f1(truth: ArrayLike, predicted: ArrayLike, *, classes: Classes = None) -> float:
    """Mean F1 of the classes, each weighing the same; in [0, 1].

    >>> round(macro_f1(["a", "a", "b"], ["a", "b", "b"]), 4)
    0.6667
    """
    return float(f1(truth, predicted, classes=classes).mean())


def accuracy(truth: ArrayLike, predicted: ArrayLike) -> float:
    """Share of labels told right; in [0, 1]."""
    true, told = labels(truth, predicted)
    return float((true == told).mean())


def balanced_accuracy(truth: ArrayLike, predicted: ArrayLike) -> float:
    """Mean recall of the classes that are in the truth; in [0, 1].

    For two classes the mean of sensitivity and specificity (BAEK-9).

    >>> balanced_accuracy([0, 0, 0, 1], [0, 0, 0, 0])
    0.5
    """
    counts = confusion_matrix(truth, predicted)
    support = counts.sum(axis=1)
    present = support > 0
    return float((np.diag(counts)[present] / support[present]).mean())


def _classes(
    truth: NDArray[np.generic], predicted: NDArray[np.generic], classes: Classes
) -> NDArray[np.generic]:
    found = np.unique(np.concatenate([truth, predicted]))
    if classes is None:
        return found
    names = np.asarray(classes)
    unknown = found[~np.isin(found, names)]
    if unknown.size:
        msg = f"label {unknown[0]!s} is not among the classes {list(classes)}"
        raise InputError(msg)
    return names


def _places(values: NDArray[np.generic], names: NDArray[np.generic]) -> NDArray[np.intp]:
    order = np.argsort(names)
    return np.asarray(order[np.searchsorted(names, values, sorter=order)])


def _quotient(part: NDArray[np.int64], whole: NDArray[np.int64]) -> NDArray[np.float64]:
    return np.divide(part, whole, out=np.zeros(len(whole)), where=whole > 0)
