"""The parts of a score that are a track's own, wherever it stands in the list, as data.

Likeness to a favourite ("taste") and what a recommender expects ("preference") are two of them; the
engine adds what it knows besides ("novelty", "context"). A part brings its weight, one value a
track and the sentence that tells a value.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from moodarc.errors import InputError

__all__ = ["TrackPart", "check_parts", "liking_of", "taken"]


@dataclass(frozen=True, slots=True, eq=False)
class TrackPart:
    """One part of a score.

    Attributes:
        name: of its reason.
        weight: of the value; `PathPolicy` holds those of the usual parts.
        values: float64 (n,), aligned with the rows of the candidates; finite, best within [0, 1].
        text: the sentence for one value.
    """

    name: str
    weight: float
    values: NDArray[np.float64]
    text: Callable[[float], str]


def liking_of(parts: Sequence[TrackPart], n: int) -> NDArray[np.float64]:
    """float64 (n,), the weighted sum of the parts.

    >>> halves = TrackPart("novelty", 0.5, np.array([0.0, 1.0]), "{:.0%} new".format)
    >>> liking_of([halves, halves], 2).tolist()
    [0.0, 1.0]
    """
    liking = np.zeros(n)
    for part in parts:
        liking += part.weight * part.values
    return liking


def taken(parts: Sequence[TrackPart], rows: NDArray[np.int64]) -> tuple[TrackPart, ...]:
    """The parts of only these rows."""
    return tuple(replace(part, values=part.values[rows]) for part in parts)


def check_parts(parts: Sequence[TrackPart], n: int) -> None:
    """Whether each part has a finite value a candidate.

    Raises:
        InputError: it has not.
    """
    for part in parts:
        if part.values.shape != (n,):
            msg = (
                f'part "{part.name}" has values {part.values.shape}; expected ({n},), one for each '
                "row of the candidates; make it from the same candidates"
            )
            raise InputError(msg)
        if not np.isfinite(part.values).all():
            msg = f'part "{part.name}" has values that are not finite; expected numbers in [0, 1]'
            raise InputError(msg)
