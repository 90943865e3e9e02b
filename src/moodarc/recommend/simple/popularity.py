"""What most people play (EM-9's weakest baseline): the same list for everybody.

An item's score is the number of listeners who played it, plus a part below one half that grows with
its plays, so that plays only decide between equals.
"""

from dataclasses import dataclass
from typing import ClassVar, Self

import numpy as np
from numpy.typing import NDArray

from moodarc.artifacts import Artifact
from moodarc.catalog import Histories
from moodarc.recommend.packing import packed, unpacked
from moodarc.recommend.recommender import Known, Recommender

__all__ = ["PopularItems", "Popularity"]


@dataclass(frozen=True, slots=True)
class Popularity:
    """Counts listeners; there is nothing to set."""

    name: ClassVar[str] = "popularity"

    def fit(self, known: Known) -> Recommender:
        """Count."""
        matrix = known.plays.matrix()
        listeners = np.bincount(matrix.indices, minlength=known.plays.n_items)
        plays = np.asarray(matrix.sum(axis=0)).ravel()
        share = plays / max(float(plays.max(initial=0.0)), 1.0)
        return PopularItems((listeners + 0.49 * share).astype(np.float32))

    @classmethod
    def paper(cls) -> Self:
        """The papers set nothing here."""
        return cls()

    @classmethod
    def unpack(cls, artifact: Artifact) -> Recommender:
        """What `pack` wrote.

        Raises:
            ArtifactError: another model's folder.
        """
        (popularity,) = unpacked(artifact, cls.name, {"popularity": 1})
        return PopularItems(popularity)


@dataclass(frozen=True, slots=True, eq=False)
class PopularItems:
    """Scores of all items, float32 (n_items,), the same for all."""

    popularity: NDArray[np.float32]

    @property
    def n_items(self) -> int:
        """Size of the item vocabulary."""
        return len(self.popularity)

    def score(self, histories: Histories) -> NDArray[np.float32]:
        """float32 (n, n_items), one row as the other."""
        return np.tile(self.popularity, (len(histories), 1))

    def pack(self) -> Artifact:
        """As a model folder."""
        return packed(Popularity.name, {"popularity": self.popularity})
