"""A broker of our own and a listener's database."""

import pytest

from moodarc.sensing.wearables import BrokerLink, LinkConfig
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
