"""What the store tells of a listener, as `session` takes it: their log, and what they feel now."""

from dataclasses import replace
from datetime import datetime
from typing import Final

from moodarc.affect import AffectBelief, AffectReading, AffectState, TrackAffect
from moodarc.catalog import Decision, Track
from moodarc.errors import UnknownListenerError
from moodarc.listener import as_said, believe_log, offers_lift
from moodarc.session.intent import ListenerLog
from moodarc.session.shell.mood import Mood
from moodarc.storage import Store

__all__ = [
    "RECENT_LISTS",
    "RECENT_READINGS",
    "believed_now",
    "listener_log",
    "or_of_seed",
    "with_offer",
]

RECENT_READINGS: Final = 1000
"""Readings that a belief looks back on; older ones have faded."""
RECENT_LISTS: Final = 200
"""Lists from which is learned what a listener means by a seed."""
_FADED: Final = 0.75
"""Share of the variance of knowing nothing from which a belief tells less than a seed does."""


def listener_log(store: Store, listener: str, now: AffectReading | None = None) -> ListenerLog:
    """A listener's readings, with the one said just now, and their decisions; empty if new."""
    said = [] if now is None else [now]
    try:
        readings = store.readings.of(listener, limit=RECENT_READINGS)
        lists = store.decisions.of(listener, limit=RECENT_LISTS)
        return ListenerLog([*readings, *said], lists, store.decisions.offered_lift(listener))
    except UnknownListenerError:
        return ListenerLog(said)


def with_offer(decision: Decision, log: ListenerLog) -> Decision:
    """The decision, with a gentle lift beside it where that is due."""
    return replace(
        decision, lift_offered=offers_lift([*log.decisions, decision], before=log.lift_offered)
    )


def believed_now(
    log: ListenerLog, said: AffectReading | None, seed: Track | None, *, at: datetime
) -> AffectBelief:
    """What was said now, else what the last readings say, else the seed's own emotion.

    Args:
        log: of the listener.
        said: just now; None = nothing.
        seed: a favourite; None = none.
        at: now, aware UTC.
    """
    if said is not None:
        return as_said(said)
    return or_of_seed(Mood.of(log.readings, at).belief(at), seed, at=at)


def or_of_seed(belief: AffectBelief, seed: Track | None, *, at: datetime) -> AffectBelief:
    """A belief; the seed's own emotion where it tells little."""
    if seed is None or seed.analysis is None:
        return belief
    nothing = believe_log([], at)
    pairs = zip(belief.state.variance[:2], nothing.state.variance[:2], strict=True)
    knows = any(kept < _FADED * unknown for kept, unknown in pairs)
    return belief if knows else _seed_belief(seed, seed.analysis.affect, at)


def _seed_belief(seed: Track, affect: TrackAffect, at: datetime) -> AffectBelief:
    state = AffectState(
        valence=affect.valence, arousal=affect.arousal, variance=affect.variance, at=at
    )
    return AffectBelief(state=state, source=f'the mood of "{seed.title}"')
