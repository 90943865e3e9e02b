r"""Item vectors in fewer bytes, and how far a product with them can be from the truth.

A vector $x$ is held as a code $c$ and a scale $s$, so that $\hat x = s c$ is near it: as float32
(nothing is lost), float16 ($s = 1$), or int8 with $s = \max |x| / 127$ of its own row (symmetric:
zero stays zero). A query $q$ is held likewise as $\hat q$. By Cauchy and Schwarz

$$|q \cdot x - \hat q \cdot \hat x| \le \lVert q \rVert \lVert x - \hat x \rVert
  + \lVert q - \hat q \rVert \lVert \hat x \rVert
  \le s \big( \lVert q \rVert \rho + \lVert q - \hat q \rVert \lambda \big),$$

where $\rho$ is the largest $\lVert x - \hat x \rVert / s$ and $\lambda$ the largest
$\lVert c \rVert$ of all rows. Both are measured when vectors are coded, so the bound is one that
holds, and a shortlist drawn by it misses nothing.

float16 and int8 are multiplied by NumKong's kernels, which read the codes where they lie (also in
a mapped file); NumPy has none for these types.
"""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from moodarc.errors import InputError

__all__ = ["CodedQueries", "Codes", "Held", "code_queries", "code_vectors", "products"]

_INT8_MAX = 127.0
_FLOAT16_MAX = 65504.0
_TINY = float(np.finfo(np.float32).tiny)

Floats = NDArray[np.float32]


class Held(StrEnum):
    """The type in which vectors are held for the scan."""

    FLOAT32 = "float32"
    FLOAT16 = "float16"
    INT8 = "int8"


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Codes:
    """Coded vectors.

    Attributes:
        values: (n_items, size) of the type held.
        scale: float32 (n_items,) of int8; None = 1.
        residual: the largest ||x - x^|| / s.
        length: the largest ||c||.
        largest: the largest s.
    """

    values: NDArray[Any]
    scale: Floats | None
    residual: float
    length: float
    largest: float = field(init=False)

    def __post_init__(self) -> None:
        largest = 1.0 if self.scale is None else float(self.scale.max(initial=0.0))
        object.__setattr__(self, "largest", largest)

    @property
    def held(self) -> Held:
        """The type of the values."""
        return Held(str(self.values.dtype))


class CodedQueries(NamedTuple):
    """Queries in the type of the codes they will be multiplied with."""

    values: NDArray[Any]
    """(n_queries, size)"""
    scale: Floats
    """(n_queries,)"""
    error: NDArray[np.float64]
    """(n_queries,), ||q - q^||"""
    length: NDArray[np.float64]
    """(n_queries,), ||q||"""


def code_vectors(vectors: NDArray[Any], held: Held) -> Codes:
    """Code a block of vectors.

    Args:
        vectors: (n, size), float16 or float32.
        held: the type to hold them in.

    Raises:
        InputError: a number that is not finite, or beyond float16 where that is asked for.
    """
    values = np.asarray(vectors)
    if not np.isfinite(values).all():
        msg = "a vector holds NaN or an infinite number; give finite ones"
        raise InputError(msg)
    if held == Held.INT8:
        coded, scale = _int8(values.astype(np.float32, copy=False))
    else:
        coded, scale = _floats(values, held), None
    return _measured(values, coded, scale)


def code_queries(queries: Floats, held: Held) -> CodedQueries:
    """Code queries; float16 and int8 ones are first brought to where the type is finest."""
    length = np.linalg.norm(queries.astype(np.float64), axis=1)
    scale = np.ones(len(queries), dtype=np.float32)
    if held == Held.FLOAT32:
        return CodedQueries(queries, scale, np.zeros(len(queries)), length)
    values: NDArray[Any]
    if held == Held.INT8:
        values, scale = _int8(queries)
    else:
        scale = _largest(queries)
        values = (queries / scale[:, None]).astype(np.float16)
    near = values.astype(np.float64) * scale[:, None].astype(np.float64)
    return CodedQueries(values, scale, np.linalg.norm(queries - near, axis=1), length)


def products(codes: NDArray[Any], queries: CodedQueries) -> Floats:
    """Query times code, times the query's scale: float32 (n_queries, n_codes)."""
    if codes.dtype == np.float32:
        plain: Floats = queries.values @ codes.T
        return plain
    # a twentieth of a second to import, and only for those who hold vectors compressed
    import numkong  # noqa: PLC0415

    kernels: Any = numkong  # its types leave out what it takes from NumPy
    packed = kernels.dots_pack(queries.values, dtype=str(codes.dtype))
    raw = np.asarray(kernels.dots_packed(codes, packed))
    scaled: Floats = np.empty((len(queries.values), len(codes)), dtype=np.float32)
    np.multiply(raw.T, queries.scale[:, None], out=scaled, casting="unsafe")
    return scaled


def _int8(values: Floats) -> tuple[NDArray[np.int8], Floats]:
    scale = _largest(values) / np.float32(_INT8_MAX)
    return np.rint(values / scale[:, None]).astype(np.int8), scale


def _floats(values: NDArray[Any], held: Held) -> NDArray[Any]:
    if held == Held.FLOAT16 and values.size and np.abs(values).max() > _FLOAT16_MAX:
        msg = f"a vector goes beyond {_FLOAT16_MAX:.0f}, float16's largest; hold int8 or float32"
        raise InputError(msg)
    return values.astype(str(held), copy=False)


def _largest(values: Floats) -> Floats:
    """The largest absolute number of each row; never zero, so that one may divide by it."""
    largest = np.abs(values).max(axis=1, initial=0.0)
    return np.asarray(np.maximum(largest, _TINY * _INT8_MAX), dtype=np.float32)


def _measured(values: NDArray[Any], coded: NDArray[Any], scale: Floats | None) -> Codes:
    plain = coded.astype(np.float32)
    near = plain if scale is None else plain * scale[:, None]
    gap = np.linalg.norm(values.astype(np.float32) - near, axis=1)
    residual = gap if scale is None else gap / scale
    length = np.linalg.norm(plain, axis=1)
    return Codes(
        values=coded,
        scale=scale,
        residual=float(residual.max(initial=0.0)),
        length=float(length.max(initial=0.0)),
    )
