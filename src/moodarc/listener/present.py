r"""How the listener feels right now, where they just said so.

The belief (`belief`) is of affect that drifts over hours; what comes and goes within minutes counts
as noise there (`POPULATION_DYNAMICS`), so one word moves it little. Who is asked "how do you feel
now?" means just that, though. With y what they said and R its variance, m and P the belief, T the
variance of what comes and goes, and d the time since,

$$K = T / (T + R), \qquad w = K \exp(-d / \tau), \qquad m' = m + w (y - m), \qquad
P' = (1 - w)^2 P + w^2 R$$

At once the word counts by about two thirds beside what is believed; as it fades, what is left
is the belief, which the word has moved too. tau is twenty minutes, as long as shares that were
given are kept: a judgement, since no data at hand has feelings minute by minute.
"""

import math
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Final

from moodarc.affect import AffectBelief, AffectReading, Variance
from moodarc.listener.belief_filter import FRESH_FOR, counts

__all__ = ["last_word", "present_belief"]

_SAID: Final = "self_report"
_TRANSIENT: Final = (0.053, 0.060)
"""T of valence and arousal: the noise of a moment (.083, .090; `POPULATION_DYNAMICS`) less the
error of a point that was placed (.03; `sensing.self_report`)"""
_FORGOTTEN: Final = 5.0
"""tau's after which a word is left aside: e^-5 is below .01"""


def last_word(readings: Iterable[AffectReading]) -> AffectReading | None:
    """The newest that the listener said of themselves; None where they said nothing."""
    said = (one for one in readings if one.modality == _SAID and counts(one))
    return max(said, key=lambda one: one.state.at, default=None)


def present_belief(belief: AffectBelief, said: AffectReading | None, at: datetime) -> AffectBelief:
    """The belief with the listener's last word in it.

    Args:
        belief: of the filter at that time, the word counted in.
        said: of `last_word`.
        at: aware time; a word from after it changes nothing.
    """
    if said is None or not 0.0 <= (age := (at - said.state.at) / FRESH_FOR) <= _FORGOTTEN:
        return belief
    now, word = belief.state, said.state
    shares = [
        transient / (transient + variance) * math.exp(-age)
        for transient, variance in zip(_TRANSIENT, word.variance[:2], strict=True)
    ]
    means = [
        believed + share * (told - believed)
        for believed, told, share in zip(
            (now.valence, now.arousal), (word.valence, word.arousal), shares, strict=True
        )
    ]
    spread = [
        (1.0 - share) ** 2 * known + share**2 * doubt
        for known, doubt, share in zip(now.variance[:2], word.variance[:2], shares, strict=True)
    ]
    variance = Variance(spread[0], spread[1], now.variance.dominance)
    state = replace(now, valence=means[0], arousal=means[1], variance=variance)
    return replace(belief, state=state)
