"""Items that nobody has heard, scored by the warm ones that are like them (MISSION LIN-9).

A model of plays knows nothing of a new item: it scores it as chance has it, or last. Here such an
item gets the weighted mean of what the model says of its nearest warm items in content,

    score(c) = caution * sum_w k(c, w) score(w) / sum_w k(c, w),

over the `neighbours` with the highest k, where k is the cosine of descriptors and emotion, mapped
to [0, 1], plus `artist_weight` for the same artist. The mean keeps the scale of the model's scores
for that history, so that cold and warm items stand in one list; `caution` < 1 draws it towards the
lowest warm score, since what is guessed is less sure than what is known. An item without any
content gets the lowest.
"""

from dataclasses import dataclass, field
from typing import ClassVar, Final, Self

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from moodarc.artifacts import Artifact
from moodarc.catalog import Histories, ItemContent
from moodarc.errors import ArtifactError
from moodarc.recommend.content.features import content_points, normalised
from moodarc.recommend.learners import LEARNERS
from moodarc.recommend.neighbours import ItemKNN, largest_of_rows
from moodarc.recommend.packing import packed, packed_sparse, unpacked, unpacked_sparse
from moodarc.recommend.recommender import Known, Recipe, Recommender

__all__ = ["ColdItems", "WithColdItems", "warm_neighbours"]

_PAIRS: Final = 2**24
"""of cold and warm items that are compared at a time: 64 MB"""
_INNER: Final = "inner."


@dataclass(frozen=True, slots=True, kw_only=True)
class ColdItems:
    """Settings.

    Attributes:
        recipe: what learns from plays; any but another of this kind.
        neighbours: warm items of each cold one.
        affect_weight: of valence and arousal, each against one descriptor, >= 0.
        artist_weight: of the same artist, against a cosine of 1, >= 0.
        caution: share of the way from the lowest warm score to the neighbours' mean, in [0, 1].
    """

    recipe: Recipe = field(default_factory=ItemKNN)
    neighbours: int = 20
    affect_weight: float = 2.0
    artist_weight: float = 1.0
    caution: float = 0.9

    name: ClassVar[str] = "cold_items"

    def fit(self, known: Known) -> Recommender:
        """Learn from plays, and find the warm neighbours of what has none."""
        content = known.content or ItemContent.unknown(known.plays.n_items)
        heard = np.bincount(known.plays.item, minlength=known.plays.n_items)
        near = warm_neighbours(content, heard > 0, self)
        return WithColdItems(self.recipe.fit(known), near, np.flatnonzero(heard == 0), self.caution)

    @classmethod
    def paper(cls) -> Self:
        """The papers name the means (artist, lyrics, audio), not the way."""
        return cls(recipe=ItemKNN.paper())

    @classmethod
    def unpack(cls, artifact: Artifact) -> Recommender:
        """What `pack` wrote.

        Raises:
            ArtifactError: another model's folder, or one round an unknown model.
        """
        cold, caution, starts = unpacked(
            artifact, cls.name, {"cold": 1, "caution": 1, "near.indptr": 1}
        )
        inner = _inner(artifact)
        model = inner.config.get("model")
        if model not in LEARNERS:
            msg = f"the folder holds cold items of a model {model!r}; "
            raise ArtifactError(msg + f"expected one of {', '.join(LEARNERS)}")
        warm = LEARNERS[str(model)].unpack(inner)
        near = unpacked_sparse(artifact, "near", (len(starts) - 1, warm.n_items))
        return WithColdItems(warm, near, cold, float(caution[0]))


@dataclass(frozen=True, slots=True, eq=False)
class WithColdItems:
    """A recommender, and how its cold items follow from its warm ones.

    Attributes:
        warm: scores what was heard.
        near: float32 (n_cold, n_items), weights of the warm neighbours, a sum of 1 or 0 each.
        cold: int64 (n_cold,), item rows.
        caution: as in the settings.
    """

    warm: Recommender
    near: sp.csr_array
    cold: NDArray[np.int64]
    caution: float

    @property
    def n_items(self) -> int:
        """Size of the item vocabulary."""
        return self.warm.n_items

    def score(self, histories: Histories) -> NDArray[np.float32]:
        """float32 (n, n_items), on the scale of the warm scores."""
        scores = self.warm.score(histories)
        if len(self.cold) in {0, self.n_items}:
            return scores
        warm = np.ones(self.n_items, dtype=bool)
        warm[self.cold] = False
        lowest = scores[:, warm].min(axis=1, initial=np.inf)[:, None]
        above = np.where(warm, scores - lowest, np.float32(0.0))
        scores = scores.copy()
        scores[:, self.cold] = lowest + self.caution * (self.near @ above.T).T
        return scores

    def pack(self) -> Artifact:
        """As a model folder, with the other model's inside."""
        inner = self.warm.pack()
        arrays = {_INNER + name: array for name, array in inner.arrays.items()}
        arrays |= packed_sparse("near", self.near)
        arrays |= {"cold": self.cold, "caution": np.array([self.caution])}
        payloads = {_INNER + name: content for name, content in inner.payloads.items()}
        settings = {"inner": dict(inner.config)}
        return packed(ColdItems.name, arrays, settings=settings, payloads=payloads)


def warm_neighbours(
    content: ItemContent, warm: NDArray[np.bool_], settings: ColdItems
) -> sp.csr_array:
    """float32 (n_cold, n_items): weights of the nearest warm items; an empty row without content.

    Args:
        content: of all items.
        warm: (n_items,) whether somebody heard it.
        settings: how near is measured.
    """
    points = normalised(content_points(content, affect_weight=settings.affect_weight))
    cold, known = np.flatnonzero(~warm), np.flatnonzero(warm)
    blocks = []
    step = max(1, _PAIRS // max(len(known), 1))
    for start in range(0, len(cold), step):
        rows = cold[start : start + step]
        kernel = _kernel(points[rows], points[known])
        artists = content.artist[rows][:, None]
        kernel += settings.artist_weight * ((artists == content.artist[known]) & (artists >= 0))
        blocks.append(largest_of_rows(sp.csr_array(kernel), settings.neighbours))
    shape = (len(cold), len(warm))
    if not blocks:
        return sp.csr_array(shape, dtype=np.float32)
    near = sp.vstack(blocks, format="csr")
    total = np.maximum(np.asarray(near.sum(axis=1)).ravel(), 1e-12)
    near = sp.csr_array(sp.diags_array(1.0 / total) @ near)
    parts = (near.data.astype(np.float32), known[near.indices].astype(np.int32), near.indptr)
    return sp.csr_array(parts, shape=shape)


def _kernel(rows: NDArray[np.float32], columns: NDArray[np.float32]) -> NDArray[np.float32]:
    """Cosines in [0, 1] of normalised points; 0 where nothing is known of one of them."""
    told = np.outer(rows.any(axis=1), columns.any(axis=1))
    return np.where(told, (1.0 + rows @ columns.T) / 2.0, 0.0).astype(np.float32)


def _inner(artifact: Artifact) -> Artifact:
    cut = len(_INNER)
    return Artifact(
        arrays={n[cut:]: a for n, a in artifact.arrays.items() if n.startswith(_INNER)},
        config=artifact.config.get("inner", {}),
        card="",
        payloads={n[cut:]: p for n, p in artifact.payloads.items() if n.startswith(_INNER)},
    )
