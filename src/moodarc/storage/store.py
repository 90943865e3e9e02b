"""The open database with its topics."""

from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from moodarc.storage.connection import Database, connect
from moodarc.storage.corrections import Corrections
from moodarc.storage.decisions import Decisions
from moodarc.storage.events import Events
from moodarc.storage.facts import Facts
from moodarc.storage.failures import Failures
from moodarc.storage.listeners import Listeners
from moodarc.storage.marks import LogMarks, log_marks
from moodarc.storage.privacy import count_listener, erase_listener, export_listener
from moodarc.storage.readings import Readings
from moodarc.storage.samples import Samples
from moodarc.storage.sessions import Sessions
from moodarc.storage.tokens import Tokens
from moodarc.storage.tracks import Tracks

__all__ = ["Store", "open_store"]


class Store:
    """All that is kept. A context manager: leaving it closes the database.

    Attributes:
        tracks: the library and its analyses.
        failures: files that could not be used.
        listeners: who listens.
        events: what they did.
        readings: how they felt.
        decisions: what they were shown.
        samples: what their wearables measured.
        facts: what they said of themselves.
        corrections: what they said of tracks against the estimate.
        sessions: when sessions began, changed their goal and ended.
        tokens: keys of the service.
        name: the database's path, or its URL without the password.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self.name = database.name
        self.tracks = Tracks(database)
        self.failures = Failures(database)
        self.listeners = Listeners(database)
        self.events = Events(database)
        self.readings = Readings(database)
        self.decisions = Decisions(database)
        self.samples = Samples(database)
        self.facts = Facts(database)
        self.corrections = Corrections(database)
        self.sessions = Sessions(database)
        self.tokens = Tokens(database)

    def marks(self, listener: str) -> LogMarks | None:
        """How far the logs go; None where there is no such listener (`marks`)."""
        return log_marks(self._database, listener)

    def export_listener(self, name: str) -> dict[str, Any]:
        """All that is kept of a listener (`privacy.export_listener`)."""
        return export_listener(self._database, name)

    def count_listener(self, name: str) -> dict[str, tuple[int, datetime | None, datetime | None]]:
        """How much is kept of a listener (`privacy.count_listener`)."""
        return count_listener(self._database, name)

    def erase_listener(self, name: str) -> dict[str, int]:
        """Remove all that is kept of a listener (`privacy.erase_listener`)."""
        return erase_listener(self._database, name)

    def close(self) -> None:
        """Close all connections."""
        self._database.engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def open_store(db: str | Path) -> Store:
    """Open a database by path (SQLite) or URL; it is made or migrated where needed.

    Raises:
        SettingsError: neither a path nor a URL.
        MissingExtraError: the URL's driver is not installed.
        StorageError: it cannot be opened, is newer than this version, or is not ours.
    """
    return Store(connect(db))
