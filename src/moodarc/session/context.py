r"""What a listener takes well at this hour and on this kind of day (LIN-10 G), from what they did.

Tracks are points x: valence, arousal, energy and the logarithm of the tempo, in deviations of the
library. Of the tracks that were taken well, the mean at this time, mu_now, is weighed by how near
their time of day was (a kernel of two hours, a quarter of it on the other kind of day) and drawn
to the mean of all, mu_all, by ten tracks. How much better a track suits now than in general is then
linear in x (Fisher's discriminant with the spread of the library),

$$\sigma\big((\mu_{now} - \mu_{all})^\top (x - (\mu_{now} + \mu_{all}) / 2)\big)$$

which is 1/2 for all tracks where the hour tells nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Final

import numpy as np
from numpy.typing import NDArray

from moodarc.catalog import TrackTable

__all__ = ["ContextHabits", "context_features", "context_text"]

Array = NDArray[np.float64]

_WIDTH_H: Final = 2.0
_OTHER_DAY: Final = 0.25
_PRIOR: Final = 10.0
_WORKDAYS: Final = 5


def context_features(table: TrackTable) -> Array:
    """(n, 4) standard scores over the library; a track without beat has the mean tempo."""
    tempo = np.log2(np.where(table.tempo_bpm > 0.0, table.tempo_bpm, np.nan))
    found = np.column_stack([table.affect, table.energy, tempo]).astype(np.float64)
    if not len(found):
        return found
    known = np.isfinite(found)
    n = np.maximum(known.sum(axis=0), 1)
    mean = np.where(known, found, 0.0).sum(axis=0) / n
    centred = np.where(known, found - mean, 0.0)
    spread = np.sqrt((centred**2).sum(axis=0) / n)
    return np.asarray(np.divide(centred, spread, out=np.zeros_like(centred), where=spread > 1e-6))


@dataclass(frozen=True, slots=True, eq=False)
class ContextHabits:
    """Tracks that were taken well, and when.

    Attributes:
        features: (m, 4) of `context_features`.
        weight: (m,), how well, >= 0.
        at: when each was taken so.
    """

    features: Array
    weight: Array
    at: Sequence[datetime]

    def expected(self, features: Array, now: datetime, zone: tzinfo) -> Array:
        """Of each track, float64 (n,) in (0, 1); 1/2 where the hour tells nothing.

        Args:
            features: (n, 4) of `context_features`.
            now: aware time.
            zone: the listener's.
        """
        if not len(self.weight) or self.weight.sum() <= 0.0:
            return np.full(len(features), 0.5)
        in_general = self.weight @ self.features / self.weight.sum()
        near = self.weight * np.array([_nearness(then, now, zone) for then in self.at])
        here = (near @ self.features + _PRIOR * in_general) / (near.sum() + _PRIOR)
        lean = here - in_general
        odds = features @ lean - float(lean @ (here + in_general)) / 2.0
        expected: Array = 1.0 / (1.0 + np.exp(-odds))
        return expected


def context_text(value: float) -> str:
    """The reason in words.

    >>> context_text(0.7)
    'more like what you play at this hour; odds 70 to 30'
    """
    share = round(100 * value)
    if share == 50:
        return "like what you play at any hour; odds 50 to 50"
    word = "more" if share > 50 else "less"
    return f"{word} like what you play at this hour; odds {share} to {100 - share}"


def _nearness(then: datetime, now: datetime, zone: tzinfo) -> float:
    before, here = then.astimezone(zone), now.astimezone(zone)
    apart = abs(before.hour + before.minute / 60.0 - here.hour - here.minute / 60.0)
    hours = min(apart, 24.0 - apart)
    same = (before.weekday() < _WORKDAYS) == (here.weekday() < _WORKDAYS)
    kernel = float(np.exp(-0.5 * (hours / _WIDTH_H) ** 2))
    return kernel if same else _OTHER_DAY * kernel
