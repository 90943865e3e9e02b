r"""Deep & cross network, second version (Wang et al., WWW 2021; LIN-10 G).

A pair of a listener in a situation and an item is one joined vector $x_0$: what the listener heard
(the bag of `recommend.pairs`), the context, the item's own vector and what is known of it. Cross
layers make products of features of a growing degree, a perceptron stands beside them:

$$x_{l+1} = x_0 \odot (W_l x_l + b_l) + x_l, \qquad
  s = w^\top [x_L, \mathrm{MLP}(x_0)] + b_i.$$

The first layer of each is a sum of a part of the situation and a part of the item, so that it costs
a product for each of them, and only the other layers one for each pair.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, ClassVar, Final, Self

import numpy as np
from numpy.typing import NDArray

from moodarc.artifacts import Artifact
from moodarc.catalog import Histories
from moodarc.recommend.context.features import Standard, context_columns
from moodarc.recommend.packing import packed, unpacked
from moodarc.recommend.pairs import Sampling, bag_vectors
from moodarc.recommend.recommender import Known, Recommender
from moodarc.recommend.training_config import TrainingConfig

__all__ = ["CrossedPairs", "DeepCross"]

_PAIRS: Final = 20_000
"""scored at once: what a layer of them takes stays near the processor"""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeepCross:
    """Settings.

    Attributes:
        embedding_size: of the vectors of a listener and of an item.
        crosses: number of cross layers.
        hidden: widths of the perceptron beside them.
        dropout: of the listener's vector, and after each layer of the perceptron.
        emotion: whether the affect of items is among their features; without it is the ablation.
        sampling: of rows, and their loss.
        training: of the trainer.
    """

    name: ClassVar[str] = "dcn"
    embedding_size: int = 32
    crosses: int = 2
    hidden: tuple[int, ...] = (32,)
    dropout: float = 0.3
    emotion: bool = True
    sampling: Sampling = field(default_factory=lambda: Sampling(negatives=128))
    training: TrainingConfig = field(
        default_factory=lambda: TrainingConfig(epochs=30, learning_rate=8e-3, patience_epochs=10)
    )

    def fit(self, known: Known) -> Recommender:
        """Train; needs the extra `train`."""
        # torch is of an extra
        from moodarc.recommend.context.training import train_crossed  # noqa: PLC0415

        settings = asdict(self)
        arrays = train_crossed(self, known, lambda arrays: CrossedPairs.of(arrays, settings))
        return CrossedPairs.of(arrays, settings)

    @classmethod
    def paper(cls) -> Self:
        """LIN-T3's layers, dropout, batches and rate; the paper of DCN ranks no catalogue."""
        return cls(
            hidden=(128, 128, 128),
            training=TrainingConfig(
                epochs=50, batch_size=32, learning_rate=1e-3, decoupled=False, patience_epochs=5
            ),
        )

    @classmethod
    def unpack(cls, artifact: Artifact) -> Recommender:
        """What `pack` wrote.

        Raises:
            ArtifactError: another model's folder.
        """
        names = dict.fromkeys(("heard", "identity", "columns", "last.weight"), 2)
        names |= dict.fromkeys(("recency", "bias", "mean", "deviation"), 1)
        for kind in ("crosses", "layers"):
            for place in range(max(_depth(artifact.arrays, kind), 1)):
                names |= {f"{kind}.{place}.weight": 2, f"{kind}.{place}.bias": 1}
        arrays = dict(zip(names, unpacked(artifact, cls.name, names), strict=True))
        return CrossedPairs.of(arrays, artifact.config)


@dataclass(frozen=True, slots=True, eq=False)
class CrossedPairs:
    """The network's arrays, named as in it.

    Attributes:
        arrays: all of them, and what the context is standardised with.
        settings: of the recipe.
        item: (n_items, n), the item's half of the joined vector.
        first: what an item adds to the first cross layer and to the first of the perceptron.
    """

    arrays: Mapping[str, NDArray[Any]]
    settings: Mapping[str, Any]
    item: NDArray[np.float32]
    first: Mapping[str, NDArray[np.float32]]

    @classmethod
    def of(cls, arrays: Mapping[str, NDArray[Any]], settings: Mapping[str, Any]) -> "CrossedPairs":
        """With what does not depend on the listener worked out."""
        item = np.hstack([arrays["identity"], arrays["columns"]])
        first = {
            kind: item @ arrays[f"{kind}.0.weight"][:, -item.shape[1] :].T
            + arrays[f"{kind}.0.bias"]
            for kind in ("crosses", "layers")
        }
        return cls(arrays, settings, item, first)

    @property
    def n_items(self) -> int:
        """Size of the item vocabulary."""
        return len(self.item)

    def score(self, histories: Histories) -> NDArray[np.float32]:
        """float32 (n, n_items)."""
        part = self.arrays
        listener = bag_vectors(histories, part["heard"], part["recency"])
        standard = Standard(part["mean"], part["deviation"])
        context = context_columns(histories.context, len(histories), standard)
        situation = np.hstack([listener, context])
        block = max(_PAIRS // self.n_items, 1)
        scores = np.empty((len(histories), self.n_items), dtype=np.float32)
        for start in range(0, len(histories), block):
            rows = slice(start, start + block)
            scores[rows] = self._pairs(situation[rows])
        return scores

    def pack(self) -> Artifact:
        """As a model folder."""
        return packed(DeepCross.name, self.arrays, settings=self.settings)

    def _pairs(self, situation: NDArray[np.float32]) -> NDArray[np.float32]:
        """(k, n_items) of k listeners, each in a situation."""
        n, width = len(situation), situation.shape[1]
        joined = np.empty((n, self.n_items, width + self.item.shape[1]), dtype=np.float32)
        joined[..., :width], joined[..., width:] = situation[:, None], self.item
        flat = joined.reshape(-1, joined.shape[-1])
        last = self.arrays["last.weight"][0]
        told = self._crossed(situation, flat) @ last[: flat.shape[1]]
        told += self._deep(situation) @ last[flat.shape[1] :]
        return np.asarray(told.reshape(n, self.n_items) + self.arrays["bias"])

    def _crossed(
        self, situation: NDArray[np.float32], joined: NDArray[np.float32]
    ) -> NDArray[np.float32]:
        crossed = joined * self._first("crosses", situation) + joined
        for place in range(1, _depth(self.arrays, "crosses")):
            crossed = joined * self._layer("crosses", place, crossed) + crossed
        return crossed

    def _deep(self, situation: NDArray[np.float32]) -> NDArray[np.float32]:
        deep = np.maximum(self._first("layers", situation), 0.0)
        for place in range(1, _depth(self.arrays, "layers")):
            deep = np.maximum(self._layer("layers", place, deep), 0.0)
        return deep

    def _first(self, kind: str, situation: NDArray[np.float32]) -> NDArray[np.float32]:
        """(k * n_items, width of the layer)."""
        weight = self.arrays[f"{kind}.0.weight"][:, : situation.shape[1]]
        values = (situation @ weight.T)[:, None] + self.first[kind]
        return np.asarray(values.reshape(-1, values.shape[-1]))

    def _layer(self, kind: str, place: int, values: NDArray[np.float32]) -> NDArray[np.float32]:
        weight = self.arrays[f"{kind}.{place}.weight"]
        return np.asarray(values @ weight.T + self.arrays[f"{kind}.{place}.bias"])


def _depth(arrays: Mapping[str, NDArray[Any]], kind: str) -> int:
    return sum(name.startswith(f"{kind}.") and name.endswith(".bias") for name in arrays)
