"""A broker of our own, a listener's database, and messages of a wrist."""

import time
from datetime import UTC, datetime, timedelta

import pytest

from moodarc.sensing.physiology import WearableSample
from moodarc.sensing.wearables import (
    BrokerLink,
    LinkConfig,
    WearableMessage,
    encode_message,
    sample_topic,
)
from moodarc.storage import open_store
from mosquitto import Mosquitto, require_mosquitto


@pytest.fixture
def make_broker(tmp_path):
    """Starts brokers, and stops them all."""
    require_mosquitto()
    started = []

    def make(**options):
        broker = Mosquitto(tmp_path / f"broker-{len(started)}", **options)
        started.append(broker)
        return broker.start()

    yield make
    for broker in started:
        broker.stop()


@pytest.fixture
def broker(make_broker):
    return make_broker()


@pytest.fixture
def store(tmp_path):
    with open_store(tmp_path / "music.db") as opened:
        opened.listeners.ensure("ann")
        yield opened


def wrist_message(number, *, at=None, **changes):
    values = {"heart_rate_bpm": 60.0 + number % 60, "device": "wrist"}
    at = at or datetime.now(UTC) - timedelta(seconds=600) + timedelta(seconds=0.1 * number)
    return WearableMessage(
        message_id=f"a-{number}", sample=WearableSample(at=at, **{**values, **changes})
    )


class Device:
    """Publishes as a wearable does: each message again until the broker has it."""

    def __init__(self, link):
        self.link = link

    def send(self, *messages, wait_s=20.0):
        for message in messages:
            self.send_raw(encode_message(message), device=message.sample.device, wait_s=wait_s)

    def send_raw(self, payload, *, device="wrist", wait_s=20.0):
        self.link.publish(sample_topic("ann", device), payload)
        end = time.monotonic() + wait_s
        while self.link.n_unsent:
            self.link.step(0.05)
            assert time.monotonic() < end, "the broker does not take it"


@pytest.fixture
def connect():
    """Opens links, and closes them all."""
    opened = []

    def connect(config, **options):
        options = {"client_id": f"test-{len(opened)}", "patience_s": 0.05, **options}
        link = BrokerLink(config, LinkConfig(**options)).__enter__()
        opened.append(link)
        return link

    yield connect
    for link in opened:
        link.__exit__(None, None, None)
