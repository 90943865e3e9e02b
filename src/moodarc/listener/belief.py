"""What all readings say together: the belief.

A continuous-time Kalman filter (`belief_kalman`) over the listener's readings with
Ornstein-Uhlenbeck dynamics (`dynamics`): readings of any modality weigh by their precision, a
sensor that repeats itself is not believed the more for it (`belief_sensors`), a slip is doubted,
and unheard the belief drifts to the listener's home base.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Self

from moodarc.affect import AffectBelief, AffectReading
from moodarc.listener.belief_filter import NO_READING, BeliefState, counts, order_of, utc
from moodarc.listener.belief_kalman import Process
from moodarc.listener.dynamics import POPULATION_DYNAMICS, AffectDynamics
from moodarc.listener.dynamics_fit import fit_dynamics

__all__ = ["NO_READING", "SettledBelief", "as_said", "believe", "believe_log", "own_dynamics"]

_RECENT: Final = 50
"""readings that are filtered; what lies before them shapes the dynamics"""

_FEWEST: Final = 20
"""older readings from which dynamics of one's own are worth the search"""


@dataclass(frozen=True, slots=True)
class SettledBelief:
    """Readings that were filtered once, to be asked at any time after them.

    Attributes:
        process: of the listener's dynamics.
        held: after the newest reading.
    """

    process: Process
    held: BeliefState

    @classmethod
    def of(
        cls,
        readings: Sequence[AffectReading],
        until: datetime,
        *,
        dynamics: AffectDynamics = POPULATION_DYNAMICS,
    ) -> Self:
        """Of the valid readings up to a time, in any order.

        Raises:
            InputError: a time without a zone.
        """
        now = utc(until)
        usable = sorted((r for r in readings if counts(r) and r.state.at <= now), key=order_of)
        process = Process.of(dynamics)
        state = BeliefState.before_any(process)
        for reading in usable:
            state = state.after(reading, process)
        return cls(process, state)

    @classmethod
    def of_log(
        cls,
        log: Sequence[AffectReading],
        until: datetime,
        *,
        dynamics: AffectDynamics | None = None,
    ) -> Self:
        """Of a listener's whole log, as `believe_log` reads it.

        Args:
            log: oldest first.
            until: aware time.
            dynamics: of the listener, where they were fitted before; None = fit them now.
        """
        now = utc(until)
        usable = [reading for reading in log if counts(reading) and reading.state.at <= now]
        own = dynamics or own_dynamics(usable)
        return cls.of(usable[-_RECENT:], now, dynamics=own)

    def at(self, time: datetime) -> AffectBelief:
        """The belief at a time, not before the newest reading.

        Raises:
            InputError: a time without a zone.
        """
        return self.held.belief(utc(time), self.process)


def own_dynamics(usable: Sequence[AffectReading]) -> AffectDynamics:
    """The dynamics that a log's older readings give; people's, where they are too few.

    Args:
        usable: readings that count, oldest first.
    """
    older = usable[:-_RECENT]
    return fit_dynamics(older) if len(older) >= _FEWEST else POPULATION_DYNAMICS


def believe(
    readings: Sequence[AffectReading],
    at: datetime,
    *,
    dynamics: AffectDynamics = POPULATION_DYNAMICS,
) -> AffectBelief:
    """The belief at a time, from the valid readings up to it, in any order.

    The newest valid reading's emotion vector is kept for `FRESH_FOR`: shares given by the listener
    say more than a point. The newest expression is kept likewise.

    Args:
        readings: of one listener.
        at: aware time.
        dynamics: of the listener (`fit_dynamics`).

    Raises:
        InputError: a time without a zone.
    """
    return SettledBelief.of(readings, at, dynamics=dynamics).at(at)


def believe_log(log: Sequence[AffectReading], at: datetime) -> AffectBelief:
    """The belief from a listener's whole log, with dynamics of their own where it is long enough.

    The newest fifty readings are filtered; those before them, where there are twenty, give the
    dynamics (`fit_dynamics`), so that no reading counts twice.

    Args:
        log: oldest first.
        at: aware time.

    Raises:
        InputError: a time without a zone.
    """
    return SettledBelief.of_log(log, at).at(at)


def as_said(reading: AffectReading) -> AffectBelief:
    """One reading taken at its word, at its own time: where a list is asked for this very feeling.

    An invalid one says nothing, and leaves the belief of nobody's word.
    """
    if not counts(reading):
        return believe([], reading.state.at)
    return AffectBelief(
        state=reading.state,
        expression=reading.expression,
        source=f"{reading.modality} now",
        vector=reading.vector,
    )
