r"""NeuMF: a product and a perceptron over listener and item (He et al., WWW 2017; LIN-6, LIN-10 D).

$$s(u, i) = h^\top (u_G \odot i_G) + \mathrm{MLP}([u_M, i_M]) + b_i$$

GMF, the first part, is matrix factorisation with a weight a factor; the perceptron of the second
part can tell what no product can. Each part has vectors of its own.

Unlike the paper's, a listener has no vector of their own: $u$ is folded in from what they heard
(`recommend.pairs`), so that somebody new is answered as well as anybody else, and nobody's row is
kept in a model (HOUSE, "Storage"). The first layer of the perceptron is a sum of a part of the
listener and a part of the item, so that it costs a product for each of them, and only the other
layers one for each pair.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, ClassVar, Final, Self

import numpy as np
from numpy.typing import NDArray

from moodarc.artifacts import Artifact
from moodarc.catalog import Histories
from moodarc.recommend.packing import packed, unpacked
from moodarc.recommend.pairs import Sampling, bag_vectors
from moodarc.recommend.recommender import Known, Recommender
from moodarc.recommend.training_config import TrainingConfig

__all__ = ["NeuMF", "NeuralPairs"]

_PAIRS: Final = 20_000
"""scored at once: what a layer of them takes stays near the processor"""


@dataclass(frozen=True, slots=True, kw_only=True)
class NeuMF:
    """Settings.

    Attributes:
        embedding_size: of the vectors of each part.
        hidden: widths of the perceptron's layers.
        dropout: after each of them, and of the listener's vector in the product.
        sampling: of rows, and their loss; He et al.'s is `logistic`, LIN-T3's `squared`.
        training: of the trainer.
    """

    name: ClassVar[str] = "ncf"
    embedding_size: int = 64
    hidden: tuple[int, ...] = (16, 8)
    dropout: float = 0.3
    sampling: Sampling = field(default_factory=lambda: Sampling(negatives=256, hidden=0.4))
    training: TrainingConfig = field(
        default_factory=lambda: TrainingConfig(epochs=25, learning_rate=2e-3, patience_epochs=5)
    )

    def fit(self, known: Known) -> Recommender:
        """Train; needs the extra `train`."""
        # torch is of an extra
        from moodarc.recommend.ncf.training import train_neumf  # noqa: PLC0415

        settings = asdict(self)
        arrays = train_neumf(self, known, lambda arrays: NeuralPairs.of(arrays, settings))
        return NeuralPairs.of(arrays, settings)

    @classmethod
    def paper(cls) -> Self:
        """LIN-T3: squared error, three layers of 128, dropout .3, batches of 32, Adam at .001."""
        return cls(
            hidden=(128, 128, 128),
            dropout=0.3,
            sampling=Sampling(negatives=4, hidden=0.0, loss="squared"),
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
        names = {"heard": 2, "recency": 1, "item": 2, "bias": 1, "product": 1, "last.weight": 2}
        depth = sum(name.endswith(".bias") for name in artifact.arrays)
        for place in range(max(depth, 1)):
            names |= {f"layers.{place}.weight": 2, f"layers.{place}.bias": 1}
        arrays = dict(zip(names, unpacked(artifact, cls.name, names), strict=True))
        return NeuralPairs.of(arrays, artifact.config)


@dataclass(frozen=True, slots=True, eq=False)
class NeuralPairs:
    """NeuMF's arrays, named as in its network.

    Attributes:
        arrays: `heard` and `item` hold the product's vectors, then the perceptron's.
        settings: of the recipe.
        of_items: (n_items, first layer): what an item adds to the first layer, its bias included.
    """

    arrays: Mapping[str, NDArray[Any]]
    settings: Mapping[str, Any]
    of_items: NDArray[np.float32]

    @classmethod
    def of(cls, arrays: Mapping[str, NDArray[Any]], settings: Mapping[str, Any]) -> "NeuralPairs":
        """With what does not depend on the listener worked out."""
        size = len(arrays["product"])
        weight = arrays["layers.0.weight"][:, size:]
        of_items = arrays["item"][:, size:] @ weight.T + arrays["layers.0.bias"]
        return cls(arrays, settings, of_items)

    @property
    def n_items(self) -> int:
        """Size of the item vocabulary."""
        return len(self.of_items)

    def score(self, histories: Histories) -> NDArray[np.float32]:
        """float32 (n, n_items)."""
        part = self.arrays
        size = len(part["product"])
        listener = bag_vectors(histories, part["heard"], part["recency"])
        scores = (listener[:, :size] * part["product"]) @ part["item"][:, :size].T + part["bias"]
        of_listeners = listener[:, size:] @ part["layers.0.weight"][:, :size].T
        block = max(_PAIRS // self.n_items, 1)
        for start in range(0, len(histories), block):
            rows = slice(start, start + block)
            scores[rows] += self._deep(of_listeners[rows, None] + self.of_items)
        return np.asarray(scores, dtype=np.float32)

    def pack(self) -> Artifact:
        """As a model folder."""
        return packed(NeuMF.name, self.arrays, settings=self.settings)

    def _deep(self, values: NDArray[np.float32]) -> NDArray[np.float32]:
        """What the perceptron says of pairs, from the values of its first layer (n, m, width)."""
        depth = sum(name.endswith(".bias") for name in self.arrays)
        flat = values.reshape(-1, values.shape[-1])
        for place in range(1, depth):
            weight, bias = (
                self.arrays[f"layers.{place}.weight"],
                self.arrays[f"layers.{place}.bias"],
            )
            flat = np.maximum(flat, 0.0, out=flat) @ weight.T + bias
        told = np.maximum(flat, 0.0, out=flat) @ self.arrays["last.weight"][0]
        return np.asarray(told.reshape(values.shape[:-1]))
