"""What the engine is handed: every record of a listener's log, in one order.

The order is that of time. Records of one time are ordered by what they are: what was felt, what was
done, what was decided, so that a log that was read back is the log that was written.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from moodarc.affect import AffectReading
from moodarc.catalog import Decision, ListeningEvent, SessionEvent

__all__ = ["Entry", "Tick", "merged", "time_of"]


@dataclass(frozen=True, slots=True)
class Tick:
    """Time passed and nothing else did; it is not kept in the log.

    Attributes:
        at: aware UTC time.
    """

    at: datetime


Entry = AffectReading | ListeningEvent | SessionEvent | Decision | Tick

_ORDER: tuple[type, ...] = (SessionEvent, AffectReading, ListeningEvent, Decision, Tick)


def time_of(entry: Entry) -> datetime:
    """When an entry happened."""
    return entry.state.at if isinstance(entry, AffectReading) else entry.at


def merged(*logs: Iterable[Entry]) -> list[Entry]:
    """All entries of some logs in the order in which an engine is to see them."""
    every = [entry for log in logs for entry in log]
    return sorted(every, key=lambda entry: (time_of(entry), _ORDER.index(type(entry))))
