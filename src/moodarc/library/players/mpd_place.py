"""Where a Music Player Daemon is: named, or found as its other clients find it.

`MPD_HOST` and `MPD_PORT` are what mpc and most clients read; a password stands before an @ in it.
Without them a socket of this machine is looked for, as only through one may files be played that
the daemon's own library does not hold.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Self

from moodarc.errors import InputError

__all__ = ["MpdPlace"]

_PORT: Final = 6600
_SOCKETS: Final = ("/run/mpd/socket", "/var/run/mpd/socket")


@dataclass(frozen=True, slots=True)
class MpdPlace:
    """An address.

    Attributes:
        host: name or address; a path is a socket of this machine.
        port: of TCP.
        password: that it asks for; empty = none.
    """

    host: str
    port: int = _PORT
    password: str = field(default="", repr=False)

    @classmethod
    def parse(cls, text: str, *, port: int = _PORT, environment: Mapping[str, str]) -> Self:
        """Of HOST, HOST:PORT or a socket's path; a password only from the environment.

        Raises:
            InputError: no host, or a port that is none.

        >>> MpdPlace.parse("player.local:6601", environment={})
        MpdPlace(host='player.local', port=6601)
        """
        secret = cls._split(environment.get("MPD_HOST", ""))[0]
        if text.startswith("/"):
            return cls(text, port, secret)
        host, colon, number = text.rpartition(":") if text.count(":") == 1 else (text, "", "")
        if not host or (colon and not (number.isdecimal() and 0 < int(number) < 65536)):
            msg = f"--mpd {text!r} names no place; expected HOST:PORT or the path of its socket"
            raise InputError(msg)
        return cls(host, int(number) if colon else port, secret)

    @classmethod
    def found(cls, environment: Mapping[str, str] = os.environ) -> Self:
        """Where clients look: `MPD_HOST`, a socket of this machine, localhost.

        Raises:
            InputError: `MPD_PORT` is no port.
        """
        number = environment.get("MPD_PORT", "") or str(_PORT)
        if not number.isdecimal():
            msg = f"MPD_PORT is {number!r}; expected a number such as {_PORT}"
            raise InputError(msg)
        port, secret, host = int(number), *cls._split(environment.get("MPD_HOST", ""))
        if host:
            return cls(host, port, secret)
        if "MPD_PORT" not in environment:
            own = Path(environment.get("XDG_RUNTIME_DIR", "/nowhere"), "mpd", "socket")
            for socket in (own, *map(Path, _SOCKETS)):
                if socket.is_socket():
                    return cls(str(socket), port, secret)
        return cls("localhost", port, secret)

    @staticmethod
    def _split(text: str) -> tuple[str, str]:
        """Password and host; an @ at the beginning is part of the host (an abstract socket)."""
        secret, at, host = text.rpartition("@")
        return (secret, host) if at and secret else ("", text)

    @property
    def is_local(self) -> bool:
        """Whether it is reached through a socket of this machine."""
        return self.host.startswith(("/", "@"))

    def __str__(self) -> str:
        return self.host if self.is_local else f"{self.host}:{self.port}"
