import numpy as np
import pytest
from tests.service_songs import write_parquet
from tests.shared import shared_data

from moodarc.datasets import CONDITIONS, STD_COLUMNS, load_wesad_windows
from moodarc.errors import DatasetError


def row(subject=2, label=1, **others):
    return {"subject": subject, "label": label, **dict.fromkeys(STD_COLUMNS, 0.5), **others}


def test_windows_keep_their_order_and_their_conditions(tmp_path):
    table = write_parquet(tmp_path / "w.parquet", [row(3, 2), row(2, 0, Resp_std=1.5)])
    windows = load_wesad_windows(table)
    assert windows.subjects.tolist() == [3, 2]
    assert [CONDITIONS[place] for place in windows.conditions] == ["stress", "amusement"]
    assert windows.spreads[1].tolist() == [0.5] * 9 + [1.5]


@pytest.mark.parametrize(
    ("rows", "complaint"),
    [
        ([row(label=3)], "label other than"),
        ([row(BVP_std=-1.0)], "row 0: BVP_std -1; expected >= 0"),
        ([row(BVP_std=float("nan"))], "row 0: BVP_std nan"),
        ([row(subject=None), row()], "without subject"),
        ([{"subject": 1, "label": 1}], "cannot be used"),
    ],
)
def test_a_damaged_table_is_one_clear_error(tmp_path, rows, complaint):
    with pytest.raises(DatasetError, match=complaint):
        load_wesad_windows(write_parquet(tmp_path / "w.parquet", rows))


def test_an_absent_table_is_one_clear_error(tmp_path):
    with pytest.raises(DatasetError, match="is not there"):
        load_wesad_windows(tmp_path / "absent.parquet")


@pytest.mark.shared_data
def test_the_longest_condition_of_the_real_table_is_rest():
    """The protocol: 20 minutes of rest, about 11 of stress, 6.5 of amusement, windows of 30 s."""
    windows = load_wesad_windows(shared_data("emotion_series", "wesad_windows.parquet"))
    people = len(np.unique(windows.subjects))
    minutes = np.bincount(windows.conditions) / people / 2.0
    told = dict(zip(CONDITIONS, minutes, strict=True))
    assert people == 15
    assert told["baseline"] == pytest.approx(20.0, abs=1.5)
    assert told["stress"] == pytest.approx(11.0, abs=1.5)
    assert told["amusement"] == pytest.approx(6.5, abs=0.5)
