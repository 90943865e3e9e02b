r"""The track that expresses what the listener feels, whoever played it (LIN-10 E).

Items are ranked by `recommend.affect_match.expected_match` of their affect and the listener's, both
with their variance. The listener's affect is what was sensed, where something was; else it is told
from the *preceding* tracks (issue 6: the target's own emotion would leak the answer). With $a_j$
the affect of those that have one, the newest counting most, $w_j = 2^{-(n-j)/h}$,
$W = \sum w_j$ and $N = W^2 / \sum w_j^2$ the plays that they amount to,

$$\hat\mu = \frac{N \bar a + \kappa \mu}{N + \kappa}, \qquad
  \hat\sigma^2 = \frac{\sigma_{\text{within}}^2}{N + \kappa}, \qquad
  \kappa = \sigma_{\text{within}}^2 / \sigma_{\text{between}}^2,$$

the posterior mean and variance of a listener drawn from a population with mean $\mu$ (empirical
Bayes). Nothing else is learned: mean, and variance within and between listeners, are counted from
the plays. An item of unknown affect has the expected match of an item drawn from the played ones.
"""

from dataclasses import asdict, dataclass
from typing import Any, ClassVar, Final, Self

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from moodarc.artifacts import Artifact
from moodarc.catalog import Feelings, Histories, Interactions, ItemContent
from moodarc.recommend.affect_match import expected_match
from moodarc.recommend.packing import packed, unpacked
from moodarc.recommend.recommender import Known, Recommender

__all__ = ["EmotionDriven", "FeltItems"]

_BLOCK: Final = 32
_WIDEST: Final = 1.0 / 3.0
"""variance of a point of which only the range [-1, 1] is known"""


@dataclass(frozen=True, slots=True, kw_only=True)
class EmotionDriven:
    """Settings.

    Attributes:
        half_life: plays after which a preceding track counts half.
    """

    name: ClassVar[str] = "emotion"
    half_life: float = 8.0

    def fit(self, known: Known) -> Recommender:
        """Count means and variances of what was played."""
        content = known.content or ItemContent.unknown(known.plays.n_items)
        mean, within, between = _population(known.plays, content)
        felt = content.felt[:, None]
        variance = np.where(np.isfinite(content.variance), content.variance, 0.0)
        return FeltItems(
            affect=np.where(felt, content.affect, mean).astype(np.float32),
            variance=np.where(felt, variance, within + between).astype(np.float32),
            felt=content.felt,
            population=np.stack([mean, within, between]).astype(np.float32),
            half_life=self.half_life,
        )

    @classmethod
    def paper(cls) -> Self:
        """The paper sets nothing here."""
        return cls()

    @classmethod
    def unpack(cls, artifact: Artifact) -> Recommender:
        """What `pack` wrote.

        Raises:
            ArtifactError: another model's folder.
        """
        names = {"affect": 2, "variance": 2, "felt": 1, "population": 2}
        affect, variance, felt, population = unpacked(artifact, cls.name, names)
        half_life = float(artifact.config["half_life"])
        return FeltItems(affect, variance, felt.astype(np.bool_), population, half_life=half_life)


@dataclass(frozen=True, slots=True, eq=False)
class FeltItems:
    """Affect of items, and of the people who played them.

    Attributes:
        affect: (n_items, 2), valence and arousal; the mean where unknown.
        variance: (n_items, 2).
        felt: (n_items,) whether it is known.
        population: (3, 2), mean, and variance within and between listeners.
        half_life: plays after which a preceding track counts half.
    """

    affect: NDArray[np.float32]
    variance: NDArray[np.float32]
    felt: NDArray[np.bool_]
    population: NDArray[np.float32]
    half_life: float

    @property
    def n_items(self) -> int:
        """Size of the item vocabulary."""
        return len(self.felt)

    def score(self, histories: Histories) -> NDArray[np.float32]:
        """float32 (n, n_items): expected match, in [0, 1]."""
        target, doubt = self.listeners(histories)
        of_items = self.variance.sum(axis=1)
        scores = np.empty((len(histories), self.n_items), dtype=np.float32)
        for start in range(0, len(histories), _BLOCK):
            rows = slice(start, start + _BLOCK)
            total = doubt[rows].sum(axis=1)[:, None] + of_items
            scores[rows] = expected_match(self.affect, target[rows, None], total)
        return scores

    def listeners(self, histories: Histories) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """How each listener is believed to feel, (n, 2), and the variance of that."""
        target, doubt = self._from_tracks(histories)
        if histories.feelings is None:
            return target, doubt
        sensed, spread = _sensed(histories.feelings)
        known = np.isfinite(sensed).all(axis=1, keepdims=True)
        return np.where(known, sensed, target), np.where(known, spread, doubt)

    def pack(self) -> Artifact:
        """As a model folder."""
        arrays = {"affect": self.affect, "variance": self.variance, "population": self.population}
        settings = asdict(EmotionDriven(half_life=self.half_life))
        return packed(
            EmotionDriven.name, arrays | {"felt": self.felt.astype(np.uint8)}, settings=settings
        )

    def _from_tracks(self, histories: Histories) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        mean, within, between = self.population.astype(np.float64)
        row = histories.rows()
        age = histories.starts[1:][row] - np.arange(len(row)) - 1
        weight = np.where(self.felt[histories.item], 2.0 ** (-age / self.half_life), 0.0)
        total, squares = (
            np.bincount(row, w, minlength=len(histories)) for w in (weight, weight**2)
        )
        amount = (total**2 / np.maximum(squares, 1e-12))[:, None]
        shape = (len(histories), self.n_items)
        heard = sp.coo_array((weight, (row, histories.item)), shape=shape).tocsr() @ self.affect
        heard = heard / np.maximum(total, 1e-12)[:, None]
        kappa = within / between
        return (amount * heard + kappa * mean) / (amount + kappa), within / (amount + kappa)


def _population(plays: Interactions, content: ItemContent) -> tuple[NDArray[Any], ...]:
    """Mean of what was played, and variance within and between listeners, (2,) each."""
    rows = np.flatnonzero(content.felt[plays.item])
    if not len(rows):
        return np.zeros(2), np.full(2, _WIDEST / 2), np.full(2, _WIDEST / 2)
    affect = content.affect[plays.item[rows]].astype(np.float64)
    _, who = np.unique(plays.listener[rows], return_inverse=True)
    count = np.bincount(who)[:, None]
    own = np.column_stack([np.bincount(who, column) for column in affect.T]) / count
    squares = ((affect - own[who]) ** 2).sum(axis=0)
    within = np.maximum(squares / max(len(rows) - len(own), 1), 1e-4)
    # what the means of few plays differ by anyway is no difference between listeners
    between = np.maximum(own.var(axis=0) - within * (1.0 / count).mean(), 1e-4)
    return affect.mean(axis=0), within, between


def _sensed(feelings: Feelings) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    variance = feelings.variance[:, :2].astype(np.float64)
    return feelings.mean[:, :2].astype(np.float64), np.where(
        np.isfinite(variance), variance, _WIDEST
    )
