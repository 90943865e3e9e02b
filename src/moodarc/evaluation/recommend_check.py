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
from moodarc.evaluation.oracle_trial import oracle_trial, trained_on_answers
from moodarc.evaluation.random_lists import RandomLists
from moodarc.evaluation.ranking_figures import (
    by_history,
    by_target,
    precision_ceiling,
)
from moodarc.evaluation.ranking_measured import Measured, paired
from moodarc.evaluation.ranking_trial import Answers, ask
from moodarc.evaluation.report import BenchReport, BenchRow
from moodarc.metrics import quadrant_matching, soft_matching
from moodarc.protocols import Split, Trial, uniform_negatives
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
        pairs: of names, the first of which is compared with the second.
        seeds: trainings of each recipe that draws anything.
        first_seed: of them.
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
    pairs: tuple[tuple[str, str], ...] = ()
    seeds: int = 3
    first_seed: int = 0
    work: Path | None = None
    told: Callable[[str], None] = field(default=lambda _: None)

    @property
    def sampled(self) -> str:
        """Name of the protocol with negatives."""
        return "negatives99" if self.negatives is None else "official"


def bench_recommend(*bouts: Bout) -> BenchReport:
    """Fit, ask and compare.

    Row names are `recommend.DATA.PROTOCOL.MODEL.FIGURE`, with the figures of `ranking_figures`.
    Where items' emotion is known there are `match_quadrant` and `match_soft` too, of the first ten
    with the mean emotion of the listener's history; `fit_s` is the time of a fit. Models named in
    `Bout.pairs` have rows `ONE_less_OTHER`, the mean difference over the same histories.

    Args:
        *bouts: one; or several that differ in what was drawn for their split only, which are
            pooled: their intervals are of listeners and of draws.
    """
    contests, data = [Contest.of(bout) for bout in bouts], bouts[0].data
    ceiling = float(np.mean([precision_ceiling(bout.split.test) for bout in bouts]))
    start = f"recommend.{data}.{bouts[0].protocol}"
    rows, found = [BenchRow(name=f"{start}.p10_ceiling", value=ceiling)], []
    for name, recipe in (("random", RandomLists()), *bouts[0].recipes.items()):
        trials, spent = zip(*(one.fitted(name, recipe) for one in contests), strict=True)
        pooled = [Measured.pooled(same) for same in zip(*trials, strict=True)]
        rows += [row for one in pooled for row in one.rows(data)]
        seconds = float(np.mean(spent))
        rows.append(_time(f"{start}.{name}.fit_s", seconds))
        found += pooled
    rows += [row for one in paired(found, bouts[0].pairs) for row in one.rows(data)]
    return BenchReport("recommend", f"{data} {bouts[0].fingerprint}", tuple(rows))


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

    def fitted(self, name: str, recipe: Recipe) -> tuple[list[Measured], float]:
        """Fit by each seed; what the model came to, and the mean seconds of a fit."""
        bout, recommenders, fit_s = self.bout, [], []
        drawn = trained_in_epochs(recipe) or recipe.name == RandomLists.name
        for seed in range(bout.first_seed, bout.first_seed + (bout.seeds if drawn else 1)):
            began = time.perf_counter()
            recommenders.append(recipe.fit(known_to(bout, recipe, seed)))
            fit_s.append(time.perf_counter() - began)
            bout.told(f"{name}, seed {seed}: fitted in {fit_s[-1]:.1f} s")
        measured = self.asked(name, recommenders, oracle=trained_on_answers(recipe))
        return measured, float(np.mean(fit_s))

    def asked(
        self, name: str, recommenders: Sequence[Recommender], *, oracle: bool = False
    ) -> list[Measured]:
        """What recommenders of one recipe came to; figures are means over them.

        Where items' emotion is known there is `NAME_reranked`, too (EM-8).

        Args:
            name: of the model's rows.
            recommenders: one a seed.
            oracle: whether they are told the affect of their targets.
        """
        content = self.bout.content
        felt = content is not None and content.felt.any()
        mixing = EmotionReranking.of(content, self.wanted) if content is not None and felt else None
        test = self.bout.split.test
        trial = oracle_trial(test, content) if oracle and content is not None else test
        answers = [self._answers(one, trial, mixing) for one in recommenders]
        names = (name, f"{name}_reranked")
        return [
            one
            for own, of_seeds in zip(names, zip(*answers, strict=True), strict=False)
            for one in self._measured(own, of_seeds)
        ]

    def _measured(self, model: str, answers: Sequence[Answers]) -> list[Measured]:
        bout, test = self.bout, self.bout.split.test
        full = [by_history(one.full, test) | self._match(one.listed) for one in answers]
        found = [
            Measured(
                protocol=bout.protocol, model=model, figures=_over_seeds(full), group=test.group
            )
        ]
        if self.negatives is None:
            return found
        among = _over_seeds([by_target(one.sampled) for one in answers])
        group = test.group[test.history]
        own = Measured(protocol=bout.sampled, model=model, figures=among, group=group)
        return [*found, own]

    def _match(self, listed: NDArray[np.int32]) -> dict[str, NDArray[np.float64]]:
        """How well lists meet the listeners' affect."""
        content = self.bout.content
        if content is None:
            return {}
        shown = content.affect[listed]
        return {
            "match_quadrant": quadrant_matching(shown, self.wanted),
            "match_soft": soft_matching(shown, self.wanted),
        }

    def _answers(
        self, recommender: Recommender, trial: Trial, reranking: EmotionReranking | None
    ) -> tuple[Answers, ...]:
        split = self.bout.split
        return ask(
            recommender,
            trial,
            negatives=self.negatives,
            repeats=split.repeats,
            candidates=self.bout.candidates,
            reranking=reranking,
        )


def _over_seeds(
    found: Sequence[dict[str, NDArray[np.float64]]],
) -> dict[str, NDArray[np.float64]]:
    return {key: np.mean([one[key] for one in found], axis=0) for key in found[0]}


def _time(name: str, seconds: float) -> BenchRow:
    return BenchRow(name=name, value=seconds, unit="s", higher_is_better=False)


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
