"""What a session asks of a player of music, whatever program it is.

A player plays one track at a time, may be told which one follows, and is looked at now and then:
its status says what is on. It may be steered by others meanwhile: that is seen by comparing one
status with the next (`watching`).
"""

from dataclasses import dataclass
from typing import Protocol

from moodarc.catalog import Track

__all__ = ["Player", "PlayerStatus"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlayerStatus:
    """What a player does at a moment.

    Attributes:
        track: of ours that is on, playing or paused; None = none of ours.
        start: grows whenever a track is put on, be it the same one again.
        position_s: within the track.
        duration_s: of the track, as the player knows it; 0 = unknown.
        is_paused: whether it stands still.
        is_through: whether the player knows that the track ended by itself.
        volume: in [0, 1]; None where the player has none.
        other: what else is on, in the player's words; empty = nothing.
        failure: why the track could not be played; empty = it could.
        slack_s: before its end from which on a track is left by itself, as when two are faded.
        is_there: whether the player answers; what else is said is then the last that was known.
    """

    track: Track | None = None
    start: int = 0
    position_s: float = 0.0
    duration_s: float = 0.0
    is_paused: bool = False
    is_through: bool = False
    volume: float | None = None
    other: str = ""
    failure: str = ""
    slack_s: float = 0.0
    is_there: bool = True


class Player(Protocol):
    """A program that plays files.

    Attributes:
        name: for people.
    """

    name: str

    def play(self, track: Track, *, start_s: float = 0.0) -> None:
        """Put a track on now, in the place of the one that is.

        Args:
            track: which.
            start_s: position within it to begin at; a player that cannot begins at 0.

        Raises:
            AudioError: the file cannot be played.
            PlayerError: nothing can.
        """
        ...

    def follow(self, track: Track | None) -> None:
        """Say what comes after the track that is on; a player may ignore it."""
        ...

    def pause(self, *, paused: bool) -> None:
        """Stand still, or go on."""
        ...

    def set_volume(self, volume: float) -> None:
        """Make it louder or softer, in [0, 1]; without effect where the player has no volume."""
        ...

    def status(self) -> PlayerStatus:
        """What it does now.

        Raises:
            PlayerError: it was away for too long.
        """
        ...

    def take_up(self, tracks: list[Track]) -> Track | None:
        """The first of these that the player is playing already, which is then ours; or None."""
        ...

    def stop(self) -> None:
        """Play nothing of ours any more."""
        ...

    def close(self) -> None:
        """Stop, and leave the player as it was found."""
        ...
