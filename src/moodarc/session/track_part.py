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
        values: (n,), float64 or float32, aligned with the rows of the candidates; finite, best
            within [0, 1].
        text: the sentence for one value.
    """

    name: str
    weight: float
    values: NDArray[np.floating]
    text: Callable[[float], str]


def liking_of(parts: Sequence[TrackPart], n: int) -> NDArray[np.floating]:
    """(n,), the weighted sum of the parts; float32 where all of them are.

    Raises:
        InputError: a value that is not finite.

    >>> halves = TrackPart("novelty", 0.5, np.array([0.0, 1.0]), "{:.0%} new".format)
    >>> liking_of([halves, halves], 2).tolist()
    [0.0, 1.0]
    """
    dtype = np.result_type(*(part.values for part in parts)) if parts else np.float64
    liking, term = np.zeros(n, dtype), np.empty(n, dtype)
    for part in parts:
        liking += np.multiply(part.values, part.weight, out=term)
    if not np.isfinite(liking.sum()):  # a sum holds what is not finite, and is quicker
        _tell_unfinite(parts)
    return liking


def taken(parts: Sequence[TrackPart], rows: NDArray[np.int64]) -> tuple[TrackPart, ...]:
    """The parts of only these rows, in float64."""
    return tuple(replace(part, values=part.values[rows].astype(np.float64)) for part in parts)


def check_parts(parts: Sequence[TrackPart], n: int) -> None:
    """Whether each part has a value a candidate.

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


def _tell_unfinite(parts: Sequence[TrackPart]) -> None:
    for part in parts:
        if not np.isfinite(part.values).all():
            msg = f'part "{part.name}" has values that are not finite; expected numbers in [0, 1]'
            raise InputError(msg)
