"""What happened at a player between two looks: who left a track, and how.

A player says what is on, not why. A track that is no longer on was

- **finished** where it was within some slack of its end, counting the time since its position
  last moved (mpd tells it in steps of up to a quarter of a second), at most a second of it;
- **skipped** where the one that was to follow is on before that;
- **failed** where the player says so;
- **left** where nothing, or something of another, is on: whoever did that wants no more of us.

Slack is a fiftieth of the length, within [.4, 4] s, as lengths of some formats are guesses, and
what the player adds for fading.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from moodarc.catalog import Track
from moodarc.library.players.player import Player, PlayerStatus

__all__ = ["Happened", "Happening", "Watch"]

_SLACK: Final = (0.4, 0.02, 4.0)
_SETTLED_S: Final = 0.4
"""for which a volume must stay before it counts: a wheel that is turned gives many"""
_LEAST_VOLUME: Final = 0.005
_LONGEST_STEP_S: Final = 1.0
_AGAIN_S: Final = (3.0, 1.5)
"""a position above the first that falls below the second is the same track from its beginning"""


class Happening(StrEnum):
    """What can happen at a player."""

    FINISHED = "finished"
    SKIPPED = "skipped"
    FAILED = "failed"
    LEFT = "left"
    AGAIN = "again"
    VOLUME = "volume"
    PAUSED = "paused"
    WENT_ON = "went on"
    AWAY = "away"
    BACK = "back"


@dataclass(frozen=True, slots=True, kw_only=True)
class Happened:
    """One thing that happened.

    Attributes:
        what: kind.
        position_s: within the track that it happened to.
        reason: of a failure or of leaving, in words.
        before: volume before, in [0, 1].
        after: volume after.
    """

    what: Happening
    position_s: float = 0.0
    reason: str = ""
    before: float = 0.0
    after: float = 0.0


class Watch:
    """Looks at a player and compares.

    Args:
        player: which.
        clock: seconds that only grow.

    Attributes:
        seen: the last status.
    """

    def __init__(self, player: Player, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._player = player
        self._clock = clock
        self._at_s = clock()
        self._volume: float | None = None
        self._volume_since_s = self._at_s
        self.seen = PlayerStatus()

    def expect(self, track: Track | None = None) -> None:
        """Take what is on for what is wanted: nothing happened by it.

        Args:
            track: that was put on; one that ended before it was ever seen is seen to end.
        """
        known, now = self.seen.volume, self._player.status()
        if track is not None and (now.track is None or now.track.track_id != track.track_id):
            start = now.start if now.track is None else now.start - 1
            now = replace(now, track=track, start=start, is_through=False, failure="", other="")
        if self._volume is None:
            self._volume = now.volume
        elif known is not None:
            now = replace(now, volume=known)
        self.seen, self._at_s = now, self._clock()

    def look(self) -> list[Happened]:
        """What happened since the last look.

        Raises:
            PlayerError: the player was away for too long.
        """
        now, at_s = self._player.status(), self._clock()
        before, self.seen = self.seen, now
        passed_s = min(_LONGEST_STEP_S, at_s - self._at_s)
        if (now.start, now.position_s) != (before.start, before.position_s):
            self._at_s = at_s
        if not now.is_there:
            return [Happened(what=Happening.AWAY)] if before.is_there else []
        found = [] if before.is_there else [Happened(what=Happening.BACK)]
        found += self._volume_turned(now, before, at_s)
        if before.track is None:
            return found
        if now.start == before.start and now.track is not None:
            return found + _meanwhile(now, before)
        return [*found, _ended(now, before, passed_s if before.is_there else 0.0)]

    def _volume_turned(
        self, now: PlayerStatus, before: PlayerStatus, at_s: float
    ) -> list[Happened]:
        if now.volume is None or now.volume != before.volume:
            self._volume_since_s = at_s
        if now.volume is None or at_s - self._volume_since_s < _SETTLED_S:
            return []
        old, self._volume = self._volume, now.volume
        if old is None or abs(old - now.volume) < _LEAST_VOLUME:
            return []
        position_s = now.position_s
        return [
            Happened(what=Happening.VOLUME, position_s=position_s, before=old, after=now.volume)
        ]


def _meanwhile(now: PlayerStatus, before: PlayerStatus) -> list[Happened]:
    """What happened to a track that is still on."""
    found = []
    if now.is_paused != before.is_paused:
        what = Happening.PAUSED if now.is_paused else Happening.WENT_ON
        found.append(Happened(what=what, position_s=now.position_s))
    if before.position_s > _AGAIN_S[0] and now.position_s < _AGAIN_S[1]:
        found.append(Happened(what=Happening.AGAIN, position_s=before.position_s))
    return found


def _ended(now: PlayerStatus, before: PlayerStatus, passed_s: float) -> Happened:
    """How a track ended that is on no more."""
    if now.failure:
        return Happened(what=Happening.FAILED, reason=now.failure)
    reached_s = before.position_s + (0.0 if before.is_paused else passed_s)
    left_s = before.duration_s - reached_s
    if now.is_through or (before.duration_s > 0.0 and left_s <= _slack_s(before)):
        return Happened(what=Happening.FINISHED, position_s=max(before.position_s, reached_s))
    position_s = before.position_s
    if now.track is not None:
        return Happened(what=Happening.SKIPPED, position_s=position_s)
    reason = f"the player was given {now.other}" if now.other else "stopped at the player"
    return Happened(what=Happening.LEFT, position_s=position_s, reason=reason)


def _slack_s(status: PlayerStatus) -> float:
    least, share, most = _SLACK
    return min(most, max(least, share * status.duration_s)) + status.slack_s
