"""Tables too large to hold as text, read a few megabytes at a time: CSV, TSV and Parquet.

pyarrow parses (extra `train`); CSV may be packed (.gz, .bz2, .zst). What is wrong with a table is
one clear error that names it.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from moodarc.datasets.interning import Interner
from moodarc.errors import DatasetError, MissingExtraError

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = [
    "COMMAS",
    "TABS",
    "TextForm",
    "column_names",
    "named_numbers",
    "numbered",
    "read_batches",
    "seconds",
]

_BLOCK_BYTES: Final = 1 << 24
_PARQUET_ROWS: Final = 1 << 17
_PARQUET: Final = ".parquet"


@dataclass(frozen=True, slots=True)
class TextForm:
    """How a table of text is written.

    Attributes:
        delimiter: between the fields.
        quoted: whether a field may stand in double quotes.
        names: of the columns, where the first line does not name them.
    """

    delimiter: str = "\t"
    quoted: bool = False
    names: tuple[str, ...] | None = None


TABS: Final = TextForm()
COMMAS: Final = TextForm(",", quoted=True)


def column_names(table: Path, form: TextForm = TABS) -> list[str]:
    """The columns that a table says it has, in order.

    Raises:
        DatasetError: it is absent, empty or of another format.
        MissingExtraError: pyarrow is not installed.
    """
    with _one_error(table):
        if table.suffix == _PARQUET:
            from pyarrow import parquet  # noqa: PLC0415 - of the extra, and heavy

            return list(parquet.read_schema(table).names)
        with _csv_reader(table, {}, form=form, broken=_pass) as reader:
            return list(reader.schema.names)


def read_batches(
    table: Path,
    kinds: Mapping[str, str],
    *,
    form: TextForm = TABS,
    needed: Sequence[str] = (),
    broken: Callable[[int], None] | None = None,
) -> Iterator["pa.RecordBatch"]:
    """The columns named in `kinds`, some thousand rows at a time.

    Args:
        table: the file; Parquet by its suffix, else text.
        kinds: Arrow's name of the type by column; also "utc", ISO times with a zone, and "numbers",
            lists of whole numbers. A text that is empty comes as "", other empty cells as null.
        form: of a table of text.
        needed: columns in which every row has something.
        broken: is told of rows that have not, or have another number of fields, and which are
            passed over; without it such a row is an error.

    Raises:
        DatasetError: the table is absent, empty, damaged, lacks a column or has another type.
        MissingExtraError: pyarrow is not installed.
    """
    missing = [name for name in kinds if name not in column_names(table, form)]
    if missing:
        found = ", ".join(column_names(table, form))
        msg = f"{table} lacks the column(s) {', '.join(missing)}; found {found}"
        raise DatasetError(msg)
    with _one_error(table):
        for batch in _batches(table, kinds, form=form, broken=broken):
            whole = _whole_rows(batch, needed)
            lacking = batch.num_rows - whole.num_rows
            if lacking and broken is None:
                msg = f"{lacking} rows have no {' or no '.join(needed)}"
                raise OSError(msg)
            if lacking and broken is not None:
                broken(lacking)
            yield whole


def numbered(interner: Interner, column: "pa.Array") -> NDArray[np.int32]:
    """The numbers of a column of ids."""
    encoded = column.dictionary_encode()
    return _spread(interner.number(encoded.dictionary.to_pylist()), encoded)


def named_numbers(interner: Interner, column: "pa.Array") -> NDArray[np.int32]:
    """The numbers of a column of names; -1 where it is empty."""
    column = column.cast("string").fill_null("")
    encoded = column.dictionary_encode()
    names = encoded.dictionary.to_pylist()
    numbers = np.full(len(names), -1, dtype=np.int32)
    numbers[[bool(name) for name in names]] = interner.number(filter(None, names))
    return _spread(numbers, encoded)


def _spread(numbers: NDArray[np.int32], encoded: "pa.DictionaryArray") -> NDArray[np.int32]:
    spread: NDArray[np.int32] = numbers[encoded.indices.to_numpy(zero_copy_only=False)]
    return spread


def seconds(column: "pa.Array") -> NDArray[np.int64]:
    """A column of times as seconds since 1970."""
    values: NDArray[np.int64] = column.cast("int64").to_numpy(zero_copy_only=False)
    return values


def _batches(
    table: Path,
    kinds: Mapping[str, str],
    *,
    form: TextForm,
    broken: Callable[[int], None] | None,
) -> Iterator["pa.RecordBatch"]:
    if table.suffix == _PARQUET:
        yield from _parquet_batches(table, kinds)
        return
    with _csv_reader(table, kinds, form=form, broken=broken) as reader:
        yield from reader


def _whole_rows(batch: "pa.RecordBatch", names: Sequence[str]) -> "pa.RecordBatch":
    """The rows that have something in each of some columns."""
    import pyarrow.compute as pc  # noqa: PLC0415 - of the extra, and heavy

    whole = np.ones(batch.num_rows, dtype=np.bool_)
    for name in names:
        column = batch.column(name)
        whole &= column.is_valid().to_numpy(zero_copy_only=False)
        if column.type in {"string", "large_string"}:
            filled = pc.greater(pc.binary_length(column), 0).fill_null(fill_value=False)
            whole &= filled.to_numpy(zero_copy_only=False)
    return batch if whole.all() else batch.filter(whole)


@contextmanager
def _one_error(table: Path) -> Iterator[None]:
    try:
        import pyarrow as pa  # noqa: PLC0415 - of the extra, and heavy
    except ModuleNotFoundError as error:
        msg = f"{table} is read with pyarrow; pip install 'moodarc[train]'"
        raise MissingExtraError(msg) from error
    if not table.is_file():
        msg = (
            f"{table} is {'a folder' if table.is_dir() else 'not there'}; give the path of a table"
        )
        raise DatasetError(msg)
    try:
        yield
    except (pa.ArrowException, OSError, EOFError, UnicodeDecodeError) as error:
        reason = (str(error) or type(error).__name__).splitlines()[0][:200]
        msg = f"{table} cannot be read ({reason}); copy it again from its source"
        raise DatasetError(msg) from error


def _parquet_batches(table: Path, kinds: Mapping[str, str]) -> Iterator["pa.RecordBatch"]:
    import pyarrow as pa  # noqa: PLC0415
    from pyarrow import parquet  # noqa: PLC0415

    schema = pa.schema([(name, _arrow_type(kind)) for name, kind in kinds.items()])
    with parquet.ParquetFile(table) as file:
        for batch in file.iter_batches(_PARQUET_ROWS, columns=list(kinds)):
            columns = [batch.column(name).cast(schema.field(name).type) for name in kinds]
            yield pa.RecordBatch.from_arrays(columns, schema=schema)


@contextmanager
def _csv_reader(
    table: Path,
    kinds: Mapping[str, str],
    *,
    form: TextForm,
    broken: Callable[[int], None] | None,
) -> Iterator[Any]:
    import pyarrow as pa  # noqa: PLC0415
    from pyarrow import csv  # noqa: PLC0415

    types = {name: _arrow_type(kind) for name, kind in kinds.items()}
    with pa.input_stream(str(table), compression="detect") as stream:
        yield csv.open_csv(
            stream,
            read_options=csv.ReadOptions(
                use_threads=False, block_size=_BLOCK_BYTES, column_names=form.names
            ),
            parse_options=_parse_options(form, broken),
            convert_options=csv.ConvertOptions(
                column_types=types, include_columns=list(kinds) or None
            ),
        )


def _parse_options(form: TextForm, broken: Callable[[int], None] | None) -> Any:  # noqa: ANN401 - pyarrow's
    from pyarrow import csv  # noqa: PLC0415

    def pass_over(_: Any) -> str:  # noqa: ANN401 - pyarrow's InvalidRow
        if broken is None:
            return "error"
        broken(1)
        return "skip"

    return csv.ParseOptions(
        delimiter=form.delimiter,
        quote_char='"' if form.quoted else False,
        newlines_in_values=form.quoted,
        invalid_row_handler=pass_over,
    )


def _pass(_: int) -> None:
    """What is broken is told when the rows are read, not when the header is."""


def _arrow_type(kind: str) -> "pa.DataType":
    import pyarrow as pa  # noqa: PLC0415

    own = {"utc": pa.timestamp("s", "UTC"), "numbers": pa.list_(pa.int64())}
    return own[kind] if kind in own else pa.type_for_alias(kind)
