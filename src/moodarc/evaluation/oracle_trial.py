"""What an oracle is asked: histories that tell the affect of the very items to be foretold.

An upper bound of what emotion can bring, never a result (issue 6): the answer is leaked on purpose.
"""

from dataclasses import replace

import numpy as np

from moodarc.catalog import Feelings, ItemContent
from moodarc.protocols import Trial
from moodarc.recommend import Recipe
from moodarc.recommend.cold_items import ColdItems
from moodarc.recommend.sequence import SequenceConfig, oracle_feelings

__all__ = ["oracle_trial", "trained_on_answers"]


def trained_on_answers(recipe: Recipe) -> bool:
    """Whether a recipe, or the one that it goes round, is an oracle."""
    inner = recipe.recipe if isinstance(recipe, ColdItems) else recipe
    config = getattr(inner, "config", None)
    return isinstance(config, SequenceConfig) and config.oracle


def oracle_trial(trial: Trial, content: ItemContent) -> Trial:
    """Each history with the mean affect of those of its targets that have one, as if sensed."""
    of_targets = oracle_feelings(content, trial.target)
    known = np.isfinite(of_targets.mean[:, :2]).all(axis=1)
    rows, n = trial.history[known], len(trial.histories)
    count = np.bincount(rows, minlength=n)
    mean = np.full((n, 3), np.nan, dtype=np.float32)
    for axis in (0, 1):
        total = np.bincount(rows, of_targets.mean[known, axis], minlength=n)
        mean[count > 0, axis] = (total / np.maximum(count, 1))[count > 0]
    told = Feelings(mean=mean, variance=np.full_like(mean, np.nan))
    return replace(trial, histories=replace(trial.histories, feelings=told))
