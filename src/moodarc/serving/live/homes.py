"""Which process of this machine a listener's room is in, and the way there.

With several processes the pages of a listener come to any of them. The process that opens the room
first locks a file of the listener and writes into it where its own Unix socket lies; the others
hand on to it what their pages say (`neighbour`). Where a process dies, the system lets go of its
locks.
"""

import fcntl
import time
from pathlib import Path
from threading import Lock
from typing import Final, TextIO

from moodarc.session.shell import lock_file

__all__ = ["Homes"]

_TRIES: Final = 50
_BETWEEN_TRIES_S: Final = 0.01


class Homes:
    """The rooms of this process, and the way to those of others. Everything here blocks.

    Args:
        db: path or URL of the database.
        cache_dir: where the files lie.
        address: where our Unix socket lies.
    """

    def __init__(self, db: str, *, cache_dir: Path, address: Path) -> None:
        self._db, self._folder, self._address = db, cache_dir, address
        self._held: dict[str, TextIO] = {}
        self._lock = Lock()

    def take(self, listener: str) -> Path | None:
        """None where the room is ours from now on; else the socket of the process it is in."""
        with self._lock:
            if listener in self._held:
                return None
            self._folder.mkdir(parents=True, exist_ok=True)
            for _ in range(_TRIES):
                file = self._file(listener).open("a+", encoding="utf-8")
                if _locked(file):
                    self._write(file, str(self._address))
                    self._held[listener] = file
                    return None
                found = _read(file)
                if found is not None:
                    return found
                time.sleep(_BETWEEN_TRIES_S)  # it was locked just now
            return self._address.with_name("nowhere")

    def elsewhere(self, listener: str) -> Path | None:
        """The socket of another process that has the room; None where none has."""
        with self._lock:
            if listener in self._held:
                return None
            try:
                file = self._file(listener).open("r+", encoding="utf-8")
            except FileNotFoundError:
                return None
            if not _locked(file):
                return _read(file)
            file.close()
            return None

    def leave(self, listener: str) -> None:
        """The room is ours no more."""
        with self._lock:
            file = self._held.pop(listener, None)
            if file is not None:
                self._write(file, "")
                file.close()

    def close(self) -> None:
        """Leave all."""
        for listener in [*self._held]:
            self.leave(listener)

    def _file(self, listener: str) -> Path:
        return lock_file(self._db, listener, what="room", cache_dir=self._folder)

    @staticmethod
    def _write(file: TextIO, text: str) -> None:
        file.truncate(0)
        file.write(text)
        file.flush()


def _locked(file: TextIO) -> bool:
    """Whether the lock could be had; it is let go with the file."""
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _read(file: TextIO) -> Path | None:
    """Where its holder is; None where that is not written yet."""
    with file:
        file.seek(0)
        told = file.read()
    return Path(told) if told else None
