"""The 13 descriptors of EM-5 and beat strength, computed here instead of asked of a service.

| descriptor | definition | unit, range |
|---|---|---|
| tempo | lag of the strongest comb of the onset curve's autocorrelation (`rhythm`) | bpm, 40-240 |
| beat strength | that autocorrelation at the beat | [0, 1] |
| key, mode | best of 24 Albrecht-Shanahan profiles (`harmony`) | C=0, minor=0 |
| time signature | beats after which accents repeat best (`rhythm`) | 3, 4, 5, 7 |
| loudness | ITU-R BS.1770-4 integrated (`loudness`) | LUFS |
| duration | decoded samples over rate | s |
| valence | (1 + V) / 2 of the affect estimator (`emotion`) | [0, 1] |
| the six others | means of documented evidence (`perceptual`) | [0, 1] |
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from moodarc.catalog import Descriptors
from moodarc.music.harmony import ALBRECHT_SHANAHAN, key_correlations
from moodarc.music.perceptual import perceptual
from moodarc.music.rhythm import find_pulse
from moodarc.music.segments import Segments

__all__ = ["estimate_key", "measure"]

_WEAKEST_KEY: Final = 0.3
"""below this correlation no key is named"""


def measure(
    segments: Segments,
    features: NDArray[np.float32],
    *,
    loudness_lufs: float,
    valence: float,
    duration_s: float,
) -> Descriptors:
    """The descriptors of a track.

    Args:
        segments: the whole track.
        features: its `track_features`.
        loudness_lufs: integrated loudness, measured while decoding.
        valence: the affect estimator's, [-1, 1].
        duration_s: length in seconds.
    """
    pulse = find_pulse(segments.onsets)
    key, mode, strength = estimate_key(segments.chroma)
    return Descriptors(
        valence=(1.0 + valence) / 2.0,
        energy=perceptual("energy", features),
        danceability=perceptual("danceability", features),
        acousticness=perceptual("acousticness", features),
        instrumentalness=perceptual("instrumentalness", features),
        liveness=perceptual("liveness", features),
        speechiness=perceptual("speechiness", features),
        tempo_bpm=pulse.tempo_bpm,
        beat_strength=pulse.strength,
        loudness_lufs=loudness_lufs,
        key=key,
        mode=mode,
        key_strength=strength,
        time_signature=pulse.beats_per_bar,
        duration_s=duration_s,
    )


def estimate_key(chroma: NDArray[np.float32]) -> tuple[int, int, float]:
    """Tonic (0 = C), mode (1 = major) and strength; tonic and mode -1 where no key stands out.

    Args:
        chroma: (n, 12), all notes of each segment.
    """
    keys = key_correlations(chroma.sum(axis=0, dtype=np.float64)[None], ALBRECHT_SHANAHAN)[0]
    best = int(np.argmax(keys))
    strength = float(np.clip(keys[best], -1.0, 1.0))
    if strength < _WEAKEST_KEY:
        return -1, -1, strength
    return best % 12, 1 if best < 12 else 0, strength
