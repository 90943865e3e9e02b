"""How far a listener's log goes: four numbers, by which a reader of it sees whether it grew.

Rows are numbered as they are stored, and the newest number of a table is found at once, so that one
look at the log costs the same however long it is.
"""

from dataclasses import dataclass
from typing import Final

from sqlalchemy import bindparam, func, select

from moodarc.storage.connection import Database
from moodarc.storage.tables import decisions, events, listeners, readings

__all__ = ["LogMarks", "log_marks"]


@dataclass(frozen=True, slots=True)
class LogMarks:
    """Where the log stands.

    Attributes:
        listener: number of the listener; another one after an erasure.
        reading: newest number of a reading of anybody; 0 = none.
        event: likewise of an event.
        decision: likewise of a list.
    """

    listener: int
    reading: int
    event: int
    decision: int


_QUERY: Final = select(
    listeners.c.id,
    *(
        select(func.coalesce(func.max(log.c.id), 0)).scalar_subquery()
        for log in (readings, events, decisions)
    ),
).where(listeners.c.name == bindparam("listener"))
"""made once: it is asked at every request"""


def log_marks(database: Database, name: str) -> LogMarks | None:
    """The marks of a listener; None where the database holds no such listener."""
    plain = name.encode("utf-8", "replace").decode("utf-8")
    with database.reading() as connection:
        found = connection.execute(_QUERY, {"listener": plain}).first()
    return None if found is None else LogMarks(*(int(number) for number in found))
