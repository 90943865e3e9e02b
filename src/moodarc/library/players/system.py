"""Files played by a program of the system, one process a track.

The process hangs on a shell that waits for the end of its standard input: where we die, even by
SIGKILL, that pipe closes and the shell ends the program, so that no music goes on without a
session. Such a program is paused by stopping its process, and has no volume that we know of.
"""

import os
import shlex
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import IO, Final, Self

from moodarc.catalog import Track
from moodarc.errors import AudioError, InputError, PlayerError
from moodarc.library.players.player import PlayerStatus

__all__ = ["SYSTEM_PROGRAMS", "SystemPlayer", "parse_command"]

SYSTEM_PROGRAMS: Final = (
    ("mpv", "--no-video", "--no-terminal", "--start={start}", "--", "{}"),
    ("ffplay", "-nodisp", "-autoexit", "-loglevel", "error", "-ss", "{start}", "-i", "{}"),
    ("cvlc", "--play-and-exit", "--quiet", "--start-time={start}", "{}"),
    ("vlc", "--intf=dummy", "--play-and-exit", "--quiet", "--start-time={start}", "{}"),
    ("afplay", "{}"),
)
"""Programs that are looked for, in this order, and how they are told to play one file and end."""

_TIED: Final = """
exec 3<&0
"$@" </dev/null 3<&- &
player=$!
{ while read -r signal <&3; do kill "-$signal" $player; done
  kill -CONT $player; kill $player; } 2>/dev/null &
wait $player
status=$?
kill $! 2>/dev/null
exit $status
"""
"""Plays until the program ends or the pipe from us closes; what comes through it are signals."""

_LEAVING_S: Final = 2.0
_LONGEST_REASON: Final = 200


def parse_command(text: str) -> tuple[str, ...]:
    """A command of the listener; the file takes the place of {}, or stands last.

    Raises:
        InputError: nothing, or quotes that do not close.

    >>> parse_command("ffplay -nodisp -autoexit")
    ('ffplay', '-nodisp', '-autoexit', '{}')
    """
    try:
        words = shlex.split(text)
    except ValueError as error:
        msg = f"the command {text!r} cannot be read: {error}"
        raise InputError(msg) from error
    if not words:
        msg = "no command of a player is given; expected one such as 'ffplay -nodisp -autoexit'"
        raise InputError(msg)
    return tuple(words) if any("{}" in word for word in words) else (*words, "{}")


class SystemPlayer:
    """Plays by a command.

    Args:
        command: words; `{}` stands for the file and `{start}` for the second to begin at.
        clock: seconds that only grow.

    Raises:
        PlayerError: the system has no such program.
    """

    def __init__(
        self, command: Sequence[str], *, clock: Callable[[], float] = time.monotonic
    ) -> None:
        program = command[0]
        if shutil.which(program) is None:
            msg = f"there is no program {program!r}; install it, or name another: --player-command"
            raise PlayerError(msg)
        self.name = Path(program).name
        self._command = tuple(command)
        self._clock = clock
        self._process: subprocess.Popen[bytes] | None = None
        self._told: IO[bytes] | None = None
        self._looked_s = clock()
        self._now = PlayerStatus()

    @classmethod
    def found(cls) -> Self:
        """With the first program of `SYSTEM_PROGRAMS` that the system has.

        Raises:
            PlayerError: it has none.
        """
        for command in SYSTEM_PROGRAMS:
            if shutil.which(command[0]) is not None:
                return cls(command)
        names = ", ".join(command[0] for command in SYSTEM_PROGRAMS)
        msg = f"none of {names} is installed; install one, or name another: --player-command"
        raise PlayerError(msg)

    def play(self, track: Track, *, start_s: float = 0.0) -> None:
        """See `Player`."""
        self._end()
        if not track.path.is_file():
            msg = f"{track.path} is not there any more; scan again: moodarc scan"
            raise AudioError(msg)
        begins = any("{start}" in word for word in self._command)
        file, start = os.fspath(track.path), f"{start_s:.3f}"
        words = [word.replace("{start}", start).replace("{}", file) for word in self._command]
        self._told = tempfile.TemporaryFile()  # noqa: SIM115 - closed where the process ends
        self._process = subprocess.Popen(  # noqa: S603 - the listener's own player
            ["/bin/sh", "-c", _TIED, "moodarc", *words],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=self._told,
            start_new_session=True,
        )
        self._looked_s = self._clock()
        self._now = PlayerStatus(
            track=track,
            start=self._now.start + 1,
            position_s=start_s if begins else 0.0,
            duration_s=track.analysis.descriptors.duration_s if track.analysis else 0.0,
        )

    def follow(self, track: Track | None) -> None:
        """See `Player`; a program that plays one file knows of no other."""

    def pause(self, *, paused: bool) -> None:
        """See `Player`."""
        self._now = replace(self.status(), is_paused=paused)
        if self._process is not None and self._process.stdin is not None:
            with suppress(OSError):  # it has just ended
                self._process.stdin.write(b"STOP\n" if paused else b"CONT\n")
                self._process.stdin.flush()

    def set_volume(self, volume: float) -> None:
        """See `Player`; there is none."""

    def status(self) -> PlayerStatus:
        """See `Player`."""
        now_s = self._clock()
        passed_s, self._looked_s = now_s - self._looked_s, now_s
        if self._process is None:
            return self._now
        code = self._process.poll()
        if code is None:
            moved_s = 0.0 if self._now.is_paused else passed_s
            self._now = replace(self._now, position_s=self._now.position_s + moved_s)
        else:
            failure = self._reason(code) if code else ""
            self._end()
            self._now = replace(self._now, is_through=not failure, failure=failure)
        return self._now

    def take_up(self, tracks: list[Track]) -> None:
        """See `Player`; a program of a session that was killed ended with it."""
        del tracks

    def stop(self) -> None:
        """See `Player`."""
        self._end()

    def close(self) -> None:
        """See `Player`."""
        self._end()

    def _end(self) -> None:
        """Close the pipe, on which the shell ends the program; kill what does not heed that."""
        process, self._process = self._process, None
        self._now = replace(self._now, track=None, is_through=False, failure="")
        if self._told is not None:
            self._told.close()
        if process is None:
            return
        if process.stdin is not None:
            with suppress(OSError):
                process.stdin.close()
        try:
            process.wait(_LEAVING_S)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()

    def _reason(self, code: int) -> str:
        """The last line of what the program complained of."""
        if self._told is None:
            return f"it left with {code}"
        self._told.seek(0)
        told = self._told.read().decode("utf-8", "replace")
        lines = told.strip().splitlines() or [f"it left with {code}"]
        return f"{self.name}: {lines[-1].strip()[:_LONGEST_REASON]}"
