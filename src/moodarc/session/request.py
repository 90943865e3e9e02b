"""What is asked for: a feeling, a goal, and how much music."""

import math
from dataclasses import dataclass

from moodarc.affect import AffectBelief, Goal, GoalKind
from moodarc.catalog import Track
from moodarc.errors import GoalError
from moodarc.session.felt import FeltResponse
from moodarc.session.preference import Preference

__all__ = ["DEFAULT_TRACKS", "MAX_MINUTES", "MAX_TRACKS", "PlaylistRequest"]

DEFAULT_TRACKS = 12
"""Length of a list when neither minutes nor a number of tracks is asked for."""
MAX_MINUTES = 1440.0
"""A day: no feeling is planned further ahead."""
MAX_TRACKS = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaylistRequest:
    """One wish for a list.

    Attributes:
        belief: how the listener feels now, and how surely we know.
        goal: what the list is to do; a `target` is needed for a point, and otherwise overrides
            the goal's own.
        minutes: the list lasts no longer, and as near to it as can be; in (0, 1440].
        n: the list has no more tracks; in [1, 1000]. With neither, 12 tracks.
        seed: a favourite track: the list leans towards its sound and does not contain it.
        preference: what a trained recommender expects the listener to like.
        listener: name of the listener.
        exclude: ids of tracks that must not appear.
        felt: how tracks change what the listener feels; paths are then judged by it too.

    Raises:
        GoalError: a length outside its range, a point without a target or off the plane, a seed
            that is not analysed yet.
    """

    belief: AffectBelief
    goal: Goal
    minutes: float | None = None
    n: int | None = None
    seed: Track | None = None
    preference: Preference | None = None
    listener: str = "me"
    exclude: frozenset[int] = frozenset()
    felt: FeltResponse | None = None

    def __post_init__(self) -> None:
        _check_length(self.minutes, self.n)
        _check_goal(self.goal)
        if self.seed is not None and self.seed.analysis is None:
            msg = f'seed "{self.seed.title}" is not analysed yet; scan it first'
            raise GoalError(msg)

    @property
    def time_s(self) -> float | None:
        """The time limit in seconds (BAEK eq. 21's T)."""
        return None if self.minutes is None else self.minutes * 60.0

    @property
    def places(self) -> int | None:
        """How many tracks at most; None where only time limits the list."""
        if self.n is None and self.minutes is None:
            return DEFAULT_TRACKS
        return self.n


def _check_length(minutes: float | None, n: int | None) -> None:
    if minutes is not None and not 0.0 < minutes <= MAX_MINUTES:
        msg = f"a list of {minutes:g} minutes; expected more than 0 and at most {MAX_MINUTES:g}"
        raise GoalError(msg)
    if n is not None and not 1 <= n <= MAX_TRACKS:
        msg = f"a list of {n} tracks; expected 1 to {MAX_TRACKS}"
        raise GoalError(msg)


def _check_goal(goal: Goal) -> None:
    if goal.target is None:
        if goal.kind is GoalKind.POINT:
            msg = "the goal is a point, but none is given; give its valence and arousal"
            raise GoalError(msg)
    elif not all(math.isfinite(value) and -1.0 <= value <= 1.0 for value in goal.target):
        valence, arousal = goal.target
        msg = f"goal at valence {valence:g}, arousal {arousal:g}; expected both in [-1, 1]"
        raise GoalError(msg)
