"""What a listener leaves outside the database: their face's head, and that the camera may be used.

It lies in a folder of its own below the data directory, named by a hash, as a name may hold what no
file name can. Whoever has the same name in two databases of one machine is taken to be the same.
"""

import json
import shutil
from base64 import b64encode
from datetime import datetime
from hashlib import blake2b
from pathlib import Path
from typing import Final

from moodarc.errors import StorageError

__all__ = ["Belongings"]

_FOLDER: Final = "listeners"
_CONSENT: Final = "camera_consent.json"
_HEAD: Final = "face_head"


class Belongings:
    """A listener's files; nothing is made before something is kept.

    Args:
        data_dir: of the program's settings.
        listener: their name.

    Attributes:
        folder: where all of it lies.
        face_head: model folder of their personal head; it may be absent.
    """

    def __init__(self, data_dir: Path, listener: str) -> None:
        name = blake2b(listener.encode("utf-8", "replace"), digest_size=16).hexdigest()
        self.folder = data_dir / _FOLDER / name
        self.face_head = self.folder / _HEAD

    def has_consented(self, terms: str) -> bool:
        """Whether the listener has agreed to these terms of using the camera; other ones do not do.

        What cannot be read does not count: they are asked again.
        """
        try:
            kept = json.loads((self.folder / _CONSENT).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return False
        return isinstance(kept, dict) and kept.get("terms") == terms

    def consent(self, terms: str, at: datetime) -> None:
        """Keep that the listener has agreed to these terms.

        Raises:
            StorageError: it cannot be written.
        """
        file = self.folder / _CONSENT
        text = json.dumps({"terms": terms, "agreed_at": at.isoformat()}, indent=2) + "\n"
        fresh = file.with_suffix(".new")
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            fresh.write_text(text, encoding="utf-8")
            fresh.replace(file)
        except OSError as error:
            msg = f"{file} cannot be written ({error.strerror}); set another --set data_dir=DIR"
            raise StorageError(msg) from error

    def files(self) -> list[Path]:
        """All that is kept."""
        return sorted(path for path in self.folder.rglob("*") if path.is_file())

    def exported(self) -> dict[str, str]:
        """The content of all files by name below the folder, in base 64."""
        return {
            str(path.relative_to(self.folder)): b64encode(path.read_bytes()).decode("ascii")
            for path in self.files()
        }

    def erase(self) -> int:
        """Remove all of it; how many files there were.

        Raises:
            StorageError: something cannot be removed.
        """
        n_files = len(self.files())
        try:
            if self.folder.exists():
                shutil.rmtree(self.folder)
        except OSError as error:
            msg = f"{self.folder} cannot be removed ({error.strerror}); remove it by hand"
            raise StorageError(msg) from error
        return n_files
