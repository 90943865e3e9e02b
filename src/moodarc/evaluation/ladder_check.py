"""`moodarc bench ladder`: EM's ablation ladder (Table VI), where what emotion is worth is known.

The rungs, each a GRU4Rec told more than the one before:

| rung | what the model is told of how the listener feels |
|---|---|
| none | nothing |
| label | the quadrant of the newest reading, one-hot |
| vector | the four soft shares |
| affect | valence and arousal, embedded into 64 dimensions (EM-4) |
| smoothed | likewise, of the belief that the filter makes of all readings |
| reranked | and the best hundred mixed with the match (EM-8) |

On plays that are made (`simulation.planted`) the share of emotion in the choice is known, and
swept: rows `simulation.ladder.sSTRENGTH.RUNG.ndcg10`, `.gain` (over none, paired), `.recovered`
(the gain as a share of what emotion is worth to one who knows all; none at 0). At strength 0 no
gain is real. On SiTunes' own sequences (`ladder_on_situnes`): `ladder.situnes.RUNG.ndcg10`,
`.gain`.

In service a model is told one feeling, that of now; the steps before have what the tracks up to
there express. So it is here, in the test; in training every step has its reading.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from moodarc.catalog import Cases, Feelings, Interactions, ItemContent
from moodarc.evaluation.emotion_reranking import EmotionReranking
from moodarc.evaluation.ranking_figures import by_target
from moodarc.evaluation.ranking_trial import ask
from moodarc.evaluation.report import BenchReport, BenchRow
from moodarc.evaluation.simulation import (
    MadeLibrary,
    MadeLibraryConfig,
    PlantedPlays,
    content_of,
    made_library,
    planted_plays,
)
from moodarc.protocols import Trial, mean_interval, place_in_catalogue
from moodarc.recommend import Known
from moodarc.recommend.sequence import GRU4Rec, SequenceConfig
from moodarc.recommend.training_config import TrainingConfig

__all__ = [
    "RUNGS",
    "LadderData",
    "LadderWish",
    "Rung",
    "bench_ladder",
    "gains_of",
    "ladder_recipe",
    "ladder_rows",
    "places_of",
]

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Rung:
    """What a model is told.

    Attributes:
        level: of `SequenceConfig.emotion`.
        smoothed: whether readings are filtered first.
        reranked: whether its lists are mixed with the match.
    """

    level: str
    smoothed: bool = False
    reranked: bool = False


RUNGS: Final[dict[str, Rung]] = {
    "none": Rung("none"),
    "label": Rung("label"),
    "vector": Rung("vector"),
    "affect": Rung("affect"),
    "smoothed": Rung("affect", smoothed=True),
    "reranked": Rung("affect", smoothed=True, reranked=True),
}


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class LadderData:
    """Plays to learn from and what is asked, by whether readings are filtered (False, True).

    Attributes:
        plays: to learn from.
        content: of the items.
        feelings: before each play.
        cases: what is asked.
    """

    plays: Interactions
    content: ItemContent
    feelings: Mapping[bool, Feelings]
    cases: Mapping[bool, Cases]


@dataclass(frozen=True, slots=True, kw_only=True)
class LadderWish:
    """What is measured.

    Attributes:
        strengths: of emotion in the choice.
        learners: made listeners to learn from.
        asked: others, of whom one play each is asked.
        library: what they play.
        epochs: of each network.
        seeds: trainings of each, whose gains are averaged.
        seed: of all that is drawn, and of the first of them.
        told: is handed a line of progress.
    """

    strengths: tuple[float, ...] = (0.0, 0.25, 0.5, 0.75, 1.0)
    learners: int = 600
    asked: int = 2000
    library: MadeLibraryConfig = field(default_factory=lambda: MadeLibraryConfig(n=150))
    epochs: int = 12
    seeds: int = 3
    seed: int = 0
    told: Callable[[str], None] = field(default=lambda _: None)


def bench_ladder(wish: LadderWish) -> BenchReport:
    """The ladder at each strength."""
    library = made_library(wish.library, seed=wish.seed)
    rows = [row for strength in wish.strengths for row in _swept(wish, library, strength)]
    data = f"SIMULATION {wish.learners} + {wish.asked} listeners, seed {wish.seed}"
    return BenchReport("ladder", data, tuple(rows))


def ladder_recipe(level: str, epochs: int) -> GRU4Rec:
    """A small GRU4Rec without voices: only what the encoder is told differs."""
    config = SequenceConfig(
        n=32,
        embedding_size=48,
        hidden_size=48,
        dropout=0.2,
        item_dropout=0.1,
        voices=False,
        loss="softmax",
        emotion=level,  # type: ignore[arg-type]
    )
    training = TrainingConfig(
        epochs=epochs,
        batch_size=32,
        learning_rate=4e-3,
        warmup=0.1,
        last_rate=0.05,
        patience_epochs=None,
    )
    return GRU4Rec(config, training)


def gains_of(data: LadderData, *, epochs: int, seeds: Sequence[int]) -> dict[str, Array]:
    """NDCG@10 of each asked play among all items, by rung, (n,): the mean over trainings.

    Args:
        data: plays and questions.
        epochs: of each network.
        seeds: of its trainings.
    """
    told = [places_of(data, epochs=epochs, seed=seed) for seed in seeds]
    return {
        rung: np.mean([by_target(one[rung])["ndcg10"] for one in told], axis=0) for rung in RUNGS
    }


def places_of(data: LadderData, *, epochs: int, seed: int) -> dict[str, Array]:
    """Place of each asked play among all items, by rung, (n,) from 1.

    Args:
        data: plays and questions.
        epochs: of each network.
        seed: of its training.
    """
    found: dict[str, Array] = {}
    for name, rung in RUNGS.items():
        if name in found:
            continue
        cases = data.cases[rung.smoothed]
        known = Known(
            plays=data.plays,
            content=data.content,
            feelings=data.feelings[rung.smoothed],
            repeats=True,
            seed=seed,
        )
        recommender = ladder_recipe(rung.level, epochs).fit(known)
        trial = Trial.of(cases, group=np.arange(len(cases)))
        mixing = EmotionReranking.of(data.content, _wanted(cases)) if rung.smoothed else None
        answers = ask(recommender, trial, negatives=None, repeats=True, reranking=mixing)
        found[name] = answers[0].full
        if rung.smoothed:
            found["reranked"] = answers[1].full
    return found


def _wanted(cases: Cases) -> Array:
    feelings = cases.histories.feelings
    if feelings is None:
        return np.full((len(cases), 2), np.nan)
    return feelings.mean[:, :2].astype(np.float64)


def _swept(wish: LadderWish, library: MadeLibrary, strength: float) -> list[BenchRow]:
    taught = planted_plays(library, wish.learners, strength, seed=wish.seed)
    others = planted_plays(library, wish.asked, strength, seed=wish.seed + 1_000_003)
    (sensed, step), (filtered, _) = (
        others.cases(seed=wish.seed, smoothed=smoothed) for smoothed in (False, True)
    )
    data = LadderData(
        plays=taught.interactions(),
        content=content_of(library),
        feelings={smoothed: taught.feelings(smoothed=smoothed) for smoothed in (False, True)},
        cases={False: sensed, True: filtered},
    )
    gains = gains_of(data, epochs=wish.epochs, seeds=range(wish.seed, wish.seed + wish.seeds))
    gains |= _best_there_is(others, library, step, target=sensed.target)
    wish.told(f"strength {strength:g}: " + _line(gains))
    name = f"simulation.ladder.s{round(100 * strength):03d}"
    return ladder_rows(name, gains, np.arange(len(step)), seed=wish.seed)


def _best_there_is(
    plays: PlantedPlays, library: MadeLibrary, step: NDArray[np.int64], *, target: NDArray[np.int32]
) -> dict[str, Array]:
    """NDCG@10 of who knows how choices are made, with and without the feeling."""
    known = {"ceiling": plays.ceiling(library, step), "blind": plays.blind(library, step)}
    return {
        name: by_target(place_in_catalogue(scores, target, None))["ndcg10"]
        for name, scores in known.items()
    }


def ladder_rows(
    name: str, gains: Mapping[str, Array], group: NDArray[np.int64], *, seed: int
) -> list[BenchRow]:
    """Rows of each rung, with what it gains over none, and how much of what is there.

    Args:
        name: how the rows begin.
        gains: NDCG@10 of each question, by rung; "ceiling" and "blind" where they are known.
        group: whose each question is.
        seed: of the draws.
    """
    worth = float((gains["ceiling"] - gains["blind"]).mean()) if "ceiling" in gains else 0.0
    rows = []
    for rung, values in gains.items():
        rows.append(_row(f"{name}.{rung}.ndcg10", values, group, seed=seed))
        if rung in {"none", "ceiling", "blind"}:
            continue
        over = values - gains["none"]
        rows.append(_row(f"{name}.{rung}.gain", over, group, seed=seed))
        if worth > _LEAST_WORTH:
            rows.append(_row(f"{name}.{rung}.recovered", over / worth, group, seed=seed))
    return rows


_LEAST_WORTH: Final = 0.005
"""NDCG below which emotion is worth nothing that a share could be told of"""


def _row(name: str, values: Array, group: NDArray[np.int64], *, seed: int) -> BenchRow:
    return BenchRow.of(name, mean_interval(values, group, rng=np.random.default_rng(seed)))


def _line(gains: Mapping[str, Array]) -> str:
    return ", ".join(f"{name} {values.mean():.3f}" for name, values in gains.items())
