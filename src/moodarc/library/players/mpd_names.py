"""What mpd calls a file of ours.

Through a socket of this machine any file may be named by `file://`, as it is, as mpd decodes
nothing. Over TCP only what its own library holds can be played, named as seen from its music
directory, which it does not tell: it is found once, by asking for ever shorter ends of a path.
"""

import os
from pathlib import Path

from moodarc.errors import AudioError
from moodarc.library.players.mpd_link import MpdLink

__all__ = ["MpdNames"]


class MpdNames:
    """Names of files.

    Args:
        link: to the daemon.
    """

    def __init__(self, link: MpdLink) -> None:
        self._link = link
        self._root: str | None = None

    def of(self, path: Path) -> str:
        """The name by which a file can be added.

        Raises:
            AudioError: mpd cannot be told of it, or does not know it.
            ConnectionError: the connection is lost.
        """
        name = os.fspath(path)
        try:
            name.encode()
        except UnicodeEncodeError as error:
            msg = f"{path} has a name that is no UTF-8, which mpd cannot be told; rename it"
            raise AudioError(msg) from error
        return f"file://{name}" if self._link.place.is_local else self._in_library(name)

    def _in_library(self, name: str) -> str:
        if self._root is not None and name.startswith(self._root):
            return name.removeprefix(self._root)
        steps = name.strip("/").split("/")
        for skipped in range(len(steps)):
            end = "/".join(steps[skipped:])
            if self._link.ask("find", "file", end):
                self._root = name.removesuffix(end)
                return end
        msg = (
            f"mpd at {self._link.place} has no {name} in its library; put it there and tell it "
            "(mpc update), or reach it by its socket, by which it plays any file: "
            "--mpd /run/mpd/socket"
        )
        raise AudioError(msg)

    @staticmethod
    def means(name: str, path: Path) -> bool:
        """Whether a name of mpd's is this file's.

        >>> MpdNames.means("ann/one.flac", Path("/music/ann/one.flac"))
        True
        """
        whole = os.fspath(path)
        return name.removeprefix("file://") == whole or whole.endswith(f"/{name}")
