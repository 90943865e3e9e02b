r"""Deep & cross network, second version (Wang et al., WWW 2021; LIN-10 G).

A pair of a listener in a situation and an item is one joined vector $x_0$: what the listener heard
(the bag of `recommend.pairs`), the context, the item's own vector and what is known of it. Cross
layers make products of features of a growing degree, a perceptron stands beside them:

$$x_{l+1} = x_0 \odot (W_l x_l + b_l) + x_l, \qquad
  s = w^\top [x_L, \mathrm{MLP}(x_0)] + b_i.$$

That looks like products of matrices for each pair, and two cross layers need none. Read from both
ends, with $a = W_1 x_0 + b_1 + 1$ and $c = W_2^\top (w \odot x_0) + w$,

$$w^\top x_2 = \sum_d x_{0d} \, a_d \, c_d + \sum_d w_d b_{2d} x_{0d},$$

and all of $x_0$, $a$ and $c$ are sums of a part of the situation and a part of the item (or are one
of them). Multiplied out it is one product of a vector of the situation and one of the item, a
number of the item and one of the situation: nearly as quick as a factorisation machine. A third
layer would need the products. Of the perceptron the first layer is such a sum, too; what follows is
worked out for each pair.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, ClassVar, Final, Self

import numpy as np
from numpy.typing import NDArray

from moodarc.artifacts import Artifact
from moodarc.catalog import Histories
from moodarc.errors import InputError
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
        crosses: number of cross layers, 1 or 2.
        hidden: widths of the perceptron beside them.
        dropout: of the listener's vector, and after each layer of the perceptron.
        emotion: whether the affect of items is among their features; without it is the ablation.
        sampling: of rows, and their loss.
        training: of the trainer.

    Raises:
        InputError: another number of cross layers.
    """

    name: ClassVar[str] = "dcn"
    embedding_size: int = 64
    crosses: int = 2
    hidden: tuple[int, ...] = (8,)
    dropout: float = 0.3
    emotion: bool = True
    sampling: Sampling = field(default_factory=lambda: Sampling(negatives=500))
    training: TrainingConfig = field(
        default_factory=lambda: TrainingConfig(
            epochs=10, learning_rate=4e-3, layer_rate=0.05, last_rate=0.05, patience_epochs=4
        )
    )

    def __post_init__(self) -> None:
        if self.crosses not in {1, 2}:
            msg = f"{self.crosses} cross layers; expected 1 or 2, which need no product a pair"
            raise InputError(msg)

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
            embedding_size=32,
            hidden=(128, 128, 128),
            sampling=Sampling(negatives=128),
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
        crossed: (n_items, k), what the cross layers multiply a situation with.
        alone: (n_items,), what an item is worth in every situation.
        first: (n_items, width), what an item adds to the first layer of the perceptron.
    """

    arrays: Mapping[str, NDArray[Any]]
    settings: Mapping[str, Any]
    crossed: NDArray[np.float32]
    alone: NDArray[np.float32]
    first: NDArray[np.float32]

    @classmethod
    def of(cls, arrays: Mapping[str, NDArray[Any]], settings: Mapping[str, Any]) -> "CrossedPairs":
        """With what does not depend on the listener worked out."""
        item = np.hstack([arrays["identity"], arrays["columns"]])
        n = arrays["layers.0.weight"].shape[1] - item.shape[1]
        b, d, offset = _halves(item, arrays, place=slice(n, None))
        right = [d[:, :n], b[:, :n], b[:, :n] * d[:, :n], item, item * d[:, n:], item * b[:, n:]]
        alone = arrays["bias"] + item @ offset + (right[-1] * d[:, n:]).sum(axis=1)
        first = item @ arrays["layers.0.weight"][:, n:].T + arrays["layers.0.bias"]
        return cls(arrays, settings, np.hstack(right), alone, first)

    @property
    def n_items(self) -> int:
        """Size of the item vocabulary."""
        return len(self.alone)

    def score(self, histories: Histories) -> NDArray[np.float32]:
        """float32 (n, n_items)."""
        part = self.arrays
        listener = bag_vectors(histories, part["heard"], part["recency"])
        standard = Standard(part["mean"], part["deviation"])
        context = context_columns(histories.context, len(histories), standard)
        situation = np.hstack([listener, context])
        scores = self._crossed(situation)
        block = max(_PAIRS // self.n_items, 1)
        for start in range(0, len(histories), block):
            rows = slice(start, start + block)
            scores[rows] += self._deep(situation[rows])
        return scores

    def pack(self) -> Artifact:
        """As a model folder."""
        return packed(DeepCross.name, self.arrays, settings=self.settings)

    def _crossed(self, situation: NDArray[np.float32]) -> NDArray[np.float32]:
        """(k, n_items) of k situations."""
        n = situation.shape[1]
        a, c, offset = _halves(situation, self.arrays, place=slice(n))
        a, c = a + self.arrays["crosses.0.bias"] + 1.0, c + self._last[: a.shape[1]]
        left = [situation * a[:, :n], situation * c[:, :n], situation, a[:, n:] * c[:, n:]]
        left += [a[:, n:], c[:, n:]]
        own = situation @ offset + (left[0] * c[:, :n]).sum(axis=1)
        told = np.hstack(left) @ self.crossed.T + self.alone + own[:, None]
        return np.asarray(told, dtype=np.float32)

    def _deep(self, situation: NDArray[np.float32]) -> NDArray[np.float32]:
        """(k, n_items) of k situations."""
        weight = self.arrays["layers.0.weight"][:, : situation.shape[1]]
        values = ((situation @ weight.T)[:, None] + self.first).reshape(-1, len(weight))
        np.maximum(values, 0.0, out=values)
        for place in range(1, _depth(self.arrays, "layers")):
            weight = self.arrays[f"layers.{place}.weight"]
            values = np.maximum(values @ weight.T + self.arrays[f"layers.{place}.bias"], 0.0)
        told = values @ self._last[-values.shape[1] :]
        return np.asarray(told.reshape(len(situation), self.n_items))

    @property
    def _last(self) -> NDArray[np.float32]:
        return np.asarray(self.arrays["last.weight"][0])


def _halves(
    part: NDArray[np.float32], arrays: Mapping[str, NDArray[Any]], *, place: slice
) -> tuple[NDArray[np.float32], NDArray[np.float32], NDArray[np.float32]]:
    """What one part of the joined vector adds to a and c, (n, width) each, and w b_2 of it.

    Args:
        part: (n, k).
        arrays: of the network.
        place: of its columns in the joined vector.
    """
    first, last = arrays["crosses.0.weight"], arrays["last.weight"][0]
    a = part @ first[:, place].T
    weight = last[: len(first)][place]
    if "crosses.1.weight" not in arrays:
        return a, np.zeros_like(a), np.zeros_like(weight)
    c = part * weight @ arrays["crosses.1.weight"][place]
    return a, c, weight * arrays["crosses.1.bias"][place]


def _depth(arrays: Mapping[str, NDArray[Any]], kind: str) -> int:
    return sum(name.startswith(f"{kind}.") and name.endswith(".bias") for name in arrays)
