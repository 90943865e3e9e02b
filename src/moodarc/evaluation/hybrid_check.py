"""`moodarc bench hybrid`: the eight models of LIN-10, LIN-11's ablation, LIN-12's figures 4 and 5.

All models learn from the same part and are asked the same moments among the same candidates. F, the
hybrid, is the collaborative model with the highest NDCG@10 on the validation part, mixed with the
emotion match (`evaluation.hybrid_lists`). Three values of lambda, the share of preference:

- *balanced*, F's: the greatest harmonic mean, on the validation part, of NDCG@10 and of hard
  matching, each over its greatest on the grid;
- *accurate*: the smallest whose NDCG@10 on the validation part is within one standard error of the
  best (Breiman's rule), as much emotion as costs no accuracy that can be seen;
- *shipped*: as `PathPolicy` has it before a situation moves it.

The ablation of F:

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
from moodarc.evaluation.hybrid_choice import accurate_share, balanced_share
from moodarc.evaluation.hybrid_figures import (
    Columns,
    differences,
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
from moodarc.session.policy import PathPolicy

__all__ = ["COLLABORATIVE", "EMOTION", "LAMBDAS", "SHIPPED", "bench_hybrid"]

COLLABORATIVE: Final = ("item_knn", "bpr", "svdpp", "ncf")
"""B, C (twice) and D of LIN-10: of these F is made with one"""
EMOTION: Final = "emotion"
"""E"""
LAMBDAS: Final = tuple(round(0.1 * step, 1) for step in range(11))
"""shares of preference that are tried"""
_POLICY: Final = PathPolicy()
SHIPPED: Final = _POLICY.preference / (_POLICY.affect + _POLICY.preference)
"""before a situation moves it"""
_COMPARED: Final = ("match_quadrant", "match_soft", "p10", "f1", "ndcg10")
_FRONTIER: Final = ("ndcg10", "match_quadrant", "match_soft")

Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True, eq=False)
class _Judged:
    """What came of a model; figures are means over its seeds.

    Attributes:
        validated: figures of each moment of the validation, float64 (n,); NaN = not defined.
        figures: likewise of the test.
        squared: float64 (m,), squared errors of the values.
        course: float64 (n,), soft match of the first seed alone: a mean goes up and down less.
    """

    validated: Columns
    figures: Columns
    squared: NDArray[np.float64]
    course: NDArray[np.float64]

    @property
    def ndcg(self) -> float:
        """On the validation."""
        return float(np.nanmean(self.validated["ndcg10"]))

    @property
    def match(self) -> float:
        """Hard matching on the validation."""
        return float(np.nanmean(self.validated["match_quadrant"]))

    @property
    def standard_error(self) -> float:
        """Of `ndcg`."""
        told = self.validated["ndcg10"][np.isfinite(self.validated["ndcg10"])]
        return float(told.std() / np.sqrt(len(told)))


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class _Field:
    """All who compete.

    Attributes:
        contest: what about.
        chosen: name of the collaborative model that the hybrid is made with.
        share: F's lambda.
        ways: of each seed, by name.
        judged: by name, too.
        mixed: the hybrid by lambda, over the grid.
    """

    contest: Contest
    chosen: str
    share: float
    ways: dict[str, Sequence[Way]]
    judged: dict[str, _Judged]
    mixed: dict[float, _Judged]

    @classmethod
    def of(cls, contest: Contest, seeds: int, told: Tell) -> "_Field":
        """Fit all, then choose what the hybrid is made with, and its lambda."""
        fitted = _fitted(contest, seeds, told)
        ways: dict[str, Sequence[Way]] = {n: [Plain(one) for one in fitted[n]] for n in fitted}
        judged = {name: _judge(contest, each) for name, each in ways.items()}
        chosen = max((n for n in COLLABORATIVE if n in judged), key=lambda n: judged[n].ndcg)
        mixes = {share: _hybrids(fitted, chosen, share) for share in LAMBDAS}
        mixed = {share: _judge(contest, each) for share, each in mixes.items()}
        share = balanced_share(_each(mixed, "ndcg"), _each(mixed, "match"))
        shipped = _hybrids(fitted, chosen, SHIPPED)
        told(f"hybrid of {chosen} and {EMOTION}, lambda {share}")
        return cls(
            contest=contest,
            chosen=chosen,
            share=share,
            ways={**ways, "hybrid": mixes[share], "hybrid_shipped": shipped},
            judged=judged | {"hybrid": mixed[share], "hybrid_shipped": _judge(contest, shipped)},
            mixed=mixed,
        )

    @property
    def table(self) -> str:
        """What all row names begin with."""
        return f"hybrid.{self.contest.data}"


def bench_hybrid(contest: Contest, *, seeds: int = 3, told: Tell = lambda _: None) -> BenchReport:
    """Fit, choose, ask and compare; rows are named in docs/bench.md.

    Args:
        contest: its recipes hold `EMOTION` and one or more of `COLLABORATIVE`.
        seeds: trainings of each recipe that draws anything.
        told: is handed a line of progress.
    """
    field = _Field.of(contest, seeds, told)
    shown = ("random", field.chosen, EMOTION, "hybrid")
    match = {name: field.judged[name].course for name in shown}
    rows = (
        *_counts(field),
        *_model_rows(field),
        *_choice_rows(field),
        *_ablation_rows(field),
        *_frontier_rows(field),
        *plane_rows(field.table, contest.test, match),
        *time_rows(field.table, contest.test, match),
    )
    return BenchReport("hybrid", f"{contest.data} {contest.fingerprint}", rows)


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
    parts = [_of_seed(contest, way) for way in ways]
    return _Judged(
        _mean_columns([one.validated for one in parts]),
        _mean_columns([one.figures for one in parts]),
        np.mean([one.squared for one in parts], axis=0),
        parts[0].course,
    )


def _of_seed(contest: Contest, way: Way) -> _Judged:
    affect = _content(contest).affect
    before, now = contest.validation, contest.test
    learned, asked = lists_of(way, before), lists_of(way, now)
    figures = list_figures(asked, now, affect)
    return _Judged(
        list_figures(learned, before, affect),
        figures,
        squared_errors((learned, before), (asked, now)),
        figures["match_soft"],
    )


def _mean_columns(of_seeds: Sequence[Columns]) -> Columns:
    return {name: np.mean([one[name] for one in of_seeds], axis=0) for name in of_seeds[0]}


def _each(mixed: dict[float, _Judged], name: str) -> dict[float, float]:
    return {share: getattr(one, name) for share, one in mixed.items()}


def _content(contest: Contest) -> ItemContent:
    known = contest.known
    return known.content or ItemContent.unknown(known.plays.n_items)


def _counts(field: _Field) -> Iterator[BenchRow]:
    test = field.contest.test
    targets = np.bincount(test.row[test.liked], minlength=len(test))
    counts = {
        "lists": float(len(test)),
        "listeners": float(len(np.unique(test.listener))),
        "values": float(len(test.item)),
        "no_quadrant": float((test.wanted == 0.0).any(axis=1).sum()),
        "p10_ceiling": float(np.minimum(targets[targets > 0], 10).mean() / 10.0),
    }
    for name, value in counts.items():
        yield BenchRow(name=f"{field.table}.{name}", value=value, higher_is_better=None)


def _model_rows(field: _Field) -> Iterator[BenchRow]:
    test = field.contest.test
    for name, one in field.judged.items():
        own = f"{field.table}.{name}"
        yield rmse_row(own, one.squared, test)
        yield from mean_rows(own, one.figures, test)
        spent = latency_ms(field.ways[name][0], test)
        yield BenchRow(name=f"{own}.latency_ms", value=spent, unit="ms", higher_is_better=False)


def _choice_rows(field: _Field) -> Iterator[BenchRow]:
    mixed = field.mixed
    accurate = accurate_share(_each(mixed, "ndcg"), _each(mixed, "standard_error"))
    shares = {"balanced": field.share, "accurate": accurate, "shipped": SHIPPED}
    for name, share in shares.items():
        yield BenchRow(name=f"{field.table}.lambda.{name}", value=share, higher_is_better=None)
    for name in (*COLLABORATIVE, "hybrid"):
        if name in field.judged:
            own = f"{field.table}.validation.{name}.ndcg10"
            yield BenchRow(name=own, value=field.judged[name].ndcg)


def _ablation_rows(field: _Field) -> Iterator[BenchRow]:
    test, judged = field.contest.test, field.judged
    full = judged["hybrid"]
    settings = {"full": full, "no_emotion": judged[field.chosen], "no_hybrid": judged[EMOTION]}
    if test.home is not None:
        still = [AtHome(way) for way in field.ways["hybrid"]]
        settings["no_dynamics"] = _judge(field.contest, still)
    for name, one in settings.items():
        own = f"{field.table}.ablation.{name}"
        yield rmse_row(own, one.squared, test)
        yield from mean_rows(own, {key: one.figures[key] for key in _COMPARED}, test)
    told = {key: full.figures[key] for key in _COMPARED}
    for name, one in settings.items():
        if name != "full":
            own = f"{field.table}.ablation.full_less_{name}"
            yield from mean_rows(own, differences(told, one.figures), test)


def _frontier_rows(field: _Field) -> Iterator[BenchRow]:
    for share, one in field.mixed.items():
        own = f"{field.table}.lambda_{round(100 * share):03d}"
        figures = {name: one.figures[name] for name in _FRONTIER}
        yield from mean_rows(own, figures, field.contest.test)
