"""What a wearable measures at one moment, whatever brought it here: broker, Bluetooth, a file."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

__all__ = ["Activity", "WearableSample"]


class Activity(StrEnum):
    """What the body does, where the device says so; standing up is neither."""

    LYING = "lying"
    STILL = "still"
    WALKING = "walking"
    RUNNING = "running"


@dataclass(frozen=True, slots=True, kw_only=True)
class WearableSample:
    """One message of a wearable; what it does not measure is None.

    Attributes:
        at: aware UTC time of the measurement.
        heart_rate_bpm: beats a minute.
        heart_rate_relative_bpm: beats a minute above the person's own mean, below it where
            negative; for recordings that were centred, in which the rate itself is not known.
        rr_intervals_ms: times between beats since the last sample, oldest first.
        skin_conductance_us: microsiemens.
        skin_temperature_c: degrees Celsius.
        steps_per_min: cadence.
        movement_g: root mean square of acceleration without gravity, in g.
        activity: as the device classifies it.
        worn: whether the sensor touches the skin; None where the device does not know.
        device: which device, as it names itself.
    """

    at: datetime
    heart_rate_bpm: float | None = None
    heart_rate_relative_bpm: float | None = None
    rr_intervals_ms: tuple[float, ...] = ()
    skin_conductance_us: float | None = None
    skin_temperature_c: float | None = None
    steps_per_min: float | None = None
    movement_g: float | None = None
    activity: Activity | None = None
    worn: bool | None = None
    device: str = ""
