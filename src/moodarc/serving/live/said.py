"""What pages and requests say, as records: events, their times, and what a track expresses."""

from datetime import UTC, datetime, timedelta
from typing import Final

from moodarc.affect import AffectState
from moodarc.catalog import ListeningEvent, Track
from moodarc.errors import InputError
from moodarc.serving.wire.session import EventBody

__all__ = ["affect_of", "event_of", "time_of"]

_AHEAD: Final = timedelta(seconds=2)
"""how far the clock of a page may be ahead of ours"""


def event_of(listener: str, said: EventBody, now: datetime | None = None) -> ListeningEvent:
    """An event as the log keeps it.

    Raises:
        InputError: it was done in the future.
    """
    details = {} if said.position_s is None else {"position_s": said.position_s}
    return ListeningEvent(
        listener=listener,
        at=time_of(said.at, now or datetime.now(UTC)),
        kind=said.kind,
        track_id=said.track_id,
        details={**said.details, **details},
    )


def time_of(at: datetime | None, now: datetime) -> datetime:
    """When something was: now, or earlier where somebody says so.

    Raises:
        InputError: in the future.
    """
    if at is not None and at > now + _AHEAD:
        msg = f"{at.isoformat()} is in the future; leave `at` out, or set the clock"
        raise InputError(msg)
    return now if at is None else min(at.astimezone(UTC), now)


def affect_of(track: Track, at: datetime) -> AffectState:
    """What a track expresses, as a state at a time.

    Raises:
        InputError: it is not analysed yet.
    """
    if track.analysis is None:
        msg = f'"{track.title}" is not analysed yet; scan it first'
        raise InputError(msg)
    affect = track.analysis.affect
    return AffectState(
        valence=affect.valence, arousal=affect.arousal, variance=affect.variance, at=at
    )
