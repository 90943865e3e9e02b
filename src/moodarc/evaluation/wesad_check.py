"""Stress against rest on WESAD's windows, each person told without them (leave one person out).

Logistic regression on the logarithms of the standard deviations in a window, penalty chosen among
the other people, each told without themselves. People differ more than conditions do, so a window
may be seen against its person's others; what that uses of the tested person is in the name:

    raw         nothing of theirs: windows as they are
    past        mean and spread of their windows so far, unlabelled, none of the future, as a
                wearable could have it; a protocol that starts with rest, as this one, favours it
    unlabelled  mean and spread of all their windows, unlabelled, future ones too: what papers
                usually report
    body        as `past`, without acceleration: in the protocol stress means standing and talking,
                so a wearable that only counts movement tells it too

AUC is a person's own, then the mean over people; intervals draw people.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from moodarc.datasets import CONDITIONS, STD_COLUMNS, load_wesad_windows
from moodarc.errors import DatasetError
from moodarc.evaluation.report import BenchRow
from moodarc.metrics import roc_auc
from moodarc.protocols import bootstrap_interval

__all__ = ["wesad_rows"]

_Numbers = NDArray[np.float64]
_Rows = NDArray[np.int64]

_STRENGTHS: Final = (0.001, 0.01, 0.1, 1.0)
_LEAST: Final = 1e-9
_LEAST_PEOPLE: Final = 3


def wesad_rows(table: Path, *, seed: int) -> Iterator[BenchRow]:
    """The figures.

    Args:
        table: parquet of windows.
        seed: of the intervals.

    Raises:
        DatasetError: the table is not in its form, or fewer than three people have both conditions.
    """
    windows = load_wesad_windows(table)
    stress = CONDITIONS.index("stress")
    kept = np.isin(windows.conditions, [CONDITIONS.index("baseline"), stress])
    truth = (windows.conditions[kept] == stress).astype(np.int64)
    people, logs = windows.subjects[kept], np.log(windows.spreads[kept] + _LEAST)
    if sum(len(np.unique(truth[people == who])) == 2 for who in np.unique(people)) < _LEAST_PEOPLE:
        msg = f"{table} has fewer than {_LEAST_PEOPLE} people with both baseline and stress"
        raise DatasetError(msg)
    past = _by_past(logs, people)
    body = past[:, ["acc" not in name.lower() for name in STD_COLUMNS]]
    forms = {"raw": logs, "past": past, "unlabelled": _by_all(logs, people), "body": body}
    for form, inputs in forms.items():
        told = _left_out(inputs, truth, people)
        interval = bootstrap_interval(
            _mean_auc,
            truth,
            told,
            people,
            rng=np.random.default_rng(seed),
            groups=people,
            resamples=400,
        )
        yield BenchRow.of(f"physiology.wesad.{form}.stress_auc", interval)
    counts = {"people": len(np.unique(people)), "baseline": int((truth == 0).sum())}
    for name, count in (counts | {"stress": int(truth.sum())}).items():
        yield BenchRow(name=f"physiology.wesad.{name}", value=count, higher_is_better=None)


def _left_out(inputs: _Numbers, truth: _Rows, people: _Rows) -> _Numbers:
    told = np.empty(len(truth))
    for who in np.unique(people):
        theirs = people == who
        known = inputs[~theirs], truth[~theirs], people[~theirs]
        told[theirs] = _scores(*known[:2], inputs[theirs], strength=_chosen(*known))
    return told


def _chosen(inputs: _Numbers, truth: _Rows, people: _Rows) -> float:
    """The strength that tells known people best, each without themselves."""
    aucs = []
    for strength in _STRENGTHS:
        told = np.empty(len(truth))
        for who in np.unique(people):
            left = people == who
            told[left] = _scores(inputs[~left], truth[~left], inputs[left], strength=strength)
        aucs.append(_mean_auc(truth, told, people))
    return _STRENGTHS[int(np.nanargmax(aucs))]


def _scores(inputs: _Numbers, truth: _Rows, asked: _Numbers, *, strength: float) -> _Numbers:
    from sklearn.linear_model import LogisticRegression  # noqa: PLC0415 - of the extra, and heavy
    from sklearn.pipeline import make_pipeline  # noqa: PLC0415
    from sklearn.preprocessing import StandardScaler  # noqa: PLC0415

    regression = LogisticRegression(C=strength, class_weight="balanced", max_iter=1000)
    model = make_pipeline(StandardScaler(), regression).fit(inputs, truth)
    return np.asarray(model.decision_function(asked))


def _by_all(values: _Numbers, people: _Rows) -> _Numbers:
    relative = np.empty_like(values)
    for who in np.unique(people):
        theirs = values[people == who]
        relative[people == who] = (theirs - theirs.mean(axis=0)) / (theirs.std(axis=0) + _LEAST)
    return relative


def _by_past(values: _Numbers, people: _Rows) -> _Numbers:
    """Against the windows of the person up to and with this one, in the order of the table."""
    relative = np.zeros_like(values)
    overall = values.std(axis=0) + _LEAST
    for who in np.unique(people):
        rows = np.flatnonzero(people == who)
        for place, row in enumerate(rows):
            past = values[rows[: place + 1]]
            spread = np.sqrt((past.var(axis=0) * len(past) + overall**2) / (len(past) + 1))
            relative[row] = (values[row] - past.mean(axis=0)) / spread
    return relative


def _mean_auc(truth: _Rows, told: _Numbers, people: _Rows) -> float:
    aucs = [roc_auc(truth[people == who], told[people == who]) for who in np.unique(people)]
    return float(np.nanmean(aucs))
