import pytest
from tests.service_songs import write_parquet
from tests.shared import shared_data

from moodarc.datasets import load_stress_reports
from moodarc.datasets.parquet_columns import read_numbers
from moodarc.errors import DatasetError


def test_levels_are_put_in_order_of_stress_and_rows_in_order_of_time(tmp_path):
    rows = [{"user": "b", "resp_time": 5, "level": level} for level in (1, 2, 3, 4, 5)]
    rows += [{"user": "a", "resp_time": time, "level": 3} for time in (9, 2)]
    reports = load_stress_reports(write_parquet(tmp_path / "s.parquet", rows))
    assert reports.people.tolist() == ["a", "a", *"bbbbb"]
    assert reports.at_s.tolist()[:2] == [2, 9]
    assert reports.stress.tolist() == [5, 5, 3, 4, 5, 2, 1]


@pytest.mark.parametrize(
    ("row", "complaint"),
    [
        ({"user": "a", "resp_time": 1, "level": 6}, "level other than 1 to 5"),
        ({"user": None, "resp_time": 1, "level": 2}, "without user"),
        ({"user": "a", "resp_time": None, "level": 2}, "without user"),
        ({"user": "a", "level": 2}, "cannot be used"),
    ],
)
def test_a_damaged_table_is_one_clear_error(tmp_path, row, complaint):
    good = {"user": "a", "resp_time": 1, "level": 1}
    rows = [{**{k: v for k, v in good.items() if k in row}}, row]
    with pytest.raises(DatasetError, match=complaint):
        load_stress_reports(write_parquet(tmp_path / "s.parquet", rows))


@pytest.mark.shared_data
def test_the_real_table_agrees_with_its_own_order_of_stress():
    table = shared_data("emotion_series", "studentlife_stress_ema.parquet")
    reports = load_stress_reports(table)
    ordinal = read_numbers(table, ["stress_ordinal"])[:, 0]
    assert len(reports) == 2157
    assert sorted(reports.stress.tolist()) == sorted(ordinal.astype(int).tolist())
