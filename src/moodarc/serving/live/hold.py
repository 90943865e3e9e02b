"""The hold on a listener's session: as long as we have it, no other program plays it."""

from contextlib import ExitStack
from pathlib import Path

from moodarc.errors import SessionError
from moodarc.session.shell import only_session

__all__ = ["Hold"]


class Hold:
    """Of one listener.

    Args:
        db: path or URL of the database.
        listener: their name.
        cache_dir: where the lock lies.
    """

    def __init__(self, db: str, listener: str, *, cache_dir: Path) -> None:
        self._db, self._listener, self._cache_dir = db, listener, cache_dir
        self._held: ExitStack | None = None

    @property
    def is_ours(self) -> bool:
        """Whether we have it."""
        return self._held is not None

    def take(self) -> bool:
        """Have it; whether we did not before.

        Raises:
            SessionError: another program has it.
        """
        if self._held is not None:
            return False
        held = ExitStack()
        held.enter_context(only_session(self._db, self._listener, cache_dir=self._cache_dir))
        self._held = held
        return True

    def is_free(self) -> bool:
        """Whether nobody has it."""
        try:
            with only_session(self._db, self._listener, cache_dir=self._cache_dir):
                return True
        except SessionError:
            return False

    def let_go(self) -> None:
        """Have it no more."""
        if self._held is not None:
            self._held.close()
            self._held = None
