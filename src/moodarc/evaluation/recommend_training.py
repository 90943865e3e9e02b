"""`moodarc train sequence|cf`: a recommender from a set of plays, with its card.

The figures of the card are those of a model that never saw the test part. What is written is
fitted once more on all plays; one that is trained in epochs is trained for as many as were best
before, since nothing is left to stop by.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from moodarc.artifacts import Epoch, latest_checkpoint, save_artifact
from moodarc.datasets import Plays, load_plays
from moodarc.errors import InputError
from moodarc.evaluation.recipe_epochs import for_epochs
from moodarc.evaluation.recommend_card import recommender_card
from moodarc.evaluation.recommend_check import Bout, Contest, known_to
from moodarc.evaluation.recommend_data import (
    chosen_recipes,
    fingerprint_of,
    name_of,
    prepared,
    split_name,
    split_of,
)
from moodarc.evaluation.report import BenchRow
from moodarc.recommend import Known, Recipe
from moodarc.recommend.registry import SEQUENCE, trained_in_epochs
from moodarc.recommend.trained_model import with_items

__all__ = ["RecommenderJob", "train_recommender"]


@dataclass(frozen=True, slots=True, kw_only=True)
class RecommenderJob:
    """What is trained, and where.

    Attributes:
        data: file or folder of plays.
        content: a table of the items' emotion; None = what the set brings.
        model: name of a recipe.
        split: as `recommend_data.SPLITS`, or "auto".
        preset: "ours" or "paper".
        epochs: at most; None = the recipe's own number.
        seed: of the training.
        work: for checkpoints: a run that was cut off goes on from there.
    """

    data: Path
    model: str
    work: Path
    content: Path | None = None
    split: str = "auto"
    preset: str = "ours"
    epochs: int | None = None
    seed: int = 0


def train_recommender(
    job: RecommenderJob, out: Path, *, told: Callable[[Epoch], None] = lambda _: None
) -> tuple[BenchRow, ...]:
    """Train, measure, train on everything, write the model folder; returns the card's figures.

    Raises:
        DatasetError: the data are not in their form.
        InputError: a wish that the data do not allow, or `out` is something else than a model
            folder.
    """
    if out.exists() and not (out / "manifest.json").is_file():
        msg = f"{out} is there and is no model folder; give another --out DIR"
        raise InputError(msg)  # now, not after the training
    (recipe,) = chosen_recipes([job.model], preset=job.preset, epochs=job.epochs).values()
    plays, bout = _parted(job, recipe)
    known = replace(known_to(bout, recipe, job.seed), told=told)
    found = Contest.of(bout).asked(job.model, [recipe.fit(known)])
    rows = [row for one in found for row in one.rows(bout.data)]
    final = for_epochs(recipe, _best_epoch(known)) if trained_in_epochs(recipe) else recipe
    everything = Known(
        plays=plays.interactions, content=plays.content, repeats=plays.repeats, seed=job.seed
    )
    model = with_items(final.fit(everything).pack(), plays.interactions.items)
    card = recommender_card(job.model, plays, rows, recipe=final)
    kind = "sequence" if recipe.name in SEQUENCE else "cf"
    command = f"moodarc train {kind} --data PLAYS --model {job.model} --out DIR"
    save_artifact(out, replace(model, card=card), command=command, seed=job.seed)
    return tuple(rows)


def _parted(job: RecommenderJob, recipe: Recipe) -> tuple[Plays, Bout]:
    found = load_plays(job.data, deezer=job.content)
    name = split_name(found, job.split)
    plays = prepared(found, name)
    bout = Bout(
        data=name_of(plays, job.data),
        fingerprint=fingerprint_of(job.data),
        split=split_of(plays.interactions, name),
        content=plays.content,
        recipes={job.model: recipe},
        sampling=False,
        work=job.work,
    )
    return plays, bout


def _best_epoch(known: Known) -> int:
    """Epochs after which the validation was best; all of them without a validation."""
    done = None if known.work is None else latest_checkpoint(known.work)
    history = [] if done is None else done.history
    if not any("validation" in epoch for epoch in history):
        return max(len(history), 1)
    return 1 + max(range(len(history)), key=lambda i: history[i].get("validation", -math.inf))
