"""Surprise's SVD and SVD++ on the same ratings: the rivals of `moodarc bench ratings`.

20 factors and 20 epochs, all else as Surprise has it (learning rate .005 and .007, penalty .02).
"""

import time
from importlib.util import find_spec
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from moodarc.catalog import Interactions

__all__ = ["Predicted", "surprise_is_there", "surprise_predictions"]

_FACTORS: Final = 20
_EPOCHS: Final = 20


class Predicted(NamedTuple):
    """Ratings (n,) that a model foretells, and the seconds that its fit took."""

    ratings: NDArray[np.float64]
    fit_s: float


def surprise_is_there() -> bool:
    """Whether scikit-surprise is installed (extra `rivals`)."""
    return find_spec("surprise") is not None


def surprise_predictions(
    train: Interactions, test: Interactions, *, seed: int
) -> dict[str, Predicted]:
    """What both models say of `test`, whose weights are ratings as those of `train`.

    Args:
        train: to learn from.
        test: listeners and items to rate.
        seed: of their draws.
    """
    from surprise import SVD, Dataset, Reader, SVDpp  # noqa: PLC0415 - of the extra

    scale = (float(train.weight.min()), float(train.weight.max()))
    rows = [(u, i, r, None) for u, i, r in _triplets(train)]
    known = Dataset(Reader(rating_scale=scale)).construct_trainset(rows)
    found = {}
    for name, kind in (("surprise_svd", SVD), ("surprise_svdpp", SVDpp)):
        model = kind(n_factors=_FACTORS, n_epochs=_EPOCHS, random_state=seed)
        began = time.perf_counter()
        model.fit(known)
        fit_s = time.perf_counter() - began
        told = [answer.est for answer in model.test(_triplets(test))]
        found[name] = Predicted(np.array(told), fit_s)
    return found


def _triplets(ratings: Interactions) -> list[tuple[int, int, float]]:
    columns = (ratings.listener.tolist(), ratings.item.tolist(), ratings.weight.tolist())
    return list(zip(*columns, strict=True))
