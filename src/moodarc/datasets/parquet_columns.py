"""Columns of a parquet table, with one clear error for whatever is wrong with it."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from moodarc.errors import DatasetError

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["read_numbers", "read_texts"]


def read_texts(table: Path, names: Sequence[str]) -> dict[str, list[str | None]]:
    """The columns `names` as text; an empty cell is None.

    Raises:
        DatasetError: the file is absent or no parquet, or a column is missing or no text.
    """
    columns = _cast(table, names, "string")
    return {name: column.to_pylist() for name, column in columns.items()}


def read_numbers(
    table: Path, names: Sequence[str], *, kind: str = "float64"
) -> NDArray[np.float64]:
    """The columns `names`, (n, n_names); an empty cell is NaN.

    Args:
        table: the file.
        names: of the columns.
        kind: what they are cast to first; a time becomes a number of its unit.

    Raises:
        DatasetError: as `read_texts`, where a column does not hold numbers.
    """
    columns = _cast(table, names, kind)
    numbers = [
        column.cast("float64") if kind == "float64" else column.cast("int64").cast("float64")
        for column in columns.values()
    ]
    return np.column_stack([column.to_numpy() for column in numbers])


def _cast(table: Path, names: Sequence[str], kind: str) -> "dict[str, pa.ChunkedArray]":
    import pyarrow as pa  # noqa: PLC0415 - of the extra, and heavy
    import pyarrow.parquet as pq  # noqa: PLC0415

    if not table.is_file():
        what = "is a folder" if table.is_dir() else "is not there"
        msg = f"{table} {what}; give the path of a parquet with {', '.join(names)}"
        raise DatasetError(msg)
    try:
        found = pq.read_table(table).select(list(names))
        return {name: found[name].cast(kind) for name in names}
    except (OSError, KeyError, pa.ArrowException) as error:
        reason = str(error).strip("'\"").splitlines()[0]
        msg = f"{table} cannot be used ({reason}); expected parquet with {', '.join(names)}"
        raise DatasetError(msg) from error
