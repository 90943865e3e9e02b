"""How a listener listens: what is skipped, what is liked, and when.

A share of n cases is told as the mean of its posterior under a uniform prior, (k + 1) / (n + 2),
with the middle 95 % of it (Laplace's rule of succession; a beta distribution).
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, tzinfo

from scipy.special import betaincinv

from moodarc.catalog import EventKind, ListeningEvent
from moodarc.listener.profile.history import DayPart, day_part
from moodarc.listener.profile.state_space import Estimate

__all__ = ["Habits", "share_of"]


@dataclass(frozen=True, slots=True)
class Habits:
    """Counts from the log.

    Attributes:
        zone: the listener's time zone.
        done: events by kind.
        plays: by part of the day.
    """

    zone: tzinfo = UTC
    done: Mapping[EventKind, int] = field(default_factory=dict)
    plays: Mapping[DayPart, int] = field(default_factory=dict)

    def after(self, event: ListeningEvent) -> "Habits":
        """With one more event."""
        done = Counter(self.done) + Counter([event.kind])
        if event.kind is not EventKind.PLAY:
            return replace(self, done=dict(done))
        plays = Counter(self.plays) + Counter([day_part(event.at, self.zone)])
        return replace(self, done=dict(done), plays=dict(plays))

    def count(self, kind: EventKind) -> int:
        """How often something was done."""
        return self.done.get(kind, 0)

    @property
    def skipped(self) -> Estimate:
        """Share of the tracks that came to an end that were skipped."""
        skips = self.count(EventKind.SKIP)
        return share_of(skips, skips + self.count(EventKind.FINISH))

    @property
    def liked(self) -> Estimate:
        """Likes for each track that was judged, liked or banned."""
        likes = self.count(EventKind.LIKE)
        return share_of(likes, likes + self.count(EventKind.BAN))


def share_of(k: int, n: int) -> Estimate:
    """A share of n cases, with the 95 % interval of its posterior.

    >>> share_of(0, 0)
    Estimate(value=0.5, low=0.025, high=0.975)
    """
    low, high = betaincinv(k + 1, n - k + 1, [0.025, 0.975])
    return Estimate((k + 1) / (n + 2), round(float(low), 12), round(float(high), 12))
