"""Beats from a raw signal: an electrocardiogram (ECG), or a wrist's or finger's pulse wave (PPG).

ECG: band-pass 5 to 15 Hz, slope squared, summed over 150 ms, tops at least 300 ms apart that reach
.3 of the usual height (Pan and Tompkins, IEEE Trans. Biomed. Eng. 32, 1985, with one fixed share in
place of their two running thresholds). PPG: band-pass 0.5 to 8 Hz, squared where positive, blocks
where the mean over 111 ms exceeds that over 667 ms by .02 of the whole mean; the highest point of a
block of at least 111 ms is a beat (Elgendi et al., PLoS ONE 8, 2013).

SciPy, which every install has, suffices; no further package is asked for.
"""

from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from moodarc.errors import InputError

__all__ = ["ecg_beats_s", "ppg_beats_s", "rr_intervals_ms"]

_ECG_BAND_HZ: Final = (5.0, 15.0)
_ECG_WINDOW_S: Final = 0.15
_REFRACTORY_S: Final = 0.3
_SHARE_OF_HEIGHT: Final = 0.3
_PPG_BAND_HZ: Final = (0.5, 8.0)
_PPG_PEAK_S: Final = 0.111
_PPG_BEAT_S: Final = 0.667
_PPG_OFFSET: Final = 0.02
_LEAST_S: Final = 5.0


def ecg_beats_s(signal: ArrayLike, rate_hz: float) -> NDArray[np.float64]:
    """When the heart beats, seconds from the start, float64 (n,) rising.

    Args:
        signal: (m,) in any unit, either way up.
        rate_hz: samples a second, above 40.

    Raises:
        InputError: a signal shorter than 5 s or not finite, or too low a rate.
    """
    from scipy.signal import find_peaks  # noqa: PLC0415 - half a second of import

    passed = _band_passed(signal, rate_hz, _ECG_BAND_HZ)
    energy = _moving_mean(np.gradient(passed) ** 2, _ECG_WINDOW_S * rate_hz)
    highest = np.quantile(energy, 0.98)
    tops, _ = find_peaks(
        energy,
        distance=max(1, int(_REFRACTORY_S * rate_hz)),
        height=max(_SHARE_OF_HEIGHT * highest, np.finfo(np.float64).tiny),
    )
    reach = int(_ECG_WINDOW_S * rate_hz)
    return np.array([_highest(np.abs(passed), top, reach) for top in tops], float) / rate_hz


def ppg_beats_s(signal: ArrayLike, rate_hz: float) -> NDArray[np.float64]:
    """When the pulse wave tops, seconds from the start, float64 (n,) rising.

    Args:
        signal: (m,) in any unit, blood volume upwards.
        rate_hz: samples a second, above 20.

    Raises:
        InputError: as `ecg_beats_s`.
    """
    passed = _band_passed(signal, rate_hz, _PPG_BAND_HZ)
    squared = np.maximum(passed, 0.0) ** 2
    peak = _moving_mean(squared, _PPG_PEAK_S * rate_hz)
    beat = _moving_mean(squared, _PPG_BEAT_S * rate_hz)
    inside = peak > beat + _PPG_OFFSET * squared.mean()
    edges = np.flatnonzero(np.diff(np.concatenate([[0], inside.astype(int), [0]])))
    blocks = edges.reshape(-1, 2)
    wide = blocks[np.diff(blocks, axis=1)[:, 0] >= _PPG_PEAK_S * rate_hz]
    return np.array([start + passed[start:end].argmax() for start, end in wide], float) / rate_hz


def rr_intervals_ms(beats_s: ArrayLike) -> tuple[float, ...]:
    """Times between beats in milliseconds, as a `WearableSample` has them.

    >>> rr_intervals_ms([0.5, 1.25, 2.0])
    (750.0, 750.0)
    """
    return tuple(float(step) for step in 1000.0 * np.diff(np.asarray(beats_s, dtype=np.float64)))


def _band_passed(
    signal: ArrayLike, rate_hz: float, band_hz: tuple[float, float]
) -> NDArray[np.float64]:
    from scipy.signal import butter, sosfiltfilt  # noqa: PLC0415 - half a second of import

    values = np.asarray(signal, dtype=np.float64)
    if not rate_hz > 2.5 * band_hz[1]:
        msg = f"{rate_hz!r} samples a second; expected more than {2.5 * band_hz[1]:g}"
        raise InputError(msg)
    if values.ndim != 1 or len(values) < _LEAST_S * rate_hz or not np.isfinite(values).all():
        msg = (
            f"a signal of shape {values.shape}; expected finite numbers of at least {_LEAST_S:g} s"
        )
        raise InputError(msg)
    sections = butter(2, band_hz, btype="bandpass", fs=rate_hz, output="sos")
    return np.asarray(sosfiltfilt(sections, values - values.mean()))


def _moving_mean(values: NDArray[np.float64], width: float) -> NDArray[np.float64]:
    n = max(1, round(width))
    return np.convolve(values, np.full(n, 1.0 / n), mode="same")


def _highest(values: NDArray[np.float64], place: int, reach: int) -> int:
    start = max(0, place - reach)
    return start + int(values[start : place + reach + 1].argmax())
