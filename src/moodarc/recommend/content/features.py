"""Items as points: descriptors and perceived emotion in one unit, the unknown at the mean.

Each column is standardised over the items that have it; a missing value stands at the mean, which
says nothing for or against the item. The two columns of emotion count `affect_weight` descriptors
each, since there are far fewer of them.
"""

import numpy as np
from numpy.typing import NDArray

from moodarc.catalog import ItemContent

__all__ = ["content_points", "normalised"]

_LARGEST = 4.0
"""deviations: a broken value must not decide alone"""


def content_points(content: ItemContent, *, affect_weight: float = 1.0) -> NDArray[np.float32]:
    """float32 (n_items, n_columns), 0 where a column says nothing of an item.

    Args:
        content: of the items.
        affect_weight: of valence and arousal, each against one descriptor, >= 0.
    """
    descriptors = _standardised(content.descriptors)
    affect = _standardised(content.affect) * np.sqrt(affect_weight)
    return np.concatenate([descriptors, affect], axis=1).astype(np.float32)


def normalised(points: NDArray[np.float32]) -> NDArray[np.float32]:
    """The same points at length 1; those of length 0 stay."""
    length = np.linalg.norm(points, axis=1, keepdims=True)
    return np.asarray(points / np.where(length > 0.0, length, 1.0), dtype=np.float32)


def _standardised(columns: NDArray[np.float32]) -> NDArray[np.float64]:
    values = columns.astype(np.float64)
    known = np.isfinite(values)
    n = np.maximum(known.sum(axis=0), 1)
    mean = np.where(known, values, 0.0).sum(axis=0) / n
    off = np.where(known, values - mean, 0.0)
    deviation = np.sqrt((off**2).sum(axis=0) / n)
    scaled = off / np.where(deviation > 0.0, deviation, 1.0)
    return np.clip(scaled, -_LARGEST, _LARGEST)
