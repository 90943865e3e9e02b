"""From a wish to a contest: which data, and which recipes stand for LIN-10's letters."""

from collections.abc import Callable
from dataclasses import dataclass
from math import inf
from pathlib import Path
from typing import Final

from moodarc.errors import InputError
from moodarc.evaluation.hybrid_check import bench_hybrid
from moodarc.evaluation.hybrid_moments import Contest
from moodarc.evaluation.hybrid_situnes import situnes_contest
from moodarc.evaluation.hybrid_taste import taste_contest
from moodarc.evaluation.recipe_epochs import shortened
from moodarc.evaluation.report import BenchReport
from moodarc.recommend import Recipe
from moodarc.recommend.content import ContentBased
from moodarc.recommend.context import FactorisationMachine
from moodarc.recommend.emotion import EmotionDriven
from moodarc.recommend.factors import BPR, SVDpp
from moodarc.recommend.ncf import NeuMF
from moodarc.recommend.neighbours import ItemKNN
from moodarc.recommend.sequence import SASRec
from moodarc.recommend.simple import Popularity

__all__ = ["LETTERS", "HybridWish", "bench_hybrid_wish", "contest_of"]

LETTERS: Final = {
    "content": "A content",
    "item_knn": "B CF",
    "bpr": "C MF (BPR)",
    "svdpp": "C MF (SVD++)",
    "ncf": "D NCF",
    "emotion": "E emotion-driven",
    "hybrid": "F hybrid",
    "fm": "G context-aware",
    "sasrec": "H sequential",
}
"""names of LIN-10 by recipe"""
_EPOCHS: Final = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class HybridWish:
    """What is asked of `moodarc bench hybrid`.

    Attributes:
        data: the folder of SiTunes, or a table of Taste Profile.
        content: Deezer's table, for the latter.
        seeds: trainings of each recipe that draws anything.
        epochs: of each network, at most.
        told: is handed a line of progress.
    """

    data: Path
    content: Path | None = None
    seeds: int = 3
    epochs: int = _EPOCHS
    told: Callable[[str], None] = lambda _: None


def bench_hybrid_wish(wish: HybridWish) -> BenchReport:
    """The table of what was asked for.

    Raises:
        InputError: plays without a table of emotion, or too few of them.
        DatasetError: the data are not in their form.
    """
    return bench_hybrid(contest_of(wish), seeds=wish.seeds, told=wish.told)


def contest_of(wish: HybridWish) -> Contest:
    """SiTunes for a folder, Taste Profile for a file.

    Raises:
        InputError: a file without a table of emotion.
        DatasetError: the data are not in their form.
    """
    if wish.data.is_dir():
        recipes = {**_recipes(), "fm": FactorisationMachine(), "sasrec": SASRec()}
        return situnes_contest(wish.data, _short(recipes, wish.epochs))
    if wish.content is None:
        msg = f"nothing says what the songs of {wish.data} express; give Deezer's --content FILE"
        raise InputError(msg)
    # a table of counts has no order, and no play counts more than another
    recipes = {**_recipes(), "emotion": EmotionDriven(half_life=inf)}
    return taste_contest(wish.data, wish.content, _short(recipes, wish.epochs))


def _recipes() -> dict[str, Recipe]:
    kinds = (Popularity, ContentBased, ItemKNN, BPR, SVDpp, NeuMF, EmotionDriven)
    return {kind.name: kind() for kind in kinds}


def _short(recipes: dict[str, Recipe], epochs: int) -> dict[str, Recipe]:
    return {name: shortened(recipe, epochs) for name, recipe in recipes.items()}
