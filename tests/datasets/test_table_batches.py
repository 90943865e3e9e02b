import bz2
import gzip
import sys

import pytest
from tests.play_files import write_lines
from tests.service_songs import write_parquet

from moodarc.datasets.table_batches import COMMAS, TABS, TextForm, column_names, read_batches
from moodarc.errors import DatasetError, MissingExtraError

KINDS = {"item": "string", "plays": "int64"}


@pytest.fixture
def table(tmp_path):
    return write_lines(tmp_path / "plays.tsv", ["plays\titem", '3\tthe "quoted"', "4\t", "5\tb"])


def rows(table, kinds=KINDS, **settings):
    found = read_batches(table, kinds, **settings)
    return [tuple(row.values()) for batch in found for row in batch.to_pylist()]


def test_columns_are_found_by_name_and_quotes_are_letters(table):
    assert rows(table) == [('the "quoted"', 3), ("", 4), ("b", 5)]


def test_a_quoted_field_holds_commas_and_line_ends(tmp_path):
    table = write_lines(tmp_path / "plays.csv", ["item,plays", '"a, ""b""\nc",1'])
    assert rows(table, form=COMMAS) == [('a, "b"\nc', 1)]


def test_a_table_without_a_header_is_given_its_names(tmp_path):
    table = write_lines(tmp_path / "plays.txt", ["a\t1", "b\t2"])
    assert rows(table, form=TextForm(names=("item", "plays"))) == [("a", 1), ("b", 2)]


@pytest.mark.parametrize(("ending", "packed"), [(".gz", gzip), (".bz2", bz2)])
def test_a_packed_table_is_read_as_it_is(table, ending, packed):
    other = table.with_name(table.name + ending)
    other.write_bytes(packed.compress(table.read_bytes()))
    assert rows(other) == rows(table)


@pytest.mark.parametrize(("ending", "packed"), [(".gz", gzip), (".bz2", bz2)])
def test_a_packed_table_that_breaks_off_is_never_taken_for_a_whole_one(tmp_path, ending, packed):
    table = tmp_path / f"plays.tsv{ending}"
    lines = "".join(f"{n}\tsong {n * 7919 % 1009}\n" for n in range(20_000))
    content = packed.compress(f"plays\titem\n{lines}".encode())
    for kept in (0.3, 0.9):
        table.write_bytes(content[: int(kept * len(content))])
        with pytest.raises(DatasetError, match="cannot be read"):
            rows(table, broken=lambda _: None)


def test_without_pyarrow_the_extra_is_named(table, monkeypatch):
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(MissingExtraError, match=r"pip install 'moodarc\[train\]'"):
        rows(table)


def test_parquet_is_read_with_the_same_types(tmp_path):
    table = write_parquet(tmp_path / "plays.parquet", [{"plays": "7", "item": 12, "more": None}])
    assert rows(table) == [("12", 7)]
    assert column_names(table) == ["plays", "item", "more"]


def test_a_broken_row_is_counted_where_that_is_asked_for_and_else_an_error(table):
    table.write_text(table.read_text() + "6\tc\td\n")
    broken = []
    assert len(rows(table, broken=broken.append)) == 3
    assert broken == [1]
    with pytest.raises(DatasetError, match=r"plays\.tsv cannot be read \(.*Expected 2 columns"):
        rows(table)


@pytest.mark.parametrize("form", ["text", "parquet"])
def test_a_row_that_lacks_what_is_needed_is_counted_or_an_error(tmp_path, table, form):
    if form == "parquet":
        entries = [{"item": "a", "plays": 3}, {"item": None, "plays": 4}, {"item": "b", "plays": 5}]
        table = write_parquet(tmp_path / "plays.parquet", entries)
    broken = []
    found = rows(table, needed=("item",), broken=broken.append)
    assert [plays for _, plays in found] == [3, 5]
    assert broken == [1]
    with pytest.raises(DatasetError, match=r"cannot be read \(1 rows have no item\); copy it"):
        rows(table, needed=("item",))


@pytest.mark.parametrize("name", ["plays.tsv", "plays.tsv.gz", "plays.parquet"])
@pytest.mark.parametrize("content", [b"", b"\x1f\x8b broken", None])
def test_what_is_no_table_is_one_clear_error(tmp_path, name, content):
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(DatasetError, match=r"plays.* (cannot be read|is not there|lacks)"):
        rows(tmp_path / name)


def test_a_folder_a_missing_column_and_a_wrong_value_are_named(tmp_path, table):
    with pytest.raises(DatasetError, match="is a folder"):
        rows(tmp_path)
    with pytest.raises(DatasetError, match=r"lacks the column\(s\) album; found plays, item"):
        rows(table, {"album": "string"})
    table.write_text("plays\titem\nmany\ta\n")
    with pytest.raises(DatasetError, match=r"cannot be read .*many"):
        rows(table)


def test_letters_that_are_no_utf8_are_one_clear_error(table):
    table.write_bytes(b"plays\titem\n3\tbj\xf6rk\n")
    with pytest.raises(DatasetError, match=r"plays\.tsv cannot be read"):
        rows(table, form=TABS)
