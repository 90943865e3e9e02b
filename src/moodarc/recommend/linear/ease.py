"""Each item from all others by one ridge regression: EASE (Steck 2019).

    B = I - P diag(1 / diag P),  P = (X^T X + penalty I)^-1,  scores = h B

the minimiser of |X - X B|^2 + penalty |B|^2 with a zero diagonal. On a history whose past fades,
h counts the latest plays most (`recency`), which is its form for sequences.

Citation: H. Steck, *Embarrassingly shallow autoencoders for sparse data*, WWW 2019.
"""

import math
from dataclasses import dataclass
from typing import ClassVar, Self

import numpy as np
from numpy.typing import NDArray

from moodarc.artifacts import Artifact
from moodarc.catalog import Histories
from moodarc.recommend.co_plays import Unit, Weighting, play_matrix, popularity_behind, weighted
from moodarc.recommend.linear.gram import check_items, inverse, products
from moodarc.recommend.packing import packed, unpacked
from moodarc.recommend.recency import faded, fading_of, half_life_of, with_half_life
from moodarc.recommend.recommender import Known, Recommender

__all__ = ["EASE", "ItemWeights"]


@dataclass(frozen=True, slots=True, kw_only=True)
class EASE:
    """Settings; the penalty is chosen on validation parts (`tools/choose_neighbours.py`).

    Attributes:
        penalty: of the weights, in the unit of co-plays, > 0.
        weighting: of plays.
        unit: who or what has heard items together.
        half_life: of plays in a history; inf = all count alike; None = chosen on the validation
            part.
    """

    penalty: float = 50.0
    weighting: Weighting = "binary"
    unit: Unit = "session"
    half_life: float | None = None

    name: ClassVar[str] = "ease"

    def fit(self, known: Known) -> Recommender:
        """Invert.

        Raises:
            InputError: more than 20,000 items, or a penalty that is too small.
        """
        check_items(known.plays.n_items, self.name)
        plays = weighted(play_matrix(known.plays, self.unit), self.weighting)
        gram = products(plays, plays)
        gram[np.diag_indices_from(gram)] += self.penalty
        weights = inverse(gram)
        weights /= -np.diag(weights).copy()
        np.fill_diagonal(weights, 0.0)
        found = ItemWeights(weights, popularity_behind(known.plays), math.inf)
        return with_half_life(found, self.half_life, known)

    @classmethod
    def paper(cls) -> Self:
        """Plays as a set; the paper's penalties are 200 to 1000 by data set."""
        return cls(penalty=500.0, half_life=math.inf)

    @classmethod
    def unpack(cls, artifact: Artifact) -> Recommender:
        """What `pack` wrote.

        Raises:
            ArtifactError: another model's folder.
        """
        names = {"weights": 2, "behind": 1, "fading": 1}
        weights, behind, fading = unpacked(artifact, cls.name, names)
        return ItemWeights(weights, behind, half_life_of(fading), cls.name)


@dataclass(frozen=True, slots=True, eq=False)
class ItemWeights:
    """Weights (n_items, n_items) of items heard (rows) for items scored, and what stands behind."""

    weights: NDArray[np.float32]
    behind: NDArray[np.float32]
    half_life: float
    recipe: str = EASE.name

    @property
    def n_items(self) -> int:
        """Size of the item vocabulary."""
        return len(self.behind)

    def score(self, histories: Histories) -> NDArray[np.float32]:
        """float32 (n, n_items), weighted sums, of any sign."""
        heard = faded(histories, self.n_items, half_life=self.half_life)
        return np.asarray(heard @ self.weights + self.behind, dtype=np.float32)

    def pack(self) -> Artifact:
        """As a model folder."""
        arrays = {"weights": self.weights, "behind": self.behind}
        return packed(self.recipe, arrays | {"fading": fading_of(self.half_life)})
