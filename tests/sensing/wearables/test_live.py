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


class Home:
    """A broker, a device that publishes there, and what we store of it."""

    def __init__(self, broker, connect, store):
        self.broker, self.connect, self.store = broker, connect, store
        self.device = Device(connect(broker.config()))
        self.intake = Intake("ann", store.samples)
        self.link = None

    def listen(self, **options):
        """A session of ours, from which on the broker keeps what comes."""
        self.link = self.connect(self.broker.config(), **{**US, **options})
        return self.link

    def settle(self, total, clock=None):
        """Take what comes until so many messages are settled in all."""
        end = time.monotonic() + 30.0

        def is_done():
            assert time.monotonic() < end, self.intake.tally
            return self.intake.tally.total >= total

        listen(self.link, self.intake, clock or WindowClock(None), until=is_done)

    def stored_ids(self):
        return [row["message_id"] for row in self.store.export_listener("ann")["samples"]]


@pytest.fixture
def home(broker, connect, store):
    made = Home(broker, connect, store)
    made.listen()
    return made


def test_samples_are_stored_as_they_were_measured(home):
    message = wrist_message(7, rr_intervals_ms=(800.5, 790.0), worn=True)
    home.device.send(message)
    home.settle(1)
    assert home.store.samples.of("ann") == [message.sample]


def test_a_message_that_comes_twice_is_stored_once(home):
    messages = [wrist_message(number) for number in range(20)]
    home.device.send(*messages, *messages[:5], messages[3], messages[3])
    home.settle(27)
    assert home.stored_ids() == [message.message_id for message in messages]
    assert (home.intake.tally.stored, home.intake.tally.repeated) == (20, 7)


def test_two_devices_may_use_the_same_ids(home):
    home.device.send(wrist_message(1), wrist_message(1, device="chest/strap é"))
    home.settle(2)
    assert {sample.device for sample in home.store.samples.of("ann")} == {"wrist", "chest/strap é"}


def test_an_id_that_comes_again_at_another_time_is_refused_and_told(home):
    home.device.send(wrist_message(1), wrist_message(1, at=now_utc()))
    home.settle(2)
    assert len(home.store.samples.of("ann")) == 1
    [reason] = home.intake.tally.reasons
    assert "'a-1' of 'wrist' was used before" in reason


def test_late_messages_are_kept_at_their_own_time_and_in_its_order(home):
    messages = [wrist_message(number) for number in range(60)]
    shuffled = random.Random(5).sample(messages, 60)  # noqa: S311 - an order that repeats
    home.device.send(*shuffled)
    home.settle(60)
    assert home.store.samples.of("ann") == [message.sample for message in messages]


def test_unusable_messages_are_acknowledged_and_told_and_hold_nobody_up(home):
    bad = [b"", b"\xff\xfe", b"[" * 5000, b"x" * 20_000, b'{"id":"a","at":"1970-01-01T00:00:00Z"}']
    for number, payload in enumerate(bad):
        home.device.send_raw(payload)
        home.device.send(wrist_message(number))
    home.device.send_raw(encode_message(wrist_message(99)), device="\x01")
    home.settle(11)
    link = home.link
    assert (home.intake.tally.stored, home.intake.tally.refused) == (5, 6)
    assert len(home.intake.tally.reasons) == 6
    link.publish("moodarc/ann/after", b"")
    while link.n_unsent:  # then the broker has read all acknowledgements before it
        link.step(0.1)
    link._drop()
    while link.n_connections < 2:
        link.step(0.1)
    assert link.step(0.5) == []


def test_what_comes_while_we_are_away_is_there_when_we_are_back(home):
    home.link._drop()
    home.device.send(*(wrist_message(number) for number in range(100)))
    home.settle(100)
    assert len(home.stored_ids()) == 100


def test_a_broker_killed_in_mid_stream_loses_nothing_and_nothing_counts_twice(home):
    """Killed three times while a device sends and we read, with 5 messages under way to us.

    The device's last messages have left it but are not taken by the broker, which is held still.
    Before, it is given a moment to save: mosquitto acknowledges first and writes then.
    """
    home.listen(batch=5)
    for start in (0, 200, 400):
        messages = [wrist_message(number) for number in range(start, start + 200)]
        home.device.send(*messages[:180])
        home.settle(start + 20)
        time.sleep(0.3)
        home.broker.freeze()
        for message in messages[180:]:
            home.device.link.publish("moodarc/ann/wearable/wrist", encode_message(message))
        home.device.link.step(0.05)
        assert home.device.link.n_unsent == 20
        home.broker.kill()
        home.settle(home.intake.tally.total)
        home.broker.start()
    while home.device.link.n_unsent:
        home.device.link.step(0.05)
    end = time.monotonic() + 30.0
    while home.intake.tally.stored < 600:
        home.settle(home.intake.tally.total + 1)
        assert time.monotonic() < end, home.intake.tally
    assert sorted(home.stored_ids()) == sorted(f"a-{number}" for number in range(600))
    assert home.intake.tally.refused == 0


def test_what_could_not_be_stored_is_not_acknowledged(home):
    link = home.link
    home.device.send(wrist_message(1))
    with home.store._database.engine.connect() as writer:
        writer.exec_driver_sql("CREATE TRIGGER full BEFORE INSERT ON samples "
                               "BEGIN SELECT RAISE(ABORT, 'no room'); END")  # fmt: skip
        writer.commit()
        with pytest.raises(StorageError, match="no room"):
            listen(link, home.intake, WindowClock(None), until=lambda: False)
        writer.exec_driver_sql("DROP TRIGGER full")
        writer.commit()
    link._drop()
    home.settle(1)
    assert home.stored_ids() == ["a-1"]


def test_a_listener_erased_meanwhile_ends_it_and_nothing_is_stored(home):
    link = home.link
    home.device.send(wrist_message(1))
    home.store.erase_listener("ann")
    with pytest.raises(UnknownListenerError):
        listen(link, home.intake, WindowClock(None), until=lambda: False)
    assert home.store.listeners.names() == []


def test_windows_are_read_while_we_listen(home):
    windows = SampleWindows("ann", home.store.samples, heart_reading)
    told = []
    clock = WindowClock(windows, told=told.append)
    start = datetime.now(UTC).replace(second=0, microsecond=0) - timedelta(minutes=30)
    home.device.send(*(wrist_message(n, at=start + timedelta(seconds=5 * n)) for n in range(36)))
    end = time.monotonic() + 30.0
    listen(home.link, home.intake, clock, until=lambda: len(told) > 2 or time.monotonic() > end)
    assert [r.state.at for r in told] == [start + timedelta(minutes=m) for m in (1, 2, 3)]
    assert home.store.readings.of("ann") == told
    assert told[0].state.arousal == pytest.approx((60 + 5.5) / 300)
    assert json.dumps(home.store.export_listener("ann"))
