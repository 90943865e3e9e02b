"""What listeners say of themselves: one row a fact, replaced when it is said anew.

Unlike the logs this is no history: what is corrected or taken back must be gone.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert, select

from moodarc.listener import ListenerFacts
from moodarc.storage.connection import Database
from moodarc.storage.listeners import listener_number
from moodarc.storage.tables import facts

__all__ = ["Facts"]


class Facts:
    """Facts by listener."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, listener: str) -> ListenerFacts:
        """What a listener said; an empty record where that is nothing.

        Raises:
            UnknownListenerError: the database holds no such listener.
        """
        with self._database.reading() as connection:
            number = listener_number(connection, listener)
            query = select(facts.c.name, facts.c.value).where(facts.c.listener_id == number)
            return ListenerFacts.of({row.name: row.value for row in connection.execute(query)})

    def correct(self, listener: str, by: Mapping[str, Any], at: datetime) -> ListenerFacts:
        """Keep facts said anew and remove those taken back; all that is known then.

        Args:
            listener: their name.
            by: values by name, None (or no genre) to take one back.
            at: aware time of what was said.

        Raises:
            UnknownListenerError: the database holds no such listener.
            InputError: no such fact, or a value that cannot be; nothing is changed then.
        """
        with self._database.writing() as connection:
            number = listener_number(connection, listener)
            mine = facts.c.listener_id == number
            rows = connection.execute(select(facts.c.name, facts.c.value).where(mine))
            known = ListenerFacts.of({row.name: row.value for row in rows}).corrected(by)
            connection.execute(delete(facts).where(mine, facts.c.name.in_(list(by))))
            given = known.given()
            new = [
                {"listener_id": number, "at": at, "name": name, "value": given[name]}
                for name in by
                if name in given
            ]
            if new:
                connection.execute(insert(facts), new)
        return known
