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
from moodarc.catalog import Track

__all__ = ["LibraryScale", "relative_to_library"]

_REFERENCE_DEVIATION: Final = (0.294, 0.334)
"""Spread of the estimator's held-out values over 720 clips, 180 a quadrant (4Q); mean 0 +- 0.02."""
_PRIOR_TRACKS: Final = 10
"""as many tracks weigh as much as the reference"""
_LEAST, _MOST = 0.5, 5.0


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
        valence, arousal = self._moved(np.array([affect.valence, affect.arousal]))
        of_valence, of_arousal = self._shrunk(np.array(affect.variance[:2]))
        variance = Variance(float(of_valence), float(of_arousal))
        return TrackAffect(float(valence), float(arousal), variance)

    def apply_to_curve(self, curve: AffectCurve) -> AffectCurve:
        """The curve as it stands in the library."""
        return replace(
            curve,
            values=self._moved(curve.values).astype(np.float32),
            variance=self._shrunk(curve.variance).astype(np.float32),
        )

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
    scale = LibraryScale.of([t.analysis.affect for t in tracks if t.analysis is not None])
    return [_rescaled(track, scale) for track in tracks], scale


def _rescaled(track: Track, scale: LibraryScale) -> Track:
    if track.analysis is None:
        return track
    analysis = replace(
        track.analysis,
        affect=scale.apply(track.analysis.affect),
        curve=scale.apply_to_curve(track.analysis.curve),
    )
    return replace(track, analysis=analysis)


def _stretch(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Reference spread over the library's, within bounds; 1 where there is no spread."""
    if len(values) < 2:
        return np.ones(2)
    deviation = values.std(axis=0)
    ratio = np.divide(_REFERENCE_DEVIATION, deviation, out=np.ones(2), where=deviation > 1e-6)
    return np.asarray(np.clip(ratio, _LEAST, _MOST))
