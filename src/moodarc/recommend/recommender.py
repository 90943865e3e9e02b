"""What learns from plays: a recipe is fitted, and the recommender that comes of it scores items.

A *recipe* is a frozen record of settings; `fit` looks at interactions and gives a *recommender*.
A recommender answers histories, many at once, with one score for every item of the vocabulary.
Somebody new is folded in by their history alone, without fitting anything again. A recommender
becomes a model folder (`pack`) and comes back from one by its recipe's name
(`recommend.registry`).

A `Scorer` compares tracks by a fixed rule; a recommender has learned from people.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar, Protocol, Self

import numpy as np
from numpy.typing import NDArray

from moodarc.artifacts import Artifact, Epoch
from moodarc.catalog import Cases, Feelings, Histories, Interactions, ItemContent

__all__ = ["Cases", "Known", "Recipe", "Recommender", "silent"]


def silent(_: Epoch) -> None:
    """Tell nobody how the training goes."""


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Known:
    """All that a recipe may look at.

    Attributes:
        plays: to learn from.
        content: of the items; None where nothing is known of them.
        validation: what came next, for early stopping; None without it.
        repeats: whether items already heard are among those to be ranked, as in sessions.
        context: float32 (n, n_features) of the rows of `plays`; None without it.
        feelings: how the listener felt before each row of `plays`; None where nothing was sensed.
        seed: of all that is drawn.
        work: folder for checkpoints, so that a run that was cut off goes on; None = no checkpoints.
        told: is handed each epoch's figures.
    """

    plays: Interactions
    content: ItemContent | None = None
    validation: Cases | None = None
    repeats: bool = False
    context: NDArray[np.float32] | None = None
    feelings: Feelings | None = None
    seed: int = 0
    work: Path | None = None
    told: Callable[[Epoch], None] = silent


class Recommender(Protocol):
    """Scores every item for every history."""

    @property
    def n_items(self) -> int:
        """Size of the item vocabulary."""
        ...

    def score(self, histories: Histories) -> NDArray[np.float32]:
        """float32 (n, n_items), finite, higher is better; an empty history is answered too."""
        ...

    def pack(self) -> Artifact:
        """As a model folder: arrays, and a config that holds all settings."""
        ...


class Recipe(Protocol):
    """Settings, and how a recommender is made by them."""

    name: ClassVar[str]
    """as in row names and on the command line"""

    def fit(self, known: Known) -> Recommender:
        """Learn; the same input and seed give the same recommender."""
        ...

    @classmethod
    def paper(cls) -> Self:
        """The settings of the paper, where it names any; else the defaults."""
        ...

    @classmethod
    def unpack(cls, artifact: Artifact) -> Recommender:
        """What `Recommender.pack` wrote.

        Raises:
            ArtifactError: the folder holds another model, or its arrays do not fit.
        """
        ...
