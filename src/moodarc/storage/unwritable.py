"""Why a database's file cannot be written: it, or the folder where SQLite keeps its log."""

import os
from pathlib import Path

__all__ = ["why_unwritable"]


def why_unwritable(file: Path) -> str | None:
    """What may not be written, in words; None where all may, or where there is no such file.

    SQLite itself says only that it cannot open the file, when it is the log beside it that it
    cannot make.

    >>> why_unwritable(Path("/nowhere/music.db")) is None
    True
    """
    if not file.is_file():
        return None
    if not os.access(file, os.W_OK):
        return f"it may not be written{_as_us()}"
    if not os.access(file.parent, os.W_OK | os.X_OK):
        return f"its folder may not be written{_as_us()}, and SQLite keeps its log there"
    return None


def _as_us() -> str:
    """Whom it is refused; root is refused only what nobody may."""
    number = os.getuid() if hasattr(os, "getuid") else 0
    return f" by user {number}" if number else ""
