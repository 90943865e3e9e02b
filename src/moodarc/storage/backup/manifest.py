"""The first file of a backup: what the others are, so that each can be checked before use."""

import json
import re
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Final

from moodarc.errors import BackupError

__all__ = ["DATABASE_FILES", "MANIFEST_NAME", "Manifest", "PackedFile", "is_packable"]

MANIFEST_NAME: Final = "manifest.json"

DATABASE_FILES: Final = {"sqlite": "database.sqlite", "postgresql": "database.pgdump"}
"""Name of the database in the archive by its kind."""

_FORMAT: Final = 1
"""Of the archive; it grows when an older program could not read a newer one."""

_PART: Final = r"/[A-Za-z0-9_~+ ][A-Za-z0-9._~+ -]{0,199}"
_BELONGING: Final = re.compile(rf"listeners/[0-9a-f]{{32}}(?:{_PART}){{1,8}}")
_SHA256: Final = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class PackedFile:
    """One file of the archive: its name in it, its length, its SHA-256 in hexadecimal digits."""

    name: str
    size_bytes: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What a backup holds.

    Attributes:
        version: of the moodarc that made it.
        schema: revision of the database.
        kind: "sqlite" or "postgresql".
        made_at: aware time.
        files: all but the manifest itself, the database first.
    """

    version: str
    schema: str
    kind: str
    made_at: datetime
    files: tuple[PackedFile, ...]

    @property
    def n_listeners(self) -> int:
        """Listeners with belongings in it."""
        return len({file.name.split("/")[1] for file in self.files if "/" in file.name})

    def to_json(self) -> str:
        """Its text in the archive."""
        values = {"format": _FORMAT, **asdict(self), "made_at": self.made_at.isoformat()}
        return json.dumps(values, indent=1) + "\n"

    @classmethod
    def from_json(cls, text: str) -> "Manifest":
        """Read and check it.

        Raises:
            BackupError: it is no manifest, or one of a newer version.
        """
        try:
            values = json.loads(text)
            if values["format"] != _FORMAT:
                msg = (
                    f"the backup has format {values['format']!r}, this moodarc reads {_FORMAT}; "
                    "update moodarc"
                )
                raise BackupError(msg)
            return cls._checked(values)
        except (KeyError, TypeError, ValueError, RecursionError) as error:
            msg = f"the backup's {MANIFEST_NAME} is not one of moodarc ({error!r:.100})"
            raise BackupError(msg) from error

    @classmethod
    def _checked(cls, values: dict[str, Any]) -> "Manifest":
        files = tuple(PackedFile(**file) for file in values["files"])
        made_at = datetime.fromisoformat(values["made_at"])
        names = [file.name for file in files]
        _insist(len(set(names)) == len(names), "a file is named twice")
        _insist(names[:1] == [DATABASE_FILES[values["kind"]]], "the database is not the first file")
        _insist(all(map(is_packable, names[1:])), "a file would lie outside its folder")
        _insist(all(map(_is_sound, files)), "a length or hash that cannot be")
        _insist(made_at.tzinfo is not None, "a time without a zone")
        _insist(isinstance(values["version"], str), "a version that is no text")
        _insist(isinstance(values["schema"], str), "a schema that is no text")
        return cls(
            version=values["version"],
            schema=values["schema"],
            kind=values["kind"],
            made_at=made_at,
            files=files,
        )


def is_packable(name: str) -> bool:
    """Whether a listener's file has a name that is safe to write below the data directory.

    >>> folder = "listeners/" + "0" * 32
    >>> is_packable(folder + "/face_head/config.json"), is_packable(folder + "/../x")
    (True, False)
    """
    return _BELONGING.fullmatch(name) is not None


def _is_sound(file: PackedFile) -> bool:
    length = file.size_bytes
    return type(length) is int and length >= 0 and _SHA256.fullmatch(file.sha256) is not None


def _insist(holds: bool, otherwise: str) -> None:  # noqa: FBT001 - a condition, not a switch
    if not holds:
        raise ValueError(otherwise)
