"""Texture: how the sound of a run is shaped and moves, finer than timbre's and rhythm's means.

Read from what the network hears (`hearing`), by block:

- cepstrum: mean, log deviation, skewness and excess kurtosis of 20 cepstral coefficients (a cosine
  transform of the log-mel bands; Davis & Mermelstein 1980);
- cepstral_steps: log deviation of their steps over 100 ms, and how the steps correlate;
- band_modulation: log strength of nine modulation ranges (0.3 to 20 Hz) in 16 bands (Lee et al.
  2009 tell genres by it);
- band_flux: mean and deviation of the rise from frame to frame in 16 bands;
- chroma_recurrence: how much of one pitch class is followed by another after 0 to 2 s, by the
  interval between them: independent of the key;
- tempogram: autocorrelation of the onset curve at lags of 0.1 to 4 s, its peak and its deviation.

Each segment gives statistics that a run of segments only has to average, so that the windows of a
curve cost little. On their own these features tell quadrants no better than timbre and harmony do;
a kernel machine that weighs all blocks alike (`emotion.kernel`) gains from them.
"""

from itertools import pairwise
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import fft

from moodarc.music.hearing import N_BANDS, Hearing

__all__ = ["TEXTURE_NAMES", "segment_texture", "texture_features"]

_N_CEPSTRA: Final = 20
_N_WIDE: Final = 16
"""bands of the modulation and the flux"""
_STEP_FRAMES: Final = 4
_MODULATION_EDGES: Final = (1, 2, 4, 6, 9, 13, 18, 26, 40, 60)
"""bins of 1/3 Hz"""
_LAGS: Final = (0, 1, 4, 8, 16)
"""of chroma, in long frames of 125 ms"""
_LONGEST_LAG: Final = 164
_TEMPO_LAGS: Final = (*range(4, 84, 2), *range(84, _LONGEST_LAG, 4))
"""of the onset curve, in short frames of 25 ms"""
_TREND_FRAMES: Final = 41
_PARTS: Final = ("treble", "bass")
_UPPER: Final = np.triu_indices(_N_CEPSTRA)
_ABOVE: Final = np.triu_indices(_N_CEPSTRA, 1)
_INTERVAL: Final = (np.arange(12)[None, :] - np.arange(12)[:, None]) % 12
_TINY: Final = 1e-6

_N_MODULATIONS: Final = len(_MODULATION_EDGES) - 1


def _recurrence_names() -> list[str]:
    return [
        f"chroma_recurrence.{part}_{lag}_{interval}"
        for part in _PARTS
        for lag in _LAGS
        for interval in range(12 if lag else 7)
    ]


TEXTURE_NAMES: Final = (
    *(
        f"cepstrum.{moment}_{number}"
        for moment in ("mean", "spread", "skew", "kurtosis")
        for number in range(_N_CEPSTRA)
    ),
    *(f"cepstral_steps.spread_{number}" for number in range(_N_CEPSTRA)),
    *(f"cepstral_steps.together_{a}_{b}" for a, b in zip(*_ABOVE, strict=True)),
    *(
        f"band_modulation.{band}_{step}"
        for step in range(_N_MODULATIONS)
        for band in range(_N_WIDE)
    ),
    *(f"band_flux.{part}_{band}" for part in ("mean", "spread") for band in range(_N_WIDE)),
    *_recurrence_names(),
    *(f"tempogram.{lag}" for lag in _TEMPO_LAGS),
    "tempogram.peak",
    "tempogram.spread",
    "tempogram.peak_lag",
)
"""Names of the features, each as block.feature."""


class _Statistics(NamedTuple):
    """What a run's features are made from, averaged over its segments; each (n, width) or (width,).

    float64: fourth powers of decibels need the digits.
    """

    moments: NDArray[np.float64]
    steps: NDArray[np.float64]
    modulation: NDArray[np.float64]
    flux: NDArray[np.float64]
    recurrence: NDArray[np.float64]


_ENDS: Final = np.cumsum([4 * _N_CEPSTRA, len(_UPPER[0]), _N_MODULATIONS * _N_WIDE, 2 * _N_WIDE])
"""where the statistics of a segment are cut apart"""


def segment_texture(hearing: Hearing) -> NDArray[np.float64]:
    """Statistics of n segments, `float64 (n, width)`; those of a run are their mean."""
    n = len(hearing)
    cepstra = _cepstra(hearing.bands)
    steps = cepstra[:, _STEP_FRAMES:] - cepstra[:, :-_STEP_FRAMES]
    together = steps.transpose(0, 2, 1) @ steps / steps.shape[1]
    moments = [(cepstra**power).mean(axis=1) for power in (1, 2, 3, 4)]
    wide = hearing.bands.reshape(n, -1, _N_WIDE, N_BANDS // _N_WIDE)
    rise = np.maximum(np.diff(hearing.bands, axis=1), 0.0)
    rise = rise.reshape(n, -1, _N_WIDE, N_BANDS // _N_WIDE).mean(axis=3).astype(np.float64)
    parts = _Statistics(
        moments=np.concatenate(moments, axis=1),
        steps=together[:, *_UPPER],
        modulation=_modulation(wide.mean(axis=3)),
        flux=np.concatenate([rise.mean(axis=1), (rise**2).mean(axis=1)], axis=1),
        recurrence=_recurrence(hearing.chroma),
    )
    return np.concatenate(parts, axis=1)


def texture_features(
    statistics: NDArray[np.float64], onsets: NDArray[np.float32]
) -> NDArray[np.float32]:
    """The features of a run, float32, in the order of TEXTURE_NAMES.

    Args:
        statistics: (n, width), of its n segments, as `segment_texture` gives them.
        onsets: (n * 120,), its onset curve.
    """
    run = _Statistics(*np.split(statistics.mean(axis=0), _ENDS))
    parts = [
        _moments(run.moments),
        _steps(run.steps),
        np.log(run.modulation + 1e-3),
        _mean_spread(run.flux),
        run.recurrence,
        _tempogram(onsets.astype(np.float64)),
    ]
    return np.concatenate(parts).astype(np.float32)


def _cepstra(bands: NDArray[np.float32]) -> NDArray[np.float64]:
    return np.asarray(fft.dct(bands, axis=2, norm="ortho")[..., :_N_CEPSTRA], dtype=np.float64)


def _modulation(bands: NDArray[np.float32]) -> NDArray[np.float64]:
    """Mean magnitude in each range of the spectrum of each band's level `(n, 120, 16)`."""
    n_frames = bands.shape[1]
    moving = (bands - bands.mean(axis=1, keepdims=True)) * np.hanning(n_frames)[None, :, None]
    magnitude = np.abs(fft.rfft(moving, axis=1))
    ranges = [magnitude[:, low:high].mean(axis=1) for low, high in pairwise(_MODULATION_EDGES)]
    return np.concatenate(ranges, axis=1)


def _recurrence(chroma: NDArray[np.float32]) -> NDArray[np.float64]:
    """Mean product of one pitch class with another `lag` frames before, by interval."""
    total = chroma.sum(axis=3, keepdims=True)
    share = (chroma / (total + _TINY)).astype(np.float64)
    found = []
    for part in range(len(_PARTS)):
        for lag in _LAGS:
            after, before = share[:, lag:, part], share[:, : share.shape[1] - lag, part]
            products = after.transpose(0, 2, 1) @ before / (12 * after.shape[1])
            n_intervals = 12 if lag else 7  # without a lag, up is as down
            found += [products[:, k == _INTERVAL].sum(axis=1) for k in range(n_intervals)]
    return np.stack(found, axis=1)


def _moments(powers: NDArray[np.float64]) -> NDArray[np.float64]:
    first, second, third, fourth = powers.reshape(4, _N_CEPSTRA)
    variance = np.maximum(second - first**2, _TINY)
    spread = np.sqrt(variance)
    skew = (third - 3 * first * second + 2 * first**3) / (variance * spread)
    central = fourth - 4 * first * third + 6 * first**2 * second - 3 * first**4
    return np.concatenate([first, np.log(spread), skew, central / variance**2 - 3.0])


def _steps(upper: NDArray[np.float64]) -> NDArray[np.float64]:
    """Log deviations and correlations from second moments, of which the upper half is given."""
    products = np.zeros((_N_CEPSTRA, _N_CEPSTRA))
    products[_UPPER] = upper
    spread = np.sqrt(np.diag(products)) + _TINY
    return np.concatenate([np.log(spread), (products / np.outer(spread, spread))[_ABOVE]])


def _mean_spread(powers: NDArray[np.float64]) -> NDArray[np.float64]:
    first, second = np.split(powers, 2)
    return np.concatenate([first, np.sqrt(np.maximum(second - first**2, 0.0))])


def _tempogram(onsets: NDArray[np.float64]) -> NDArray[np.float64]:
    """Autocorrelation of the onset curve without its trend, 0 where the run is shorter."""
    trend = np.convolve(onsets, np.full(_TREND_FRAMES, 1.0 / _TREND_FRAMES), mode="same")
    moving = onsets - trend
    power = np.abs(fft.rfft(moving, n=2 * len(moving))) ** 2
    found = fft.irfft(power)[: len(moving)]
    found /= found[0] + _TINY
    first, last = _TEMPO_LAGS[0], _LONGEST_LAG
    lags = np.pad(found, (0, last))[first:last]
    summary = [lags.max(), lags.std(), float(np.argmax(lags))]
    return np.concatenate([lags[np.array(_TEMPO_LAGS) - first], summary])
