"""Recorded series: JSON lines, and the wrists of SiTunes."""

import json
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from moodarc.errors import DatasetError
from moodarc.sensing.physiology import Activity
from moodarc.sensing.wearables import encode_message, moved_to_end, read_recording
from shared import shared_data
from wearable_device import wrist_message

RECORD_S = 1_625_103_746
MINUTE = timedelta(minutes=1)


@pytest.fixture
def lines(tmp_path):
    file = tmp_path / "wrist.jsonl"
    at = datetime(2020, 1, 1, tzinfo=UTC)
    written = [
        encode_message(wrist_message(number, at=at + number * MINUTE)) for number in (2, 0, 1)
    ]
    file.write_bytes(b"\n".join(written) + b"\n\n")
    return file


@pytest.fixture
def situnes(tmp_path):
    """Two people, three records; the first two of one person share 25 minutes."""

    def write(seconds=(0, 300, 0), people=(1, 1, 2)):
        table = np.zeros((len(people), 30, 4))
        table[:, :, 0] = np.arange(30) - 15.0
        table[:, :, 1] = 999.0
        table[:, :, 2] = 40.0
        table[:, :6, 3] = np.arange(6)
        np.save(tmp_path / "wrist.npy", table)
        rows = [
            f"{k},{who},{RECORD_S + s}"
            for k, (who, s) in enumerate(zip(people, seconds, strict=True))
        ]
        header = "inter_id,user_id,timestamp"
        (tmp_path / "interactions.csv").write_text("\n".join([header, *rows]) + "\n")
        return tmp_path / "wrist.npy"

    return write


def test_lines_come_by_their_time(lines):
    messages = read_recording(lines, device="wrist")
    assert [message.message_id for message in messages] == ["a-0", "a-1", "a-2"]
    assert messages[0].sample.at == datetime(2020, 1, 1, tzinfo=UTC)


def test_a_line_that_cannot_be_used_is_named(lines):
    with lines.open("ab") as file:
        file.write(json.dumps({"id": "b", "at": "2020-01-01T00:00:00Z", "pulse": 3}).encode())
    with pytest.raises(DatasetError, match=r"line 5: unknown key 'pulse'"):
        read_recording(lines, device="wrist")


@pytest.mark.parametrize(
    ("content", "reason"), [(None, "No such file"), (b"", "no samples"), (b"\xff", "line 1: not")]
)
def test_what_is_no_recording_is_refused(tmp_path, content, reason):
    file = tmp_path / "x.jsonl"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(DatasetError, match=reason):
        read_recording(file, device="wrist")


def test_a_series_that_is_moved_keeps_its_rhythm_and_ends_now(lines):
    now = datetime(2026, 3, 1, 12, tzinfo=UTC)
    moved = moved_to_end(read_recording(lines, device="wrist"), now, "run")
    assert [message.sample.at for message in moved] == [now - 2 * MINUTE, now - MINUTE, now]
    assert [message.message_id for message in moved] == ["run-0", "run-1", "run-2"]
    assert [message.sample.heart_rate_bpm for message in moved] == [60.0, 61.0, 62.0]


def test_a_wrist_is_minutes_before_its_record_each_taken_once(situnes):
    messages = read_recording(situnes(), device="wrist", person=1)
    times = [message.sample.at for message in messages]
    first = datetime.fromtimestamp(RECORD_S // 60 * 60, UTC) - 30 * MINUTE
    assert times == [first + k * MINUTE for k in range(35)]
    assert len({message.message_id for message in messages}) == 35
    assert [m.sample.heart_rate_relative_bpm for m in messages] == [
        *np.arange(-15.0, 15.0),
        *np.arange(10.0, 15.0),
    ]
    assert [m.sample.activity for m in messages[:6]] == [
        Activity.STILL,
        None,
        Activity.WALKING,
        None,
        Activity.LYING,
        Activity.RUNNING,
    ]
    assert messages[0].sample.steps_per_min == 40.0


def test_a_centred_heart_rate_is_never_taken_for_beats_a_minute(situnes):
    messages = read_recording(situnes(), device="wrist", person=2)
    assert len(messages) == 30
    assert all(message.sample.heart_rate_bpm is None for message in messages)


def test_who_is_meant_must_be_said(situnes):
    file = situnes()
    with pytest.raises(DatasetError, match=r"--person is not given; .* holds 1 to 2"):
        read_recording(file, device="wrist")
    with pytest.raises(DatasetError, match="--person is 3"):
        read_recording(file, device="wrist", person=3)


@pytest.mark.parametrize("damage", ["text", "shape", "nan", "objects", "rows", "csv", "no csv"])
def test_a_wrist_that_is_not_in_its_format_is_refused_in_one_line(situnes, damage):
    file = situnes()
    table = file.with_name("interactions.csv")
    if damage == "text":
        file.write_text("no array")
    elif damage == "shape":
        np.save(file, np.zeros((3, 30, 5)))
    elif damage == "nan":
        np.save(file, np.full((3, 30, 4), np.nan))
    elif damage == "objects":
        np.save(file, np.array([{}], dtype=object), allow_pickle=True)
    elif damage == "rows":
        np.save(file, np.zeros((2, 30, 4)))
    elif damage == "csv":
        table.write_text("a,b\n1,2\n")
    else:
        table.unlink()
    with pytest.raises(DatasetError) as caught:
        read_recording(file, device="wrist", person=1)
    assert "\n" not in str(caught.value)


@pytest.mark.shared_data
def test_the_wrists_of_situnes_are_read():
    file = shared_data("situnes", "Stage2", "wrist.npy")
    messages = read_recording(file, device="wrist", person=1)
    assert 30 < len(messages) <= 37 * 30
    rates = np.array([message.sample.heart_rate_relative_bpm for message in messages])
    assert abs(rates.mean()) < 2.0
    assert {m.sample.activity for m in messages} >= {Activity.STILL, Activity.WALKING}
