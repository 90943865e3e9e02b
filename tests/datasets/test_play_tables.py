import gzip

import pytest
from tests.play_files import write_lines
from tests.service_songs import write_parquet

from moodarc.datasets import COLUMN_NAMES, PlayColumns, load_play_table
from moodarc.errors import DatasetError


def test_two_columns_are_enough_and_each_row_is_a_play(tmp_path):
    found = load_play_table(write_lines(tmp_path / "a.csv", ["user,track", "bo,9", "ada,10"]))
    plays = found.interactions
    assert plays.listeners.tolist() == ["ada", "bo"]
    assert plays.items[plays.item].tolist() == [10, 9]
    assert (plays.weight.tolist(), plays.at_s, plays.session) == ([1.0, 1.0], None, None)
    assert (found.kind, found.repeats) == ("table", False)


@pytest.mark.parametrize(
    "times", [("1700000000", "1700000060"), ("2023-11-14 22:13:20", "2023-11-14 22:14:20")]
)
@pytest.mark.parametrize("zone", ["", "Z"])
def test_all_columns_are_taken_and_times_are_read_either_way(tmp_path, times, zone):
    if "-" in times[0]:
        times = [time.replace(" ", "T") + zone for time in times]
    lines = ["Session\tTime\tplays\tItem\tListener", f"4\t{times[1]}\t2\tx\tbo"]
    lines += [f"4\t{times[0]}\t0.5\tx\tbo"]
    found = load_play_table(write_lines(tmp_path / "a.tsv", lines))
    plays = found.interactions
    assert plays.at_s.tolist() == [1700000000, 1700000060]
    assert plays.weight.tolist() == [0.5, 2.0]
    assert plays.session.tolist() == [4, 4]
    assert found.repeats


def test_parquet_and_packed_text_are_read_too(tmp_path):
    parquet = write_parquet(tmp_path / "a.parquet", [{"user_id": 3, "item_id": 7, "rating": 4.5}])
    packed = tmp_path / "a.csv.gz"
    packed.write_bytes(gzip.compress(b"user_id,item_id,rating\n3,7,4.5\n"))
    for table in (parquet, packed):
        plays = load_play_table(table).interactions
        assert (plays.listeners.tolist(), plays.items.tolist()) == ([3], [7])
        assert plays.weight.tolist() == [4.5]


def test_other_names_are_given(tmp_path):
    lines = ["who,song,user,n", "bo,x,1,3"]
    columns = PlayColumns(listener="who", item="song", weight="n")
    plays = load_play_table(write_lines(tmp_path / "a.csv", lines), columns=columns).interactions
    assert plays.listeners.tolist() == ["bo"]
    assert plays.weight.tolist() == [3.0]


@pytest.mark.parametrize(
    ("given", "complaint"),
    [
        (
            (["user,album", "a,b"], {}),
            "no column item or track or item_id or track_id for the item",
        ),
        ((["user,item", "a,b"], {"weight": "n"}), "no column n for the weight; found user, item"),
        ((["user,item,plays,rating", "a,b,1,2"], {}), "plays and rating for the weight; say which"),
        ((["user,item,time", "a,b,soon"], {}), "time 'soon'; expected whole seconds"),
        ((["user,item,time"], {}), "time ''; expected whole seconds"),
        ((["user,item,plays", "a,b,many"], {}), "cannot be read .*many"),
        ((["user,item,plays", "a,b,inf"], {}), "weight that is not finite"),
        ((["user,item"], {}), "holds no plays"),
        ((["user,item", ",b"], {}), r"holds no plays \(1 rows are out of form\)"),
        (([], {}), "cannot be read"),
    ],
)
def test_what_cannot_be_read_is_one_clear_error(tmp_path, given, complaint):
    lines, columns = given
    table = write_lines(tmp_path / "a.csv", lines)
    with pytest.raises(DatasetError, match=complaint):
        load_play_table(table, columns=PlayColumns(**columns))


def test_a_column_is_found_under_each_of_its_names(tmp_path):
    for listener in COLUMN_NAMES["listener"]:
        for item in COLUMN_NAMES["item"]:
            table = write_lines(tmp_path / "a.csv", [f"{listener},{item}", "a,b"])
            assert len(load_play_table(table).interactions) == 1


def test_artist_and_title_stand_for_an_item_without_a_column(tmp_path):
    lines = ["user,artist,title", "bo,Nico,Afraid", "ada,Can,Vitamin C", "ada,Nico,Afraid"]
    plays = load_play_table(write_lines(tmp_path / "a.csv", lines)).interactions
    assert plays.items.tolist() == ["Can\tVitamin C", "Nico\tAfraid"]
    assert plays.item.tolist() == [0, 1, 1]


def test_a_column_of_items_goes_before_artist_and_title(tmp_path):
    lines = ["user,artist,title,item", "bo,Nico,Afraid,x"]
    plays = load_play_table(write_lines(tmp_path / "a.csv", lines)).interactions
    assert plays.items.tolist() == ["x"]


def test_an_artist_alone_names_no_item(tmp_path):
    with pytest.raises(DatasetError, match="no column item"):
        load_play_table(write_lines(tmp_path / "a.csv", ["user,artist", "bo,Nico"]))
