"""Folds that keep each group whole and spread the labels as evenly as the groups allow.

Rows of one artist, listener or subject resemble each other; a fold must hold all of a group or
nothing. The groups are placed one by one, the most one-sided first, each into the fold where the
label counts of all folds then differ least (greedy, as scikit-learn's StratifiedGroupKFold).
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from moodarc.errors import InputError

__all__ = ["group_folds"]


def group_folds(
    labels: ArrayLike, groups: ArrayLike, *, n_folds: int, rng: np.random.Generator
) -> NDArray[np.int64]:
    """Fold of each row, int64 (n,) in [0, n_folds); every fold holds at least one group.

    Args:
        labels: (n,) what to spread evenly.
        groups: (n,) what to keep whole.
        n_folds: at least 2.
        rng: decides between groups that are alike.

    Raises:
        InputError: fewer groups than folds, fewer than 2 folds, or arrays of unequal length.

    >>> rng = np.random.default_rng(0)
    >>> folds = group_folds([0, 1, 0, 1], ["a", "a", "b", "b"], n_folds=2, rng=rng)
    >>> bool(folds[0] == folds[1] != folds[2] == folds[3])
    True
    """
    counts, members = _label_counts(np.asarray(labels), np.asarray(groups))
    if not 2 <= n_folds <= len(counts):
        msg = f"{n_folds} folds of {len(counts)} groups; expected 2 folds up to one a group"
        raise InputError(msg)
    order = rng.permutation(len(counts))
    order = order[np.argsort(-counts[order].std(axis=1), kind="stable")]
    # Rare labels weigh as much as frequent ones.
    shares = counts / counts.sum(axis=0)
    fold_of_group = _place_groups(shares[order], n_folds)
    return np.asarray(fold_of_group[np.argsort(order)][members])


def _label_counts(
    labels: NDArray[np.generic], groups: NDArray[np.generic]
) -> tuple[NDArray[np.float64], NDArray[np.intp]]:
    """Rows by group and label, (n_groups, n_labels), and the group's place of each row."""
    if labels.ndim != 1 or labels.shape != groups.shape or labels.size == 0:
        msg = f"{labels.shape} labels and {groups.shape} groups; expected one of each a row"
        raise InputError(msg)
    names, label_of_row = np.unique(labels, return_inverse=True)
    group_names, members = np.unique(groups, return_inverse=True)
    counts = np.zeros((group_names.size, names.size))
    np.add.at(counts, (members, label_of_row), 1.0)
    return counts, members


def _place_groups(shares: NDArray[np.float64], n_folds: int) -> NDArray[np.int64]:
    """Fold of each group, in the order given; shares (n_groups, n_labels)."""
    filled = np.zeros((n_folds, shares.shape[1]))
    folds = np.empty(len(shares), dtype=np.int64)
    for place, share in enumerate(shares):
        empty = np.flatnonzero(~filled.any(axis=1))
        # The last groups go to folds that would else stay empty.
        open_folds = empty.tolist() if empty.size >= len(shares) - place else range(n_folds)
        folds[place] = open_folds[np.argmin([_unevenness(filled, share, f) for f in open_folds])]
        filled[folds[place]] += share
    return folds


def _unevenness(filled: NDArray[np.float64], share: NDArray[np.float64], fold: int) -> float:
    trial = filled.copy()
    trial[fold] += share
    return float(trial.std(axis=0).mean())
