"""The loop: what arrives is kept, then acknowledged; windows that are over are read."""

import time
from collections.abc import Callable
from datetime import datetime

from moodarc.affect import AffectReading
from moodarc.sensing.wearables.intake import Intake, now_utc
from moodarc.sensing.wearables.link import BrokerLink
from moodarc.sensing.wearables.windows import SampleWindows

__all__ = ["WindowClock", "listen"]

_PACE_S = 1.0


class WindowClock:
    """Closes windows at most once a second, and says what was read.

    Args:
        windows: None where nothing reads samples.
        told: of each reading that was appended.
        now: the clock.

    Attributes:
        n_readings: appended so far.
    """

    def __init__(
        self,
        windows: SampleWindows | None,
        *,
        told: Callable[[AffectReading], None] = lambda _reading: None,
        now: Callable[[], datetime] = now_utc,
    ) -> None:
        self.n_readings = 0
        self._windows = windows
        self._told = told
        self._now = now
        self._next_s = 0.0

    def tick(self, *, at_once: bool = False) -> None:
        """Close what is over, if it is time or `at_once`."""
        if self._windows is None or (time.monotonic() < self._next_s and not at_once):
            return
        for reading in self._windows.close(self._now()):
            self.n_readings += 1
            self._told(reading)
        self._next_s = time.monotonic() + _PACE_S


def listen(
    link: BrokerLink, intake: Intake, clock: WindowClock, *, until: Callable[[], bool]
) -> None:
    """Take what the broker has until it is enough.

    Args:
        link: connected.
        intake: keeps messages; only what it has settled is acknowledged.
        clock: closes windows.
        until: asked at least twice a second.

    Raises:
        BrokerError: the broker will not have us any more.
        StorageError: nothing can be kept; what was not is still the broker's.
    """
    while not until():
        arrivals = link.step(0.25)
        intake.take(arrivals)
        link.acknowledge(arrivals)
        clock.tick()
    clock.tick(at_once=True)
