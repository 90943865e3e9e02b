"""All that is kept, in one file: the database and the listeners' belongings; and back again.

A backup is a gzipped tar: `manifest.json` (what made it, which schema, size and hash of each
file), the database as one file, and `listeners/<hash>/...` as in the data directory. What can be
made again (vectors, caches, rendered music) is no part of it.
"""

from moodarc.storage.backup.making import BackedUp, back_up
from moodarc.storage.backup.manifest import Manifest, PackedFile
from moodarc.storage.backup.restoring import Restored, restore

__all__ = ["BackedUp", "Manifest", "PackedFile", "Restored", "back_up", "restore"]
