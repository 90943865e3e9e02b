from datetime import datetime

from moodarc import local_zone


def test_the_zone_that_is_named_knows_its_summer_time(monkeypatch):
    monkeypatch.setenv("TZ", "Europe/Berlin")
    zone = local_zone.local_zone()
    hours = [datetime(2026, month, 1, tzinfo=zone).utcoffset().seconds / 3600 for month in (1, 7)]
    assert hours == [1, 2]


def test_without_a_name_there_is_still_a_zone(monkeypatch, tmp_path):
    monkeypatch.setenv("TZ", "Nowhere/City")
    monkeypatch.setattr(local_zone, "_LINK", tmp_path / "none")
    assert datetime(2026, 1, 1, tzinfo=local_zone.local_zone()).utcoffset() is not None
