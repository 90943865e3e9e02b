"""One reading a window, whatever happens in between."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moodarc.affect import AffectReading, AffectState, Variance
from moodarc.errors import StorageError
from moodarc.sensing.wearables import SampleWindows, WindowConfig, window_start
from moodarc.storage import open_store
from wearable_device import wrist_message

START = datetime(2026, 3, 1, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


class Recogniser:
    """A dummy that remembers what it was shown."""

    def __init__(self, validity="ok"):
        self.validity = validity
        self.seen = []

    def __call__(self, samples, at):
        self.seen.append((len(samples), at))
        state = AffectState(valence=0.0, arousal=0.5, variance=Variance(0.3, 0.2), at=at)
        return AffectReading(state=state, modality="physiology", validity=self.validity)


@pytest.fixture
def recogniser():
    return Recogniser()


@pytest.fixture
def windows(store, recogniser):
    return SampleWindows("ann", store.samples, recogniser)


def add(store, *seconds, first=0):
    messages = [
        wrist_message(first + number, at=START + timedelta(seconds=second))
        for number, second in enumerate(seconds)
    ]
    store.samples.add("ann", messages)


def times(store):
    return [(r.state.at - START) / MINUTE for r in store.readings.of("ann")]


def test_a_window_is_read_when_it_is_over_and_late_messages_had_a_moment(
    store, windows, recogniser
):
    add(store, 0, 30, 59.9, 60)
    assert windows.close(START + timedelta(seconds=69.9)) == []
    [reading] = windows.close(START + timedelta(seconds=70))
    assert recogniser.seen == [(3, START + MINUTE)]
    assert store.readings.of("ann") == [reading]
    assert windows.close(START + timedelta(seconds=129)) == []
    assert len(windows.close(START + timedelta(seconds=130))) == 1


def test_nothing_is_read_twice_also_not_by_another_process(store, windows, tmp_path):
    add(store, 0, 61, 300)
    assert len(windows.close(START + timedelta(hours=1))) == 3
    assert windows.close(START + timedelta(hours=1)) == []
    with open_store(tmp_path / "music.db") as other:
        again = SampleWindows("ann", other.samples, Recogniser())
        assert again.close(START + timedelta(hours=1)) == []
    assert times(store) == [1, 2, 6]


def test_a_late_sample_is_kept_and_makes_no_second_reading(store, windows):
    add(store, 0)
    windows.close(START + timedelta(hours=1))
    add(store, 30, -30, first=10)
    assert [r.state.at for r in windows.close(START + timedelta(hours=1))] == [START]
    assert times(store) == [0, 1]
    assert len(store.samples.of("ann")) == 3
    assert store.samples.oldest_unread("ann", START + timedelta(hours=1)) is None


def test_who_is_stopped_between_storing_and_reading_goes_on_where_they_were(
    store, windows, monkeypatch
):
    add(store, 0, 60, 120)
    read, n_calls = store.samples.read, []

    def fail_at_the_second(*window):
        n_calls.append(window)
        if len(n_calls) == 2:
            msg = "gone"
            raise StorageError(msg)
        return read(*window)

    monkeypatch.setattr(store.samples, "read", fail_at_the_second)
    with pytest.raises(StorageError):
        windows.close(START + timedelta(hours=1))
    assert times(store) == [1]
    assert len(windows.close(START + timedelta(hours=1))) == 2
    assert times(store) == [1, 2, 3]


def test_a_window_that_says_nothing_is_counted_with_its_reason_and_stores_nothing(store):
    recogniser = Recogniser("sensor off the wrist")
    windows = SampleWindows("ann", store.samples, recogniser)
    add(store, 0, 60, 61)
    assert windows.close(START + timedelta(hours=1)) == []
    assert windows.close(START + timedelta(hours=1)) == []
    assert windows.unusable == {"sensor off the wrist": 2}
    assert store.readings.of("ann") == []
    assert len(recogniser.seen) == 2


def test_a_change_of_width_reads_no_sample_twice(store, windows):
    add(store, 0)
    windows.close(START + timedelta(hours=1))
    add(store, 61, first=10)
    wide = SampleWindows(
        "ann", store.samples, Recogniser(), config=WindowConfig(width=timedelta(minutes=5))
    )
    assert wide.close(START + timedelta(hours=1)) == []
    assert times(store) == [1]


@given(
    st.datetimes(datetime(1971, 1, 1), datetime(2200, 1, 1)),  # noqa: DTZ001 - zone below
    st.timedeltas(timedelta(seconds=1), timedelta(hours=2)),
)
def test_every_time_lies_in_the_window_that_is_found_for_it(at, width):
    start = window_start(at.replace(tzinfo=UTC), width)
    assert start <= at.replace(tzinfo=UTC) < start + width
    assert window_start(start, width) == start
