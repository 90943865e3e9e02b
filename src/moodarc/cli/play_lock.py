"""One session of a listener at a time on this machine: two would each take the other's log up."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING

from moodarc.errors import SessionError

if TYPE_CHECKING:
    from moodarc.cli.shell import Shell

__all__ = ["only_session"]


@contextmanager
def only_session(shell: "Shell") -> Iterator[None]:
    """Hold the listener's lock; the system lets go of it where we are killed.

    Raises:
        SessionError: another session of theirs runs.
    """
    settings = shell.settings
    place = str(settings.db)
    place = place if "://" in place else str(Path(place).expanduser().resolve())
    name = f"{place}\0{settings.listener}".encode("utf-8", "replace")
    settings.cache_dir.mkdir(parents=True, exist_ok=True)
    file = settings.cache_dir / f"play-{blake2b(name, digest_size=8).hexdigest()}.lock"
    with file.open("w") as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            msg = (
                f"a session of {settings.listener!r} runs already; stop it (q), or play for "
                "another listener: --listener NAME"
            )
            raise SessionError(msg) from error
        yield
