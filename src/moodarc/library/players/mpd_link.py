"""The connection to a Music Player Daemon: made again whenever it breaks, with patience.

python-mpd2 speaks the protocol (of the extra `players`, imported when it is used). A lost
connection is Python's own `ConnectionError`; what the daemon refuses is an error of ours.
"""

import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any, Final

from moodarc.errors import AudioError, PlayerError
from moodarc.library.players.mpd_client import make_client
from moodarc.library.players.mpd_place import MpdPlace

__all__ = ["MpdLink"]

_TIMEOUT_S: Final = 10.0
_PATIENCE_S: Final = (0.1, 2.0)
"""pause after the first failure, doubled to at most the second"""
_ARGUMENT, _PASSWORD, _PERMISSION, _UNKNOWN, _NO_FILE = 2, 3, 4, 5, 50


class MpdLink:
    """One connection.

    Args:
        place: where.
        gives_up_s: so long after the last answer it is over.
        clock: seconds that only grow.
    """

    def __init__(
        self,
        place: MpdPlace,
        *,
        gives_up_s: float = 120.0,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.place = place
        self._client = make_client(_TIMEOUT_S)
        self._gives_up_s = gives_up_s
        self._clock = clock
        self._answered_s = clock()
        self._pause_s, self._next_try_s = _PATIENCE_S[0], 0.0

    def open(self) -> None:
        """Connect, for the first time.

        Raises:
            PlayerError: nobody answers, or we are not let in.
        """
        try:
            self._connect()
        except OSError as error:
            raise PlayerError(self._absent(error)) from error

    def reopen(self) -> bool:
        """Try to connect again, if it is time to; whether that went well.

        Raises:
            PlayerError: it was away for too long, or does not let us in any more.
        """
        now_s = self._clock()
        if now_s - self._answered_s > self._gives_up_s:
            waited = f"no answer for {self._gives_up_s:g} s"
            msg = f"mpd at {self.place} is gone ({waited}); start it, and then play again"
            raise PlayerError(msg)
        if now_s < self._next_try_s:
            return False
        try:
            self._connect()
        except OSError:
            self._next_try_s = now_s + self._pause_s
            self._pause_s = min(2.0 * self._pause_s, _PATIENCE_S[1])
            return False
        self._pause_s, self._next_try_s = _PATIENCE_S[0], 0.0
        return True

    def ask(self, command: str, *arguments: object) -> Any:  # noqa: ANN401 - as mpd answers
        """Send one command.

        Raises:
            ConnectionError: the connection is lost.
            AudioError: mpd cannot find or play a file.
            PlayerError: mpd refuses.
        """
        import mpd  # noqa: PLC0415 - of an extra

        try:
            answer = getattr(self._client, command)(*arguments)
        except mpd.CommandError as error:
            raise self._refused(error, command, *arguments) from error
        except (mpd.ConnectionError, mpd.ProtocolError, OSError) as error:
            self.close()
            raise ConnectionError(str(error)) from error
        except (KeyboardInterrupt, SystemExit):
            with suppress(
                OSError, PlayerError
            ):  # the rest of its answer would be taken for another
                self._connect()
            raise
        self._answered_s = self._clock()
        return answer

    def close(self) -> None:
        """Hang up."""
        import mpd  # noqa: PLC0415 - of an extra

        with suppress(mpd.ConnectionError, OSError):
            self._client.disconnect()

    def _connect(self) -> None:
        import mpd  # noqa: PLC0415 - of an extra

        self.close()
        try:
            self._client.connect(self.place.host, self.place.port)
            if self.place.password:
                self._client.password(self.place.password)
            self._client.status()
        except mpd.CommandError as error:
            self.close()
            raise self._refused(error, "status") from error
        except (mpd.ConnectionError, mpd.ProtocolError) as error:
            self.close()
            raise ConnectionError(str(error)) from error
        self._answered_s = self._clock()

    def _absent(self, error: OSError) -> str:
        return (
            f"mpd does not answer at {self.place} ({error.strerror or error}); start it, name "
            "another place with --mpd HOST:PORT, or play without it: --player system"
        )

    def _refused(
        self, error: Exception, command: str, *arguments: object
    ) -> AudioError | PlayerError:
        number = getattr(getattr(error, "errno", None), "value", 0)
        said = getattr(error, "msg", None) or str(error)
        if command == "addid":
            return self._no_file(str(arguments[0]), number, said)
        if number in {_PASSWORD, _PERMISSION}:
            how = "give its password: MPD_HOST=PASSWORD@HOST"
            return PlayerError(f"mpd at {self.place} does not let us in ({said}); {how}")
        asked = " ".join(map(str, (command, *arguments)))
        return PlayerError(f"mpd at {self.place} refuses {asked!r}: {said}")

    def _no_file(self, file: str, number: int, said: str) -> AudioError | PlayerError:
        if number == _PERMISSION and not self.place.is_local:
            how = "reach it by its socket (--mpd /run/mpd/socket), or put the file in its library"
            return AudioError(f"mpd at {self.place} may not read {file} ({said}); {how}")
        if number in {_ARGUMENT, _PERMISSION, _UNKNOWN, _NO_FILE}:
            how = "let its user read the file, or tell it of new files: mpc update"
            return AudioError(f"mpd at {self.place} cannot play {file} ({said}); {how}")
        return PlayerError(f"mpd at {self.place} refuses {file}: {said}")
