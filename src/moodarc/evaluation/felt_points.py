"""Felt moments on the program's own scale: points of the plane from eighteen scores.

What ships is learned from the raw scores alone. The forecaster reads a moment as the program reads
any emotion vector (`share_points`: each emotion lies at the centre of its quadrant); the dynamics
of the belief were learned with each emotion at the Thayer term nearest in meaning (`felt_points`,
BAEK-0). A table's own valence and arousal are word norms on another scale; `Scale` leads from the
one to the other by what both say of the eighteen words, never by what anybody felt.
"""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from moodarc.affect import QUADRANT_CENTRES, ThayerTerm, term_point
from moodarc.datasets import FELT_EMOTIONS, FeltMoments
from moodarc.errors import DatasetError

__all__ = ["FELT_TERMS", "Scale", "felt_points", "score_shares", "share_points"]

FELT_TERMS: Final[dict[str, ThayerTerm]] = {
    "Afraid": ThayerTerm.NERVOUS,
    "Amused": ThayerTerm.HAPPY,
    "Angry": ThayerTerm.ANGRY,
    "Bored": ThayerTerm.BORED,
    "Calm": ThayerTerm.CALM,
    "Disgusted": ThayerTerm.ANNOYED,
    "Embarrassed": ThayerTerm.NERVOUS,
    "Excited": ThayerTerm.EXCITED,
    "Frustrated": ThayerTerm.ANNOYED,
    "Grateful": ThayerTerm.PLEASED,
    "Happy": ThayerTerm.HAPPY,
    "Neutral": ThayerTerm.RELAXED,
    "Proud": ThayerTerm.PLEASED,
    "Relieved": ThayerTerm.RELAXED,
    "Sad": ThayerTerm.SAD,
    "Serene": ThayerTerm.PEACEFUL,
    "Surprised": ThayerTerm.EXCITED,
    "Worn_out": ThayerTerm.SLEEPY,
}
"""The Thayer term nearest in meaning, in the quadrant that `FELT_EMOTIONS` names (judgement)."""

_TERM_POINTS: Final = np.array([term_point(FELT_TERMS[word]) for word in FELT_EMOTIONS])
_CENTRES: Final = np.array([QUADRANT_CENTRES[quadrant] for quadrant in FELT_EMOTIONS.values()])
_FURTHEST_OFF: Final = 0.01
_FLAT: Final = 1e-6


@dataclass(frozen=True, slots=True, eq=False)
class Scale:
    """Ours = slope * theirs + intercept, each (2,): valence, arousal."""

    slope: NDArray[np.float64]
    intercept: NDArray[np.float64]

    def ours(self, theirs: NDArray[np.float64]) -> NDArray[np.float64]:
        """Points `(n, 2)` of the table on our scale, cut to [-1, 1]."""
        return np.asarray(np.clip(theirs * self.slope + self.intercept, -1.0, 1.0))

    def theirs(self, ours: NDArray[np.float64]) -> NDArray[np.float64]:
        """The inverse, not cut."""
        return np.asarray((ours - self.intercept) / self.slope)

    @classmethod
    def of(cls, moments: FeltMoments) -> "Scale":
        """Regression of our eighteen centres on the table's norms, by how much each word was used.

        Raises:
            DatasetError: the norms do not follow from the scores, or do not rise with ours.
        """
        shares = score_shares(moments)
        theirs = np.column_stack([moments.valence, moments.arousal])
        norms, *_ = np.linalg.lstsq(shares, theirs, rcond=None)
        off = float(np.abs(shares @ norms - theirs).max())
        used = np.sqrt(shares.mean(axis=0))
        slope, intercept = np.array(
            [_line(norms[:, column], _CENTRES[:, column], used) for column in range(2)]
        ).T
        if off > _FURTHEST_OFF or not (slope > 0.0).all():
            msg = (
                f"valence and arousal are up to {off:.3f} away from any weighted mean of the "
                f"scores, and rise with them by {slope.round(3).tolist()}; expected word norms "
                "weighted by the eighteen scores"
            )
            raise DatasetError(msg)
        return cls(slope, intercept)


def _line(
    x: NDArray[np.floating[Any]], y: NDArray[np.float64], weights: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Slope and intercept; no slope where all x that have a weight are one."""
    if np.ptp(x[weights > 0.0]) < _FLAT:
        return np.array([0.0, float(y.mean())])
    return np.asarray(np.polyfit(x, y, 1, w=weights))


def score_shares(moments: FeltMoments) -> NDArray[np.float64]:
    """Scores as shares of their sum, `(n, 18)`."""
    return np.asarray(moments.scores / moments.scores.sum(axis=1, keepdims=True))


def felt_points(moments: FeltMoments) -> NDArray[np.float64]:
    """Valence and arousal `(n, 2)` in [-1, 1] from the raw scores (BAEK eq. 1-3)."""
    return np.asarray(score_shares(moments) @ _TERM_POINTS)


def share_points(moments: FeltMoments) -> NDArray[np.float64]:
    """Valence and arousal `(n, 2)` in [-.5, .5] of emotion vectors, as `state_of_shares` does."""
    return np.asarray(score_shares(moments) @ _CENTRES)
