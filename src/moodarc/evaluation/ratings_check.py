"""`moodarc bench ratings`: how well ratings are foretold, beside Surprise on the same splits.

A rating is log(1 + plays). Five times 80 % of the ratings are learned from and the others foretold.
Ours selects its settings inside each training part, on a tenth of it that it then learns from as
well; Surprise has its published ones. A difference is the mean over the splits of ours less theirs,
with Student's interval on them.
"""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from moodarc.catalog import Interactions
from moodarc.datasets import load_plays
from moodarc.evaluation.rating_rivals import Predicted, surprise_is_there, surprise_predictions
from moodarc.evaluation.report import BenchReport, BenchRow, fingerprint
from moodarc.metrics import rmse
from moodarc.randomness import derive_rng
from moodarc.recommend.factors import RatedItems, SVDpp
from moodarc.recommend.recommender import Known

__all__ = ["SELECTED", "bench_ratings", "split_ratings"]

_SPLITS: Final = 5
_HELD: Final = 0.2
_INNER: Final = 0.1
_STUDENT: Final = {2: 12.706, 3: 4.303, 4: 3.182, 5: 2.776}
"""97.5 % quantiles of Student's t by the number of values"""
SELECTED: Final = (
    SVDpp(rating="as_is"),
    SVDpp(rating="as_is", penalty=15.0),
    SVDpp(rating="as_is", penalty=30.0),
    SVDpp(rating="as_is", item_penalty=5.0),
)
"""what is selected from, inside each training part"""


@dataclass(frozen=True, slots=True, eq=False)
class _Outcome:
    """Errors and seconds of each model on one split, and what selecting took."""

    rmse: dict[str, float]
    fit_s: dict[str, float]
    selection_s: float


def bench_ratings(
    data: Path, *, seed: int = 0, settings: Sequence[SVDpp] = SELECTED
) -> BenchReport:
    """Foretell ratings on five splits.

    Row names are `ratings.MODEL.rmse`, `.fit_s`, and `ratings.svdpp_less_MODEL.rmse` and
    `.fit_ratio` for each rival; without scikit-surprise its rows are absent.

    Args:
        data: plays by listener and item.
        seed: of the splits and all that is drawn.
        settings: selected from.

    Raises:
        DatasetError: the data are not in their form.
    """
    ratings = load_plays(data).interactions.summed()
    ratings = replace(ratings, weight=np.log1p(ratings.weight))
    outcomes = [_outcome(ratings, seed + number, settings) for number in range(_SPLITS)]
    rows = (
        BenchRow(name="ratings.n", value=len(ratings), higher_is_better=None),
        *_own_rows(outcomes),
        *_rival_rows(outcomes),
    )
    return BenchReport("ratings", fingerprint([data]), rows)


def split_ratings(
    ratings: Interactions, share: float, rng: np.random.Generator
) -> tuple[Interactions, Interactions]:
    """Training part and a `share` that is held out, row by row."""
    held = rng.random(len(ratings)) < share
    return ratings.take(~held), ratings.take(held)


def _outcome(ratings: Interactions, seed: int, settings: Sequence[SVDpp]) -> _Outcome:
    train, test = split_ratings(ratings, _HELD, derive_rng(seed, "ratings"))
    began = time.perf_counter()
    recipe = _selected(train, settings, seed)
    selection_s = time.perf_counter() - began
    found = {"mean": Predicted(np.full(len(test), float(train.weight.mean())), 0.0)}
    found["svdpp"] = _ours(recipe, (train, test), seed)
    if surprise_is_there():
        found |= surprise_predictions(train, test, seed=seed)
    errors = {name: rmse(test.weight, each.ratings) for name, each in found.items()}
    return _Outcome(errors, {name: each.fit_s for name, each in found.items()}, selection_s)


def _selected(train: Interactions, settings: Sequence[SVDpp], seed: int) -> SVDpp:
    if len(settings) == 1:
        return settings[0]
    inner, held = split_ratings(train, _INNER, derive_rng(seed, "selection"))

    def error(recipe: SVDpp) -> float:
        return rmse(held.weight, _ours(recipe, (inner, held), seed).ratings)

    return min(settings, key=error)


def _ours(recipe: SVDpp, parts: tuple[Interactions, Interactions], seed: int) -> Predicted:
    train, test = parts
    began = time.perf_counter()
    model = recipe.fit(Known(plays=train, seed=seed))
    fit_s = time.perf_counter() - began
    told: NDArray[np.float32] = _rated(model).predict(test.listener, test.item)
    return Predicted(told.astype(np.float64), fit_s)


def _rated(model: object) -> RatedItems:
    if not isinstance(model, RatedItems):
        msg = f"{type(model).__name__} predicts no ratings"
        raise TypeError(msg)
    return model


def _own_rows(outcomes: list[_Outcome]) -> Iterator[BenchRow]:
    for name in outcomes[0].rmse:
        error = [one.rmse[name] for one in outcomes]
        low, high = _interval(error)
        yield BenchRow(
            name=f"ratings.{name}.rmse",
            value=float(np.mean(error)),
            low=low,
            high=high,
            higher_is_better=False,
        )
        if name != "mean":
            yield _seconds(f"ratings.{name}.fit_s", [one.fit_s[name] for one in outcomes])
    yield _seconds("ratings.svdpp.selection_s", [one.selection_s for one in outcomes])


def _rival_rows(outcomes: list[_Outcome]) -> Iterator[BenchRow]:
    for name in (each for each in outcomes[0].rmse if each not in {"mean", "svdpp"}):
        less = [one.rmse["svdpp"] - one.rmse[name] for one in outcomes]
        low, high = _interval(less)
        yield BenchRow(
            name=f"ratings.svdpp_less_{name}.rmse",
            value=float(np.mean(less)),
            low=low,
            high=high,
            higher_is_better=False,
        )
        ratio = [one.fit_s["svdpp"] / one.fit_s[name] for one in outcomes]
        yield BenchRow(
            name=f"ratings.svdpp_over_{name}.fit_ratio",
            value=float(np.mean(ratio)),
            unit="x",
            higher_is_better=False,
        )


def _seconds(name: str, values: list[float]) -> BenchRow:
    return BenchRow(name=name, value=float(np.mean(values)), unit="s", higher_is_better=False)


def _interval(values: list[float]) -> tuple[float, float]:
    half = _STUDENT[len(values)] * float(np.std(values, ddof=1)) / float(np.sqrt(len(values)))
    return float(np.mean(values)) - half, float(np.mean(values)) + half
