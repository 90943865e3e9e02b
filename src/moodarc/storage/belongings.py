"""What a listener leaves outside the database: their face's head, and what they agreed to.

It lies in a folder of its own below the data directory, named by a hash, as a name may hold what no
file name can. Whoever has the same name in two databases of one machine is taken to be the same.
"""

import json
import shutil
import tempfile
from base64 import b64encode
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b
from pathlib import Path
from typing import Any, Final

from moodarc.consent import consent_of
from moodarc.errors import StorageError
from moodarc.storage.private import make_private

__all__ = ["Agreement", "Belongings"]

_FOLDER: Final = "listeners"
_CONSENT: Final = "camera_consent.json"
_HEAD: Final = "face_head"
_OFF: Final = "senses_off.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """That a listener said yes.

    Attributes:
        words: that they read.
        at: when.
        counts: whether it is asked for in these words today; where not, they are asked again.
    """

    words: str
    at: datetime
    counts: bool


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
        """Whether the listener has agreed to these terms; other ones do not do.

        What cannot be read does not count: they are asked again.
        """
        agreed = self.agreement(terms)
        return agreed is not None and agreed.counts

    def agreement(self, terms: str) -> Agreement | None:
        """What the listener last agreed to under these terms, or under earlier words for them."""
        about = [_agreement(one, terms) for one in self._agreed() if _is_about(one, terms)]
        dated = [one for one in about if one is not None]
        return max(dated, key=lambda one: (one.counts, one.at), default=None)

    def switched_off(self) -> frozenset[str]:
        """The senses that the listener does not want to be asked or looked at by."""
        try:
            kept = json.loads((self.folder / _OFF).read_text(encoding="utf-8"))
        except (OSError, ValueError, RecursionError):
            return frozenset()
        return frozenset(name for name in kept if isinstance(name, str))

    def switch(self, sense: str, *, on: bool) -> None:
        """Keep whether a sense is on.

        Raises:
            StorageError: it cannot be written.
        """
        off = self.switched_off() - {sense} if on else self.switched_off() | {sense}
        self._write(_OFF, sorted(off))

    def consent(self, terms: str, at: datetime, *, shown: str | None = None) -> None:
        """Keep that the listener has agreed to these terms, beside others they have agreed to.

        Args:
            terms: as the program asks for them.
            at: aware time.
            shown: the words that they read and agreed to, where these are others; they are kept as
                the terms, and what they stand for beside them.

        Raises:
            StorageError: it cannot be written.
        """
        others = [one for one in self._agreed() if not _is_about(one, terms)]
        said = {"terms": terms} if shown is None else {"terms": shown, "stands_for": terms}
        known = consent_of(terms)
        name = {} if known is None else {"consent": known.name}
        self._write_agreed([*others, {**name, **said, "agreed_at": at.isoformat()}])

    def _write_agreed(self, agreed: list[dict[str, Any]]) -> None:
        self._write(_CONSENT, agreed)

    def _write(self, name: str, values: list[Any]) -> None:
        file = self.folder / name
        text = json.dumps(values, indent=2) + "\n"
        fresh = file.with_suffix(".new")
        try:
            make_private(self.folder)
            fresh.write_text(text, encoding="utf-8")
            fresh.replace(file)
        except OSError as error:
            msg = f"{file} cannot be written ({error.strerror}); set another --set data_dir=DIR"
            raise StorageError(msg) from error

    def withdraw(self, terms: str) -> bool:
        """Take back what was agreed to under these terms or earlier ones; whether there was any.

        Raises:
            StorageError: it cannot be written.
        """
        agreed = self._agreed()
        others = [one for one in agreed if not _is_about(one, terms)]
        if len(others) < len(agreed):
            self._write_agreed(others)
        return len(others) < len(agreed)

    def replace_face_head(self, write: Callable[[Path], object]) -> None:
        """Put a new head in the place of the one there, whatever that is, once it is whole.

        Args:
            write: makes the folder that it is given.

        Raises:
            StorageError: it cannot be written; what was there is left as it was.
        """
        try:
            make_private(self.folder)
            with tempfile.TemporaryDirectory(dir=self.folder, prefix=f".{_HEAD}-") as scratch:
                fresh, aside = Path(scratch, "new"), Path(scratch, "old")
                write(fresh)
                if self.face_head.exists():
                    self.face_head.rename(aside)
                try:
                    fresh.rename(self.face_head)
                except BaseException:
                    if aside.exists():
                        aside.rename(self.face_head)
                    raise
        except OSError as error:
            msg = f"{self.face_head} cannot be written ({error.strerror}); see `moodarc doctor`"
            raise StorageError(msg) from error

    def forget_face_head(self) -> None:
        """Remove their head, where there is one.

        Raises:
            StorageError: it cannot be removed.
        """
        try:
            if self.face_head.exists():
                shutil.rmtree(self.face_head)
        except OSError as error:
            msg = f"{self.face_head} cannot be removed ({error.strerror}); remove it by hand"
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

    def _agreed(self) -> list[dict[str, Any]]:
        """What was agreed to and can be read."""
        try:
            kept = json.loads((self.folder / _CONSENT).read_text(encoding="utf-8"))
        except (OSError, ValueError, RecursionError):
            return []
        return [one for one in kept if isinstance(one, dict)] if isinstance(kept, list) else []


def _is_about(agreed: dict[str, Any], terms: str) -> bool:
    """Whether an agreement is to what these terms ask for, in whatever words, old ones too."""
    if terms in (agreed.get("stands_for"), agreed.get("terms")):
        return True
    known = consent_of(terms)
    return known is not None and (
        agreed.get("consent") == known.name or known.is_asked_as(agreed.get("terms"))
    )


def _agreement(agreed: dict[str, Any], terms: str) -> Agreement | None:
    """None where nothing tells when it was given."""
    words, known = agreed.get("terms"), consent_of(terms)
    try:
        at = datetime.fromisoformat(str(agreed.get("agreed_at")))
    except ValueError:
        return None
    counts = words == terms or (known is not None and known.is_asked_as(words))
    return Agreement(words=str(words), at=at, counts=counts) if at.tzinfo else None
