"""Support vector machines on one kernel that weighs every block of features alike.

With x the normal scores of a run (`RankNormaliser`) and B blocks of features, the kernel is

    k(x, y) = exp(-g d(x, y) / 2)        d = 1/B sum_b |x_b - y_b|^2 / n_b

so that 12 features of chords say as much as 210 of cepstral steps (sums of kernels' exponents:
multiple kernel learning in its plainest form, Goenen & Alpaydin 2011). Six machines tell each pair
of quadrants apart (Cortes & Vapnik 1995); with f_ab the margin for a against b, the probability of
a is coupled from its pairs (Hastie & Tibshirani 1998, in the form of a product):

    p_a ~ prod_b sigmoid(s f_ab)

with one slope s for all, fitted on held-out clips. The sides of valence and arousal, as probits,
follow as those of any member (`estimator`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any, Final, Self

import numpy as np
from numpy.typing import NDArray
from scipy.special import log_expit, softmax

from moodarc.music.emotion.estimator import RankNormaliser, probits_of_quadrants

__all__ = ["PAIRS", "KernelMachine", "block_scale", "coupled", "squared_distances"]

PAIRS: Final = tuple(combinations(range(4), 2))
"""the quadrants (0 happy ... 3 peaceful) that each machine tells apart: the first is positive"""


@dataclass(frozen=True, slots=True, eq=False)
class KernelMachine:
    """The six machines with their normaliser.

    Attributes:
        normaliser: of all features.
        scale: float32 (n_features,), see `block_scale`.
        support: float32 (n_support, n_features), normal scores of training runs.
        coefficients: float32 (n_support, 6).
        intercepts: float32 (6,).
        width: g of the kernel, > 0.
        slope: s of the coupling, > 0.
    """

    normaliser: RankNormaliser
    scale: NDArray[np.float32]
    support: NDArray[np.float32]
    coefficients: NDArray[np.float32]
    intercepts: NDArray[np.float32]
    width: float
    slope: float
    _known: NDArray[np.float32] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Scale the support once, not at every run."""
        object.__setattr__(self, "_known", self.support * self.scale)

    def margins(self, features: NDArray[np.float32]) -> NDArray[np.float64]:
        """Of each pair of PAIRS, `(n, 6)`, for features `(n, n_features)`."""
        scores = self.normaliser(features) * self.scale
        distances = squared_distances(scores, self._known)
        kernel = np.exp(-self.width / 2.0 * distances)
        return np.asarray(kernel @ self.coefficients + self.intercepts, dtype=np.float64)

    def probits(self, features: NDArray[np.float32]) -> NDArray[np.float64]:
        """Z of each run and axis, before calibration: `(n, 2)`."""
        return probits_of_quadrants(coupled(self.margins(features), self.slope))

    def to_arrays(self) -> dict[str, NDArray[Any]]:
        """What the machine is made of, for a model folder."""
        return {
            "machine.quantiles": self.normaliser.quantiles,
            "machine.support": self.support.astype(np.float16),
            "machine.coefficients": self.coefficients,
            "machine.intercepts": self.intercepts,
        }

    @classmethod
    def from_arrays(
        cls,
        arrays: Mapping[str, NDArray[Any]],
        blocks: Sequence[str],
        *,
        width: float,
        slope: float,
    ) -> Self:
        """The machine of a model folder, over features of the blocks given."""
        quantiles, support, coefficients, intercepts = (
            arrays[f"machine.{name}"].astype(np.float32)
            for name in ("quantiles", "support", "coefficients", "intercepts")
        )
        return cls(
            normaliser=RankNormaliser(quantiles),
            scale=block_scale(blocks),
            support=support,
            coefficients=coefficients,
            intercepts=intercepts,
            width=width,
            slope=slope,
        )


def block_scale(blocks: Sequence[str]) -> NDArray[np.float32]:
    """The factor of each feature that makes the blocks weigh alike in a squared distance.

    Args:
        blocks: the block of each feature.

    >>> (block_scale(["a", "b", "b"]) ** 2).round(3).tolist()
    [0.5, 0.25, 0.25]
    """
    names, block, sizes = np.unique(np.asarray(blocks), return_inverse=True, return_counts=True)
    return np.asarray(1.0 / np.sqrt(sizes[block] * len(names)), dtype=np.float32)


def squared_distances(a: NDArray[np.float32], b: NDArray[np.float32]) -> NDArray[np.float32]:
    """Between the rows of `a` (n, d) and of `b` (m, d): `float32 (n, m)`."""
    of_a, of_b = (np.einsum("ij,ij->i", rows, rows) for rows in (a, b))
    distances = of_a[:, None] + of_b[None] - 2.0 * (a @ b.T)
    return np.asarray(np.maximum(distances, 0.0), dtype=np.float32)


def coupled(margins: NDArray[np.float64], slope: float) -> NDArray[np.float64]:
    """Probabilities of the four quadrants `(n, 4)` from the margins of their pairs `(n, 6)`.

    >>> coupled(np.array([[9.0, 9.0, 9.0, 0.0, 0.0, 0.0]]), 1.0).round(2).tolist()
    [[1.0, 0.0, 0.0, 0.0]]
    """
    logs = np.zeros((len(margins), 4))
    for margin, (first, second) in zip(slope * margins.T, PAIRS, strict=True):
        logs[:, first] += log_expit(margin)
        logs[:, second] += log_expit(-margin)
    return np.asarray(softmax(logs, axis=1))
