"""What a window of samples says of the body, and whether it can be read at all.

Signs are what the recogniser weighs and what the personal baseline keeps: numbers of a few minutes,
never a signal. What was not measured, or not well enough, is NaN. Samples taken off the wrist count
for nothing. Windows are of five minutes, the standard length of short-term recordings (Task Force
1996); RMSSD is told from 30 beats on, about half a minute, the least that agrees with five minutes
(Shaffer and Ginsberg, Frontiers in Public Health 5:258, 2017, on ultra-short norms).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

import numpy as np

from moodarc.affect import VALID
from moodarc.errors import InputError
from moodarc.sensing.physiology.exertion import met_now
from moodarc.sensing.physiology.heart_beats import HeartBeats, heart_beats
from moodarc.sensing.physiology.sample import WearableSample
from moodarc.sensing.physiology.skin_conductance import SkinConductance, skin_conductance

__all__ = [
    "MOVING",
    "NOTHING_MEASURED",
    "NO_SAMPLES",
    "OFF_WRIST",
    "REMEDIES",
    "TOO_FEW_BEATS",
    "TOO_NOISY",
    "BodySigns",
    "SignsConfig",
    "body_signs",
]

NO_SAMPLES: Final = "no samples"
OFF_WRIST: Final = "sensor off the wrist"
NOTHING_MEASURED: Final = "neither heart nor skin was measured"
TOO_FEW_BEATS: Final = "too few beats"
TOO_NOISY: Final = "signal too noisy"
MOVING: Final = "moving too much"

REMEDIES: Final = {
    NO_SAMPLES: "see that the wearable is on and connected",
    OFF_WRIST: "put the wearable on, a finger's breadth above the wrist bone",
    NOTHING_MEASURED: "let the wearable send heart rate, beats or skin conductance",
    TOO_FEW_BEATS: "wear it for a minute more",
    TOO_NOISY: "tighten the strap, and hold the arm still",
    MOVING: "rest for some minutes",
}
"""What would help, by the `validity` of a reading."""

_NAN: Final = float("nan")
_LOWEST_BPM: Final = 30.0
_HIGHEST_BPM: Final = 220.0


@dataclass(frozen=True, slots=True)
class SignsConfig:
    """Where a window stops being readable.

    Attributes:
        window: samples up to the reading's time that it speaks of.
        least_beats: sound intervals that RMSSD, and a rate from intervals alone, need.
        least_sound: share of intervals or values that must be sound, in [0, 1]: with more than
            half of them artefacts, what is left is chance.
        least_worn: share of samples on the skin, in [0, 1].
        most_met: work above which nothing else is heard in the body; 6 METs is vigorous (Ainsworth
            et al. 2011).
    """

    window: timedelta = timedelta(minutes=5)
    least_beats: int = 30
    least_sound: float = 0.5
    least_worn: float = 0.5
    most_met: float = 6.0


@dataclass(frozen=True, slots=True, kw_only=True)
class BodySigns:
    """Signs of one window.

    Attributes:
        at: its end.
        validity: `VALID`, or why the window must not be read.
        heart_rate_bpm: from the beats where there are enough, else as the device says.
        heart_rate_relative_bpm: above the person's own mean, where only that is known.
        rmssd_ms: of sound neighbours; NaN where too few or too noisy.
        sdnn_ms: likewise.
        conductance_us: level of skin conductance.
        peaks_per_min: its responses.
        met: work, in multiples of resting metabolism; NaN where nothing tells.
        quality: share of what was measured that is sound, in [0, 1].
    """

    at: datetime
    validity: str = VALID
    heart_rate_bpm: float = _NAN
    heart_rate_relative_bpm: float = _NAN
    rmssd_ms: float = _NAN
    sdnn_ms: float = _NAN
    conductance_us: float = _NAN
    peaks_per_min: float = _NAN
    met: float = _NAN
    quality: float = 0.0


def body_signs(
    samples: Sequence[WearableSample], at: datetime, config: SignsConfig | None = None
) -> BodySigns:
    """The signs of the window that ends at a time.

    Args:
        samples: in any order; later ones and older ones than the window are left out.
        at: aware time.
        config: the limits.

    Raises:
        InputError: a time without a zone.
    """
    limits = config or SignsConfig()
    if at.tzinfo is None or any(sample.at.tzinfo is None for sample in samples):
        msg = "a time has no zone; give aware datetimes (UTC)"
        raise InputError(msg)
    within = sorted(
        (sample for sample in samples if at - limits.window < sample.at <= at),
        key=lambda sample: sample.at,
    )
    worn = [sample for sample in within if sample.worn is not False]
    if len(worn) < limits.least_worn * len(within) or not worn:
        return BodySigns(at=at, validity=OFF_WRIST if within else NO_SAMPLES)
    return _signs(worn, at, limits)


def _signs(worn: list[WearableSample], at: datetime, limits: SignsConfig) -> BodySigns:
    beats = heart_beats([rr for sample in worn for rr in sample.rr_intervals_ms])
    skin = _skin(worn)
    enough = beats.n >= limits.least_beats and beats.share_sound >= limits.least_sound
    dry = skin.share_sound < limits.least_sound
    met = met_now(worn, at)
    return BodySigns(
        at=at,
        validity=_validity(worn, beats, skin, limits=limits),
        heart_rate_bpm=beats.rate_bpm if enough else _rate(worn),
        heart_rate_relative_bpm=_relative_rate(worn),
        rmssd_ms=beats.rmssd_ms if enough else _NAN,
        sdnn_ms=beats.sdnn_ms if enough else _NAN,
        conductance_us=_NAN if dry else skin.level_us,
        peaks_per_min=_NAN if dry else skin.peaks_per_min,
        met=_NAN if met is None else met,
        quality=_quality(worn, beats, skin),
    )


def _validity(
    worn: list[WearableSample], beats: HeartBeats, skin: SkinConductance, *, limits: SignsConfig
) -> str:
    """`VALID` where anything can be used, else the reason that stands nearest to a cure."""
    met = met_now(worn, worn[-1].at)
    if met is not None and met > limits.most_met:
        return MOVING
    if _has_rate(worn) or skin.share_sound >= limits.least_sound:
        return VALID
    if beats.n >= limits.least_beats and beats.share_sound >= limits.least_sound:
        return VALID
    return _reason(worn, beats, limits)


def _reason(worn: list[WearableSample], beats: HeartBeats, limits: SignsConfig) -> str:
    given = sum(len(sample.rr_intervals_ms) for sample in worn)
    if given:
        return TOO_FEW_BEATS if beats.share_sound >= limits.least_sound else TOO_NOISY
    measured = any(
        value is not None
        for s in worn
        for value in (s.heart_rate_bpm, s.heart_rate_relative_bpm, s.skin_conductance_us)
    )
    return TOO_NOISY if measured else NOTHING_MEASURED


def _has_rate(worn: list[WearableSample]) -> bool:
    return not (np.isnan(_rate(worn)) and np.isnan(_relative_rate(worn)))


def _rate(worn: list[WearableSample]) -> float:
    """The median of the rates that a heart can have, as the device gives them."""
    given = [
        sample.heart_rate_bpm
        for sample in worn
        if sample.heart_rate_bpm is not None
        and _LOWEST_BPM <= sample.heart_rate_bpm <= _HIGHEST_BPM
    ]
    return float(np.median(given)) if given else _NAN


def _relative_rate(worn: list[WearableSample]) -> float:
    """The median of the rates about the person's mean."""
    given = [
        sample.heart_rate_relative_bpm
        for sample in worn
        if sample.heart_rate_relative_bpm is not None
        and abs(sample.heart_rate_relative_bpm) <= _HIGHEST_BPM - _LOWEST_BPM
    ]
    return float(np.median(given)) if given else _NAN


def _skin(worn: list[WearableSample]) -> SkinConductance:
    given = [s for s in worn if s.skin_conductance_us is not None]
    start = worn[0].at
    times = [(sample.at - start).total_seconds() for sample in given]
    return skin_conductance(times, [sample.skin_conductance_us or 0.0 for sample in given])


def _quality(worn: list[WearableSample], beats: HeartBeats, skin: SkinConductance) -> float:
    shares = []
    if any(sample.rr_intervals_ms for sample in worn):
        shares.append(beats.share_sound)
    elif _has_rate(worn):
        shares.append(1.0)
    if any(sample.skin_conductance_us is not None for sample in worn):
        shares.append(skin.share_sound)
    return float(np.mean(shares)) if shares else 0.0
