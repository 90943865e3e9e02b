"""The characteristic Heart Rate Measurement (0x2A37) of Bluetooth's Heart Rate Service (0x180D).

Heart Rate Service 1.0, section 3.1 (Bluetooth SIG, 2011); the numbers are little-endian:

    flags  1 byte   bit 0      the rate is a uint16, else a uint8
                    bits 1, 2  2: contact is known and missing; 3: known and there; else unknown
                    bit 3      energy expended follows (uint16, kilojoule)
                    bit 4      times between beats follow (uint16 each, 1/1024 s, oldest first)
    rate   1 or 2 bytes, beats a minute
"""

import struct
from datetime import datetime
from typing import Final

from moodarc.errors import MessageError
from moodarc.sensing.physiology import WearableSample
from moodarc.sensing.wearables.measures import NUMBERS, RR_INTERVALS

__all__ = ["HEART_RATE_MEASUREMENT", "HEART_RATE_SERVICE", "heart_rate_sample"]

HEART_RATE_SERVICE: Final = "0000180d-0000-1000-8000-00805f9b34fb"
HEART_RATE_MEASUREMENT: Final = "00002a37-0000-1000-8000-00805f9b34fb"

_WIDE_RATE: Final = 0x01
_ENERGY: Final = 0x08
_INTERVALS: Final = 0x10
_TICKS_A_SECOND: Final = 1024
_CONTACT: Final = {2: False, 3: True}


def heart_rate_sample(value: bytes, *, at: datetime, device: str) -> WearableSample:
    """The sample of a notification.

    A rate or interval that no heart has is left out; a rate of 0 is how straps say that there is
    no pulse. Then the sample says at most whether it is worn.

    Args:
        value: of the characteristic.
        at: aware time of its arrival.
        device: that sent it.

    Raises:
        MessageError: its length is not what its flags say.

    >>> from datetime import UTC
    >>> at = datetime(2026, 1, 1, tzinfo=UTC)
    >>> sample = heart_rate_sample(bytes([0x16, 60, 0x00, 0x04]), at=at, device="strap")
    >>> sample.heart_rate_bpm, sample.rr_intervals_ms, sample.worn
    (60.0, (1000.0,), True)
    """
    if not value:
        msg = "an empty heart rate measurement; expected at least flags and a rate"
        raise MessageError(msg)
    flags = value[0]
    head = "<xH" if flags & _WIDE_RATE else "<xB"
    start = struct.calcsize(head) + (2 if flags & _ENERGY else 0)
    rest = len(value) - start
    if rest < 0 or (rest % 2 if flags & _INTERVALS else rest):
        msg = f"a heart rate measurement of {len(value)} bytes does not fit its flags {flags:#04x}"
        raise MessageError(msg)
    (rate,) = struct.unpack_from(head, value)
    ticks = struct.unpack_from(f"<{rest // 2}H", value, start)
    intervals = (1000.0 * tick / _TICKS_A_SECOND for tick in ticks)
    bpm = NUMBERS["heart_rate_bpm"]
    return WearableSample(
        at=at,
        heart_rate_bpm=float(rate) if bpm.low <= rate <= bpm.high else None,
        rr_intervals_ms=tuple(
            ms for ms in intervals if RR_INTERVALS.low <= ms <= RR_INTERVALS.high
        ),
        worn=_CONTACT.get(flags >> 1 & 3),
        device=device,
    )
