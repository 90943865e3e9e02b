"""What sounds and feels like what was heard: content-based taste (MISSION LIN-10 A, LE-2).

The profile of a history is the weighted mean of its items' points (`features`); an item's score is
how near it is to the profile, plus a part for each play of the same artist in the history:

    score(i) = nearness(x_i, mean of x) + artist_weight * share of the plays by i's artist

Nearness is the cosine, or a Gaussian kernel exp(-|x_i - m|^2 / (2 width^2 d)) over d columns. It
needs no plays of an item, so that it scores what nobody has heard yet; a history of unknown items
is answered by popularity.
"""

import math
from dataclasses import dataclass
from typing import Any, ClassVar, Literal, Self

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from moodarc.artifacts import Artifact
from moodarc.catalog import Histories, ItemContent
from moodarc.recommend.co_plays import popularity_behind
from moodarc.recommend.content.features import content_points, normalised
from moodarc.recommend.packing import packed, unpacked
from moodarc.recommend.recency import faded, fading_of, half_life_of, with_half_life
from moodarc.recommend.recommender import Known, Recommender

__all__ = ["ContentBased", "ContentProfile"]

Nearness = Literal["cosine", "gaussian"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ContentBased:
    """Settings.

    Attributes:
        nearness: cosine or a Gaussian kernel.
        width: of the kernel, in root mean squared standard deviations of a column, > 0.
        affect_weight: of valence and arousal, each against one descriptor, >= 0.
        artist_weight: of the share of plays by the item's artist, >= 0.
        half_life: of plays in a history; inf = all count alike; None = chosen on the validation
            part.
    """

    nearness: Nearness = "cosine"
    width: float = 1.0
    affect_weight: float = 2.0
    artist_weight: float = 1.0
    half_life: float | None = None

    name: ClassVar[str] = "content"

    def fit(self, known: Known) -> Recommender:
        """Place the items; plays only say what is popular."""
        content = known.content or ItemContent.unknown(known.plays.n_items)
        points = content_points(content, affect_weight=self.affect_weight)
        found = ContentProfile(
            points=normalised(points) if self.nearness == "cosine" else points,
            artist=content.artist.astype(np.int64),
            behind=popularity_behind(known.plays),
            half_life=math.inf,
            settings=self,
        )
        return with_half_life(found, self.half_life, known)

    @classmethod
    def paper(cls) -> Self:
        """Descriptors and emotion alone, by the cosine."""
        return cls(affect_weight=1.0, artist_weight=0.0, half_life=math.inf)

    @classmethod
    def unpack(cls, artifact: Artifact) -> Recommender:
        """What `pack` wrote.

        Raises:
            ArtifactError: another model's folder.
        """
        names = {"points": 2, "artist": 1, "behind": 1, "fading": 1}
        points, artist, behind, fading = unpacked(artifact, cls.name, names)
        settings = cls(**artifact.config["settings"])
        return ContentProfile(
            points=points,
            artist=artist,
            behind=behind,
            half_life=half_life_of(fading),
            settings=settings,
        )


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class ContentProfile:
    """Points of all items, (n_items, n_columns), their artists, and how nearness is measured."""

    points: NDArray[np.float32]
    artist: NDArray[np.int64]
    behind: NDArray[np.float32]
    half_life: float
    settings: ContentBased

    @property
    def n_items(self) -> int:
        """Size of the item vocabulary."""
        return len(self.artist)

    def score(self, histories: Histories) -> NDArray[np.float32]:
        """float32 (n, n_items), within [-1, 1 + artist_weight]."""
        heard = faded(histories, self.n_items, half_life=self.half_life)
        shares = sp.csr_array(sp.diags_array(1.0 / np.maximum(heard.sum(axis=1), 1e-9)) @ heard)
        profile = np.asarray(shares @ self.points, dtype=np.float32)
        near = self._nearness(profile) + self._by_artist(shares)
        # nothing heard, nothing known: then popularity alone decides
        near[np.diff(heard.indptr) == 0] = 0.0
        return np.asarray(near + self.behind, dtype=np.float32)

    def _nearness(self, profile: NDArray[np.float32]) -> NDArray[np.float32]:
        if self.settings.nearness == "cosine":
            return np.asarray(normalised(profile) @ self.points.T)
        squares = (self.points**2).sum(axis=1) - 2.0 * profile @ self.points.T
        squares += (profile**2).sum(axis=1, keepdims=True)
        scale = 2.0 * self.settings.width**2 * max(self.points.shape[1], 1)
        return np.asarray(np.exp(-np.maximum(squares, 0.0) / scale), dtype=np.float32)

    def _by_artist(self, shares: sp.csr_array) -> NDArray[np.float32]:
        known = np.flatnonzero(self.artist >= 0)
        if not len(known) or not self.settings.artist_weight:
            return np.zeros(shares.shape, dtype=np.float32)
        _, number = np.unique(self.artist[known], return_inverse=True)
        ones = np.ones(len(known), dtype=np.float32)
        shape = (self.n_items, int(number.max()) + 1)
        belongs = sp.coo_array((ones, (known, number)), shape=shape).tocsr()
        by_artist = (shares @ belongs) @ belongs.T
        return np.asarray(self.settings.artist_weight * by_artist.toarray(), dtype=np.float32)

    def pack(self) -> Artifact:
        """As a model folder."""
        fields = ("nearness", "width", "affect_weight", "artist_weight")
        settings = {name: getattr(self.settings, name) for name in fields}
        names = ("points", "artist", "behind")
        arrays: dict[str, NDArray[Any]] = {name: getattr(self, name) for name in names}
        arrays["fading"] = fading_of(self.half_life)
        return packed(ContentBased.name, arrays, settings={"settings": settings})
