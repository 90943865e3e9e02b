"""What followed the last item most often: a first-order Markov chain over items.

The score of item j after item i is the share of i's successors that were j, where a step is two
plays in a row by one listener within one session. With a small weight popularity stands behind it,
so that items that never followed are still in a sensible order; it never outranks a step that was
seen.
"""

from dataclasses import dataclass
from typing import ClassVar, Self

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from moodarc.artifacts import Artifact
from moodarc.catalog import Histories, Interactions
from moodarc.recommend.packing import packed, unpacked
from moodarc.recommend.recommender import Known, Recommender

__all__ = ["ItemSteps", "Markov"]


@dataclass(frozen=True, slots=True)
class Markov:
    """Counts steps; there is nothing to set."""

    name: ClassVar[str] = "markov"

    def fit(self, known: Known) -> Recommender:
        """Count."""
        plays = known.plays
        before, after = _steps(plays)
        shape = (plays.n_items, plays.n_items)
        counts = sp.coo_array((np.ones(len(before), np.float32), (before, after)), shape).tocsr()
        leaving = np.maximum(counts.sum(axis=1), 1.0)
        shares = sp.diags_array(1.0 / leaving) @ counts
        heard = np.bincount(plays.item, minlength=plays.n_items).astype(np.float32)
        return ItemSteps(sp.csr_array(shares, dtype=np.float32), heard / max(heard.sum(), 1.0))

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
        names = {"data": 1, "indices": 1, "indptr": 1, "popularity": 1}
        data, indices, indptr, popularity = unpacked(artifact, cls.name, names)
        shape = (len(popularity), len(popularity))
        return ItemSteps(sp.csr_array((data, indices, indptr), shape=shape), popularity)


@dataclass(frozen=True, slots=True, eq=False)
class ItemSteps:
    """Shares of steps from row to column, and what stands behind them."""

    shares: sp.csr_array
    popularity: NDArray[np.float32]

    @property
    def n_items(self) -> int:
        """Size of the item vocabulary."""
        return len(self.popularity)

    def score(self, histories: Histories) -> NDArray[np.float32]:
        """float32 (n, n_items): shares of the last item's successors in [0, 1], and popularity."""
        last = histories.latest(1)[:, 0]
        known = last >= 0
        scores = np.zeros((len(histories), self.n_items), dtype=np.float32)
        scores[known] = self.shares[last[known]].toarray()
        smallest = float(self.shares.data.min(initial=1.0))
        behind = self.popularity / max(float(self.popularity.max()), 1e-9)
        return scores + np.float32(0.5 * smallest) * behind

    def pack(self) -> Artifact:
        """As a model folder."""
        steps = {name: getattr(self.shares, name) for name in ("data", "indices", "indptr")}
        return packed(Markov.name, steps | {"popularity": self.popularity})


def _steps(plays: Interactions) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    follows = plays.listener[1:] == plays.listener[:-1]
    if plays.session is not None:
        follows &= plays.session[1:] == plays.session[:-1]
    return plays.item[:-1][follows], plays.item[1:][follows]
