"""A player that makes no sound: a clock, for a session that is tried out or shown."""

import time
from collections.abc import Callable
from dataclasses import replace

from moodarc.catalog import Track
from moodarc.errors import InputError
from moodarc.library.players.player import PlayerStatus

__all__ = ["SilentPlayer"]


class SilentPlayer:
    """Lets each track last as long as it is.

    Args:
        speed: so many times faster than that.
        clock: seconds that only grow.

    Raises:
        InputError: a speed that is not above 0.
    """

    def __init__(self, *, speed: float = 1.0, clock: Callable[[], float] = time.monotonic) -> None:
        if not speed > 0.0:
            msg = f"a speed of {speed:g}; expected one above 0, such as 60"
            raise InputError(msg)
        self.name = "silence" if speed == 1.0 else f"silence, {speed:g} times faster"
        self._speed = speed
        self._clock = clock
        self._looked_s = clock()
        self._now = PlayerStatus(volume=1.0)

    def play(self, track: Track, *, start_s: float = 0.0) -> None:
        """See `Player`."""
        length_s = track.analysis.descriptors.duration_s if track.analysis else 0.0
        self._looked_s = self._clock()
        self._now = PlayerStatus(
            track=track,
            start=self._now.start + 1,
            position_s=start_s,
            duration_s=length_s,
            volume=self._now.volume,
        )

    def follow(self, track: Track | None) -> None:
        """See `Player`; what follows is put on by whoever asks."""

    def pause(self, *, paused: bool) -> None:
        """See `Player`."""
        self._now = replace(self.status(), is_paused=paused)

    def set_volume(self, volume: float) -> None:
        """See `Player`."""
        self._now = replace(self._now, volume=volume)

    def status(self) -> PlayerStatus:
        """See `Player`."""
        now_s = self._clock()
        passed_s, self._looked_s = now_s - self._looked_s, now_s
        now = self._now
        if now.track is None or now.is_paused:
            return now
        position_s = now.position_s + self._speed * passed_s
        self._now = replace(now, position_s=position_s)
        if position_s >= now.duration_s:
            self._now = replace(self._now, track=None, is_through=True)
        return self._now

    def take_up(self, tracks: list[Track]) -> None:
        """See `Player`; a clock that stood still plays nothing."""
        del tracks

    def stop(self) -> None:
        """See `Player`."""
        self._now = replace(self._now, track=None, is_through=False)

    def close(self) -> None:
        """See `Player`."""
        self.stop()
