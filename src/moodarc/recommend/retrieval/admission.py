"""Who may be returned: candidates for all queries, and rows to leave out for each."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from moodarc.errors import InputError

__all__ = ["Admission", "admit", "checked_queries"]

Rows = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Admission:
    """Which rows a search may return.

    Attributes:
        mask: bool (n_items,), the candidates; None = all.
        left_out: for each query rows to leave out.
        count: how many candidates there are.
    """

    mask: NDArray[np.bool_] | None
    left_out: Sequence[Rows]
    count: int

    def allows(self, rows: Rows, query: int) -> NDArray[np.bool_]:
        """Which of these rows may be returned to this query."""
        wanted = np.ones(len(rows), dtype=bool) if self.mask is None else self.mask[rows]
        if len(self.left_out[query]):
            wanted &= ~np.isin(rows, self.left_out[query])
        return wanted

    def available(self, query: int) -> int:
        """How many rows may be returned to this query."""
        rows = np.unique(self.left_out[query])
        lost = len(rows) if self.mask is None else int(self.mask[rows].sum())
        return self.count - lost


def admit(
    n_items: int,
    n_queries: int,
    *,
    candidates: ArrayLike | None,
    exclude: Sequence[ArrayLike] | None,
) -> Admission:
    """The admission of one search.

    Raises:
        InputError: a mask of another length, a row that no item has, or exclusions that are not
            one list a query.
    """
    mask = None if candidates is None else _mask(np.asarray(candidates), n_items)
    left_out = _left_out(exclude, n_items, n_queries)
    count = n_items if mask is None else int(np.count_nonzero(mask))
    return Admission(mask, left_out, count)


def checked_queries(queries: ArrayLike, size: int, n: int) -> NDArray[np.float32]:
    """Queries as float32 (n_queries, size).

    Raises:
        InputError: another shape, a number that is not finite, or n below 1.
    """
    values = np.asarray(queries, dtype=np.float32)
    if values.ndim != 2 or values.shape[1] != size:
        msg = f"queries have shape {values.shape}; expected (n_queries, {size})"
        raise InputError(msg)
    if not np.isfinite(values).all():
        msg = "a query holds NaN or an infinite number; give finite ones"
        raise InputError(msg)
    if n < 1:
        msg = f"{n} items are asked for; ask for at least 1"
        raise InputError(msg)
    return values


def _mask(candidates: NDArray[np.generic], n_items: int) -> NDArray[np.bool_]:
    if candidates.dtype == np.bool_:
        if candidates.shape != (n_items,):
            msg = f"the mask of candidates has shape {candidates.shape}; expected ({n_items},)"
            raise InputError(msg)
        return candidates.astype(bool, copy=False)
    mask = np.zeros(n_items, dtype=bool)
    mask[_rows(candidates, n_items)] = True
    return mask


def _left_out(exclude: Sequence[ArrayLike] | None, n_items: int, n_queries: int) -> Sequence[Rows]:
    if exclude is None:
        return [np.empty(0, dtype=np.int64)] * n_queries
    if len(exclude) != n_queries:
        msg = f"{len(exclude)} lists of rows to leave out; expected one a query, {n_queries}"
        raise InputError(msg)
    return [_rows(np.asarray(rows), n_items) for rows in exclude]


def _rows(values: NDArray[np.generic], n_items: int) -> Rows:
    if values.size == 0:
        return np.empty(0, dtype=np.int64)
    if not np.issubdtype(values.dtype, np.integer) or values.ndim != 1:
        msg = f"rows of type {values.dtype} and shape {values.shape}; expected integers (n,)"
        raise InputError(msg)
    rows = values.astype(np.int64)
    if rows.min() < 0 or rows.max() >= n_items:
        wrong = int(rows.min() if rows.min() < 0 else rows.max())
        msg = f"there is no row {wrong}; expected 0 to {n_items - 1}"
        raise InputError(msg)
    return rows
