"""One session of a listener at a time on this machine: two would each take the other's log up."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import blake2b
from pathlib import Path

from moodarc.errors import SessionError

__all__ = ["lock_file", "only_session"]


def lock_file(db: str | Path, listener: str, *, what: str, cache_dir: Path) -> Path:
    """The file whose lock one program of this machine has for a listener.

    Args:
        db: path or URL of the database.
        listener: their name; any text.
        what: is held by it: the beginning of the file's name.
        cache_dir: where it lies.
    """
    place = str(db)
    place = place if "://" in place else str(Path(place).expanduser().resolve())
    name = f"{place}\0{listener}".encode("utf-8", "replace")
    return cache_dir / f"{what}-{blake2b(name, digest_size=8).hexdigest()}.lock"


@contextmanager
def only_session(db: str | Path, listener: str, *, cache_dir: Path) -> Iterator[None]:
    """Hold the listener's lock; the system lets go of it where we are killed.

    Args:
        db: path or URL of the database.
        listener: their name.
        cache_dir: where the lock lies.

    Raises:
        SessionError: another session of theirs runs.
    """
    cache_dir.mkdir(parents=True, exist_ok=True)
    with lock_file(db, listener, what="play", cache_dir=cache_dir).open("w") as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            msg = (
                f"a session of {listener!r} runs already; stop it (q, or close its page), or play "
                "for another listener: --listener NAME"
            )
            raise SessionError(msg) from error
        yield
