"""Where each goal leads from a given feeling.

| goal | valence | arousal |
|---|---|---|
| lift | half way to 1, at least 0.5 | kept, at least 0.25 |
| calm | kept, at least 0.25 | half way to -1, at most -0.5 |
| energise | kept, at least 0.25 | half way to 1, at least 0.5 |

The first bound is the centre of the wanted quadrant (+-0.5), "half way" keeps a goal ahead of
someone who is past it already, and 0.25 keeps the other dimension clear of the axis: calming an
angry listener must not end in sadness, nor energising a sad one in anger, and a lift ends among the
happy rather than the drowsy.
"""

from moodarc.affect import AffectState, Goal, GoalKind

__all__ = ["resolve"]

CENTRE = 0.5
CLEAR = 0.25


def resolve(goal: Goal, state: AffectState) -> Goal:
    """The goal with its target; match and follow have none.

    >>> from datetime import UTC, datetime
    >>> sad = AffectState(valence=-0.5, arousal=-0.5, at=datetime(2026, 1, 1, tzinfo=UTC))
    >>> resolve(Goal(GoalKind.LIFT), sad).target
    (0.5, 0.25)
    """
    if goal.kind in {GoalKind.MATCH, GoalKind.FOLLOW}:
        return Goal(goal.kind)
    return goal if goal.target is not None else Goal(goal.kind, _target(goal.kind, state))


def _target(kind: GoalKind, state: AffectState) -> tuple[float, float]:
    valence, arousal = state.valence, state.arousal
    if kind is GoalKind.LIFT:
        return _ahead(valence), max(arousal, CLEAR)
    if kind is GoalKind.CALM:
        return max(valence, CLEAR), -_ahead(-arousal)
    return max(valence, CLEAR), _ahead(arousal)


def _ahead(value: float) -> float:
    return max(CENTRE, (value + 1.0) / 2.0)
