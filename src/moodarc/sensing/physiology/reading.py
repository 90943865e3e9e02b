"""From signs of the body to valence and arousal (LIN-4).

What neither activity nor the listener's own baseline explains is arousal.

For each sign k, with the excess r_k over what is expected and the spread s_k within the listener,

    r_k = b_k arousal + noise       b_k = rho_k s_k / sqrt(S)
                                    var(noise) = s_k^2 (1 - rho_k^2) + d_k^2

where S = `UNINFORMED_VARIANCE` is the prior's variance (its mean is 0), rho_k how far the sign
moves with felt arousal within a person, and d_k the doubt about what was expected: that of the
baseline, and of the rise that work explains. Arousal is the posterior of all signs (a product of
normals; the signs are taken to be independent given arousal). Excesses beyond three spreads count
as three.

rho is small, and that is the point. In the laboratory heart rate, responses and level of skin
conductance rise with anger, fear and joy alike (Kreibig 2010), and no pattern tells emotions apart
(Siegel et al., Psychological Bulletin 144, 2018); in everyday life the link all but vanishes: on
SiTunes' wrists the correlation of heart rate, activity accounted for, with reported arousal is -.05
within a person (`moodarc bench physiology`). So rho is .1 for heart rate and RMSSD, .2 for the
level of skin conductance and .3 for its responses, which answer to the sympathetic system alone
(Boucsein 2012): assumptions, kept on the humble side. One window thus leaves at least 85 % of the
prior's variance of arousal standing.

Valence is nearly unknown: vagal variability falls under stress (Kim et al., Psychiatry
Investigation 15, 2018), for which RMSSD speaks with rho .1; nothing else does. Its variance stays
above 98 % of the prior's. Dominance is absent.
"""

import math
from typing import Final, NamedTuple

from moodarc.affect import (
    UNINFORMED_VARIANCE,
    VALID,
    AffectReading,
    AffectState,
    Variance,
)
from moodarc.sensing.physiology.baseline import Measure, PersonalBaseline, measures_of
from moodarc.sensing.physiology.exertion import REST_MET, RISE_DOUBT, expected_rise_bpm
from moodarc.sensing.physiology.signs import BodySigns

__all__ = ["AROUSAL_LINKS", "MODALITY", "VALENCE_LINKS", "physiology_reading"]

MODALITY: Final = "physiology"

AROUSAL_LINKS: Final = {
    Measure.HEART_RATE: 0.1,
    Measure.RELATIVE_RATE: 0.1,
    Measure.RMSSD: -0.1,
    Measure.CONDUCTANCE: 0.2,
    Measure.PEAKS: 0.3,
}
"""Correlation of a sign with felt arousal within a person, in [-1, 1]."""

VALENCE_LINKS: Final = {Measure.RMSSD: 0.1}
"""Likewise with felt valence."""

_UNKNOWN_WORK_BPM: Final = 10.0
"""spread that activity adds to heart rate where nothing tells of it: SiTunes' 13.3 within a person,
less the 8.8 that are left once it is known"""
_REST_BPM: Final = 70.0
"""of people in general (`baseline`), where a rate is only known about its own mean"""
_SWEAT_OF_WORK: Final = 0.3
"""doubt of ln conductance a MET above 1, an assumption: warm skin sweats"""
_PEAKS_OF_WORK: Final = 3.0
"""likewise of responses a minute: movement makes some"""
_MOST_SPREADS: Final = 3.0


class _Excess(NamedTuple):
    measure: Measure
    value: float
    spread: float
    doubt: float


def physiology_reading(signs: BodySigns, baseline: PersonalBaseline) -> AffectReading:
    """The reading of a window's signs; not valid, with the window's reason, where they are not.

    Args:
        signs: of the window.
        baseline: what is usual for the listener.

    Raises:
        InputError: a time without a zone.
    """
    valid = signs.validity == VALID
    excesses = _excesses(signs, baseline) if valid else []
    valence = _posterior(excesses, VALENCE_LINKS)
    arousal = _posterior(excesses, AROUSAL_LINKS)
    state = AffectState(
        valence=valence[0],
        arousal=arousal[0],
        variance=Variance(valence[1], arousal[1]),
        at=signs.at,
    )
    return AffectReading(
        state=state,
        modality=MODALITY,
        confidence=signs.quality if valid else 0.0,
        validity=signs.validity,
    )


def _excesses(signs: BodySigns, baseline: PersonalBaseline) -> list[_Excess]:
    found = []
    for measure, value in measures_of(signs).items():
        usual = baseline.usual(measure, signs.at)
        expected, doubt = _of_work(measure, usual.mean, signs.met)
        if doubt < math.inf:
            excess = max(-1.0, min(1.0, (value - expected) / (_MOST_SPREADS * usual.spread)))
            found.append(
                _Excess(
                    measure,
                    _MOST_SPREADS * usual.spread * excess,
                    usual.spread,
                    math.hypot(doubt, usual.doubt),
                )
            )
    return found


def _of_work(measure: Measure, usual: float, met: float) -> tuple[float, float]:
    """What is expected of a measure given the work, and the doubt that work adds."""
    above = 0.0 if math.isnan(met) else max(0.0, met - 1.0)
    if measure in {Measure.HEART_RATE, Measure.RELATIVE_RATE}:
        if math.isnan(met):
            return usual, _UNKNOWN_WORK_BPM
        rest = usual if measure is Measure.HEART_RATE else _REST_BPM
        rise = expected_rise_bpm(met, rest) if met > REST_MET else 0.0
        return usual + rise, RISE_DOUBT * rise
    if measure is Measure.RMSSD:  # falls with work by an amount that fitness decides
        return usual, math.inf if met > REST_MET else 0.0
    return usual, above * (_SWEAT_OF_WORK if measure is Measure.CONDUCTANCE else _PEAKS_OF_WORK)


def _posterior(excesses: list[_Excess], links: dict[Measure, float]) -> tuple[float, float]:
    """Mean in [-1, 1] and variance, from the prior (0, S) and the signs that are linked."""
    precision, weighed = 1.0 / UNINFORMED_VARIANCE, 0.0
    for measure, value, spread, doubt in excesses:
        link = links.get(measure, 0.0)
        gain = link * spread / math.sqrt(UNINFORMED_VARIANCE)
        noise = spread**2 * (1.0 - link**2) + doubt**2
        precision += gain**2 / noise
        weighed += gain * value / noise
    return max(-1.0, min(1.0, weighed / precision)), 1.0 / precision
