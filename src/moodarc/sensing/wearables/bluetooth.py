"""Heart rate by Bluetooth, from any strap or watch of the standard profile (bleak).

A measurement carries no time of its own, so it has that of its arrival. The connection is made
again where it breaks; what the strap measured meanwhile is gone, as it keeps nothing.
"""

import asyncio
import uuid
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from moodarc.errors import InputError, MessageError
from moodarc.sensing.wearables.heart_rate_profile import (
    HEART_RATE_MEASUREMENT,
    HEART_RATE_SERVICE,
    heart_rate_sample,
)
from moodarc.sensing.wearables.intake import now_utc
from moodarc.sensing.wearables.measures import LONGEST_DEVICE
from moodarc.sensing.wearables.message import WearableMessage

if TYPE_CHECKING:
    from bleak.backends.device import BLEDevice

__all__ = ["HeartRateNotices", "strap_messages"]

_SCAN_S: Final = 10.0
_PAUSE_S: Final = 2.0


class HeartRateNotices:
    """Notifications of one strap, as messages with ids of their own.

    Args:
        device: its name.
        now: the clock.

    Attributes:
        refused: notifications that could not be read, by reason.
    """

    def __init__(self, device: str, *, now: Callable[[], datetime] = now_utc) -> None:
        self.refused: dict[str, int] = {}
        self._device = "".join(filter(str.isprintable, device))[:LONGEST_DEVICE].strip() or "strap"
        self._now = now
        self._run = uuid.uuid4().hex[:12]
        self._count = 0

    def message(self, value: bytes) -> WearableMessage | None:
        """The message of a notification; None where it measures nothing or cannot be read."""
        try:
            sample = heart_rate_sample(value, at=self._now(), device=self._device)
        except MessageError as error:
            self.refused[str(error)] = self.refused.get(str(error), 0) + 1
            return None
        if sample.heart_rate_bpm is None and not sample.rr_intervals_ms and sample.worn is None:
            return None
        self._count += 1
        return WearableMessage(message_id=f"{self._run}-{self._count}", sample=sample)


async def strap_messages(address: str | None) -> AsyncGenerator[WearableMessage | None, None]:
    """Messages of a strap, without end; None at least once a second, so that it can be stopped.

    Args:
        address: the device's; None = the first one that offers the heart rate service.

    Raises:
        InputError: there is no Bluetooth, or no such device at the first look.
    """
    notices: HeartRateNotices | None = None
    while True:
        strap = await _find(address)
        if strap is None:
            if notices is None:
                raise InputError(_not_found(address))
        else:
            notices = notices or HeartRateNotices(strap.name or strap.address)
            async with _notifications(strap) as values:
                async for value in values:
                    yield None if value is None else notices.message(value)
        yield None
        await asyncio.sleep(_PAUSE_S)


def _not_found(address: str | None) -> str:
    wanted = "no heart rate sensor" if address is None else f"no device {address}"
    return (
        f"{wanted} was found in {_SCAN_S:.0f} s; wear it (straps sleep otherwise), bring it near, "
        "and disconnect it from the phone"
    )


async def _find(address: str | None) -> "BLEDevice | None":
    from bleak import BleakScanner  # noqa: PLC0415 - of an extra
    from bleak.exc import BleakError  # noqa: PLC0415

    def is_it(device: "BLEDevice", advertised: Any) -> bool:  # noqa: ANN401 - bleak's
        if address is not None:
            return device.address.casefold() == address.casefold()
        return HEART_RATE_SERVICE in advertised.service_uuids

    try:
        return await BleakScanner.find_device_by_filter(is_it, timeout=_SCAN_S)
    except (BleakError, OSError) as error:
        msg = (
            f"Bluetooth cannot be used ({error}); plug in or switch on an adapter (on Linux with "
            "bluetoothd running), or send heart rate by `moodarc sense mqtt`"
        )
        raise InputError(msg) from error


@asynccontextmanager
async def _notifications(strap: "BLEDevice") -> AsyncIterator[AsyncIterator[bytes | None]]:
    """The values that a strap sends until it goes; none where it cannot be connected."""
    from bleak import BleakClient  # noqa: PLC0415 - of an extra
    from bleak.exc import BleakError  # noqa: PLC0415

    queue: asyncio.Queue[bytes] = asyncio.Queue()
    client = BleakClient(strap)

    async def values() -> AsyncIterator[bytes | None]:
        while client.is_connected or not queue.empty():
            try:
                yield await asyncio.wait_for(queue.get(), 1.0)
            except TimeoutError:
                yield None

    try:
        await client.connect()
        await client.start_notify(
            HEART_RATE_MEASUREMENT, lambda _sender, value: queue.put_nowait(bytes(value))
        )
    except (BleakError, OSError):  # it is away for the moment: the caller looks for it again
        with suppress(BleakError, OSError):
            await client.disconnect()
    try:
        yield values()
    finally:
        with suppress(BleakError, OSError):
            await client.disconnect()
