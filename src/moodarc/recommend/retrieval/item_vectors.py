"""Item vectors as a retriever holds them: the originals, their codes for the scan, a bias."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from moodarc.errors import InputError
from moodarc.recommend.retrieval.codes import Codes, Held, code_vectors

__all__ = ["ItemVectors", "checked_bias"]

_ROWS = 2**15
"""scored at a time: where all scores are equal, all items are scored"""

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class ItemVectors:
    """Vectors of all items, in catalogue order.

    Attributes:
        originals: (n_items, size), float32 or float16; scores are told of these.
        codes: what is scanned; the originals themselves where they are held as they are.
        bias: float32 (n_items,), added to each score; None = 0.
        largest_bias: without its sign.
    """

    originals: NDArray[Any]
    codes: Codes
    bias: Floats | None = None
    largest_bias: float = field(init=False)

    def __post_init__(self) -> None:
        largest = 0.0 if self.bias is None else float(np.abs(self.bias).max(initial=0.0))
        object.__setattr__(self, "largest_bias", largest)

    @classmethod
    def of(
        cls, vectors: ArrayLike, held: Held = Held.INT8, bias: ArrayLike | None = None
    ) -> "ItemVectors":
        """Hold vectors that lie in memory.

        Args:
            vectors: (n_items, size); float16 stays, anything else becomes float32.
            held: the type that is scanned.
            bias: (n_items,), added to each score.

        Raises:
            InputError: shapes that do not fit, or numbers that are not finite.
        """
        values = np.asarray(vectors)
        originals = values if values.dtype == np.float16 else values.astype(np.float32, copy=False)
        if originals.ndim != 2:
            msg = f"item vectors have shape {originals.shape}; expected (n_items, size)"
            raise InputError(msg)
        codes = code_vectors(np.ascontiguousarray(originals), held)
        return cls(originals=originals, codes=codes, bias=checked_bias(bias, len(originals)))

    def __len__(self) -> int:
        return len(self.originals)

    @property
    def size(self) -> int:
        """Numbers a vector."""
        return int(self.originals.shape[1])

    def scores(self, query: Floats, rows: NDArray[np.int64]) -> Floats:
        """The scores of these rows, exact to float32: summed in float64, rounded once.

        Rounding once makes a row's score the same in any company, so that ties stay ties.
        """
        exact, scores = query.astype(np.float64), np.empty(len(rows), dtype=np.float32)
        for start in range(0, len(rows), _ROWS):
            some = rows[start : start + _ROWS]
            products = self.originals[some].astype(np.float64) @ exact
            scores[start : start + _ROWS] = (
                products if self.bias is None else products + self.bias[some]
            )
        return scores


def checked_bias(bias: ArrayLike | None, n_items: int) -> Floats | None:
    """The bias as float32 (n_items,).

    Raises:
        InputError: another shape, or a number that is not finite.
    """
    if bias is None:
        return None
    values = np.asarray(bias, dtype=np.float32)
    if values.shape != (n_items,) or not np.isfinite(values).all():
        msg = f"the bias has shape {values.shape}; expected finite numbers ({n_items},)"
        raise InputError(msg)
    return values
