"""What listeners like this one heard: user-based nearest neighbours.

The neighbours are the listeners whose plays have the highest cosine with the history (Herlocker et
al. 1999, with shrinkage as in Bell and Koren 2007); an item's score is the sum of the cosines of
those who heard it. Somebody new is compared by their history, as everybody is; a listener who was
learned from is no neighbour of their own.

The model holds its listeners' rows, so that a listener's erasure means to fit it again: a baseline
to compare with, not one to serve people by (HOUSE, "Storage").
"""

import math
from dataclasses import dataclass
from typing import Any, ClassVar, Self

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from moodarc.artifacts import Artifact
from moodarc.catalog import Histories
from moodarc.recommend.co_plays import Weighting, play_matrix, popularity_behind, weighted
from moodarc.recommend.neighbours.nearest import largest_of_rows
from moodarc.recommend.packing import packed, packed_sparse, unpacked, unpacked_sparse
from moodarc.recommend.recency import damp_heard, faded, fading_of, half_life_of, with_half_life
from moodarc.recommend.recommender import Known, Recommender

__all__ = ["ListenerNeighbours", "UserKNN"]


@dataclass(frozen=True, slots=True, kw_only=True)
class UserKNN:
    """Settings; the defaults are chosen on validation parts (`tools/choose_neighbours.py`).

    Attributes:
        neighbours: of each history.
        shrinkage: added to the product of the lengths.
        weighting: of the neighbours' plays.
        half_life: of plays in a history; inf = all count alike; None = chosen on the validation
            part.
        again: factor of an item that the history already has, in [0, 1].
    """

    neighbours: int = 50
    shrinkage: float = 0.0
    weighting: Weighting = "binary"
    half_life: float | None = None
    again: float = 0.2

    name: ClassVar[str] = "user_knn"

    def fit(self, known: Known) -> Recommender:
        """Keep what everybody heard."""
        plays = weighted(play_matrix(known.plays, "listener"), self.weighting)
        found = ListenerNeighbours(
            plays=plays,
            behind=popularity_behind(known.plays),
            half_life=math.inf,
            neighbours=self.neighbours,
            shrinkage=self.shrinkage,
            again=self.again,
        )
        return with_half_life(found, self.half_life, known)

    @classmethod
    def paper(cls) -> Self:
        """The plain cosine of what was heard."""
        return cls(shrinkage=0.0, weighting="binary", half_life=math.inf, again=1.0)

    @classmethod
    def unpack(cls, artifact: Artifact) -> Recommender:
        """What `pack` wrote.

        Raises:
            ArtifactError: another model's folder.
        """
        names = {"behind": 1, "fading": 1, "plays.indptr": 1}
        behind, fading, starts = unpacked(artifact, cls.name, names)
        return ListenerNeighbours(
            plays=unpacked_sparse(artifact, "plays", (len(starts) - 1, len(behind))),
            behind=behind,
            half_life=half_life_of(fading),
            neighbours=int(artifact.config["neighbours"]),
            shrinkage=float(artifact.config["shrinkage"]),
            again=float(artifact.config["again"]),
        )


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class ListenerNeighbours:
    """What each listener heard, (n_listeners, n_items), and how neighbours are found."""

    plays: sp.csr_array
    behind: NDArray[np.float32]
    half_life: float
    neighbours: int
    shrinkage: float
    again: float

    @property
    def n_items(self) -> int:
        """Size of the item vocabulary."""
        return len(self.behind)

    def score(self, histories: Histories) -> NDArray[np.float32]:
        """float32 (n, n_items), sums of cosines, >= 0."""
        heard = faded(histories, self.n_items, half_life=self.half_life)
        near = largest_of_rows(self._cosines(heard, histories.listener), self.neighbours)
        holding = sp.csr_array(
            (np.ones_like(self.plays.data), self.plays.indices, self.plays.indptr),
            shape=self.plays.shape,
        )
        scores = np.asarray((near @ holding).toarray() + self.behind, dtype=np.float32)
        damp_heard(scores, heard, self.again)
        return scores

    def _cosines(self, heard: sp.csr_array, listener: NDArray[np.int32]) -> sp.csr_array:
        products = sp.csr_array(heard @ self.plays.T)
        row = np.repeat(np.arange(len(listener)), np.diff(products.indptr))
        below = _lengths(heard)[row] * _lengths(self.plays)[products.indices] + self.shrinkage
        own = products.indices == listener[row]
        products.data = np.where(own, 0.0, products.data / np.maximum(below, 1e-12))
        products.eliminate_zeros()
        return products

    def pack(self) -> Artifact:
        """As a model folder."""
        names = ("neighbours", "shrinkage", "again")
        settings = {name: getattr(self, name) for name in names}
        own: dict[str, NDArray[Any]] = {"behind": self.behind, "fading": fading_of(self.half_life)}
        return packed(UserKNN.name, packed_sparse("plays", self.plays) | own, settings=settings)


def _lengths(matrix: sp.csr_array) -> NDArray[np.float64]:
    return np.sqrt(np.asarray(matrix.multiply(matrix).sum(axis=1)).ravel().astype(np.float64))
