"""Rhythm: pulse, tempo, metre and modulation, from the onset curve (40 values a second).

The onset curve is the spectral flux of `timbre`. Tempo is the lag whose autocorrelation, summed
over its multiples, is strongest under a log-normal prior around 120 bpm (Ellis 2007; Parncutt
1994); metre is the number of beats after which accents repeat best.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy import fft

from moodarc.music.spectra import FRONT_END

__all__ = [
    "MODULATION_NAMES",
    "PULSE_NAMES",
    "Pulse",
    "find_pulse",
    "modulation",
    "pulse_statistics",
]

_SLOWEST_BPM: Final = 40.0
_FASTEST_BPM: Final = 240.0
_PRIOR_BPM: Final = 120.0
_PRIOR_OCTAVES: Final = 0.9
"""width of the tempo prior (Ellis 2007)"""
_CHUNK_S: Final = 24.0
"""the autocorrelation is averaged over chunks of this length, so tempo may drift in a track"""
_LEAST_ONSET_DB: Final = 0.03
"""a held tone, or silence, has less flux than this on average: nothing to find a beat in"""
_METRES: Final = (3, 4, 5, 7)

_MODULATION_EDGES_HZ: Final = (0.3, 1.0, 2.0, 4.0, 8.0, 16.0)
_BAND_GROUPS: Final = (slice(0, 8), slice(8, 18), slice(18, 29), slice(29, 40))
MODULATION_NAMES: Final = (
    *(
        f"modulation_band{group}_{low:g}hz"
        for group in range(len(_BAND_GROUPS))
        for low in _MODULATION_EDGES_HZ[:-1]
    ),
    "onset_rate",
    "onset_strength",
)
PULSE_NAMES: Final = [
    "log_tempo",
    "strength",
    "clarity",
    "tempo_entropy",
    "fast_share",
    "double_ratio",
    "half_ratio",
    "triple_ratio",
    "swing",
    "onset_mean",
    "onset_std",
    "onset_skew",
    "onset_kurtosis",
]


@dataclass(frozen=True, slots=True)
class Pulse:
    """The beat of a track.

    Attributes:
        tempo_bpm: [40, 240]; 0 where there is no beat.
        strength: normalised autocorrelation at the beat, [0, 1].
        beats_per_bar: 3, 4, 5 or 7; 0 where no accent pattern repeats.
    """

    tempo_bpm: float
    strength: float
    beats_per_bar: int


def find_pulse(onsets: NDArray[np.float32]) -> Pulse:
    """Tempo, its strength and the metre of an onset curve `(n,)` at 40 values a second."""
    correlation = _autocorrelation(onsets)
    if correlation is None:
        return Pulse(0.0, 0.0, 0)
    tempi, scores = _tempo_scores(correlation)
    best = float(tempi[np.argmax(scores)])
    lag = 60.0 * FRONT_END.short_fps / best
    strength = float(np.clip(_at(correlation, np.array([lag]))[0], 0.0, 1.0))
    if strength < 0.02:
        return Pulse(0.0, strength, 0)
    refined = _refine(correlation, lag)
    return Pulse(60.0 * FRONT_END.short_fps / refined, strength, _metre(correlation, refined))


def pulse_statistics(onsets: NDArray[np.float32]) -> NDArray[np.float32]:
    """Statistics of the pulse, `float32 (13,)` in the order of PULSE_NAMES; 0 without onsets."""
    correlation = _autocorrelation(onsets)
    if correlation is None:
        return np.zeros(len(PULSE_NAMES), dtype=np.float32)
    tempi, scores = _tempo_scores(correlation)
    best = float(tempi[np.argmax(scores)])
    lag = 60.0 * FRONT_END.short_fps / best
    share = np.maximum(scores, 0.0)
    share = share / max(share.sum(), 1e-9)
    entropy = -(share * np.log(share + 1e-12)).sum() / np.log(len(share))
    around = _at(correlation, np.array([lag, lag / 2, lag * 2, lag * 3, lag / 3]))
    clarity = float(correlation[_lags()[0] : _lags()[1]].max())
    centred = onsets - onsets.mean()
    deviation = max(float(centred.std()), 1e-6)
    values = [np.log2(best), around[0], clarity, entropy, share[tempi > _PRIOR_BPM].sum()]
    values += [around[1], around[2], around[3], around[4], onsets.mean(), deviation]
    values += [(centred**3).mean() / deviation**3, np.log((centred**4).mean() / deviation**4)]
    return np.asarray(values, dtype=np.float32)


def modulation(
    mel_db: NDArray[np.float32], onsets: NDArray[np.float32], per_group: int
) -> NDArray[np.float32]:
    """How the bands' levels fluctuate within each group of `per_group` short frames.

    Returns:
        float32 (n, 22): log energy of the modulation in five octaves for four groups of bands
        (tremolo, syllables at 4 Hz, beats), onsets a second, their mean strength.
    """
    groups = np.stack([mel_db[:, part].mean(axis=1) for part in _BAND_GROUPS], axis=1)
    levels = np.maximum(groups, -80.0).reshape(-1, per_group, len(_BAND_GROUPS))
    window = np.hanning(per_group).astype(np.float32)[None, :, None]
    power = np.abs(fft.rfft((levels - levels.mean(axis=1, keepdims=True)) * window, axis=1)) ** 2
    hertz = np.fft.rfftfreq(per_group, 1.0 / FRONT_END.short_fps)
    low, high = np.array(_MODULATION_EDGES_HZ[:-1]), np.array(_MODULATION_EDGES_HZ[1:])
    bands = ((hertz >= low[:, None]) & (hertz < high[:, None])).astype(np.float32)
    energy = np.log10(np.einsum("ngf,bn->fgb", power.transpose(1, 2, 0), bands) + 1.0)
    peaks = _onset_peaks(onsets).reshape(-1, per_group)
    seconds = per_group / FRONT_END.short_fps
    rate = (peaks > 0.0).sum(axis=1) / seconds
    strength = peaks.sum(axis=1) / np.maximum((peaks > 0.0).sum(axis=1), 1)
    flat = energy.reshape(len(energy), -1)
    return np.concatenate([flat, rate[:, None], strength[:, None]], axis=1).astype(np.float32)


def _onset_peaks(onsets: NDArray[np.float32]) -> NDArray[np.float32]:
    """The onset curve where it has a clear local maximum, 0 elsewhere."""
    padded = np.pad(onsets, 2, mode="edge")
    neighbours = np.max([padded[i : i + len(onsets)] for i in (0, 1, 3, 4)], axis=0)
    threshold = onsets.mean() + 0.3 * onsets.std()
    return np.where((onsets >= neighbours) & (onsets > max(threshold, 0.5)), onsets, 0.0)


def _lags() -> tuple[int, int]:
    """Shortest and longest lag of a beat, in frames."""
    fps = FRONT_END.short_fps
    return int(60.0 * fps / _FASTEST_BPM), int(60.0 * fps / _SLOWEST_BPM) + 1


def _autocorrelation(onsets: NDArray[np.float32]) -> NDArray[np.float64] | None:
    """Unbiased, normalised, averaged over chunks; None where nothing starts."""
    size = min(int(_CHUNK_S * FRONT_END.short_fps), len(onsets))
    n_chunks = max(len(onsets) // size, 1) if size else 0
    if n_chunks == 0 or float(onsets.mean()) < _LEAST_ONSET_DB:
        return None
    chunks = onsets[: n_chunks * size].reshape(n_chunks, size).astype(np.float64)
    chunks = chunks - chunks.mean(axis=1, keepdims=True)
    spectrum = fft.rfft(chunks, n=2 * size, axis=1)
    summed = fft.irfft(np.abs(spectrum) ** 2, axis=1).sum(axis=0)[:size]
    if summed[0] <= 0.0:
        return None
    unbiased = summed / (size - np.arange(size))
    correlation: NDArray[np.float64] = unbiased / unbiased[0]
    return correlation[: 10 * _lags()[1]]


def _tempo_scores(correlation: NDArray[np.float64]) -> tuple[NDArray[np.float64], ...]:
    tempi = np.exp(np.linspace(np.log(_SLOWEST_BPM), np.log(_FASTEST_BPM), 240))
    lag = 60.0 * FRONT_END.short_fps / tempi
    comb = np.mean([_at(correlation, lag * multiple) for multiple in (1, 2, 3, 4)], axis=0)
    prior = np.exp(-0.5 * (np.log2(tempi / _PRIOR_BPM) / _PRIOR_OCTAVES) ** 2)
    return tempi, comb * prior


def _at(correlation: NDArray[np.float64], lag: NDArray[np.float64]) -> NDArray[np.float64]:
    """The autocorrelation between its lags; 0 beyond the longest."""
    return np.interp(lag, np.arange(len(correlation)), correlation, right=0.0)


def _refine(correlation: NDArray[np.float64], lag: float) -> float:
    """The beat's lag read off its longest clear multiple, where a frame weighs least."""
    for multiple in (8, 4, 2, 1):
        centre = lag * multiple
        low, high = int(centre - 0.04 * centre - 1), int(centre + 0.04 * centre + 2)
        if low < 1 or high + 1 >= len(correlation):
            continue
        top = low + int(np.argmax(correlation[low:high]))
        before, here, after = correlation[top - 1 : top + 2]
        if here < max(before, after):
            continue
        shift = 0.5 * (before - after) / min(before - 2.0 * here + after, -1e-9)
        lag = (top + float(np.clip(shift, -0.5, 0.5))) / multiple
        break
    return lag


def _metre(correlation: NDArray[np.float64], lag: float) -> int:
    """The bar length in beats whose autocorrelation stands out most from the beats around it."""
    lags = lag * np.arange(1, 15)
    if lags[7] >= len(correlation):
        return 0
    beats = _at(correlation, np.asarray(lags, dtype=np.float64))
    contrast = {}
    for metre in _METRES:
        bars = np.array([bar for bar in (metre, 2 * metre) if lags[bar - 1] < len(correlation)])
        others = np.setdiff1d(np.arange(1, 9), bars)
        contrast[metre] = float(beats[bars - 1].mean() - beats[others - 1].mean())
    best = max(contrast, key=lambda metre: contrast[metre])
    return best if contrast[best] > 0.0 else 0
