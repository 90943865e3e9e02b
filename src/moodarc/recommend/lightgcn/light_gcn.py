r"""LightGCN: vectors that are smoothed over the graph of who heard what (He et al., SIGIR 2020).

Listeners and items are the nodes of a graph, what was heard are its edges (LIN-6, Fig. 3; this is
its *edge* task). From layer to layer a node's vector becomes the sum of its neighbours',

$$u^{(k+1)} = \sum_{i \in N_u} \frac{i^{(k)}}{\sqrt{|N_u| |N_i|}}, \qquad
  i^{(k+1)} = \sum_{u \in N_i} \frac{u^{(k)}}{\sqrt{|N_i| |N_u|}},$$

the final vector is the mean over the layers 0 to K, and the score is their product.

Somebody new is a node that is tied to what they heard: with the items' layers as they are, one
product gives their vector. By default nobody has a vector of layer 0 of their own, only items do:
so a listener of the training and a new one are answered alike, and no listener's row is kept in
the model (HOUSE, "Storage"). The edges that a step of the training is to tell are then left out of
its graph, else every item would point at itself. `paper` is the paper's own form.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, ClassVar, Literal, Self

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from moodarc.artifacts import Artifact
from moodarc.catalog import Histories
from moodarc.recommend.packing import packed, unpacked
from moodarc.recommend.recommender import Known, Recommender
from moodarc.recommend.training_config import TrainingConfig

__all__ = ["GraphItems", "LightGCN"]


@dataclass(frozen=True, slots=True, kw_only=True)
class LightGCN:
    """Settings.

    Attributes:
        embedding_size: of a node's vector.
        layers: K.
        own_vectors: whether listeners have vectors of layer 0.
        left_out: whether the edges of a batch are left out of the graph that tells them.
        loss: `bpr`, or `softmax` over the same negatives.
        negatives: items drawn for each batch, with which all its edges are compared; with `bpr`
            each edge is compared with one of them.
        vector_decay: L2 on the vectors of layer 0 of a batch, as in the paper.
        training: of the trainer; a row is an edge.
    """

    name: ClassVar[str] = "lightgcn"
    embedding_size: int = 128
    layers: int = 2
    own_vectors: bool = False
    left_out: bool = True
    loss: Literal["bpr", "softmax"] = "softmax"
    negatives: int = 1000
    vector_decay: float = 1e-3
    training: TrainingConfig = field(
        default_factory=lambda: TrainingConfig(
            epochs=40, batch_size=1024, learning_rate=1e-2, patience_epochs=6
        )
    )

    def fit(self, known: Known) -> "GraphItems":
        """Train; needs the extra `train`."""
        # torch is of an extra
        from moodarc.recommend.lightgcn.training import train_graph  # noqa: PLC0415

        settings = asdict(self)
        arrays = train_graph(self, known, lambda arrays: GraphItems(arrays, settings))
        return GraphItems(arrays, settings)

    @classmethod
    def paper(cls) -> Self:
        """Three layers of 64, BPR, batches of 2,048, Adam at .001, L2 of 1e-4."""
        return cls(
            embedding_size=64,
            layers=3,
            own_vectors=True,
            left_out=False,
            loss="bpr",
            vector_decay=1e-4,
            training=TrainingConfig(
                epochs=1000, batch_size=2048, learning_rate=1e-3, patience_epochs=50
            ),
        )

    @classmethod
    def unpack(cls, artifact: Artifact) -> Recommender:
        """What `pack` wrote.

        Raises:
            ArtifactError: another model's folder.
        """
        names = {"heard": 2, "item": 2, "own": 2}
        arrays = dict(zip(names, unpacked(artifact, cls.name, names), strict=True))
        return GraphItems(arrays, artifact.config)


@dataclass(frozen=True, slots=True, eq=False)
class GraphItems:
    """Vectors of the nodes after all layers.

    Attributes:
        arrays: `item` (n_items, size), final; `heard` (n_items, size), what an item adds to the
            final vector of a listener who heard it; `own` (n_listeners, size), what is a listener's
            own in it, or (0, size).
        settings: of the recipe.
    """

    arrays: Mapping[str, NDArray[Any]]
    settings: Mapping[str, Any]

    @property
    def n_items(self) -> int:
        """Size of the item vocabulary."""
        return len(self.vectors)

    @property
    def vectors(self) -> NDArray[np.float32]:
        """(n_items, size), final vectors of items."""
        return np.asarray(self.arrays["item"])

    def score(self, histories: Histories) -> NDArray[np.float32]:
        """float32 (n, n_items)."""
        return np.asarray(self.listeners(histories) @ self.vectors.T, dtype=np.float32)

    def listeners(self, histories: Histories) -> NDArray[np.float32]:
        """float32 (n, size), final vectors of listeners, or of any list of tracks."""
        own = self.arrays["own"]
        edges = sp.csr_array(histories.matrix(self.n_items) != 0, dtype=np.float32)
        degree = np.maximum(np.diff(edges.indptr), 1)[:, None]
        vectors = edges @ self.arrays["heard"] / np.sqrt(degree)
        if len(own):
            vectors += np.where(histories.listener[:, None] >= 0, own[histories.listener], 0.0)
        return np.asarray(vectors, dtype=np.float32)

    def pack(self) -> Artifact:
        """As a model folder."""
        return packed(LightGCN.name, self.arrays, settings=self.settings)
