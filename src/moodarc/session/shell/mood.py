"""What a listener's stored readings say, read and filtered once and asked many times."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Self

from moodarc.affect import AffectBelief, AffectReading
from moodarc.listener import AffectDynamics, SettledBelief, Word, present_belief, word_of

__all__ = ["Mood"]


@dataclass(frozen=True, slots=True)
class Mood:
    """How a listener feels, by all that was stored up to a time.

    Attributes:
        settled: the readings, filtered.
        word: the listener's own, where they said one last.
        ahead: when the next reading of a clock that is ahead of ours counts; None = there is none.
    """

    settled: SettledBelief
    word: Word | None = None
    ahead: datetime | None = None

    @classmethod
    def of(
        cls,
        readings: Sequence[AffectReading],
        at: datetime,
        *,
        dynamics: AffectDynamics | None = None,
    ) -> Self:
        """Of a log.

        Args:
            readings: oldest first.
            at: aware time; later readings do not count yet.
            dynamics: of the listener, where they were fitted before.
        """
        ahead = min((r.state.at for r in readings if r.state.at > at), default=None)
        settled = SettledBelief.of_log(readings, at, dynamics=dynamics)
        if not readings:
            return cls(settled)
        *earlier, newest = readings
        before = SettledBelief.of_log(earlier, newest.state.at, dynamics=dynamics)
        return cls(settled, word_of(newest, before.at(newest.state.at)), ahead)

    def belief(self, at: datetime) -> AffectBelief:
        """The belief at a time, the listener's last word in it."""
        held = self.settled.held.newest
        time = at if held is None else max(at, held.state.at)
        return present_belief(self.settled.at(time), self.word, at)
