"""What was heard together with what was heard: item-based nearest neighbours.

An item's score is the sum of its similarities to the items of the history, of which only those
count that are among its nearest (Sarwar et al. 2001, Deshpande and Karypis 2004). With few settings
it is the baseline that papers forget and that often wins (Dacrema et al. 2019).
"""

import math
from dataclasses import dataclass
from typing import Any, ClassVar, Self

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from moodarc.artifacts import Artifact
from moodarc.catalog import Histories
from moodarc.recommend.co_plays import Unit, Weighting, play_matrix, popularity_behind, weighted
from moodarc.recommend.neighbours.nearest import nearest_columns
from moodarc.recommend.packing import packed, packed_sparse, unpacked, unpacked_sparse
from moodarc.recommend.recency import damp_heard, faded, fading_of, half_life_of, with_half_life
from moodarc.recommend.recommender import Known, Recommender

__all__ = ["ItemKNN", "ItemNeighbours"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemKNN:
    """Settings; the defaults are chosen on validation parts (`tools/choose_neighbours.py`).

    Attributes:
        neighbours: of each item.
        shrinkage: added below the fraction, in the unit of the products (meetings).
        asymmetry: 0.5 = cosine.
        weighting: of plays.
        unit: who or what has heard items together.
        half_life: of plays in a history; inf = all count alike; None = chosen on the validation
            part.
        again: factor of an item that the history already has, in [0, 1].
    """

    neighbours: int = 100
    shrinkage: float = 30.0
    asymmetry: float = 0.5
    weighting: Weighting = "binary"
    unit: Unit = "session"
    half_life: float | None = None
    again: float = 0.5

    name: ClassVar[str] = "item_knn"

    def fit(self, known: Known) -> Recommender:
        """Find each item's neighbours."""
        similarity = nearest_columns(
            weighted(play_matrix(known.plays, self.unit), self.weighting),
            self.neighbours,
            shrinkage=self.shrinkage,
            asymmetry=self.asymmetry,
        )
        found = ItemNeighbours(similarity, popularity_behind(known.plays), math.inf, self.again)
        return with_half_life(found, self.half_life, known)

    @classmethod
    def paper(cls) -> Self:
        """The plain cosine over all neighbours, as the papers' baselines have it."""
        return cls(neighbours=2**31 - 1, shrinkage=0.0, half_life=math.inf, again=1.0)

    @classmethod
    def unpack(cls, artifact: Artifact) -> Recommender:
        """What `pack` wrote.

        Raises:
            ArtifactError: another model's folder.
        """
        behind, fading = unpacked(artifact, cls.name, {"behind": 1, "fading": 1})
        shape = (len(behind), len(behind))
        similarity = unpacked_sparse(artifact, "similarity", shape)
        again = float(artifact.config["again"])
        return ItemNeighbours(similarity, behind, half_life_of(fading), again)


@dataclass(frozen=True, slots=True, eq=False)
class ItemNeighbours:
    """Similarity of items heard (rows) to items scored (columns), and what stands behind them."""

    similarity: sp.csr_array
    behind: NDArray[np.float32]
    half_life: float
    again: float

    @property
    def n_items(self) -> int:
        """Size of the item vocabulary."""
        return len(self.behind)

    def score(self, histories: Histories) -> NDArray[np.float32]:
        """float32 (n, n_items), sums of similarities, >= 0."""
        heard = faded(histories, self.n_items, half_life=self.half_life)
        scores = np.asarray((heard @ self.similarity).toarray() + self.behind, dtype=np.float32)
        damp_heard(scores, heard, self.again)
        return scores

    def pack(self) -> Artifact:
        """As a model folder."""
        similarity = packed_sparse("similarity", self.similarity)
        own: dict[str, NDArray[Any]] = {"behind": self.behind, "fading": fading_of(self.half_life)}
        return packed(ItemKNN.name, similarity | own, settings={"again": self.again})
