import numpy as np
import pytest
from tests.play_files import write_lines
from tests.service_songs import write_parquet
from tests.shared import shared_data

from moodarc.datasets import load_hetrec
from moodarc.datasets.parquet_columns import read_numbers
from moodarc.errors import DatasetError

COLUMNS = ["userID", "artistID", "weight"]


def write_dat(file, rows):
    return write_lines(file, ["\t".join(map(str, row)) for row in [COLUMNS, *rows]])


def test_weights_are_plays_and_there_are_no_times(tmp_path):
    found = load_hetrec(write_dat(tmp_path / "user_artists.dat", [(9, 52, 3), (2, 51, 13883)]))
    plays = found.interactions
    assert plays.listeners[plays.listener].tolist() == [2, 9]
    assert plays.weight.tolist() == [13883.0, 3.0]
    assert (plays.at_s, plays.session, found.repeats) == (None, None, False)


@pytest.mark.parametrize("row", ["2\t51", "2\t51\tmany", ""])
def test_a_damaged_table_is_one_clear_error(tmp_path, row):
    table = write_lines(tmp_path / "user_artists.dat", ["\t".join(COLUMNS), row])
    with pytest.raises(DatasetError, match=r"user_artists\.dat (cannot be read|holds no plays)"):
        load_hetrec(table)


def test_a_parquet_with_an_empty_cell_is_one_clear_error(tmp_path):
    rows = [{"userID": 1, "artistID": 2, "weight": 3}, {"userID": None, "artistID": 2, "weight": 3}]
    with pytest.raises(DatasetError, match="1 rows have no userID or no artistID or no weight"):
        load_hetrec(write_parquet(tmp_path / "a.parquet", rows))


@pytest.mark.shared_data
def test_the_real_set_is_the_same_in_both_forms(tmp_path):
    table = shared_data("listening", "hetrec_user_artists.parquet")
    rows = read_numbers(table, COLUMNS).astype(int).tolist()
    plays = load_hetrec(table).interactions
    again = load_hetrec(write_dat(tmp_path / "user_artists.dat", rows)).interactions
    assert (len(plays), plays.n_listeners, plays.n_items) == (92_834, 1_892, 17_632)
    for name in ("listener", "item", "weight", "listeners", "items"):
        np.testing.assert_array_equal(getattr(again, name), getattr(plays, name))
