from datetime import UTC, datetime

import numpy as np
import pytest
from tests.service_songs import write_parquet

from moodarc.datasets.parquet_columns import read_numbers, read_texts
from moodarc.errors import DatasetError


@pytest.fixture
def table(tmp_path):
    rows = [{"name": "abba", "year": 1974, "mean": 0.5}, {"name": None, "year": 1, "mean": None}]
    return write_parquet(tmp_path / "songs.parquet", rows)


def test_texts_are_texts_and_an_empty_cell_is_none(table):
    assert read_texts(table, ["year", "name"]) == {"year": ["1974", "1"], "name": ["abba", None]}


def test_numbers_come_in_the_order_asked_for_and_an_empty_cell_is_nan(table):
    found = read_numbers(table, ["mean", "year"])
    assert found.dtype == np.float64
    assert np.array_equal(found, [[0.5, 1974.0], [np.nan, 1.0]], equal_nan=True)


@pytest.mark.parametrize(
    ("value", "read"),
    [
        ("glad", read_numbers),
        ([1.0], read_numbers),
        (datetime(2020, 1, 1, tzinfo=UTC), read_numbers),
        ({"a": 1}, read_texts),
    ],
)
def test_a_column_of_another_kind_is_one_clear_error(tmp_path, value, read):
    table = write_parquet(tmp_path / "songs.parquet", [{"mean": value}] * 2)
    with pytest.raises(DatasetError, match=r"songs\.parquet cannot be used \(.*parquet with mean"):
        read(table, ["mean"])


@pytest.mark.parametrize("content", [b"no parquet", b"", None])
def test_what_is_no_parquet_is_one_clear_error(tmp_path, content):
    table = tmp_path / "songs.parquet"
    if content is not None:
        table.write_bytes(content)
    with pytest.raises(DatasetError, match=r"songs\.parquet (cannot be used \(|is not there;)"):
        read_texts(table, ["name"])


def test_a_folder_and_a_missing_column_are_named(tmp_path, table):
    with pytest.raises(DatasetError, match=r"cannot be used \(.*album.*\); expected parquet with"):
        read_texts(table, ["name", "album"])
    (tmp_path / "folder").mkdir()
    with pytest.raises(DatasetError, match="folder is a folder"):
        read_numbers(tmp_path / "folder", ["mean"])
