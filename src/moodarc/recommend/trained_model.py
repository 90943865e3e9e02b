"""A recommender with its vocabulary: what `moodarc train` writes and a playlist is made with.

Beside what the recommender packs, the folder holds `items.json`, the ids of its items in row order:
as the data have them, or for a song without an id artist and title with a tab between. Libraries
meet it by these.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from moodarc.artifacts import Artifact, load_artifact
from moodarc.catalog import Feelings, Histories
from moodarc.errors import ArtifactError
from moodarc.recommend.recommender import Recommender
from moodarc.recommend.registry import load_recommender

__all__ = ["TrainedModel", "load_trained", "with_items"]

_ITEMS: Final = "items.json"


@dataclass(frozen=True, slots=True, eq=False)
class TrainedModel:
    """A recommender and the names of its items.

    Attributes:
        name: of the recipe.
        recommender: what scores.
        items: ids in row order.
    """

    name: str
    recommender: Recommender
    items: tuple[str, ...]
    _row_by_name: dict[str, int] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        rows = {_key(item): row for row, item in reversed(list(enumerate(self.items)))}
        object.__setattr__(self, "_row_by_name", rows)

    def row_of(self, names: Iterable[str]) -> int | None:
        r"""The row of the first of these ids that is an item's, whatever its case and outer blanks.

        >>> from moodarc.recommend.simple import PopularItems
        >>> model = TrainedModel("popularity", PopularItems(np.zeros(2)), ("Nico\tAfraid", "b"))
        >>> model.row_of(["nico\tafraid"]), model.row_of(["x"])
        (0, None)
        """
        rows = self._row_by_name
        return next((rows[key] for name in names if (key := _key(name)) in rows), None)

    def score(self, heard: Sequence[int], feelings: Feelings | None = None) -> NDArray[np.float32]:
        """float32 (n_items,) for somebody who is new.

        Args:
            heard: rows, oldest first.
            feelings: of this one listener.
        """
        histories = Histories.of([list(heard)], feelings=feelings)
        scores: NDArray[np.float32] = self.recommender.score(histories)[0]
        return scores


def _key(name: str) -> str:
    return "\t".join(part.strip() for part in name.casefold().split("\t"))


def with_items(artifact: Artifact, items: Iterable[object]) -> Artifact:
    """The folder with the ids of its items."""
    names = json.dumps([str(item) for item in items], ensure_ascii=False)
    return replace(artifact, payloads={**artifact.payloads, _ITEMS: names.encode()})


def load_trained(folder: Path) -> TrainedModel:
    """What `moodarc train` wrote.

    Raises:
        ArtifactError: the folder is absent or damaged, holds no recommender, or its items do not
            fit.
    """
    artifact = load_artifact(folder)
    recommender = load_recommender(artifact)
    try:
        items = tuple(map(str, json.loads(artifact.payloads[_ITEMS])))
    except (KeyError, ValueError, TypeError) as error:
        msg = f"{folder} has no readable {_ITEMS}; train the model again: moodarc train"
        raise ArtifactError(msg) from error
    if len(items) != recommender.n_items:
        msg = f"{folder} names {len(items)} items for {recommender.n_items}; train the model again"
        raise ArtifactError(msg)
    return TrainedModel(str(artifact.config["model"]), recommender, items)
