"""How long recipes train: those that have epochs keep them in a field `training`."""

from dataclasses import fields, replace

from moodarc.recommend import Recipe
from moodarc.recommend.training_config import TrainingConfig

__all__ = ["for_epochs", "shortened"]


def shortened(recipe: Recipe, epochs: int | None) -> Recipe:
    """The recipe with at most so many epochs; as it is where it has none, or for None."""
    training = _training(recipe)
    if epochs is None or training is None or training.epochs <= epochs:
        return recipe
    return _with(recipe, replace(training, epochs=epochs))


def for_epochs(recipe: Recipe, epochs: int) -> Recipe:
    """The recipe, trained for exactly so many epochs of its schedule without looking when to stop.

    The rate falls as it did: over as many epochs as the recipe has, so that the last of them ends
    where the best one did.
    """
    training = _training(recipe)
    if training is None:
        return recipe
    return _with(recipe, replace(training, ends_after=epochs, patience_epochs=None))


def _training(recipe: Recipe) -> TrainingConfig | None:
    found = {field.name: getattr(recipe, field.name) for field in fields(recipe)}  # type: ignore[arg-type]
    training = found.get("training")
    return training if isinstance(training, TrainingConfig) else None


def _with(recipe: Recipe, training: TrainingConfig) -> Recipe:
    changed: Recipe = replace(recipe, training=training)  # type: ignore[type-var]
    return changed
