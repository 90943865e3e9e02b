"""The connection to a strap, with dummies of bleak's scanner and client: no adapter is needed."""

import asyncio
from contextlib import aclosing
from types import SimpleNamespace

import bleak
import pytest
from bleak.exc import BleakError

from moodarc.errors import InputError
from moodarc.sensing.wearables import bluetooth, strap_messages

SERVICE = "0000180d-0000-1000-8000-00805f9b34fb"
STRAP = SimpleNamespace(name="Polar H10", address="AA:BB:CC:DD:EE:01")
SCALE = SimpleNamespace(name="Scale", address="AA:BB:CC:DD:EE:02")
NEAR = [
    (SCALE, SimpleNamespace(service_uuids=[])),
    (STRAP, SimpleNamespace(service_uuids=[SERVICE])),
]


class DummyClient:
    """Sends two values a connection and goes; the second connection fails."""

    made = 0

    def __init__(self, device):
        assert device is STRAP
        self.is_connected = False
        DummyClient.made += 1
        self.number = DummyClient.made

    async def connect(self):
        if self.number == 2:
            raise BleakError
        self.is_connected = True

    async def start_notify(self, characteristic, told):
        assert characteristic.startswith("00002a37")
        for rate in (60, 61):
            told(None, bytearray([0x00, rate + self.number]))
        told(None, bytearray([0x10, 60, 1]))
        self.is_connected = False

    async def disconnect(self):
        self.is_connected = False


@pytest.fixture
def near(monkeypatch):
    """What a scan finds; each scan takes no time."""
    found = list(NEAR)

    async def find(is_it, **options):
        assert options["timeout"] > 0
        await asyncio.sleep(0)
        return next((device for device, told in found if is_it(device, told)), None)

    monkeypatch.setattr(bleak.BleakScanner, "find_device_by_filter", find)
    monkeypatch.setattr(bleak, "BleakClient", DummyClient)
    monkeypatch.setattr(bluetooth, "_PAUSE_S", 0.0)
    monkeypatch.setattr(DummyClient, "made", 0)
    return found


def heard(n, address=None):
    async def listen():
        messages = []
        async with aclosing(strap_messages(address)) as stream:
            async for message in stream:
                if message is not None:
                    messages.append(message)
                if len(messages) == n:
                    break
        return messages

    return asyncio.run(listen())


@pytest.mark.usefixtures("near")
def test_a_strap_is_found_by_its_service_and_again_after_it_was_away():
    messages = heard(4)
    assert [message.sample.heart_rate_bpm for message in messages] == [61.0, 62.0, 63.0, 64.0]
    assert {message.sample.device for message in messages} == {"Polar H10"}
    assert len({message.message_id for message in messages}) == 4
    assert DummyClient.made == 3


@pytest.mark.usefixtures("near")
def test_a_strap_is_found_by_its_address():
    assert len(heard(1, "aa:bb:cc:dd:ee:01")) == 1


def test_no_strap_at_the_first_look_is_told_with_what_helps(near):
    near.clear()
    with pytest.raises(InputError, match=r"no heart rate sensor was found .*wear it"):
        heard(1)
    with pytest.raises(InputError, match="no device aa:00"):
        heard(1, "aa:00")
