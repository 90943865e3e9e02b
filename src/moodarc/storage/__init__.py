"""The database: tracks, analyses, and the log of each listener.

SQLite in a file, or PostgreSQL by URL, through SQLAlchemy Core; migrated on opening. Events,
readings and decisions are only ever appended; erasing a listener removes all of theirs.

    with open_store("music.db") as store:
        for track in store.tracks.playable(): ...
"""

from moodarc.storage.belongings import Agreement, Belongings
from moodarc.storage.connection import database_url
from moodarc.storage.failures import Failure
from moodarc.storage.inspection import DatabaseState, inspect_database
from moodarc.storage.listing import TrackFilter
from moodarc.storage.store import Store, open_store
from moodarc.storage.tables import SCHEMA_REVISION
from moodarc.storage.tokens import Scope, StoredToken
from moodarc.storage.track_rows import FileState, Placement, TrackStatus

__all__ = [
    "SCHEMA_REVISION",
    "Agreement",
    "Belongings",
    "DatabaseState",
    "Failure",
    "FileState",
    "Placement",
    "Scope",
    "Store",
    "StoredToken",
    "TrackFilter",
    "TrackStatus",
    "database_url",
    "inspect_database",
    "open_store",
]
