"""The settings of neighbours and EASE, chosen on validation parts: the origin of their defaults.

    python tools/choose_neighbours.py PLAYS ...

Each PLAYS is parted as `moodarc bench recommend` does, and its test part is left alone. Of counts
a fifth of what is left of each listener is held out once more (another draw than the bench's); of
sessions the validation part is asked. Each line: NDCG@10 on each set, and the mean of what share
that is of the best of the same model on the set. One setting is changed at a time, and the best
value kept before the next is tried.
"""

import math
import sys
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from moodarc.datasets import load_plays
from moodarc.evaluation.ranking_figures import by_history
from moodarc.evaluation.ranking_trial import ask
from moodarc.evaluation.recommend_data import prepared, split_name, split_of
from moodarc.protocols import Split, Trial, held_share
from moodarc.randomness import derive_rng
from moodarc.recommend import Known
from moodarc.recommend.linear import EASE
from moodarc.recommend.neighbours import ItemKNN, UserKNN

Tuned = ItemKNN | UserKNN | EASE
CASES = 2000
"""asked at most, the same for all: as many as half-lives are chosen by"""
WEIGHTINGS = ("binary", "log", "tf_idf", "bm25")
TRIED: dict[type[Tuned], dict[str, tuple[Any, ...]]] = {
    ItemKNN: {
        "weighting": WEIGHTINGS,
        "shrinkage": (0.0, 3.0, 10.0, 30.0, 100.0),
        "neighbours": (30, 100, 300),
        "asymmetry": (0.4, 0.5, 0.6),
        "again": (0.2, 0.5, 1.0),
    },
    UserKNN: {
        "weighting": WEIGHTINGS,
        "shrinkage": (0.0, 2.0, 5.0, 15.0, 50.0),
        "neighbours": (20, 50, 100, 300),
        "again": (0.1, 0.2, 0.5, 1.0),
    },
    EASE: {"penalty": (25.0, 50.0, 100.0, 200.0, 400.0), "weighting": WEIGHTINGS},
}


@dataclass(frozen=True)
class Asked:
    """A set of plays without its test part."""

    known: Known
    trial: Trial
    half_life: float

    @classmethod
    def of(cls, file: Path) -> "Asked":
        """Of a file of plays."""
        plays = load_plays(file)
        name = split_name(plays, "auto")
        split = split_of(prepared(plays, name).interactions, name)
        if name == "share":
            inner = held_share(split.all_known, rng=derive_rng(0, "validation part"))
            return cls(_known(inner), inner.test, math.inf)
        rows = np.unique(np.linspace(0, len(split.validation) - 1, CASES).astype(np.int64))
        trial = Trial.of(split.validation, np.arange(len(split.validation))).take(rows)
        known = replace(_known(split), plays=split.train)
        return cls(known, trial, 2.0 if split.train.session is not None else math.inf)

    def ndcg(self, recipe: Tuned) -> float:
        """NDCG@10 of a recipe fitted on what is known."""
        model = replace(recipe, half_life=self.half_life).fit(self.known)
        (answers,) = ask(model, self.trial, negatives=None, repeats=self.known.repeats)
        return float(by_history(answers.full, self.trial)["ndcg10"].mean())


def _known(split: Split) -> Known:
    return Known(plays=split.all_known, repeats=split.repeats)


def choose(sets: list[Asked], recipe: Tuned, tried: dict[str, tuple[Any, ...]]) -> Tuned:
    """The recipe with the best value of each setting in turn."""
    found: dict[Tuned, list[float]] = {}
    for name, values in tried.items():
        options = [replace(recipe, **{name: value}) for value in values]
        for option in options:
            if option not in found:
                found[option] = [one.ndcg(option) for one in sets]
                told = ", ".join(f"{value:.4f}" for value in found[option])
                print(f"{option.name} {name}={getattr(option, name)}: {told}", flush=True)
        best = np.max(list(found.values()), axis=0)
        recipe = max(options, key=lambda option: np.mean(np.array(found[option]) / best))
    share = np.mean(np.array(found[recipe]) / np.max(list(found.values()), axis=0))
    print(f"-> {recipe} ({share:.3f} of the best)", flush=True)
    return recipe


if __name__ == "__main__":
    sets = [Asked.of(Path(name)) for name in sys.argv[1:]]
    for kind, tried in TRIED.items():
        choose(sets, kind(), tried)
