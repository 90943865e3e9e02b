"""Cornac's GRU4Rec and SASRec, as `moodarc bench sequence-speed` trains and asks them.

Loss (softmax over the batch's targets and shared negatives), optimiser, rates and batches are
cornac's own; sizes and epochs are given.
"""

from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from moodarc.catalog import Cases, Interactions

__all__ = ["RivalSizes", "SequenceRival", "has_rival"]

_MODELS: Final = {"gru4rec": "GRU4Rec", "sasrec": "SASRec"}


@dataclass(frozen=True, slots=True, kw_only=True)
class RivalSizes:
    """What is given to cornac.

    Attributes:
        embedding_size: of an item, and of a hidden layer.
        n: items of a history that SASRec reads, the latest.
        epochs: of the training.
        seed: of all that is drawn.
    """

    embedding_size: int
    n: int
    epochs: int
    seed: int


class SequenceRival:
    """One of cornac's models on some plays.

    Args:
        name: "gru4rec" or "sasrec".
        plays: to learn from, in sessions.
        sizes: of the model.
    """

    def __init__(self, name: str, plays: Interactions, sizes: RivalSizes) -> None:
        from cornac import data, models  # noqa: PLC0415

        columns = (plays.session, plays.item, plays.at_s)
        session, item, at_s = (np.asarray(column) for column in columns)
        order = np.lexsort((at_s, session))
        triplets = zip(*(one[order].tolist() for one in (session, item, at_s)), strict=True)
        self._known = data.SequentialDataset.from_sit(list(triplets), seed=sizes.seed)
        self._place = np.full(plays.n_items, -1, dtype=np.int64)
        rows = np.array(list(self._known.iid_map), dtype=np.int64)
        self._place[rows] = np.arange(len(rows))
        own: dict[str, Any] = {"layers": [sizes.embedding_size]}
        if name == "sasrec":
            own = {"embedding_dim": sizes.embedding_size, "max_len": sizes.n, "num_blocks": 2}
        make: Callable[..., Any] = getattr(models, _MODELS[name])
        self._model = make(n_epochs=sizes.epochs, seed=sizes.seed, **own)

    def fit(self) -> None:
        """Train, all epochs."""
        self._model.fit(self._known)

    def score(self, cases: Cases) -> NDArray[np.float32]:
        """(n, n_items); items that no session had come last."""
        found = np.empty((len(cases), len(self._place)), dtype=np.float32)
        bounds = cases.histories.starts
        for number in range(len(cases)):
            heard = self._place[cases.histories.item[bounds[number] : bounds[number + 1]]]
            scores = np.asarray(self._model.score(0, [int(one) for one in heard[heard >= 0]]))
            met = scores[self._place]
            found[number] = np.where(self._place >= 0, met, scores.min() - 1.0)
        return found


def has_rival() -> bool:
    """Whether cornac is installed; without it its rows are absent."""
    return find_spec("cornac") is not None
