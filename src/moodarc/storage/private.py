"""Folders that only whoever runs the program may look into: what they hold is about people.

The rights are given when a folder is made. One that is there already is somebody's, and left as
they made it.
"""

from pathlib import Path

__all__ = ["make_private"]

_OURS = 0o700


def make_private(folder: Path) -> None:
    """Make a folder, and those above it that are missing, whatever the umask allows.

    Raises:
        OSError: it cannot be made.
    """
    missing = [one for one in (folder, *folder.parents) if not one.exists()]
    for one in reversed(missing):
        one.mkdir(mode=_OURS, exist_ok=True)
    if not folder.is_dir():
        raise NotADirectoryError(20, "Not a directory", str(folder))
