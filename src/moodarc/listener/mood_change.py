"""How the felt mood moves after a track: lift, keep or drop, and what is known of it beforehand.

A listening is a track that somebody heard, with the mood before and after it (valence and arousal)
and the rating it was given. The change is that of valence: lift from +0.125 on, drop below -0.125,
half a step of the grid on which SiTunes' listeners placed themselves (Li et al., CHIIR 2024).

Moods go back to what is usual for a person: whoever feels better than usual feels worse after most
tracks. So what foretells the change is the mood before, the listener's past
(`listener.past_features`), and what is known of the track.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

__all__ = ["CHANGES", "LEAST_CHANGE", "Listenings", "mood_changes"]

CHANGES: Final = ("drop", "keep", "lift")
"""The three changes; a label is its place here."""

LEAST_CHANGE: Final = 0.125
"""Of valence: less is keeping."""


def mood_changes(before: ArrayLike, after: ArrayLike) -> NDArray[np.int64]:
    """The change of each listening, int64 (n,) places in `CHANGES`.

    As SiTunes' authors cut it: drop up to -0.125, keep up to +0.125, lift above.

    Args:
        before: (n,) valence.
        after: (n,) valence.

    >>> mood_changes([0.0, 0.0, 0.0, 0.5], [0.2, 0.125, -0.125, 0.4]).tolist()
    [2, 1, 0, 1]
    """
    change = np.asarray(after, dtype=np.float64) - np.asarray(before, dtype=np.float64)
    return (change > -LEAST_CHANGE).astype(np.int64) + (change > LEAST_CHANGE)


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Listenings:
    """Tracks heard, in any order.

    Attributes:
        listeners: (n,) int64.
        tracks: (n,) int64.
        at_s: (n,) int64, seconds since 1970.
        before: (n, 2) valence and arousal before; NaN where nobody asked.
        after: (n, 2) likewise after; an outcome.
        rating: (n,) in any one scale; NaN where none was given; an outcome.
    """

    listeners: NDArray[np.int64]
    tracks: NDArray[np.int64]
    at_s: NDArray[np.int64]
    before: NDArray[np.float64]
    after: NDArray[np.float64]
    rating: NDArray[np.float64]

    def __len__(self) -> int:
        return len(self.listeners)

    def at(self, rows: NDArray[np.int64] | NDArray[np.bool_]) -> "Listenings":
        """Some of them."""
        return Listenings(
            listeners=self.listeners[rows],
            tracks=self.tracks[rows],
            at_s=self.at_s[rows],
            before=self.before[rows],
            after=self.after[rows],
            rating=self.rating[rows],
        )

    def and_these(self, others: "Listenings") -> "Listenings":
        """Both, these first."""
        return Listenings(
            listeners=np.concatenate([self.listeners, others.listeners]),
            tracks=np.concatenate([self.tracks, others.tracks]),
            at_s=np.concatenate([self.at_s, others.at_s]),
            before=np.concatenate([self.before, others.before]),
            after=np.concatenate([self.after, others.after]),
            rating=np.concatenate([self.rating, others.rating]),
        )
