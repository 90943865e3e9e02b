import bz2

import numpy as np
import pytest
from tests.play_files import write_lines

from moodarc.datasets import load_lfm_2b
from moodarc.errors import DatasetError

LINES = [
    "user_id\ttrack_id\talbum_id\ttimestamp",
    "31435\t53\t7\t2019-02-20 12:28:32",
    "8\t53\t7\t2019-02-20 12:28:31",
    "31435\t12\t7\t2019-02-20 12:28:31",
]


@pytest.fixture
def table(tmp_path):
    return write_lines(tmp_path / "listening-events.tsv", LINES)


def test_plays_are_in_the_order_of_listeners_and_times(table):
    found = load_lfm_2b(table)
    plays = found.interactions
    assert plays.listeners[plays.listener].tolist() == [8, 31435, 31435]
    assert plays.items[plays.item].tolist() == [53, 12, 53]
    assert plays.at_s[2] == np.datetime64("2019-02-20T12:28:32").astype(np.int64)
    assert (found.repeats, found.content) == (True, None)


def test_the_packed_table_is_the_same(table):
    packed = table.with_name("listening-events.tsv.bz2")
    packed.write_bytes(bz2.compress(table.read_bytes()))
    plays = load_lfm_2b(packed).interactions
    assert plays.at_s.tolist() == load_lfm_2b(table).interactions.at_s.tolist()


def test_a_damaged_archive_is_one_clear_error(table):
    packed = table.with_name("listening-events.tsv.bz2")
    packed.write_bytes(bz2.compress(table.read_bytes() * 400)[:90])
    with pytest.raises(DatasetError, match=r"bz2 (cannot be read|holds no plays|lacks)"):
        load_lfm_2b(packed)


def test_a_table_without_its_header_is_refused(table):
    table.write_text("\n".join(LINES[1:]))
    with pytest.raises(DatasetError, match=r"lacks the column\(s\) user_id, track_id, timestamp"):
        load_lfm_2b(table)
