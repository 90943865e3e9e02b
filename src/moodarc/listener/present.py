r"""How the listener feels right now, where they just said so.

The belief (`belief`) is of affect that drifts over hours, and doubts a reading that contradicts
what was said before; so one word may move it little. Who is asked "how do you feel now?" means just
that, though. With y what they said, R its variance, b the belief before it and d the time since, a
word moves the belief at least to

$$t = b + w (y - b), \qquad w = \frac{T}{T + R} \exp(-d / \tau), \qquad
T = 0.056, \quad \tau = 20 \text{ min}$$

with variance (1 - w)^2 Var(b) + w^2 R; where the filter moved it further by itself, its belief
stands. A placed point (R = .03) counts .65 at once and .53 after four minutes, about as much of a
mood as is left after a track on SiTunes (slopes .58 and .53; `weights/felt_response`). tau is how
long shares that were given are kept, too. The form is a judgement: no data at hand has feelings
minute by minute.
"""

import math
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from moodarc.affect import AffectBelief, AffectReading, Variance
from moodarc.listener.belief_filter import FRESH_FOR, counts

__all__ = ["Word", "present_belief", "word_of"]

_SAID: Final = "self_report"
_TRANSIENT: Final = 0.056
_FORGOTTEN: Final = 5.0
"""tau's after which a word is left aside: e^-5 is below .01"""


@dataclass(frozen=True, slots=True)
class Word:
    """What the listener said of themselves.

    Attributes:
        said: the reading.
        before: what was believed without it, at its time.
    """

    said: AffectReading
    before: AffectBelief


def word_of(reading: AffectReading, before: AffectBelief) -> Word | None:
    """A reading as a word; None where a sensor gave it, or where it says nothing."""
    return Word(reading, before) if reading.modality == _SAID and counts(reading) else None


def present_belief(belief: AffectBelief, word: Word | None, at: datetime) -> AffectBelief:
    """The belief with the listener's last word in it.

    Args:
        belief: of the filter at that time, the word counted in.
        word: the newest.
        at: aware time; a word from after it changes nothing.
    """
    if word is None:
        return belief
    age = (at - word.said.state.at) / FRESH_FOR
    if not 0.0 <= age <= _FORGOTTEN:
        return belief
    now, said, before = belief.state, word.said.state, word.before.state
    fresh = math.exp(-age)
    valence = _moved(
        (now.valence, now.variance.valence),
        (said.valence, said.variance.valence),
        (before.valence, before.variance.valence),
        fresh=fresh,
    )
    arousal = _moved(
        (now.arousal, now.variance.arousal),
        (said.arousal, said.variance.arousal),
        (before.arousal, before.variance.arousal),
        fresh=fresh,
    )
    variance = Variance(valence[1], arousal[1], now.variance.dominance)
    state = replace(now, valence=valence[0], arousal=arousal[0], variance=variance)
    return replace(belief, state=state)


_Normal = tuple[float, float]


def _moved(now: _Normal, said: _Normal, before: _Normal, *, fresh: float) -> _Normal:
    """One dimension, each as mean and variance: the nearer to what was said of belief and t."""
    share = fresh * _TRANSIENT / (_TRANSIENT + said[1])
    target = before[0] + share * (said[0] - before[0])
    if abs(said[0] - now[0]) <= abs(said[0] - target):
        return now
    return target, (1.0 - share) ** 2 * before[1] + share**2 * said[1]
