"""Harmony: spectral peaks, chroma, key strength and what does not change when a song is transposed.

Peaks of the long frames, not bins, carry the pitch (Gomez 2006): each is placed between the bins
by a parabola, the tuning of the stretch is taken out, and its magnitude goes to its pitch class.
"""

from dataclasses import dataclass
from functools import cache
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from moodarc.music.spectra import FRONT_END

__all__ = [
    "ALBRECHT_SHANAHAN",
    "CHORD_NAMES",
    "CHROMA_STATISTIC_NAMES",
    "KRUMHANSL_KESSLER",
    "PARTIAL_NAMES",
    "Harmony",
    "KeyProfiles",
    "chord_statistics",
    "chroma_statistics",
    "frame_harmony",
    "key_correlations",
    "relative_chroma",
]

_LOWEST_HZ: Final = 55.0
_HIGHEST_HZ: Final = 4000.0
_PITCH_HIGHEST_HZ: Final = 2100.0
"""above it partials say more of timbre than of the notes played"""
_TREBLE_HZ: Final = 260.0
"""middle C: melody and chords lie above it, the bass below"""
_PEAK_RANGE: Final = 1e-3
"""a peak counts down to 60 dB below the strongest of its frame"""


class KeyProfiles(NamedTuple):
    """How much each degree of the scale weighs, from the tonic up, in major and in minor."""

    major: tuple[float, ...]
    minor: tuple[float, ...]


KRUMHANSL_KESSLER: Final = KeyProfiles(
    major=(6.35, 2.23, 3.48, 2.33, 4.38, 4.09, 2.52, 5.19, 2.39, 3.66, 2.29, 2.88),
    minor=(6.33, 2.68, 3.52, 5.38, 2.60, 3.53, 2.54, 4.75, 3.98, 2.69, 3.34, 3.17),
)
"""Probe-tone ratings (Krumhansl & Kessler 1982): what listeners feel to fit."""
ALBRECHT_SHANAHAN: Final = KeyProfiles(
    major=(0.238, 0.006, 0.111, 0.006, 0.137, 0.094, 0.016, 0.214, 0.009, 0.080, 0.008, 0.081),
    minor=(0.220, 0.006, 0.104, 0.123, 0.019, 0.103, 0.012, 0.214, 0.062, 0.022, 0.061, 0.052),
)
"""Shares of the notes in 982 pieces (Albrecht & Shanahan 2013): what is played."""

PARTIAL_NAMES: Final = ("n_peaks", "continuity", "tonal_ratio_db", "roughness", "highest_khz")

CHROMA_STATISTIC_NAMES: Final = [
    "major_strength",
    "minor_strength",
    "major_minus_minor",
    "entropy",
    "fourier_1",
    "fourier_2",
    "fourier_3",
    "fourier_4",
    "fourier_5",
    "fourier_6",
    "interval_1",
    "interval_2",
    "interval_3",
    "interval_4",
    "interval_5",
    "interval_6",
    "major_triad",
    "minor_triad",
    "triad_contrast",
    "flux",
]

_TRIADS: Final = {"major": (0, 4, 7), "minor": (0, 3, 7), "dim": (0, 3, 6), "aug": (0, 4, 8)}
CHORD_NAMES: Final = (*(f"chord_{name}" for name in _TRIADS), "chord_fit", "chord_changes")


@dataclass(frozen=True, slots=True, eq=False)
class Harmony:
    """Of each long frame.

    Attributes:
        chroma: float32 (n_frames, 12), from C; loudness-compressed, unnormalised.
        treble: likewise, of the notes above middle C only.
        partials: float32 (n_frames, 5), in the order of PARTIAL_NAMES.
        tuning: deviation from A = 440 Hz in semitones, [-0.5, 0.5).
    """

    chroma: NDArray[np.float32]
    treble: NDArray[np.float32]
    partials: NDArray[np.float32]
    tuning: float


@dataclass(frozen=True, slots=True, eq=False)
class _Peaks:
    frame: NDArray[np.intp]
    bin: NDArray[np.intp]
    hertz: NDArray[np.float32]
    magnitude: NDArray[np.float32]


def frame_harmony(long_magnitude: NDArray[np.float32]) -> Harmony:
    """Chroma and partials of every long frame of a stretch of sound."""
    peaks = _find_peaks(long_magnitude)
    tuning = _tuning(peaks)
    n_frames = len(long_magnitude)
    return Harmony(
        chroma=_chroma(peaks, tuning, n_frames, above_hz=_LOWEST_HZ),
        treble=_chroma(peaks, tuning, n_frames, above_hz=_TREBLE_HZ),
        partials=_partials(peaks, long_magnitude),
        tuning=tuning,
    )


def key_correlations(
    chroma: NDArray[np.floating], profiles: KeyProfiles = KRUMHANSL_KESSLER
) -> NDArray[np.float64]:
    """Pearson correlation with the 24 key profiles of each chroma.

    Args:
        chroma: (n, 12).
        profiles: of a major and a minor key on C.

    Returns:
        (n, 24): C major ... B major, C minor ... B minor; 0 for a chroma without any variation.
    """
    rows = _unit_profiles(profiles)
    centred = chroma - chroma.mean(axis=1, keepdims=True)
    norm = np.linalg.norm(centred, axis=1, keepdims=True)
    unit = np.divide(centred, norm, out=np.zeros_like(centred, dtype=np.float64), where=norm > 0)
    out: NDArray[np.float64] = unit @ rows.T
    return out


def chroma_statistics(chroma: NDArray[np.float32], per_group: int) -> NDArray[np.float32]:
    """Key-invariant statistics of each group of `per_group` frames.

    Key strengths; entropy; the magnitudes of the chroma's Fourier coefficients (the fifth is its
    diatonicity; Quinn 2006); shares of the interval classes; fit of triads; change by frame.

    Args:
        chroma: (n * per_group, 12).
        per_group: frames in a group.

    Returns:
        float32 (n, 20), in the order of CHROMA_STATISTIC_NAMES.
    """
    groups = chroma.reshape(-1, per_group, 12).astype(np.float64)
    frames = _normalised(groups)
    mean = _normalised(frames.mean(axis=1))
    keys = key_correlations(mean)
    major, minor = keys[:, :12].max(axis=1), keys[:, 12:].max(axis=1)
    entropy = -(mean * np.log(mean + 1e-9)).sum(axis=1) / np.log(12)
    fourier = np.abs(np.fft.rfft(mean, axis=1))[:, 1:7]
    intervals = np.stack(
        [(mean * np.roll(mean, -step, axis=1)).sum(axis=1) for step in range(1, 7)], axis=1
    )
    steps = np.abs(np.diff(frames, axis=1)).sum(axis=2)
    flux = steps.sum(axis=1) / (2.0 * max(per_group - 1, 1))
    columns = [major, minor, major - minor, entropy, *fourier.T, *intervals.T, *_triads(frames)]
    return np.stack([*columns, flux], axis=1).astype(np.float32)


def chord_statistics(
    chroma: NDArray[np.float32], per_chord: int, per_group: int
) -> NDArray[np.float32]:
    """Which triads sound in each group of `per_group` frames, a chord every `per_chord` frames.

    Returns:
        float32 (n, 6), in the order of CHORD_NAMES: share of chords whose best triad is major,
        minor, diminished, augmented; the best triad's mean share of the chroma; how often the
        best triad changes.
    """
    chords = _normalised(chroma.reshape(-1, per_chord, 12).sum(axis=1, dtype=np.float64))
    fits = np.concatenate(
        [sum(np.roll(chords, -step, axis=1) for step in steps) for steps in _TRIADS.values()],
        axis=1,
    ).reshape(-1, per_group // per_chord, 12 * len(_TRIADS))
    best = fits.argmax(axis=2)
    shares = [(best // 12 == kind).mean(axis=1) for kind in range(len(_TRIADS))]
    changes = (np.diff(best, axis=1) != 0).mean(axis=1)
    return np.stack([*shares, fits.max(axis=2).mean(axis=1), changes], axis=1).astype(np.float32)


def relative_chroma(chroma: NDArray[np.floating]) -> NDArray[np.float32]:
    """A chroma `(12,)` of sum 1 as seen from its best major and its best minor tonic: `(24,)`."""
    unit = _normalised(np.asarray(chroma, dtype=np.float64)[None])
    keys = key_correlations(unit)[0]
    from_major = np.roll(unit[0], -int(np.argmax(keys[:12])))
    from_minor = np.roll(unit[0], -int(np.argmax(keys[12:])))
    return np.concatenate([from_major, from_minor]).astype(np.float32)


def _triads(frames: NDArray[np.float64]) -> list[NDArray[np.float64]]:
    """Mean over frames of the best major and minor triad's share, and the mean difference."""
    major = sum(np.roll(frames, -step, axis=2) for step in _TRIADS["major"])
    minor = sum(np.roll(frames, -step, axis=2) for step in _TRIADS["minor"])
    best_major, best_minor = np.max(major, axis=2), np.max(minor, axis=2)
    contrast = (best_major - best_minor).mean(axis=1)
    return [best_major.mean(axis=1), best_minor.mean(axis=1), contrast]


def _find_peaks(magnitude: NDArray[np.float32]) -> _Peaks:
    """Local maxima of each frame between 55 Hz and 4 kHz, placed between bins by a parabola."""
    hertz_per_bin = FRONT_END.rate / FRONT_END.long_frame
    low, high = int(_LOWEST_HZ / hertz_per_bin), int(_HIGHEST_HZ / hertz_per_bin)
    band = magnitude[:, low - 1 : high + 1]
    middle = band[:, 1:-1]
    floor = np.maximum(_PEAK_RANGE * middle.max(axis=1, keepdims=True), np.float32(1e-6))
    is_peak = (middle > band[:, :-2]) & (middle >= band[:, 2:]) & (middle > floor)
    frame, offset = np.nonzero(is_peak)
    left, top, right = (np.log(band[frame, offset + i] + 1e-9) for i in range(3))
    shift = 0.5 * (left - right) / np.minimum(left - 2.0 * top + right, -1e-6)
    hertz = (offset + low + np.clip(shift, -0.5, 0.5)) * np.float32(hertz_per_bin)
    return _Peaks(frame, offset + low, hertz.astype(np.float32), middle[frame, offset])


def _tuning(peaks: _Peaks) -> float:
    """Circular mean of the deviation from the nearest semitone, weighted by magnitude."""
    pitched = peaks.hertz < _PITCH_HIGHEST_HZ
    semitones = 12.0 * np.log2(peaks.hertz[pitched] / 440.0)
    vector = (peaks.magnitude[pitched] * np.exp(2j * np.pi * semitones)).sum()
    return 0.0 if vector == 0 else float(np.angle(vector) / (2.0 * np.pi))


def _chroma(peaks: _Peaks, tuning: float, n_frames: int, *, above_hz: float) -> NDArray[np.float32]:
    pitched = (peaks.hertz >= above_hz) & (peaks.hertz < _PITCH_HIGHEST_HZ)
    semitones = 12.0 * np.log2(peaks.hertz[pitched] / 440.0) + 9.0 - tuning
    nearest = np.round(semitones)
    closeness = np.cos(np.pi * (semitones - nearest)) ** 2
    weight = np.sqrt(peaks.magnitude[pitched]) * closeness
    cell = peaks.frame[pitched] * 12 + (nearest.astype(np.intp) % 12)
    summed = np.bincount(cell, weights=weight, minlength=n_frames * 12)
    return summed.reshape(n_frames, 12).astype(np.float32)


def _partials(peaks: _Peaks, magnitude: NDArray[np.float32]) -> NDArray[np.float32]:
    n_frames = len(magnitude)
    count = np.bincount(peaks.frame, minlength=n_frames).astype(np.float64)
    mask = np.zeros(magnitude.shape, dtype=bool)
    mask[peaks.frame, peaks.bin] = True
    near = mask.copy()
    near[:, 1:] |= mask[:, :-1]
    near[:, :-1] |= mask[:, 1:]
    lasts = (mask[:-1] & near[1:]).sum(axis=1)
    continuity = np.append(lasts, lasts[-1:] if n_frames > 1 else [0]) / np.maximum(count, 1.0)
    squares = np.bincount(peaks.frame, weights=peaks.magnitude**2, minlength=n_frames)
    total = np.einsum("ij,ij->i", magnitude, magnitude)
    tonal = 10.0 * np.log10((squares + 1e-10) / (total + 1e-10))
    highest = np.zeros(n_frames)
    np.maximum.at(highest, peaks.frame, peaks.hertz / 1000.0)
    columns = [count, continuity, tonal, _roughness(peaks, n_frames), highest]
    return np.stack(columns, axis=1).astype(np.float32)


def _roughness(peaks: _Peaks, n_frames: int) -> NDArray[np.float64]:
    """Sensory dissonance of neighbouring partials (Plomp & Levelt 1965, Sethares 1993's curve).

    Weighted by the product of magnitudes and divided by the frame's summed squares.
    """
    together = peaks.frame[1:] == peaks.frame[:-1]
    low, high = peaks.hertz[:-1], peaks.hertz[1:]
    distance = 0.24 * (high - low) / (0.0207 * low + 18.96)
    curve = np.exp(-3.51 * distance) - np.exp(-5.75 * distance)
    product = peaks.magnitude[:-1] * peaks.magnitude[1:] * curve * together
    summed = np.bincount(peaks.frame[:-1], weights=product, minlength=n_frames)
    squares = np.bincount(peaks.frame, weights=peaks.magnitude**2, minlength=n_frames)
    rough: NDArray[np.float64] = summed / (squares + 1e-10)
    return rough


def _normalised(chroma: NDArray[np.float64]) -> NDArray[np.float64]:
    """Chroma of sum 1; a silent one is even."""
    total = chroma.sum(axis=-1, keepdims=True)
    even = np.full_like(chroma, 1.0 / 12.0)
    return np.asarray(np.divide(chroma, total, out=even, where=total > 0))


@cache
def _unit_profiles(profiles: KeyProfiles) -> NDArray[np.float64]:
    rows = np.array([np.roll(profile, tonic) for profile in profiles for tonic in range(12)])
    centred = rows - rows.mean(axis=1, keepdims=True)
    return np.asarray(centred / np.linalg.norm(centred, axis=1, keepdims=True))
