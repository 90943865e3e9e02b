"""`moodarc bench recommend`: every recommender on one set of plays, under one protocol.

A recipe that is trained in epochs learns from the training part, with the validation part to stop
by; the others learn from both. All are asked the same test with the same negatives
and drawn on the same bootstrap draws of listeners.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from moodarc.catalog import Histories, ItemContent
from moodarc.evaluation.emotion_reranking import EmotionReranking
from moodarc.evaluation.random_lists import RandomLists
from moodarc.evaluation.ranking_figures import (
    by_history,
    by_target,
    figure_rows,
    precision_ceiling,
)
from moodarc.evaluation.ranking_trial import Answers, ask
from moodarc.evaluation.report import BenchReport, BenchRow
from moodarc.metrics import quadrant_matching, soft_matching
from moodarc.protocols import Split, uniform_negatives
from moodarc.randomness import derive_rng
from moodarc.recommend import Known, Recipe, Recommender
from moodarc.recommend.registry import trained_in_epochs

__all__ = ["FULL", "Bout", "Contest", "bench_recommend", "known_to", "listeners_affect"]

FULL: Final = "full"
"""protocol: among all candidates of the catalogue"""


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Bout:
    """What is compared on what.

    Attributes:
        data: name of the set, as in row names.
        fingerprint: of its files.
        split: what is learned from and what is asked.
        content: of the items; None where nothing is known.
        negatives: int32 (n, n_negatives) of each target where the set has its own; else 99 are
            drawn.
        sampling: whether targets are ranked among negatives, too.
        protocol: name of the ranking among all candidates.
        candidates: (n_items,) which items are any; None = all.
        recipes: by the name under which their rows stand.
        seeds: trainings of each recipe that draws anything.
        work: for checkpoints; None = none.
        told: is handed a line of progress.
    """

    data: str
    fingerprint: str
    split: Split
    content: ItemContent | None
    recipes: dict[str, Recipe]
    negatives: NDArray[np.int32] | None = None
    sampling: bool = True
    protocol: str = FULL
    candidates: NDArray[np.bool_] | None = None
    seeds: int = 3
    work: Path | None = None
    told: Callable[[str], None] = field(default=lambda _: None)

    @property
    def sampled(self) -> str:
        """Name of the protocol with negatives."""
        return "negatives99" if self.negatives is None else "official"


def bench_recommend(bout: Bout) -> BenchReport:
    """Fit, ask and compare.

    Row names are `recommend.DATA.PROTOCOL.MODEL.FIGURE`, with the figures of `ranking_figures`.
    Where items' emotion is known there are `match_quadrant` and `match_soft` too, of the first ten
    with the mean emotion of the listener's history; `fit_s` is the time of a fit.
    """
    ceiling = precision_ceiling(bout.split.test)
    rows = [BenchRow(name=f"recommend.{bout.data}.{bout.protocol}.p10_ceiling", value=ceiling)]
    contest = Contest.of(bout)
    for name, recipe in (("random", RandomLists()), *bout.recipes.items()):
        rows += contest.fitted(name, recipe)
    return BenchReport("recommend", f"{bout.data} {bout.fingerprint}", tuple(rows))


def listeners_affect(histories: Histories, content: ItemContent | None) -> NDArray[np.float64]:
    """(n, 2) what was sensed, else the mean perceived emotion of each history; NaN = unknown."""
    if content is None:
        return np.full((len(histories), 2), np.nan)
    known = np.flatnonzero(content.felt[histories.item])
    rows, affect = histories.rows()[known], content.affect[histories.item[known]]
    n = np.bincount(rows, minlength=len(histories))[:, None]
    sums = np.stack([np.bincount(rows, axis, minlength=len(histories)) for axis in affect.T], 1)
    heard = np.full(sums.shape, np.nan)
    np.divide(sums, n, out=heard, where=n > 0)
    if histories.feelings is None:
        return heard
    sensed = histories.feelings.mean[:, :2].astype(np.float64)
    absent = np.isnan(sensed).any(axis=1, keepdims=True)
    return np.where(absent, heard, sensed)


@dataclass(frozen=True, slots=True, eq=False)
class Contest:
    """A bout with what all models share.

    Attributes:
        bout: what is compared.
        negatives: int32 (n, n_negatives) of each target; None where none are asked.
        wanted: (n_histories, 2), the affect that lists are compared with.
    """

    bout: Bout
    negatives: NDArray[np.int32] | None
    wanted: NDArray[np.float64]

    @classmethod
    def of(cls, bout: Bout) -> "Contest":
        """Draw negatives where the set brings none."""
        wanted = listeners_affect(bout.split.test.histories, bout.content)
        if not bout.sampling:
            return cls(bout, None, wanted)
        own = bout.negatives
        return cls(bout, _drawn_negatives(bout.split) if own is None else own, wanted)

    def fitted(self, name: str, recipe: Recipe) -> list[BenchRow]:
        """Fit by each seed; all rows of the model."""
        bout, recommenders, fit_s = self.bout, [], []
        drawn = trained_in_epochs(recipe) or recipe.name == RandomLists.name
        for seed in range(bout.seeds if drawn else 1):
            began = time.perf_counter()
            recommenders.append(recipe.fit(known_to(bout, recipe, seed)))
            fit_s.append(time.perf_counter() - began)
            bout.told(f"{name}, seed {seed}: fitted in {fit_s[-1]:.1f} s")
        own = f"recommend.{bout.data}.{bout.protocol}.{name}.fit_s"
        spent = BenchRow(name=own, value=float(np.mean(fit_s)), unit="s", higher_is_better=False)
        return [*self.asked(name, recommenders), spent]

    def asked(self, name: str, recommenders: Sequence[Recommender]) -> list[BenchRow]:
        """Rows of what recommenders of one recipe say; figures are means over them.

        Where items' emotion is known there are rows `NAME_reranked`, too (EM-8).
        """
        content = self.bout.content
        felt = content is not None and content.felt.any()
        mixing = EmotionReranking.of(content, self.wanted) if content is not None and felt else None
        answers = [self._answers(one, mixing) for one in recommenders]
        names = (name, f"{name}_reranked")
        return [
            row
            for own, of_seeds in zip(names, zip(*answers, strict=True), strict=False)
            for row in self._told(own, of_seeds)
        ]

    def _told(self, name: str, answers: Sequence[Answers]) -> list[BenchRow]:
        bout = self.bout
        sampled = [] if self.negatives is None else [one.sampled for one in answers]
        return [
            *self._ranked(f"{bout.protocol}.{name}", [one.full for one in answers]),
            *self._matched(f"{bout.protocol}.{name}", [one.listed for one in answers]),
            *self._figures(
                f"{bout.sampled}.{name}",
                [by_target(one) for one in sampled],
                bout.split.test.group[bout.split.test.history],
            ),
        ]

    def _answers(
        self, recommender: Recommender, reranking: EmotionReranking | None
    ) -> tuple[Answers, ...]:
        split = self.bout.split
        return ask(
            recommender,
            split.test,
            negatives=self.negatives,
            repeats=split.repeats,
            candidates=self.bout.candidates,
            reranking=reranking,
        )

    def _ranked(self, name: str, places: Sequence[NDArray[np.float64]]) -> tuple[BenchRow, ...]:
        test = self.bout.split.test
        return self._figures(name, [by_history(one, test) for one in places], test.group)

    def _matched(self, name: str, lists: Sequence[NDArray[np.int32]]) -> tuple[BenchRow, ...]:
        content = self.bout.content
        if content is None:
            return ()
        shown = [content.affect[one] for one in lists]
        found = [
            {
                "match_quadrant": quadrant_matching(one, self.wanted),
                "match_soft": soft_matching(one, self.wanted),
            }
            for one in shown
        ]
        return self._figures(name, found, self.bout.split.test.group)

    def _figures(
        self,
        name: str,
        found: Sequence[dict[str, NDArray[np.float64]]],
        group: NDArray[np.int64],
    ) -> tuple[BenchRow, ...]:
        """Means over the seeds."""
        if not found:
            return ()
        means = {key: np.mean([one[key] for one in found], axis=0) for key in found[0]}
        return figure_rows(f"recommend.{self.bout.data}.{name}", means, group)


def _drawn_negatives(split: Split) -> NDArray[np.int32]:
    known, test = split.all_known, split.test
    asked = test.group[test.history]
    who = np.concatenate([known.listener, asked])
    what = np.concatenate([known.item, test.target])
    rng = derive_rng(0, "negatives")
    return uniform_negatives(asked, (who, what), n_items=known.n_items, rng=rng)


def known_to(bout: Bout, recipe: Recipe, seed: int) -> Known:
    """What a recipe may look at."""
    split, epochs = bout.split, trained_in_epochs(recipe)
    return Known(
        plays=split.train if epochs else split.all_known,
        content=bout.content,
        validation=split.validation if epochs else None,
        repeats=split.repeats,
        seed=seed,
        work=None if bout.work is None else bout.work / _digest(bout, recipe, seed),
    )


def _digest(bout: Bout, recipe: Recipe, seed: int) -> str:
    """Names the checkpoints of one training: data, split, content, settings and seed."""
    felt = None if bout.content is None else float(np.nansum(bout.content.affect))
    parts = (bout.fingerprint, len(bout.split.train), len(bout.split.test), felt, recipe, seed)
    return f"{recipe.name}-{blake2b(repr(parts).encode(), digest_size=8).hexdigest()}"
