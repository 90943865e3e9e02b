"""From what arrives to what is stored: each message is kept once, or told to be unusable.

Only then is it acknowledged, so that whatever stops us in between, the broker hands it over again,
and the log knows it again by its id.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Protocol

from moodarc.errors import MessageError
from moodarc.sensing.physiology import WearableSample
from moodarc.sensing.wearables.link import Arrival
from moodarc.sensing.wearables.message import (
    Kept,
    MessageLimits,
    WearableMessage,
    check_device,
    parse_message,
)
from moodarc.sensing.wearables.topics import device_of

__all__ = ["Intake", "SampleLog", "Tally", "now_utc"]

_OFF = "the sense is off; turn it on in the page: senses, wearable"
_REUSED = (
    "id {id!r} of {device!r} was used before for another time; an id must never come again: "
    "a device that counts from 0 after a restart needs a boot number before the count"
)


class SampleLog(Protocol):
    """Where samples are kept; `storage.Samples` is one."""

    def add(self, listener: str, messages: Sequence[WearableMessage]) -> list[Kept]:
        """Keep what is new, all or none; what became of each, in order."""


def now_utc() -> datetime:
    """The present, aware."""
    return datetime.now(UTC)


@dataclass(slots=True)
class Tally:
    """What has come so far.

    Attributes:
        stored: new samples.
        repeated: seen before.
        refused: unusable ones.
        reasons: the refusals' reasons, with how often each came.
        last: the newest sample by its own time.
    """

    stored: int = 0
    repeated: int = 0
    refused: int = 0
    reasons: Counter[str] = field(default_factory=Counter)
    last: WearableSample | None = None

    @property
    def total(self) -> int:
        """All of them."""
        return self.stored + self.repeated + self.refused


class Intake:
    """Takes messages for one listener.

    Args:
        listener: whose samples they are.
        log: where they are kept.
        limits: of their times.
        now: the clock.
        refused: told of each unusable message: topic or device, and reason.
        is_off: whether the listener does not want to be measured now.

    Attributes:
        tally: what has come so far.
    """

    def __init__(
        self,
        listener: str,
        log: SampleLog,
        *,
        limits: MessageLimits | None = None,
        now: Callable[[], datetime] = now_utc,
        refused: Callable[[str, str], None] = lambda _device, _reason: None,
        is_off: Callable[[], bool] = lambda: False,
    ) -> None:
        self.tally = Tally()
        self._listener = listener
        self._log = log
        self._limits = limits or MessageLimits()
        self._now = now
        self._refused = refused
        self._is_off = is_off

    def take(self, arrivals: Sequence[Arrival]) -> None:
        """Settle what a broker handed over; after this it may be acknowledged.

        Raises:
            StorageError: nothing of it was kept; it must not be acknowledged.
        """
        messages = []
        for arrival in arrivals:
            try:
                device = check_device(device_of(arrival.topic))
                messages.append(
                    parse_message(
                        arrival.payload, device=device, now=self._now(), limits=self._limits
                    )
                )
            except MessageError as error:
                self._refuse(arrival.topic, str(error))
        self.keep(messages)

    def keep(self, messages: Sequence[WearableMessage]) -> None:
        """Keep messages that can be read, unless the sense is off.

        Raises:
            StorageError: none was kept.
        """
        if not messages:
            return
        if self._is_off():
            for message in messages:
                self._refuse(message.sample.device, _OFF)
            return
        for message, kept in zip(messages, self._log.add(self._listener, messages), strict=True):
            if kept is Kept.NEW:
                self._count(message.sample)
            elif kept is Kept.REPEATED:
                self.tally.repeated += 1
            else:
                device = message.sample.device
                self._refuse(device, _REUSED.format(id=message.message_id, device=device))

    def _count(self, sample: WearableSample) -> None:
        self.tally.stored += 1
        if self.tally.last is None or sample.at >= self.tally.last.at:
            self.tally.last = sample

    def _refuse(self, device: str, reason: str) -> None:
        self.tally.refused += 1
        if reason in self.tally.reasons or len(self.tally.reasons) < _MOST_REASONS:
            self.tally.reasons[reason] += 1
        self._refused(device, reason)


_MOST_REASONS = 100
"""A hostile device must not fill our memory with ever new ones."""
