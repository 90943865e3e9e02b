"""How people in general feel about tracks: what a listener of whom nothing is known is taken for.

A few means over listenings whose outcome is known; no listening can be told from them.
"""

from typing import Any, NamedTuple, Self

import numpy as np

from moodarc.errors import InputError
from moodarc.listener.mood_change import Listenings, mood_changes

__all__ = ["PeopleMoods"]


class PeopleMoods(NamedTuple):
    """Means of listenings.

    Attributes:
        intercept: of the line of valence after on valence before.
        slope: of that line.
        before: mean valence before.
        after: mean valence after.
        after_arousal: mean arousal after.
        rating: mean, in the scale of the listenings.
        step: mean size of the change of valence.
        surprise_variance: of valence after about the line, > 0.
        shares: of drop, keep and lift.
        elsewhere: valence and arousal after and rating of listenings without a mood before; of all
            where there are none.
    """

    intercept: float
    slope: float
    before: float
    after: float
    after_arousal: float
    rating: float
    step: float
    surprise_variance: float
    shares: tuple[float, ...]
    elsewhere: tuple[float, ...]

    @classmethod
    def of(cls, paired: Listenings, elsewhere: Listenings) -> Self:
        """Of listenings with both moods, at least one, and others without a mood before."""
        before, after = paired.before[:, 0], paired.after[:, 0]
        slope = float(np.polyfit(before, after, 1)[0]) if np.ptp(before) > 0.0 else 1.0
        intercept = float(after.mean() - slope * before.mean())
        surprise = after - intercept - slope * before
        rated = paired.rating[np.isfinite(paired.rating)]
        rating = float(rated.mean()) if len(rated) else 0.0
        labels = np.bincount(mood_changes(before, after), minlength=3)
        arousal = float(paired.after[:, 1].mean())
        alone = (float(after.mean()), arousal, rating)
        others = np.column_stack([elsewhere.after, elsewhere.rating])
        return cls(
            intercept=intercept,
            slope=slope,
            before=float(before.mean()),
            after=float(after.mean()),
            after_arousal=arousal,
            rating=rating,
            step=float(np.abs(after - before).mean()),
            surprise_variance=max(float(surprise.var()), 1e-6),
            shares=tuple((labels / len(paired)).tolist()),
            elsewhere=tuple(others.mean(axis=0).tolist()) if len(elsewhere) else alone,
        )

    @classmethod
    def from_json(cls, values: Any) -> Self:  # noqa: ANN401 - whatever a file holds
        """Of `_asdict`'s form.

        Raises:
            InputError: it is not of that form.
        """
        try:
            numbers: dict[str, Any] = {name: float(values[name]) for name in cls._fields[:-2]}
            numbers |= {name: tuple(float(v) for v in values[name]) for name in cls._fields[-2:]}
        except (KeyError, TypeError, ValueError) as error:
            msg = f"means of people cannot be read ({error}); train the model again"
            raise InputError(msg) from error
        return cls(**numbers)
