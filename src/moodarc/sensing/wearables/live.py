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
_BUSY_PACE_S = 15.0


class WindowClock:
    """Closes windows now and then, and says what was read.

    While messages keep coming, what waited at the broker may still be on its way, and with it the
    other half of a window; so windows are then closed every 15 s only, else every second.

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
        self._last_s = time.monotonic()

    def tick(self, *, busy: bool) -> None:
        """Close what is over, if it is time.

        Args:
            busy: whether messages have just come.
        """
        pause_s = _BUSY_PACE_S if busy else _PACE_S
        if self._windows is None or time.monotonic() - self._last_s < pause_s:
            return
        for reading in self._windows.close(self._now()):
            self.n_readings += 1
            self._told(reading)
        self._last_s = time.monotonic()


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
        clock.tick(busy=bool(arrivals))
