r"""A factorisation machine over listener, situation and item (Rendle, ICDM 2010; LIN-10 G).

Every feature $x_f$ has a vector $v_f$, and every pair of features the weight
$\langle v_f, v_g \rangle$:

$$s = w_0 + \sum_f w_f x_f + \sum_{f < g} \langle v_f, v_g \rangle x_f x_g.$$

The features are what the listener heard (the bag of `recommend.pairs`, Rendle's "other items"),
the context of the play, the item itself, and what is known of the item. Terms of the listener and
the situation alone are the same for all items and cannot change an order, so they are left out.
With $u$ the sum of $v_f x_f$ over listener and situation, and $t_i$ that over the item, the rest is

$$s(u, i) = \langle u, t_i \rangle + w_i + \sum_{f \in i} w_f x_f
  + \tfrac12 \Big( \lVert t_i \rVert^2 - \sum_{f \in i} \lVert v_f x_f \rVert^2 \Big):$$

one product for all items, and a number an item.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, ClassVar, Self

import numpy as np
from numpy.typing import NDArray

from moodarc.artifacts import Artifact
from moodarc.catalog import Histories
from moodarc.recommend.context.features import Standard, context_columns
from moodarc.recommend.packing import packed, unpacked
from moodarc.recommend.pairs import Sampling, bag_vectors
from moodarc.recommend.recommender import Known, Recommender
from moodarc.recommend.training_config import TrainingConfig

__all__ = ["FactorisationMachine", "FactorisedItems"]


@dataclass(frozen=True, slots=True, kw_only=True)
class FactorisationMachine:
    """Settings.

    Attributes:
        embedding_size: of a feature's vector.
        dropout: of the listener's vector.
        emotion: whether the affect of items is among their features; without it is the ablation.
        sampling: of rows, and their loss.
        training: of the trainer.
    """

    name: ClassVar[str] = "fm"
    embedding_size: int = 64
    dropout: float = 0.3
    emotion: bool = True
    sampling: Sampling = field(default_factory=lambda: Sampling(negatives=1000))
    training: TrainingConfig = field(
        default_factory=lambda: TrainingConfig(epochs=25, learning_rate=2e-3, patience_epochs=5)
    )

    def fit(self, known: Known) -> Recommender:
        """Train; needs the extra `train`."""
        # torch is of an extra
        from moodarc.recommend.context.training import train_machine  # noqa: PLC0415

        settings = asdict(self)
        arrays = train_machine(self, known, lambda arrays: FactorisedItems.of(arrays, settings))
        return FactorisedItems.of(arrays, settings)

    @classmethod
    def paper(cls) -> Self:
        """Rendle's paper sets nothing for ranking: the defaults."""
        return cls()

    @classmethod
    def unpack(cls, artifact: Artifact) -> Recommender:
        """What `pack` wrote.

        Raises:
            ArtifactError: another model's folder.
        """
        names = dict.fromkeys(("heard", "context", "item"), 2)
        names |= dict.fromkeys(("recency", "bias", "mean", "deviation"), 1)
        arrays = dict(zip(names, unpacked(artifact, cls.name, names), strict=True))
        return FactorisedItems(arrays, artifact.config)


@dataclass(frozen=True, slots=True, eq=False)
class FactorisedItems:
    """A machine with the features of each item summed up.

    Attributes:
        arrays: `heard` and `item` (n_items, size), `context` (n_features + 1, size), `bias`
            (n_items,), and what bags and context are made with.
        settings: of the recipe.
    """

    arrays: Mapping[str, NDArray[Any]]
    settings: Mapping[str, Any]

    @classmethod
    def of(
        cls, trained: Mapping[str, NDArray[Any]], settings: Mapping[str, Any]
    ) -> "FactorisedItems":
        """From the trained vectors of every feature: those of an item are summed up here."""
        columns, factors = trained["columns"], trained["feature"]
        item = trained["identity"] + columns @ factors
        alone = (trained["identity"] ** 2).sum(axis=1) + columns**2 @ (factors**2).sum(axis=1)
        pairs = 0.5 * ((item**2).sum(axis=1) - alone)
        bias = trained["bias"] + columns @ trained["feature_weight"] + pairs
        kept = {name: trained[name] for name in ("heard", "recency", "context")}
        standard = {name: trained[name] for name in ("mean", "deviation")}
        return cls({**kept, **standard, "item": item, "bias": bias}, settings)

    @property
    def n_items(self) -> int:
        """Size of the item vocabulary."""
        return len(self.arrays["bias"])

    def score(self, histories: Histories) -> NDArray[np.float32]:
        """float32 (n, n_items)."""
        part = self.arrays
        listener = bag_vectors(histories, part["heard"], part["recency"])
        standard = Standard(part["mean"], part["deviation"])
        situation = context_columns(histories.context, len(histories), standard)
        told = (listener + situation @ part["context"]) @ part["item"].T + part["bias"]
        return np.asarray(told, dtype=np.float32)

    def pack(self) -> Artifact:
        """As a model folder."""
        return packed(FactorisationMachine.name, self.arrays, settings=self.settings)
