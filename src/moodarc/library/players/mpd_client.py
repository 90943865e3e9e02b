"""python-mpd2's client, which leaves sockets that break to the garbage collector; ours does not."""

import socket
from contextlib import suppress
from typing import Any

__all__ = ["make_client"]


def make_client(timeout_s: float) -> Any:  # noqa: ANN401 - an MPDClient, which has no types
    """A client that is not connected yet, and closes what it opened."""
    from mpd import ConnectionError as NotConnected  # noqa: PLC0415 - of an extra
    from mpd import MPDClient  # noqa: PLC0415

    class Client(MPDClient):  # type: ignore[misc] # it has no types
        """Closes its socket whenever it lets go of it."""

        def _reset(self) -> None:
            for name in ("_rbfile", "_wfile", "_sock"):
                part = getattr(self, name, None)
                if part is not None:
                    with suppress(OSError, NotConnected):
                        part.close()
            super()._reset()

        def _connect_unix(self, path: str) -> socket.socket:
            made = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            made.settimeout(self.timeout)
            try:
                made.connect(path)
            except OSError:
                made.close()
                raise
            return made

    client = Client()
    client.timeout = timeout_s
    return client
