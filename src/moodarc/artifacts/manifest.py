"""What a model folder says of itself: how it came to be, and the hash of each of its files."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from moodarc.errors import ArtifactError

__all__ = ["FORMAT", "Manifest", "sha256"]

FORMAT = 1
"""Version of the folder's layout; a folder of a newer one is refused."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """How a model came to be.

    Attributes:
        command: the command line that makes it again.
        seed: of its training; None where nothing was drawn.
        created: aware UTC time.
        library: version of moodarc that wrote it.
        files: SHA-256 by file name, hex.
        format: version of the folder's layout.
    """

    command: str
    seed: int | None
    created: datetime
    library: str
    files: Mapping[str, str]
    format: int = FORMAT

    def to_json(self) -> str:
        """The text of `manifest.json`."""
        values = asdict(self) | {"created": self.created.isoformat()}
        return json.dumps(values, indent=2, sort_keys=True) + "\n"

    @classmethod
    def from_json(cls, text: str, *, where: str) -> "Manifest":
        """Read `manifest.json`.

        Args:
            text: of the file.
            where: the folder, for the message.

        Raises:
            ArtifactError: no manifest, one of a newer format, or one with a file outside its
                folder.
        """
        values = _json_object(text, where)
        found = values.get("format")
        if isinstance(found, int) and found > FORMAT:
            msg = f"{where} has format {found}, this moodarc reads up to {FORMAT}; update moodarc"
            raise ArtifactError(msg)
        try:
            manifest = cls(**values | {"created": datetime.fromisoformat(values["created"])})
        except (KeyError, TypeError, ValueError) as error:
            msg = f"{where}/manifest.json is not a manifest ({error}); fetch or build it again"
            raise ArtifactError(msg) from error
        if any("/" in name or "\\" in name or name in {"", ".", ".."} for name in manifest.files):
            msg = f"{where}/manifest.json names a file outside its folder; do not trust it"
            raise ArtifactError(msg)
        return manifest


def sha256(content: bytes) -> str:
    """SHA-256 of a file's bytes, hex."""
    return hashlib.sha256(content).hexdigest()


def _json_object(text: str, where: str) -> dict[str, Any]:
    try:
        values = json.loads(text)
    except json.JSONDecodeError as error:
        msg = f"{where}/manifest.json is not JSON ({error}); fetch or build the model again"
        raise ArtifactError(msg) from error
    if not isinstance(values, dict) or not isinstance(values.get("files"), dict):
        msg = f"{where}/manifest.json lists no files; fetch or build the model again"
        raise ArtifactError(msg)
    return values
