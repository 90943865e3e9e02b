"""A calibration in text and JSON: its curves, and what is taken for what (LE-5)."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from moodarc.sensing.face import Calibration, OwnPictures

__all__ = ["calibration_json", "calibration_lines", "outcomes"]

_SHOWN_ITERATIONS = 8


def outcomes(confusion: NDArray[np.int64]) -> NDArray[np.int64]:
    """TP, FP, FN and TN of each class, int64 (n, 4), from a confusion matrix (rows are the truth).

    >>> outcomes(np.array([[3, 1], [2, 4]])).tolist()
    [[3, 2, 1, 4], [4, 1, 2, 3]]
    """
    right = np.diag(confusion)
    false_positive, false_negative = confusion.sum(axis=0) - right, confusion.sum(axis=1) - right
    true_negative = confusion.sum() - right - false_positive - false_negative
    return np.stack([right, false_positive, false_negative, true_negative], axis=1)


def calibration_lines(found: "Calibration", own: "OwnPictures") -> Iterator[str]:
    """Pictures, curves over the iterations, and the confusion matrix of those held out."""
    counts = {name.value: n for name, n in own.counts().items() if n}
    yield "Pictures: " + ", ".join(f"{n} {name}" for name, n in counts.items())
    if own.skipped:
        yield "left out: " + ", ".join(f"{n} ({why})" for why, n in own.skipped.most_common())
    yield ""
    yield from _curve_lines(found)
    yield ""
    yield from _confusion_lines(found, list(counts))
    yield ""


def calibration_json(found: "Calibration", own: "OwnPictures") -> dict[str, Any]:
    """The same as JSON values."""
    from moodarc.affect import Expression

    names, curves = [name.value for name in Expression], found.curves
    columns = ("true_positive", "false_positive", "false_negative", "true_negative")
    return {
        "pictures": {name.value: n for name, n in own.counts().items()},
        "left_out": dict(own.skipped),
        "fitted": found.n_fitted,
        "held_out": found.n_held,
        "pull": found.pull,
        "accuracy": {"before": found.accuracy_before, "after": found.accuracy_after},
        "in_use": None
        if found.in_use is None
        else {"accuracy": found.in_use.accuracy, "loss": found.in_use.loss},
        "better": found.is_better,
        "curves": {
            "fitted_loss": curves.fitted_loss,
            "fitted_accuracy": curves.fitted_accuracy,
            "held_loss": curves.held_loss,
            "held_accuracy": curves.held_accuracy,
        },
        "expressions": names,
        "confusion": {"before": found.before.tolist(), "after": found.after.tolist()},
        "outcomes": {
            name: dict(zip(columns, row, strict=True))
            for name, row in zip(names, outcomes(found.after).tolist(), strict=True)
        },
    }


def _curve_lines(found: "Calibration") -> Iterator[str]:
    curves = found.curves
    last = len(curves.held_loss) - 1
    yield f"{'':>10}{'loss':>10}{'':>10}{'right':>10}"
    yield f"{'iteration':>10}{'fitted':>10}{'held out':>10}{'fitted':>10}{'held out':>10}"
    for n in sorted({round(share) for share in np.linspace(0, last, _SHOWN_ITERATIONS)}):
        yield (
            f"{n:>10}{curves.fitted_loss[n]:>10.3f}{curves.held_loss[n]:>10.3f}"
            f"{100 * curves.fitted_accuracy[n]:>8.0f} %{100 * curves.held_accuracy[n]:>8.0f} %"
        )


def _confusion_lines(found: "Calibration", shown: list[str]) -> Iterator[str]:
    """Rows are what was shown, columns what was told; of what was shown or told at all."""
    from moodarc.affect import Expression

    names = [name.value for name in Expression]
    told = found.after.sum(axis=0)
    columns = [k for k, name in enumerate(names) if name in shown or told[k]]
    yield "shown \\ told, of the pictures held out"
    head = "".join(f"{names[k]:>9}" for k in columns)
    yield f"{'':<9}{head}{'TP':>7}{'FP':>5}{'FN':>5}{'TN':>5}"
    counts = outcomes(found.after)
    for k in columns:
        cells = "".join(f"{n:>9}" for n in found.after[k, columns])
        tp, fp, fn, tn = counts[k]
        yield f"{names[k]:<9}{cells}{tp:>7}{fp:>5}{fn:>5}{tn:>5}"
