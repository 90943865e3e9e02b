"""Nothing lost, nothing counted twice: a real broker, a real database, and what may go wrong."""

import json
import random
import time
from datetime import UTC, datetime, timedelta

import pytest

from moodarc.affect import AffectReading, AffectState, Variance
from moodarc.errors import StorageError, UnknownListenerError
from moodarc.sensing.wearables import (
    Intake,
    SampleWindows,
    WindowClock,
    encode_message,
    listen,
    now_utc,
    samples_filter,
)
from wearable_device import Device, wrist_message

pytestmark = pytest.mark.service

US = {"client_id": "us", "subscription": samples_filter("ann"), "session_s": 3600}


def heart_reading(samples, at):
    """A dummy: arousal by the mean heart rate."""
    mean = sum(sample.heart_rate_bpm for sample in samples) / len(samples)
    state = AffectState(valence=0, arousal=mean / 300, variance=Variance(0.3, 0.2), at=at)
    return AffectReading(state=state, modality="physiology")


@pytest.fixture
def intake(store):
    return Intake("ann", store.samples)


@pytest.fixture
def settle(connect, intake):
    """Takes what comes until so many messages are settled in all."""
    made = []

    def settle(broker, total, **options):
        if not made:
            made.append(connect(broker.config(), **{**US, **options}))
        end = time.monotonic() + 30.0

        def is_done():
            assert time.monotonic() < end, intake.tally
            return intake.tally.total >= total

        listen(made[0], intake, WindowClock(None), until=is_done)
        return made[0]

    return settle


def stored_ids(store):
    exported = store.export_listener("ann")["samples"]
    return [row["message_id"] for row in exported]


def test_samples_are_stored_as_they_were_measured(broker, connect, store, settle):
    message = wrist_message(7, rr_intervals_ms=(800.5, 790.0), worn=True)
    settle(broker, 0)
    Device(connect(broker.config())).send(message)
    settle(broker, 1)
    assert store.samples.of("ann") == [message.sample]


def test_a_message_that_comes_twice_is_stored_once(broker, connect, store, settle, intake):
    settle(broker, 0)
    device = Device(connect(broker.config()))
    messages = [wrist_message(number) for number in range(20)]
    device.send(*messages, *messages[:5], messages[3], messages[3])
    settle(broker, 27)
    assert stored_ids(store) == [message.message_id for message in messages]
    assert (intake.tally.stored, intake.tally.repeated) == (20, 7)


def test_two_devices_may_use_the_same_ids(broker, connect, store, settle):
    settle(broker, 0)
    device = Device(connect(broker.config()))
    device.send(wrist_message(1), wrist_message(1, device="chest/strap é"))
    settle(broker, 2)
    assert {sample.device for sample in store.samples.of("ann")} == {"wrist", "chest/strap é"}


def test_an_id_that_comes_again_at_another_time_is_refused_and_told(
    broker, connect, store, settle, intake
):
    settle(broker, 0)
    device = Device(connect(broker.config()))
    device.send(wrist_message(1), wrist_message(1, at=now_utc()))
    settle(broker, 2)
    assert len(store.samples.of("ann")) == 1
    [reason] = intake.tally.reasons
    assert "'a-1' of 'wrist' was used before" in reason


def test_late_messages_are_kept_at_their_own_time_and_in_its_order(broker, connect, store, settle):
    settle(broker, 0)
    messages = [wrist_message(number) for number in range(60)]
    shuffled = random.Random(5).sample(messages, 60)
    Device(connect(broker.config())).send(*shuffled)
    settle(broker, 60)
    assert store.samples.of("ann") == [message.sample for message in messages]


def test_unusable_messages_are_acknowledged_and_told_and_hold_nobody_up(
    broker, connect, store, settle, intake
):
    settle(broker, 0)
    device = Device(connect(broker.config()))
    bad = [b"", b"\xff\xfe", b"[" * 5000, b"x" * 20_000, b'{"id":"a","at":"1970-01-01T00:00:00Z"}']
    for number, payload in enumerate(bad):
        device.send_raw(payload)
        device.send(wrist_message(number))
    device.send_raw(encode_message(wrist_message(99)), device="\x01")
    link = settle(broker, 11)
    assert (intake.tally.stored, intake.tally.refused) == (5, 6)
    assert len(intake.tally.reasons) == 6
    link.publish("moodarc/ann/after", b"")
    while link.n_unsent:  # then the broker has read all acknowledgements before it
        link.step(0.1)
    link._drop()
    while link.n_connections < 2:
        link.step(0.1)
    assert link.step(0.5) == []


def test_what_comes_while_we_are_away_is_there_when_we_are_back(broker, connect, store, intake):
    connect(broker.config(), **US)._drop()
    device = Device(connect(broker.config()))
    device.send(*(wrist_message(number) for number in range(100)))
    link = connect(broker.config(), **US)
    listen(link, intake, WindowClock(None), until=lambda: intake.tally.total >= 100)
    assert len(stored_ids(store)) == 100


def test_a_broker_killed_in_mid_stream_loses_nothing_and_nothing_counts_twice(
    broker, connect, store, settle, intake
):
    """Killed three times while a device sends and we read, with 5 messages under way to us.

    The device's last messages have left it but are not taken by the broker, which is held still.
    Before, it is given a moment to save: mosquitto acknowledges first and writes then.
    """
    settle(broker, 0, batch=5)
    device = Device(connect(broker.config()))
    for start in (0, 200, 400):
        messages = [wrist_message(number) for number in range(start, start + 200)]
        device.send(*messages[:180])
        settle(broker, start + 20)
        time.sleep(0.3)
        broker.freeze()
        for message in messages[180:]:
            device.link.publish("moodarc/ann/wearable/wrist", encode_message(message))
        device.link.step(0.05)
        assert device.link.n_unsent == 20
        broker.kill()
        settle(broker, intake.tally.total)
        broker.start()
    while device.link.n_unsent:
        device.link.step(0.05)
    end = time.monotonic() + 30.0
    while intake.tally.stored < 600:
        settle(broker, intake.tally.total + 1)
        assert time.monotonic() < end, intake.tally
    assert sorted(stored_ids(store)) == sorted(f"a-{number}" for number in range(600))
    assert intake.tally.refused == 0


def test_what_could_not_be_stored_is_not_acknowledged(broker, connect, store, intake):
    link = connect(broker.config(), **US)
    Device(connect(broker.config())).send(wrist_message(1))
    with store._database.engine.connect() as other:
        other.exec_driver_sql("PRAGMA busy_timeout = 50")
        other.rollback()
    with store._database.engine.connect() as writer:
        writer.exec_driver_sql("CREATE TRIGGER full BEFORE INSERT ON samples "
                               "BEGIN SELECT RAISE(ABORT, 'no room'); END")  # fmt: skip
        writer.commit()
        with pytest.raises(StorageError, match="no room"):
            listen(link, intake, WindowClock(None), until=lambda: False)
        writer.exec_driver_sql("DROP TRIGGER full")
        writer.commit()
    link._drop()
    listen(link, intake, WindowClock(None), until=lambda: intake.tally.total == 1)
    assert stored_ids(store) == ["a-1"]


def test_a_listener_erased_meanwhile_ends_it_and_nothing_is_stored(broker, connect, store, intake):
    link = connect(broker.config(), **US)
    Device(connect(broker.config())).send(wrist_message(1))
    store.erase_listener("ann")
    with pytest.raises(UnknownListenerError):
        listen(link, intake, WindowClock(None), until=lambda: False)
    assert store.listeners.names() == []


def test_windows_are_read_while_we_listen(broker, connect, store, intake):
    windows = SampleWindows("ann", store.samples, heart_reading)
    told = []
    clock = WindowClock(windows, told=told.append)
    link = connect(broker.config(), **US)
    start = datetime.now(UTC).replace(second=0, microsecond=0) - timedelta(minutes=30)
    device = Device(connect(broker.config()))
    device.send(*(wrist_message(n, at=start + timedelta(seconds=5 * n)) for n in range(36)))
    listen(link, intake, clock, until=lambda: intake.tally.total >= 36)
    assert [r.state.at for r in told] == [start + timedelta(minutes=m) for m in (1, 2, 3)]
    assert store.readings.of("ann") == told
    assert told[0].state.arousal == pytest.approx((60 + 5.5) / 300)
    assert json.dumps(store.export_listener("ann"))
