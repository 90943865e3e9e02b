"""What a message may hold: one table, from which the validator and the JSON schema are made.

The ranges are what a body and a sensor can give at all, wider than what is healthy: they refuse
wrong units and broken sensors and judge nobody. Heart rate and the times between beats agree:
20 a minute is one in 3,000 ms, 300 a minute one in 200 ms.
"""

import re
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

__all__ = [
    "LONGEST_DEVICE",
    "LONGEST_MESSAGE_BYTES",
    "LONGEST_RR",
    "MESSAGE_ID",
    "NUMBERS",
    "OWN_KEYS",
    "RR_INTERVALS",
    "TIME",
    "Measure",
]

LONGEST_MESSAGE_BYTES: Final = 8192
LONGEST_DEVICE: Final = 64
LONGEST_RR: Final = 256
"""times between beats in a message: more than a minute of the fastest heart"""

MESSAGE_ID: Final = re.compile(r"^[A-Za-z0-9._:-]{1,64}$")
TIME: Final = re.compile(
    r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,6})?"
    r"(Z|[+-][0-9]{2}:[0-9]{2})$"
)
"""RFC 3339, with its zone"""
OWN_KEYS: Final = re.compile(r"^x_")
"""keys that a device may add; they are not looked at"""


@dataclass(frozen=True, slots=True)
class Measure:
    """One measured number.

    Attributes:
        low: least value that is taken.
        high: greatest value that is taken.
        meaning: what it is, with its unit.
        remedy: what a device should send instead of what lies outside; may be empty.
    """

    low: float
    high: float
    meaning: str
    remedy: str = ""


NUMBERS: Final = MappingProxyType(
    {
        "heart_rate_bpm": Measure(
            20.0, 300.0, "heart beats a minute", "leave it out where there is no pulse"
        ),
        "heart_rate_relative_bpm": Measure(
            -200.0, 200.0, "beats a minute above the person's own mean, where only that is known"
        ),
        "skin_conductance_us": Measure(0.0, 100.0, "skin conductance in microsiemens"),
        "skin_temperature_c": Measure(0.0, 50.0, "skin temperature in degrees Celsius"),
        "steps_per_min": Measure(0.0, 400.0, "steps a minute"),
        "movement_g": Measure(
            0.0, 16.0, "root mean square of acceleration without gravity, in g", "g, not m/s2"
        ),
    }
)
"""By key; each is an attribute of `WearableSample`."""

RR_INTERVALS: Final = Measure(200.0, 3000.0, "milliseconds between beats", "milliseconds")
