"""How far a listener's log goes: four numbers, by which a reader of it sees whether it grew.

Rows are numbered as they are stored, and the newest number of a table is found at once, so that one
look at the log costs the same however long it is.
"""

from dataclasses import dataclass

from sqlalchemy import func, select

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


def log_marks(database: Database, name: str) -> LogMarks | None:
    """The marks of a listener; None where the database holds no such listener."""
    newest = [
        select(func.coalesce(func.max(log.c.id), 0)).scalar_subquery()
        for log in (readings, events, decisions)
    ]
    plain = name.encode("utf-8", "replace").decode("utf-8")
    query = select(listeners.c.id, *newest).where(listeners.c.name == plain)
    with database.reading() as connection:
        found = connection.execute(query).first()
    return None if found is None else LogMarks(*(int(number) for number in found))
