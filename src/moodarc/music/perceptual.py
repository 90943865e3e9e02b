"""Energy, danceability, acousticness, instrumentalness, liveness, speechiness: documented ramps.

The streaming services' features of these names were learned from data that nobody else has, and
their terms forbid learning from them. Ours are definitions: each is the mean of *evidence*, and a
piece of evidence is a feature of the signal on a straight ramp from 0 to 1. The ramps' ends are
the 10 % and 90 % points of the features over 720 clips of all moods (4Q, unlabelled), except where
noted; nothing was fitted to a service's value. How far each agrees with the service's value of the
same name is measured by `moodarc bench descriptors` and stands in docs/figures.md: energy,
danceability and acousticness do, instrumentalness a little, liveness and speechiness do not. (A
first definition of liveness ran against the service's and was dropped for that.)
"""

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from moodarc.music.segments import TRACK_FEATURE_NAMES

__all__ = ["ESTIMATORS", "Evidence", "perceptual", "speech_probability"]


class Evidence(NamedTuple):
    """A feature that counts 0 at `none` and 1 at `full`; either may be the larger."""

    feature: str
    none: float
    full: float


ESTIMATORS: Final[dict[str, tuple[Evidence, ...]]] = {
    # loud, busy, bright and noisy
    "energy": (
        Evidence("level_db.mean|mean", -27.0, -10.0),
        Evidence("flux.mean|mean", 0.6, 1.7),
        Evidence("entropy.mean|mean", 0.37, 0.64),
        Evidence("high_ratio.mean|mean", -24.0, -7.0),
    ),
    # a strong, clear, steady beat with weight in the bass
    "danceability": (
        Evidence("pulse.strength", 0.05, 0.55),
        Evidence("pulse.clarity", 0.15, 0.65),
        Evidence("pulse.tempo_entropy", 0.85, 0.66),
        Evidence("flux_low.std|mean", 0.8, 2.6),
    ),
    # little high-frequency energy, pure partials that last, dynamics that were left alone
    "acousticness": (
        Evidence("high_ratio.mean|mean", -8.0, -24.0),
        Evidence("flatness.mean|mean", -12.0, -31.0),
        Evidence("entropy.mean|mean", 0.62, 0.40),
        Evidence("level_db.mean|mean", -11.0, -24.0),
    ),
    # no syllables: the middle bands do not swell four times a second, partials stand still
    "instrumentalness": (
        Evidence("modulation_band2_4hz|mean", 4.3, 3.1),
        Evidence("continuity.std|mean", 0.085, 0.035),
        Evidence("centroid.std|mean", 0.6, 0.16),
    ),
    # an audience and a loud room: steady noise that also fills the pauses
    "liveness": (
        Evidence("dynamics.range", 25.0, 9.0),
        Evidence("flatness.mean|mean", -31.0, -12.0),
        Evidence("flatness.std|mean", 6.0, 2.0),
    ),
    # voiced and unvoiced sounds alternate, pauses between, no lasting partials (Saunders 1996;
    # ramps set between music and synthesised speech with noise and reverberation)
    "speechiness": (
        Evidence("zero_crossings.std|mean", 0.08, 0.12),
        Evidence("centroid.std|mean", 0.65, 0.95),
        Evidence("continuity.mean|mean", 0.71, 0.66),
        Evidence("level_db.step|mean", 2.2, 3.6),
        Evidence("level_db.std|mean", 6.5, 10.0),
    ),
}

_COLUMN: Final = {name: column for column, name in enumerate(TRACK_FEATURE_NAMES)}


def perceptual(name: str, features: NDArray[np.float32]) -> float:
    """The estimator `name` in [0, 1], of the features of a track or a run of segments."""
    ramps = [
        (float(features[_COLUMN[evidence.feature]]) - evidence.none)
        / (evidence.full - evidence.none)
        for evidence in ESTIMATORS[name]
    ]
    return float(np.clip(ramps, 0.0, 1.0).mean())


def speech_probability(features: NDArray[np.float32]) -> float:
    """How surely the track is spoken word (podcast, audiobook), [0, 1]."""
    return perceptual("speechiness", features)
