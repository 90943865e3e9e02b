"""Which of a camera's readings are kept.

A page that looks five times a second would write a log of 18,000 readings an hour, and neighbours
say almost the same (`listener.belief_sensors`). Kept is the first, then one whose likeliest
expression is another than that of the last one kept, and otherwise one every two seconds. The
others are believed in for the moment and not stored.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

__all__ = ["Thinning"]

_EVERY: Final = timedelta(seconds=2)


class Thinning:
    """Of one listener's camera."""

    def __init__(self) -> None:
        self._kept: tuple[datetime, int] | None = None

    def keeps(self, probabilities: Sequence[float], at: datetime) -> bool:
        """Whether a reading is to be stored; it then is the last one that was.

        >>> from datetime import UTC
        >>> rule, at = Thinning(), datetime(2026, 1, 1, tzinfo=UTC)
        >>> later = [at + timedelta(seconds=s) for s in (0.0, 0.2, 0.4, 2.5)]
        >>> glad, sad = [0, 0, 0, 1, 0, 0, 0], [0, 0, 0, 0, 1, 0, 0]
        >>> [rule.keeps(p, t) for p, t in zip((glad, glad, sad, sad), later)]
        [True, False, True, True]
        """
        label = max(range(len(probabilities)), key=lambda place: probabilities[place])
        if self._kept is not None:
            kept_at, kept_label = self._kept
            if label == kept_label and timedelta(0) <= at - kept_at < _EVERY:
                return False
        self._kept = at, label
        return True
