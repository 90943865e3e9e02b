"""How much somebody will play or like an item: SVD++ (Koren 2008).

    r(u, i) = mean + b_u + b_i + <q_i, p_u + |N(u)|^(-1/2) sum of y_j over j in N(u)>

p_u is what u's ratings say, the sum over y what the mere choice of items N(u) says. Where the paper
takes one rating at a time, b_u and p_u are solved in closed form for some hundred listeners at once
(`taste`), and b, q and y take one step of Adam (Kingma and Ba 2015) on their ratings, with sparse
products for all sums. So somebody new is rated exactly as those who were learned from.

Vectors are held by a strong ridge: most items of a listening log have few ratings, and the
published settings (penalty .02) overfit them. Item biases start from their shrunk means.

What listeners come to is kept for `predict` alone; `knowing` no ratings forgets them, and ranking
goes on as before.

Citation: Y. Koren, *Factorization meets the neighborhood*, KDD 2008.
"""

from dataclasses import dataclass
from typing import Any, ClassVar, Self

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from moodarc.artifacts import Artifact
from moodarc.catalog import Histories
from moodarc.recommend.co_plays import play_matrix
from moodarc.recommend.factors.descent import Descent, DescentSettings
from moodarc.recommend.factors.ratings import Rating, choices, rated, unexplained
from moodarc.recommend.factors.taste import solve_listeners
from moodarc.recommend.packing import packed, unpacked
from moodarc.recommend.recommender import Known, Recommender

__all__ = ["RatedItems", "SVDpp"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SVDpp:
    """Settings.

    Attributes:
        factors: length of a vector.
        epochs: over all ratings.
        learning_rate: of Adam, at the start; it falls to 0 as a cosine.
        penalty: of the squared vectors p, q and y, against one rating.
        listener_penalty: of b_u.
        item_penalty: of b_i.
        batch_size: listeners of a step.
        rating: "log" rates log(1 + plays), "as_is" the weights as they are.
    """

    factors: int = 20
    epochs: int = 10
    learning_rate: float = 0.08
    penalty: float = 20.0
    listener_penalty: float = 0.3
    item_penalty: float = 3.0
    batch_size: int = 400
    rating: Rating = "log"

    name: ClassVar[str] = "svdpp"

    def fit(self, known: Known) -> Recommender:
        """Learn."""
        ratings = rated(play_matrix(known.plays, "listener"), self.rating)
        learning = Descent(ratings, self._descent(), known.seed)
        for epoch in range(self.epochs):
            known.told({"epoch": float(epoch), "loss": learning.epoch(epoch)})
        model = RatedItems(
            mean=learning.mean,
            bias=learning.bias,
            items=learning.items,
            chosen=learning.chosen,
            listeners=np.empty((0, self.factors + 1), dtype=np.float32),
            settings=self,
        )
        return model.knowing(ratings)

    def _descent(self) -> DescentSettings:
        names = DescentSettings.__dataclass_fields__
        return DescentSettings(**{name: getattr(self, name) for name in names})

    @classmethod
    def paper(cls) -> Self:
        """The paper's smallest size and its number of steps over the data."""
        return cls(factors=50, epochs=30)

    @classmethod
    def unpack(cls, artifact: Artifact) -> Recommender:
        """What `pack` wrote.

        Raises:
            ArtifactError: another model's folder.
        """
        names = {"mean": 1, "bias": 1, "items": 2, "chosen": 2, "listeners": 2}
        mean, bias, items, chosen, listeners = unpacked(artifact, cls.name, names)
        return RatedItems(
            mean=float(mean[0]),
            bias=bias,
            items=items,
            chosen=chosen,
            listeners=listeners,
            settings=cls(**artifact.config["settings"]),
        )


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class RatedItems:
    """Predicts ratings, and ranks by them.

    Attributes:
        mean: of all ratings.
        bias: float32 (n_items,), b_i.
        items: float32 (n_items, factors), q_i.
        chosen: float32 (n_items, factors), y_i.
        listeners: float32 (n_listeners, 1 + factors), b_u and the vector of those learned from.
        settings: penalties, and what a rating is.
    """

    mean: float
    bias: NDArray[np.float32]
    items: NDArray[np.float32]
    chosen: NDArray[np.float32]
    listeners: NDArray[np.float32]
    settings: SVDpp

    @property
    def n_items(self) -> int:
        """Size of the item vocabulary."""
        return len(self.bias)

    def knowing(self, ratings: sp.csr_array) -> "RatedItems":
        """The same model that knows these listeners, one a row, and no others."""
        return RatedItems(
            mean=self.mean,
            bias=self.bias,
            items=self.items,
            chosen=self.chosen,
            listeners=self.tastes(ratings),
            settings=self.settings,
        )

    def tastes(self, ratings: sp.csr_array) -> NDArray[np.float32]:
        """float32 (n, 1 + factors): bias and whole vector of listeners with these ratings."""
        choice = choices(ratings) @ self.chosen
        own = solve_listeners(
            unexplained(ratings, choice, (self.mean, self.bias, self.items)),
            self.items,
            bias_penalty=self.settings.listener_penalty,
            penalty=self.settings.penalty,
        )
        own[:, 1:] += choice
        return own

    def predict(self, listener: NDArray[Any], item: NDArray[Any]) -> NDArray[np.float32]:
        """float32 (n,), in the unit of the ratings."""
        who = self.listeners[listener]
        meet = np.einsum("nf,nf->n", who[:, 1:], self.items[item])
        return np.asarray(self.mean + who[:, 0] + self.bias[item] + meet, dtype=np.float32)

    def score(self, histories: Histories) -> NDArray[np.float32]:
        """float32 (n, n_items), predicted ratings; an empty history has the items' biases."""
        who = self.tastes(rated(histories.matrix(self.n_items), self.settings.rating))
        found = self.mean + who[:, :1] + self.bias + who[:, 1:] @ self.items.T
        return np.asarray(found, dtype=np.float32)

    def pack(self) -> Artifact:
        """As a model folder."""
        names = ("bias", "items", "chosen", "listeners")
        arrays = {name: getattr(self, name) for name in names} | {"mean": np.array([self.mean])}
        fields = [name for name in SVDpp.__dataclass_fields__ if name != "name"]
        settings = {name: getattr(self.settings, name) for name in fields}
        return packed(SVDpp.name, arrays, settings={"settings": settings})
