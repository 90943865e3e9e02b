"""What comes next from what was heard, by one ridge regression: SLIST (Choi et al. 2021).

Every step of a sitting is a row: its past S, where the latest plays count most, and its future T,
where the next play counts most. With all plays of the sitting as X,

    B = argmin share |X - X B|^2 + (1 - share) |T - S B|^2 + penalty |B|^2,  diag B <= repeat

whose solution is closed: with G = share X^T X + (1 - share) S^T S + penalty I,

    B = G^-1 (share X^T X + (1 - share) S^T T - diag(c)),  c >= 0 so that the diagonal keeps to it.

The first part knows what belongs together, the second what follows what.

Citation: M. Choi, J. Kim, J. Lee, H. Shim, J. Lee, *Session-aware linear item-item models for
session-based recommendation*, WWW 2021 (without its weights by age of a session).
"""

import math
from dataclasses import dataclass
from typing import ClassVar, Self

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from moodarc.artifacts import Artifact
from moodarc.catalog import Interactions
from moodarc.recommend.co_plays import popularity_behind, sittings
from moodarc.recommend.linear.ease import ItemWeights
from moodarc.recommend.linear.gram import check_items, products, solved
from moodarc.recommend.packing import unpacked
from moodarc.recommend.recency import half_life_of, with_half_life
from moodarc.recommend.recommender import Known, Recommender

__all__ = ["SLIST"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SLIST:
    """Settings.

    Attributes:
        penalty: of the weights, in the unit of plays, > 0.
        share: of what belongs together, in [0, 1]; the rest is of what follows what.
        past: half-life of plays before a step, in plays.
        future: half-life of plays after it.
        depth: plays before and after a step that are looked at.
        half_life: of plays in a history that is scored; inf = all count alike; None = chosen on
            the validation part.
    """

    penalty: float = 10.0
    share: float = 0.2
    past: float = 1.0
    future: float = 2.0
    depth: int = 10
    half_life: float | None = None

    name: ClassVar[str] = "slist"

    def fit(self, known: Known) -> Recommender:
        """Solve.

        Raises:
            InputError: more than 20,000 items, or a penalty that is too small.
        """
        check_items(known.plays.n_items, self.name)
        weights = self._weights(known.plays)
        found = ItemWeights(weights, popularity_behind(known.plays), math.inf, self.name)
        return with_half_life(found, self.half_life, known)

    def _weights(self, plays: Interactions) -> NDArray[np.float32]:
        sitting, item = _in_sittings(plays)
        whole = _whole(sitting, item, plays.n_items)
        before, after = self._steps(sitting, item, plays.n_items)
        together = self.share * products(whole, whole)
        gram = together + (1.0 - self.share) * products(before, before)
        gram[np.diag_indices_from(gram)] += self.penalty
        together += (1.0 - self.share) * products(before, after)
        return solved(np.asfortranarray(gram), np.asfortranarray(together))

    def _steps(
        self, sitting: NDArray[np.int64], item: NDArray[np.int32], n_items: int
    ) -> tuple[sp.csr_array, sp.csr_array]:
        """Past and future of each play that has a past, (n_plays, n_items) each."""
        n = len(item)
        past, future = [], []
        for gap in range(min(self.depth, n)):
            # play i belongs to the past of play i + gap + 1, and to the future of play i - gap
            step = np.flatnonzero(sitting[gap + 1 :] == sitting[: n - gap - 1])
            past.append((step + gap + 1, item[step], np.full(len(step), 2 ** (-gap / self.past))))
            step = np.flatnonzero(sitting[gap:] == sitting[: n - gap])
            ahead = item[step + gap]
            future.append((step, ahead, np.full(len(step), 2 ** (-gap / self.future))))
        starts = np.concatenate([[True], sitting[1:] != sitting[:-1]]) if n else np.zeros(0, bool)
        before, after = (_matrix(parts, (n, n_items)) for parts in (past, future))
        return before[~starts], after[~starts]

    @classmethod
    def paper(cls) -> Self:
        """The paper selects all on validation; these are the middle of its ranges."""
        return cls(penalty=10.0, share=0.5)

    @classmethod
    def unpack(cls, artifact: Artifact) -> Recommender:
        """What `pack` wrote.

        Raises:
            ArtifactError: another model's folder.
        """
        names = {"weights": 2, "behind": 1, "fading": 1}
        weights, behind, fading = unpacked(artifact, cls.name, names)
        return ItemWeights(weights, behind, half_life_of(fading), cls.name)


def _in_sittings(plays: Interactions) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
    """Sitting and item of each play, sitting by sitting, in the order of time."""
    sitting = sittings(plays, "session")
    order = np.argsort(sitting, kind="stable")
    return sitting[order], plays.item[order]


def _whole(sitting: NDArray[np.int64], item: NDArray[np.int32], n_items: int) -> sp.csr_array:
    shape = (int(sitting.max(initial=-1)) + 1, n_items)
    ones = np.ones(len(item), dtype=np.float32)
    found = sp.coo_array((ones, (sitting, item)), shape=shape).tocsr()
    found.data[:] = 1.0
    return found


def _matrix(
    parts: list[tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.float64]]],
    shape: tuple[int, int],
) -> sp.csr_array:
    if not parts:
        return sp.csr_array(shape, dtype=np.float32)
    row, column, value = (np.concatenate(column) for column in zip(*parts, strict=True))
    return sp.coo_array((value.astype(np.float32), (row, column)), shape=shape).tocsr()
