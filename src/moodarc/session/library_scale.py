"""Perceived emotion as it stands within one library, without any label.

An estimator trained on one corpus reads another with a shift: built-in synthetic music sounds
"peaceful" to it as a whole, a metal collection "angry". What a listener steers through is the
differences between their own tracks, so a list is planned on values whose mean and spread are moved
to those the estimator has on balanced music. The order of the tracks on each axis stays as it is.

Each axis: v' = (v - w m) r^w, with m the library's mean, r the reference's spread over the
library's (within [1/2, 5]) and w = n / (n + 10): a handful of tracks says little of a library.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray

from moodarc.affect import AffectCurve, TrackAffect, Variance
from moodarc.catalog import Track, TrackAnalysis

__all__ = ["LibraryScale", "relative_to_library"]

_REFERENCE_DEVIATION: Final = (0.294, 0.334)
"""Spread of the estimator's held-out values over 720 clips, 180 a quadrant (4Q); mean 0 +- 0.02."""
_PRIOR_TRACKS: Final = 10
"""as many tracks weigh as much as the reference"""
_LEAST, _MOST = 0.5, 5.0
_TOGETHER: Final = 1000
"""tracks whose curves are moved at once"""


@dataclass(frozen=True, slots=True)
class LibraryScale:
    """An affine map of each axis.

    Attributes:
        centre: (valence, arousal) that becomes 0.
        stretch: factors, each above 0.
        n_tracks: how many tracks it rests on.
    """

    centre: tuple[float, float]
    stretch: tuple[float, float]
    n_tracks: int

    @classmethod
    def of(cls, affects: Sequence[TrackAffect]) -> Self:
        """The scale of a library; the identity for an empty one."""
        values = np.array([(a.valence, a.arousal) for a in affects]).reshape(-1, 2)
        n = len(values)
        weight = n / (n + _PRIOR_TRACKS)
        centre = weight * values.mean(axis=0) if n else np.zeros(2)
        stretch = _stretch(values) ** weight
        return cls((float(centre[0]), float(centre[1])), (float(stretch[0]), float(stretch[1])), n)

    def apply(self, affect: TrackAffect) -> TrackAffect:
        """The affect as it stands in the library; its variance never grows by a stretch."""
        return self.apply_to_all([affect])[0]

    def apply_to_all(self, affects: Sequence[TrackAffect]) -> list[TrackAffect]:
        """The same for many at once."""
        means = self._moved(np.array([(a.valence, a.arousal) for a in affects]).reshape(-1, 2))
        variances = self._shrunk(np.array([a.variance[:2] for a in affects]).reshape(-1, 2))
        return [
            TrackAffect(valence, arousal, Variance(*variance))
            for (valence, arousal), variance in zip(means.tolist(), variances.tolist(), strict=True)
        ]

    def apply_to_curve(self, curve: AffectCurve) -> AffectCurve:
        """The curve as it stands in the library."""
        return self.apply_to_curves([curve])[0]

    def apply_to_curves(self, curves: Sequence[AffectCurve]) -> list[AffectCurve]:
        """The same for many at once."""
        ends = np.cumsum([len(curve.values) for curve in curves])[:-1]
        values = self._moved(np.concatenate([curve.values for curve in curves]))
        variance = self._shrunk(np.concatenate([curve.variance for curve in curves]))
        parts = (np.split(whole.astype(np.float32), ends) for whole in (values, variance))
        return [
            replace(curve, values=own, variance=spread)
            for curve, own, spread in zip(curves, *parts, strict=True)
        ]

    def _moved(self, values: NDArray[np.floating]) -> NDArray[np.float64]:
        """Values (..., 2) on the library's scale."""
        moved = (values - np.array(self.centre)) * np.array(self.stretch)
        return np.asarray(np.clip(moved, -1.0, 1.0))

    def _shrunk(self, variance: NDArray[np.floating]) -> NDArray[np.float64]:
        # a stretch above 1 undoes a compression of the estimates, not of their errors
        return np.asarray(variance * np.minimum(self.stretch, 1.0) ** 2)

    def __str__(self) -> str:
        return (
            f"centre {self.centre[0]:+.3f} {self.centre[1]:+.3f}, "
            f"stretch {self.stretch[0]:.3f} {self.stretch[1]:.3f}, {self.n_tracks} tracks"
        )


def relative_to_library(tracks: Sequence[Track]) -> tuple[list[Track], LibraryScale]:
    """The tracks with their affect on their library's own scale, and that scale.

    Tracks without an analysis are handed through.
    """
    heard = [track.analysis for track in tracks if track.analysis is not None]
    scale = LibraryScale.of([analysis.affect for analysis in heard])
    blocks = (heard[first : first + _TOGETHER] for first in range(0, len(heard), _TOGETHER))
    rescaled = (analysis for block in blocks for analysis in _rescaled(block, scale))
    return [t if t.analysis is None else replace(t, analysis=next(rescaled)) for t in tracks], scale


def _rescaled(analyses: Sequence[TrackAnalysis], scale: LibraryScale) -> list[TrackAnalysis]:
    affects = scale.apply_to_all([analysis.affect for analysis in analyses])
    curves = scale.apply_to_curves([analysis.curve for analysis in analyses])
    return [
        replace(analysis, affect=affect, curve=curve)
        for analysis, affect, curve in zip(analyses, affects, curves, strict=True)
    ]


def _stretch(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Reference spread over the library's, within bounds; 1 where there is no spread."""
    if len(values) < 2:
        return np.ones(2)
    deviation = values.std(axis=0)
    ratio = np.divide(_REFERENCE_DEVIATION, deviation, out=np.ones(2), where=deviation > 1e-6)
    return np.asarray(np.clip(ratio, _LEAST, _MOST))
