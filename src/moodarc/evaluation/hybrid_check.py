"""`moodarc bench hybrid`: the eight models of LIN-10, LIN-11's ablation, LIN-12's figures 4 and 5.

All models learn from the same part and are asked the same moments among the same candidates. F, the
hybrid, is the collaborative model with the highest NDCG@10 on the validation part, mixed with the
emotion match (`evaluation.hybrid_lists`). Lambda is the smallest whose NDCG@10 there is within one
standard error of the best (Breiman's rule): as much emotion as costs no accuracy that can be seen.
The ablation:

- *no emotion*: F's collaborative model alone;
- *no hybrid*: F's emotion match alone, over all candidates (the paper's row keeps more match than
  its row without emotion, so that it must be this part that is left);
- *no dynamics*: F, told the listener's mean emotion until then in place of the one before the
  track, lambda unchanged. Lists are still compared with the latter.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from moodarc.catalog import ItemContent
from moodarc.evaluation.hybrid_figures import (
    Columns,
    difference_rows,
    list_figures,
    mean_rows,
    rmse_row,
    squared_errors,
)
from moodarc.evaluation.hybrid_lists import AtHome, Hybrid, Plain, Way, latency_ms, lists_of
from moodarc.evaluation.hybrid_moments import Contest
from moodarc.evaluation.hybrid_plane import plane_rows, time_rows
from moodarc.evaluation.random_lists import RandomLists
from moodarc.evaluation.report import BenchReport, BenchRow
from moodarc.recommend import Recipe, Recommender
from moodarc.recommend.registry import trained_in_epochs

__all__ = ["COLLABORATIVE", "EMOTION", "LAMBDAS", "bench_hybrid"]

COLLABORATIVE: Final = ("item_knn", "bpr", "svdpp", "ncf")
"""B, C (twice) and D of LIN-10: of these F is made with one"""
EMOTION: Final = "emotion"
"""E"""
LAMBDAS: Final = tuple(round(0.1 * step, 1) for step in range(11))
_COMPARED: Final = ("match_quadrant", "match_soft", "p10", "ndcg10")

Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True, eq=False)
class _Judged:
    """What came of a model; figures are means over its seeds.

    Attributes:
        validated: float64 (n,), NDCG@10 of each moment of the validation; NaN without a target.
        figures: of each moment of the test.
        squared: float64 (m,), squared errors of the values.
    """

    validated: NDArray[np.float64]
    figures: Columns
    squared: NDArray[np.float64]

    @property
    def ndcg(self) -> float:
        """On the validation."""
        return float(np.nanmean(self.validated))

    @property
    def standard_error(self) -> float:
        """Of `ndcg`."""
        told = self.validated[np.isfinite(self.validated)]
        return float(told.std() / np.sqrt(len(told)))


def bench_hybrid(contest: Contest, *, seeds: int = 3, told: Tell = lambda _: None) -> BenchReport:
    """Fit, choose, ask and compare; rows are named in docs/bench.md.

    Args:
        contest: its recipes hold `EMOTION` and one or more of `COLLABORATIVE`.
        seeds: trainings of each recipe that draws anything.
        told: is handed a line of progress.
    """
    fitted = _fitted(contest, seeds, told)
    ways: dict[str, Sequence[Way]] = {n: [Plain(one) for one in fitted[n]] for n in fitted}
    judged = {name: _judge(contest, each) for name, each in ways.items()}
    chosen = max((n for n in COLLABORATIVE if n in judged), key=lambda n: judged[n].ndcg)
    mixes = {share: _hybrids(fitted, chosen, share) for share in LAMBDAS}
    mixed = {share: _judge(contest, each) for share, each in mixes.items()}
    share = _smallest_good(mixed)
    told(f"hybrid of {chosen} and {EMOTION}, lambda {share}")
    ways, judged = {**ways, "hybrid": mixes[share]}, {**judged, "hybrid": mixed[share]}
    table = f"hybrid.{contest.data}"
    shown = ("random", chosen, EMOTION, "hybrid")
    match = {name: judged[name].figures["match_soft"] for name in shown}
    rows = [
        *_counts(contest),
        *_model_rows(contest, judged, ways),
        *_choice_rows(table, judged, share),
        *_ablation_rows(contest, judged, chosen, dynamic=mixes[share]),
        *_frontier_rows(contest, mixed),
        *plane_rows(table, contest.test, match),
        *time_rows(table, contest.test, match),
    ]
    return BenchReport("hybrid", f"{contest.data} {contest.fingerprint}", tuple(rows))


def _fitted(contest: Contest, seeds: int, told: Tell) -> dict[str, list[Recommender]]:
    recipes: dict[str, Recipe] = {RandomLists.name: RandomLists(), **contest.recipes}
    found = {}
    for name, recipe in recipes.items():
        drawn = trained_in_epochs(recipe) or name == RandomLists.name
        told(f"fitting {name}")
        found[name] = [
            recipe.fit(replace(contest.known, seed=seed)) for seed in range(seeds if drawn else 1)
        ]
    return found


def _hybrids(fitted: dict[str, list[Recommender]], chosen: str, share: float) -> list[Way]:
    (emotion,) = fitted[EMOTION]
    return [Hybrid(one, emotion, share) for one in fitted[chosen]]


def _judge(contest: Contest, ways: Sequence[Way]) -> _Judged:
    affect = _content(contest).affect
    before, now = contest.validation, contest.test
    parts = []
    for way in ways:
        learned, asked = lists_of(way, before), lists_of(way, now)
        parts.append(
            _Judged(
                list_figures(learned, before, affect)["ndcg10"],
                list_figures(asked, now, affect),
                squared_errors((learned, before), (asked, now)),
            )
        )
    names = parts[0].figures
    return _Judged(
        np.mean([one.validated for one in parts], axis=0),
        {name: np.mean([one.figures[name] for one in parts], axis=0) for name in names},
        np.mean([one.squared for one in parts], axis=0),
    )


def _content(contest: Contest) -> ItemContent:
    known = contest.known
    return known.content or ItemContent.unknown(known.plays.n_items)


def _smallest_good(mixed: dict[float, _Judged]) -> float:
    best = max(mixed.values(), key=lambda one: one.ndcg)
    enough = best.ndcg - best.standard_error
    return min(share for share, one in mixed.items() if one.ndcg >= enough)


def _counts(contest: Contest) -> Iterator[BenchRow]:
    test, table = contest.test, f"hybrid.{contest.data}"
    targets = np.bincount(test.row[test.liked], minlength=len(test))
    counts = {
        "lists": float(len(test)),
        "listeners": float(len(np.unique(test.listener))),
        "values": float(len(test.item)),
        "no_quadrant": float((test.wanted == 0.0).any(axis=1).sum()),
        "p10_ceiling": float(np.minimum(targets[targets > 0], 10).mean() / 10.0),
    }
    for name, value in counts.items():
        yield BenchRow(name=f"{table}.{name}", value=value, higher_is_better=None)


def _model_rows(
    contest: Contest, judged: dict[str, _Judged], ways: dict[str, Sequence[Way]]
) -> Iterator[BenchRow]:
    for name, one in judged.items():
        own = f"hybrid.{contest.data}.{name}"
        yield rmse_row(own, one.squared, contest.test)
        yield from mean_rows(own, one.figures, contest.test)
        spent = latency_ms(ways[name][0], contest.test)
        yield BenchRow(name=f"{own}.latency_ms", value=spent, unit="ms", higher_is_better=False)


def _choice_rows(table: str, judged: dict[str, _Judged], share: float) -> Iterator[BenchRow]:
    yield BenchRow(name=f"{table}.lambda", value=share, higher_is_better=None)
    for name in (*COLLABORATIVE, "hybrid"):
        if name in judged:
            yield BenchRow(name=f"{table}.validation.{name}.ndcg10", value=judged[name].ndcg)


def _ablation_rows(
    contest: Contest, judged: dict[str, _Judged], chosen: str, *, dynamic: Sequence[Way]
) -> Iterator[BenchRow]:
    test, full = contest.test, judged["hybrid"]
    settings = {"full": full, "no_emotion": judged[chosen], "no_hybrid": judged[EMOTION]}
    if test.home is not None:
        settings["no_dynamics"] = _judge(contest, [AtHome(way) for way in dynamic])
    for name, one in settings.items():
        own = f"hybrid.{contest.data}.ablation.{name}"
        yield rmse_row(own, one.squared, test)
        yield from mean_rows(own, {key: one.figures[key] for key in (*_COMPARED, "f1")}, test)
    told = {key: full.figures[key] for key in _COMPARED}
    for name, one in settings.items():
        if name != "full":
            own = f"hybrid.{contest.data}.ablation.full_less_{name}"
            yield from difference_rows(own, told, one.figures, test)


def _frontier_rows(contest: Contest, mixed: dict[float, _Judged]) -> Iterator[BenchRow]:
    for share, one in mixed.items():
        own = f"hybrid.{contest.data}.lambda_{round(100 * share):03d}"
        figures = {name: one.figures[name] for name in ("ndcg10", "match_soft")}
        yield from mean_rows(own, figures, contest.test)
