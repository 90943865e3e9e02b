"""`moodarc bench bpr`: seconds an epoch and AUC of BPR, beside implicit's and cornac's.

A fifth of each listener's items is held out. The AUC is, by listener, the share of (held out, never
heard) pairs in the right order, and the mean over listeners with its bootstrap interval. All have
the same factors and epochs; each selects its learning rate from four, inside the training part, on
a fifth of it. Ours folds listeners in from their history, the others use what they learned.
"""

import math
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from moodarc.catalog import Histories, Interactions
from moodarc.datasets import load_plays
from moodarc.evaluation.bpr_rivals import Fit, Scores, rivals_there
from moodarc.evaluation.report import BenchReport, BenchRow, fingerprint
from moodarc.protocols import bootstrap_interval
from moodarc.randomness import derive_rng
from moodarc.recommend.factors import BPR
from moodarc.recommend.recommender import Known

__all__ = ["auc_by_listener", "bench_bpr"]

_HELD: Final = 0.2
_BLOCK: Final = 256
_RATES: Final = {
    "bpr": (0.1, 0.2, 0.4, 0.8),
    "implicit": (0.02, 0.05, 0.1, 0.2),
    "cornac": (0.02, 0.05, 0.1, 0.2),
}
"""learning rates that each selects from; ours are Adagrad's"""


@dataclass(frozen=True, slots=True, eq=False)
class _Parts:
    """Plays to learn from and held out, (n_listeners, n_items) each."""

    train: sp.csr_array
    held: sp.csr_array

    @classmethod
    def of(cls, plays: sp.csr_array, rng: np.random.Generator) -> "_Parts":
        chosen = rng.random(plays.nnz) < _HELD
        return cls(_masked(plays, ~chosen), _masked(plays, chosen))


def bench_bpr(data: Path, *, epochs: int = 60, seed: int = 0) -> BenchReport:
    """Learn the order of heard and unheard items, ours and others'.

    Row names are `bpr.MODEL.auc`, `bpr.MODEL.epoch_s`, `bpr.MODEL.learning_rate`; a rival that is
    not installed has none.

    Args:
        data: plays by listener and item.
        epochs: of all.
        seed: of the split, and of ours.

    Raises:
        DatasetError: the data are not in their form.
    """
    plays = load_plays(data).interactions.summed().matrix()
    parts = _Parts.of(plays, derive_rng(seed, "bpr check"))
    inner = _Parts.of(parts.train, derive_rng(seed, "bpr selection"))
    fits: dict[str, Fit] = {"bpr": _ours(seed), **rivals_there()}
    rows: list[BenchRow] = []
    for name, fit in fits.items():
        rate = _selected(name, fit, (inner, epochs))
        aucs, fit_s = _aucs(fit, parts, (rate, epochs))
        rows += _rows(name, aucs, (fit_s / epochs, rate))
    return BenchReport("bpr", fingerprint([data]), tuple(rows))


def auc_by_listener(
    scores: NDArray[np.float32], heard: NDArray[np.bool_], held: NDArray[np.bool_]
) -> NDArray[np.float64]:
    """(n,) share of (held out, never heard) pairs in the right order, ties half; NaN = no pair.

    >>> scores = np.array([[3.0, 2.0, 1.0, 0.0]], dtype=np.float32)
    >>> heard, held = np.array([[1, 0, 0, 0]], bool), np.array([[0, 0, 1, 0]], bool)
    >>> auc_by_listener(scores, heard, held).tolist()
    [0.5]
    """
    found = np.full(len(scores), np.nan)
    for row in np.flatnonzero(held.any(axis=1)):
        never = np.sort(scores[row][~heard[row] & ~held[row]])
        wanted = scores[row][held[row]]
        if len(never):
            below = np.searchsorted(never, wanted, "left") + np.searchsorted(never, wanted, "right")
            found[row] = below.mean() / (2.0 * len(never))
    return found


def _ours(seed: int) -> Fit:
    def fit(plays: sp.csr_array, learning_rate: float, epochs: int) -> Scores:
        rows = np.repeat(np.arange(plays.shape[0]), np.diff(plays.indptr))
        known = Interactions(
            listener=rows.astype(np.int32),
            item=plays.indices.astype(np.int32),
            weight=np.ones(plays.nnz, dtype=np.float32),
            listeners=np.arange(plays.shape[0]),
            items=np.arange(plays.shape[1]),
        )
        recipe = BPR(epochs=epochs, learning_rate=learning_rate, half_life=math.inf)
        model = recipe.fit(Known(plays=known, seed=seed))
        return lambda asked: model.score(_histories(plays[asked]))

    return fit


def _histories(plays: sp.csr_array) -> Histories:
    return Histories(
        starts=plays.indptr.astype(np.int64),
        item=plays.indices.astype(np.int32),
        weight=np.ones(plays.nnz, dtype=np.float32),
        listener=np.full(plays.shape[0], -1, dtype=np.int32),
    )


def _selected(name: str, fit: Fit, inner: tuple[_Parts, int]) -> float:
    parts, epochs = inner

    def mean(rate: float) -> float:
        return float(np.nanmean(_aucs(fit, parts, (rate, epochs))[0]))

    return max(_RATES[name], key=mean)


def _rows(name: str, aucs: NDArray[np.float64], cost: tuple[float, float]) -> Iterator[BenchRow]:
    epoch_s, rate = cost
    known = aucs[~np.isnan(aucs)]
    interval = bootstrap_interval(np.mean, known, rng=np.random.default_rng(0))
    yield BenchRow.of(f"bpr.{name}.auc", interval)
    yield BenchRow(name=f"bpr.{name}.epoch_s", value=epoch_s, unit="s", higher_is_better=False)
    yield BenchRow(name=f"bpr.{name}.learning_rate", value=rate, higher_is_better=None)


def _aucs(fit: Fit, parts: _Parts, setting: tuple[float, int]) -> tuple[NDArray[np.float64], float]:
    """AUC of each listener, and the seconds of the fit."""
    began = time.perf_counter()
    scores = fit(parts.train, *setting)
    fit_s = time.perf_counter() - began
    found = []
    for start in range(0, parts.train.shape[0], _BLOCK):
        rows = np.arange(start, min(start + _BLOCK, parts.train.shape[0]))
        heard, held = (part[rows].toarray() > 0 for part in (parts.train, parts.held))
        found.append(auc_by_listener(scores(rows), heard, held))
    return np.concatenate(found), fit_s


def _masked(plays: sp.csr_array, kept: NDArray[np.bool_]) -> sp.csr_array:
    row = np.repeat(np.arange(plays.shape[0]), np.diff(plays.indptr))[kept]
    ones = np.ones(len(row), dtype=np.float32)
    return sp.coo_array((ones, (row, plays.indices[kept])), shape=plays.shape).tocsr()
