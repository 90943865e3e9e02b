import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.model_selection import StratifiedGroupKFold

from moodarc.errors import InputError
from moodarc.protocols import group_folds, require_disjoint


def rng(seed=0):
    return np.random.default_rng(seed)


def library(seed):
    """900 tracks of 150 artists, each leaning to one of four quadrants, the labels uneven."""
    draw = np.random.default_rng(seed)
    artists = draw.integers(150, size=900)
    leaning = draw.choice(4, size=150, p=[0.5, 0.3, 0.15, 0.05])
    labels = np.where(draw.random(900) < 0.6, leaning[artists], draw.integers(4, size=900))
    return labels, artists


def imbalance(labels, folds):
    """Largest gap, over folds and labels, between a fold's share of a label and an even share."""
    table = np.array([np.bincount(labels[folds == f], minlength=4) for f in np.unique(folds)])
    return np.abs(table / table.sum(axis=0) - 1 / len(table)).max()


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 9)), min_size=1), st.integers(2, 5))
def test_groups_stay_whole_and_no_fold_is_empty(rows, n_folds):
    labels, groups = np.array(rows).T
    if np.unique(groups).size < n_folds:
        return
    folds = group_folds(labels, groups, n_folds=n_folds, rng=rng())
    assert set(folds) == set(range(n_folds))
    for fold in range(n_folds):
        require_disjoint(groups[folds != fold], groups[folds == fold])


@pytest.mark.parametrize("seed", range(3))
def test_labels_are_spread_as_evenly_as_scikit_learn_spreads_them(seed):
    labels, artists = library(seed)
    ours = imbalance(labels, group_folds(labels, artists, n_folds=5, rng=rng(seed)))
    splitter = StratifiedGroupKFold(5, shuffle=True, random_state=seed)
    theirs = np.empty(len(labels), dtype=int)
    for fold, (_, test) in enumerate(splitter.split(labels, labels, artists)):
        theirs[test] = fold
    assert ours <= imbalance(labels, theirs) + 0.02
    assert ours < 0.1


def test_the_same_seed_gives_the_same_folds_and_another_gives_others():
    labels, artists = library(0)
    first, again, other = (
        group_folds(labels, artists, n_folds=5, rng=rng(seed)) for seed in (1, 1, 2)
    )
    assert (first == again).all()
    assert (first != other).any()


@pytest.mark.parametrize("n_folds", [1, 3])
def test_more_folds_than_groups_or_one_fold_are_refused(n_folds):
    with pytest.raises(InputError, match="folds of 2 groups"):
        group_folds([0, 1, 1], ["a", "b", "b"], n_folds=n_folds, rng=rng())


def test_labels_without_a_group_are_refused():
    with pytest.raises(InputError, match="one of each a row"):
        group_folds([0, 1], ["a"], n_folds=2, rng=rng())
