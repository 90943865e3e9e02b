"""What all readings say together: the belief, in its first form.

A reading ages. Left alone, affect drifts back to neutral: as an Ornstein-Uhlenbeck process with
mean 0, stationary variance S = `UNINFORMED_VARIANCE` and time constant `DRIFT_TIME`. A reading
(m, v) of age d therefore says now, with r = exp(-d / DRIFT_TIME),

    m' = r m          v' = r^2 v + (1 - r^2) S

Readings are then fused by what each knows beyond the neutral prior, w = confidence (1/v' - 1/S):

    mean = sum(w m') / sum(w)          variance = 1 / (1/S + sum(w))

One reading alone is thus believed as it is, and fades; several weigh by their precision; a long
history cannot outweigh a fresh reading, as its w are near 0; nobody's word is the neutral prior
(0, S). Readings are taken to be independent, which a filter (issue 5) will do better.
"""

import math
from collections.abc import Sequence
from datetime import datetime, timedelta

from moodarc.affect import (
    UNINFORMED_VARIANCE,
    AffectBelief,
    AffectReading,
    AffectState,
    Variance,
)

__all__ = ["DRIFT_TIME", "NO_READING", "believe"]

DRIFT_TIME = timedelta(hours=1)
"""Time in which a deviation from neutral falls to 1/e.

The population's mental model forgets valence at this pace: its second eigenvalue is .418 a step of
one hour, -1 / ln .418 = 1.15 h (BAEK eq. 23), and it forgets arousal faster still.
"""

NO_READING = "no reading yet"
"""The `source` of a belief that rests on nothing."""

# A reading that claims certainty still weighs finitely.
_LEAST_VARIANCE = 1e-6


def believe(readings: Sequence[AffectReading], at: datetime) -> AffectBelief:
    """The belief at a time, from the valid readings up to it, in any order.

    The newest valid reading's emotion vector is kept while that reading still says at least half
    of what it said (age under DRIFT_TIME ln 2 / 2, 21 minutes): shares given by the listener say
    more than a point. The newest expression is kept likewise.

    Args:
        readings: of one listener.
        at: aware time.

    Raises:
        InputError: a time without a zone.
    """
    now = AffectState(valence=0.0, arousal=0.0, at=at).at
    usable = sorted(
        (r for r in readings if r.is_valid and r.confidence > 0.0 and r.state.at <= now),
        key=lambda reading: reading.state.at,
    )
    valence, arousal, dominance = (_fuse(usable, now, name) for name in Variance._fields)
    knows_dominance = any(_measures(reading, "dominance") for reading in usable)
    state = AffectState(
        valence=valence[0],
        arousal=arousal[0],
        dominance=dominance[0] if knows_dominance else None,
        variance=Variance(valence[1], arousal[1], dominance[1] if knows_dominance else None),
        at=now,
    )
    fresh = [reading for reading in usable if _retained(reading, now) ** 2 >= 0.5]
    return AffectBelief(
        state=state,
        expression=_newest_expression(fresh),
        source=_source(usable, now),
        vector=fresh[-1].vector if fresh else None,
    )


def _fuse(readings: Sequence[AffectReading], now: datetime, name: str) -> tuple[float, float]:
    """Mean and variance of one dimension."""
    faded = [_faded(reading, now, name) for reading in readings if _measures(reading, name)]
    total = math.fsum(weight for _, weight in faded)
    variance = 1.0 / (1.0 / UNINFORMED_VARIANCE + total)
    if total > 0.0:
        return math.fsum(weight * mean for mean, weight in faded) / total, variance
    # None knows more than the prior: the newest mean is as good as any.
    return faded[-1][0] if faded else 0.0, variance


def _faded(reading: AffectReading, now: datetime, name: str) -> tuple[float, float]:
    """Mean and weight that one reading has left."""
    retained = _retained(reading, now)
    given = max(_LEAST_VARIANCE, getattr(reading.state.variance, name))
    variance = retained**2 * given + (1.0 - retained**2) * UNINFORMED_VARIANCE
    weight = max(0.0, 1.0 / variance - 1.0 / UNINFORMED_VARIANCE)
    return retained * getattr(reading.state, name), reading.confidence * weight


def _measures(reading: AffectReading, name: str) -> bool:
    known = getattr(reading.state, name), getattr(reading.state.variance, name)
    return None not in known


def _retained(reading: AffectReading, now: datetime) -> float:
    return math.exp(-((now - reading.state.at) / DRIFT_TIME))


def _newest_expression(readings: Sequence[AffectReading]) -> tuple[float, ...] | None:
    shown = [r.expression for r in readings if r.expression is not None]
    return shown[-1] if shown else None


def _source(readings: Sequence[AffectReading], now: datetime) -> str:
    """The newest reading and how many others there are: "self_report 3 min ago and 2 more"."""
    if not readings:
        return NO_READING
    newest = readings[-1]
    minutes = round((now - newest.state.at) / timedelta(minutes=1))
    age = "now" if minutes == 0 else f"{minutes} min ago"
    others = f" and {len(readings) - 1} more" if len(readings) > 1 else ""
    return f"{newest.modality} {age}{others}"
