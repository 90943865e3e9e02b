"""Lists drawn by lot: what a figure of matching, or among few negatives, means nothing without."""

from dataclasses import dataclass
from typing import ClassVar, Self

import numpy as np
from numpy.typing import NDArray

from moodarc.artifacts import Artifact
from moodarc.catalog import Histories
from moodarc.randomness import derive_rng
from moodarc.recommend import Known, Recommender
from moodarc.recommend.packing import packed, unpacked

__all__ = ["RandomLists", "RandomScores"]


@dataclass(frozen=True, slots=True)
class RandomLists:
    """Looks at nothing but how many items there are."""

    name: ClassVar[str] = "random"

    def fit(self, known: Known) -> Recommender:
        """Remember the number of items and the seed."""
        return RandomScores(known.plays.n_items, known.seed)

    @classmethod
    def paper(cls) -> Self:
        """There is nothing to set."""
        return cls()

    @classmethod
    def unpack(cls, artifact: Artifact) -> Recommender:
        """What `pack` wrote.

        Raises:
            ArtifactError: another model's folder.
        """
        (numbers,) = unpacked(artifact, cls.name, {"numbers": 1})
        return RandomScores(int(numbers[0]), int(numbers[1]))


@dataclass(frozen=True, slots=True)
class RandomScores:
    """Uniform numbers, drawn anew for each block of histories."""

    n_items: int
    seed: int

    def score(self, histories: Histories) -> NDArray[np.float32]:
        """float32 (n, n_items) in [0, 1)."""
        rng = derive_rng(self.seed, "random", len(histories), int(histories.item.sum()))
        return rng.random((len(histories), self.n_items), dtype=np.float32)

    def pack(self) -> Artifact:
        """As a model folder."""
        return packed(RandomLists.name, {"numbers": np.array([self.n_items, self.seed])})
