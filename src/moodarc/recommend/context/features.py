"""What is known beside the plays, as columns that a network can take: of items, and of situations.

Columns are standardised by what was known when the model was fitted. What is absent is 0, the mean,
and a last column tells it from a mean that was measured.
"""

from typing import NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from moodarc.catalog import ItemContent
from moodarc.errors import InputError

__all__ = ["Standard", "context_columns", "item_columns"]


class Standard(NamedTuple):
    """Mean and deviation of columns, float32 (n_features,) each."""

    mean: NDArray[np.float32]
    deviation: NDArray[np.float32]

    @classmethod
    def of(cls, rows: NDArray[np.float32] | None) -> Self:
        """Of (n, n_features) with NaN where nothing is known; no columns without any."""
        if rows is None or not len(rows):
            return cls(np.zeros(0, np.float32), np.ones(0, np.float32))
        known = np.isfinite(rows)
        count = np.maximum(known.sum(axis=0), 1)
        mean = np.where(known, rows, 0.0).sum(axis=0) / count
        spread = np.sqrt((np.where(known, rows - mean, 0.0) ** 2).sum(axis=0) / count)
        deviation = np.where(spread > 1e-6, spread, 1.0)
        return cls(mean.astype(np.float32), deviation.astype(np.float32))

    def apply(self, rows: NDArray[np.float32]) -> NDArray[np.float32]:
        """(n, n_features + 1): standardised, 0 where absent; 1 in the last where all is known."""
        known = np.isfinite(rows)
        values = np.where(known, (rows - self.mean) / self.deviation, 0.0)
        return np.column_stack([values, known.all(axis=1)]).astype(np.float32)


def context_columns(
    context: NDArray[np.float32] | None, n: int, standard: Standard
) -> NDArray[np.float32]:
    """float32 (n, n_features + 1) of n situations; (n, 0) where the model knows no context.

    Args:
        context: (n, n_features); None = nothing is known of any.
        n: how many.
        standard: of the context that the model was fitted on.

    Raises:
        InputError: another number of features.
    """
    width = len(standard.mean)
    if width == 0:
        return np.zeros((n, 0), dtype=np.float32)
    if context is None:
        return np.zeros((n, width + 1), dtype=np.float32)
    if context.shape != (n, width):
        msg = f"context of shape {context.shape}; expected {(n, width)}, as the model was fitted on"
        raise InputError(msg)
    return standard.apply(context)


def item_columns(
    content: ItemContent | None, n_items: int, *, emotion: bool = True
) -> NDArray[np.float32]:
    """float32 (n_items, n_columns): affect and descriptors, each with its column of what is known.

    (n_items, 0) without content.

    Args:
        content: of the items; None = nothing is known of any.
        n_items: how many.
        emotion: whether affect is among the columns.
    """
    if content is None:
        return np.zeros((n_items, 0), dtype=np.float32)
    told = (content.affect, content.descriptors) if emotion else (content.descriptors,)
    parts = [np.zeros((n_items, 0), dtype=np.float32)]
    parts += [Standard.of(part).apply(part) for part in told if part.shape[1]]
    return np.hstack(parts)
