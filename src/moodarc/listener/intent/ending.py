"""When the loop of sensing and playing ends (LE-4).

The paper ends when the emotion no longer changes. Ours goes on until the goal is reached **and
held**, the time is up, or the listener stops; match and follow have no goal to reach.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import takewhile

from moodarc.affect import UNINFORMED_VARIANCE, AffectBelief, Goal

__all__ = ["Ending", "HoldRule", "ending"]


class Ending(StrEnum):
    """Why the loop ends."""

    STOPPED = "the listener stopped"
    TIME_UP = "the time is up"
    REACHED = "the goal is reached and held"
    NOTHING_LEFT = "nothing more can be played"
    NOTHING_PLAYED = "nothing could be played"
    REPLACED = "a new session began"
    INTERRUPTED = "interrupted"


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldRule:
    """What counts as reached and held; judgements.

    Attributes:
        near: distance on the plane within which a belief is at the goal.
        known: variance of valence and of arousal, each at most, for a belief to tell: half of
            knowing nothing.
        beliefs: so many in a row, at least.
        lasting: over so much time, at least: about two tracks.
    """

    near: float = 0.25
    known: float = UNINFORMED_VARIANCE / 2.0
    beliefs: int = 3
    lasting: timedelta = timedelta(minutes=6)


def ending(
    goal: Goal,
    beliefs: Sequence[AffectBelief],
    at: datetime,
    *,
    until: datetime | None = None,
    stopped: bool = False,
    rule: HoldRule | None = None,
) -> Ending | None:
    """Why the loop ends now, or None where it goes on.

    Args:
        goal: with its target, where its kind has one.
        beliefs: of this session, oldest first: one after each track.
        at: aware time now.
        until: aware time by which the listener's time is up; None = no limit.
        stopped: whether the listener asked for the end.
        rule: what counts as held.
    """
    if stopped:
        return Ending.STOPPED
    if _is_held(goal, beliefs, rule or HoldRule()):
        return Ending.REACHED
    return Ending.TIME_UP if until is not None and at >= until else None


def _is_held(goal: Goal, beliefs: Sequence[AffectBelief], rule: HoldRule) -> bool:
    target = goal.target
    if target is None:
        return False

    def is_there(belief: AffectBelief) -> bool:
        state = belief.state
        known = max(state.variance[:2]) <= rule.known
        return known and math.dist((state.valence, state.arousal), target) <= rule.near

    run = [belief.state.at for belief in takewhile(is_there, reversed(beliefs))]
    return len(run) >= max(1, rule.beliefs) and run[0] - run[-1] >= rule.lasting
