"""Who listens: names, each with a log of its own."""

from datetime import UTC, datetime

from sqlalchemy import Connection, ScalarSelect, bindparam, insert, select

from moodarc.errors import InputError, UnknownListenerError
from moodarc.storage.connection import Database
from moodarc.storage.tables import listeners

__all__ = ["Listeners", "known_number", "listener_number"]

_LONGEST_NAME = 64
_MOST_NAMED = 20
"""listeners that an error message names"""


_NUMBER = select(listeners.c.id).where(listeners.c.name == bindparam("name"))
"""made once: it is asked at every request"""


class Listeners:
    """The listeners that the database holds."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def names(self) -> list[str]:
        """All names in the order of their first use."""
        with self._database.reading() as connection:
            return list(
                connection.execute(select(listeners.c.name).order_by(listeners.c.id)).scalars()
            )

    def ensure(self, name: str) -> None:
        """Make the listener where it is not there yet.

        Raises:
            InputError: an empty, unprintable or over-long name.
        """
        _check_name(name)
        with self._database.writing() as connection:
            known = select(listeners.c.id).where(listeners.c.name == name)
            if connection.execute(known).first() is None:
                new = insert(listeners).values(name=name, created_at=datetime.now(UTC))
                connection.execute(new)

    def check(self, name: str) -> None:
        """Do nothing where the listener is known.

        Raises:
            UnknownListenerError: it is not.
        """
        with self._database.reading() as connection:
            listener_number(connection, name)


def listener_number(connection: Connection, name: str) -> int:
    """The row number of a listener.

    Raises:
        UnknownListenerError: the database holds no such listener; the message names those it does.
    """
    # a name that no database could hold must not reach the driver
    plain = name.encode("utf-8", "replace").decode("utf-8")
    found = connection.execute(_NUMBER, {"name": plain}).first()
    if found is None:
        first = select(listeners.c.name).order_by(listeners.c.id).limit(_MOST_NAMED)
        known = list(connection.execute(first).scalars())
        there = f"known: {', '.join(known)}" if known else "none has been here yet"
        msg = f"no listener is called {plain!r} ({there}); `moodarc feel` makes one on first use"
        raise UnknownListenerError(msg)
    return int(found.id)


def known_number(name: str) -> ScalarSelect[int]:
    """The row number of a listener as part of a query; of a stranger it equals nothing."""
    plain = name.encode("utf-8", "replace").decode("utf-8")
    return select(listeners.c.id).where(listeners.c.name == plain).scalar_subquery()


def _check_name(name: str) -> None:
    if not name.strip() or len(name) > _LONGEST_NAME or not name.isprintable():
        msg = (
            f"listener name {name[:80]!r} cannot be used; "
            f"give 1 to {_LONGEST_NAME} printable characters"
        )
        raise InputError(msg)
