"""Where the listener wants to be (HOUSE: *goal*; LE-3: *intent*)."""

from dataclasses import dataclass
from enum import StrEnum

__all__ = ["Goal", "GoalKind", "Intent"]


class Intent(StrEnum):
    """LE-3: stay with the feeling, or lead away from it."""

    MODULATE = "modulate"
    ENHANCE = "enhance"


class GoalKind(StrEnum):
    """What the music is to do for the listener."""

    MATCH = "match"
    """stay with the belief as it is now"""
    FOLLOW = "follow"
    """go along with the forecast of the mental model (BAEK-7, -8)"""
    LIFT = "lift"
    """towards higher valence"""
    CALM = "calm"
    """towards lower arousal at no loss of valence"""
    ENERGISE = "energise"
    """towards higher arousal"""
    POINT = "point"
    """towards one point of the plane"""

    @property
    def intent(self) -> Intent:
        """Modulate for match and follow, enhance for whatever leads somewhere."""
        stays = self in {GoalKind.MATCH, GoalKind.FOLLOW}
        return Intent.MODULATE if stays else Intent.ENHANCE


@dataclass(frozen=True, slots=True)
class Goal:
    """A kind of goal and the point (valence, arousal) in [-1, 1] it leads to.

    `target` is None for match and follow, which have no end of their own.
    """

    kind: GoalKind
    target: tuple[float, float] | None = None
