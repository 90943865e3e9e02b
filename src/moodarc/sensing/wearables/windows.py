"""From samples to readings: one a window, appended once whatever happens in between.

Time is cut into windows of equal width from the epoch on. A window is read when it is over and
late messages have had a moment, or at once where its samples come late. Samples carry whether
their window was read, in the same transaction as the reading: a restart goes on where we were, and
what comes later still is kept at its own time but makes no second reading.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Protocol

from moodarc.affect import AffectReading
from moodarc.sensing.physiology import WearableSample

__all__ = ["Recognise", "SampleWindows", "WindowConfig", "WindowLog", "window_start"]

Recognise = Callable[[Sequence[WearableSample], datetime], AffectReading]
"""What a window of samples, by time, says of the listener at its end; where it says nothing, the
reading's `validity` is why."""


class WindowLog(Protocol):
    """Where samples wait to be read; `storage.Samples` is one."""

    def oldest_unread(self, listener: str, before: datetime) -> datetime | None:
        """Time of the oldest sample whose window was not read yet."""

    def of(
        self, listener: str, *, since: datetime | None = None, before: datetime | None = None
    ) -> list[WearableSample]:
        """Samples by time, `since` <= time < `before`."""

    def read(
        self, listener: str, window: tuple[datetime, datetime], reading: AffectReading | None
    ) -> bool:
        """Append a window's reading and mark its samples; False where it was read before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WindowConfig:
    """How time is cut.

    Attributes:
        width: of a window.
        grace: after its end, for messages that are on their way.
    """

    width: timedelta = timedelta(minutes=1)
    grace: timedelta = timedelta(seconds=10)


class SampleWindows:
    """Reads the windows of one listener.

    Args:
        listener: whose samples.
        log: of samples and readings.
        recognise: reads a window.
        config: of the windows.

    Attributes:
        unusable: windows that said nothing, by their `validity`.
    """

    def __init__(
        self,
        listener: str,
        log: WindowLog,
        recognise: Recognise,
        *,
        config: WindowConfig | None = None,
    ) -> None:
        self.unusable: dict[str, int] = {}
        self._listener = listener
        self._log = log
        self._recognise = recognise
        self._config = config or WindowConfig()

    def close(self, now: datetime) -> list[AffectReading]:
        """Read all windows that are over, oldest first; the readings that were appended."""
        before = window_start(now - self._config.grace, self._config.width)
        found = []
        while (at := self._log.oldest_unread(self._listener, before)) is not None:
            reading = self._read(window_start(at, self._config.width))
            if reading is not None:
                found.append(reading)
        return found

    def _read(self, start: datetime) -> AffectReading | None:
        end = start + self._config.width
        samples = self._log.of(self._listener, since=start, before=end)
        reading = self._recognise(samples, end)
        usable = reading if reading.is_valid else None
        if not self._log.read(self._listener, (start, end), usable):
            return None
        if usable is None:
            self.unusable[reading.validity] = self.unusable.get(reading.validity, 0) + 1
        return usable


def window_start(at: datetime, width: timedelta) -> datetime:
    """The start of the window that holds a time.

    >>> window_start(datetime(2026, 1, 1, 8, 30, 59, tzinfo=UTC), timedelta(minutes=1)).second
    0
    """
    epoch = datetime(1970, 1, 1, tzinfo=UTC)
    return epoch + (at - epoch) // width * width
