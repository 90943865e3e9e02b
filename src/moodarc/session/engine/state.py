"""Where a session stands: what plays, what comes, what was decided, and how the feeling moved."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum

from moodarc.affect import AffectBelief, Goal
from moodarc.catalog import (
    Decision,
    EventKind,
    ListeningEvent,
    Offer,
    SessionEvent,
    SessionEventKind,
)
from moodarc.session.fusion import part_values
from moodarc.session.request import MAX_MINUTES

__all__ = ["Offered", "Phase", "SessionState"]

_MOST_BELIEFS = 64


class Phase(StrEnum):
    """What the session does."""

    IDLE = "idle"
    """there is none"""
    PLAYING = "playing"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Offered:
    """An offer as it stood when it was made.

    Attributes:
        offer: with its reasons.
        values: of its parts (`fusion.part_values`), without the listener's own factors.
    """

    offer: Offer
    values: Mapping[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionState:
    """One session; immutable.

    Attributes:
        phase: what it does.
        goal: where it leads, with its target where it has one.
        started: when.
        until: when the listener's time is up; None = no limit.
        seed_track_id: a favourite that lists lean to.
        queue: ids of the tracks to come.
        playing: id of the track that plays; None = none.
        playing_since: when it began.
        before: the belief when it began.
        taught: whether a reading told what it did already, or nothing can.
        played: ids of what played in this session, oldest first.
        put_off: ids of what they skipped before it played, oldest first.
        beliefs: after each reading of the session, oldest first.
        past: the same with the listener's last word in them (`listener.present_belief`).
        decision: the newest list.
        offered: by track, the newest offer of it.
        stopped: why the listener or the clock ended it.
    """

    phase: Phase = Phase.IDLE
    goal: Goal | None = None
    started: datetime | None = None
    until: datetime | None = None
    seed_track_id: int | None = None
    queue: tuple[int, ...] = ()
    playing: int | None = None
    playing_since: datetime | None = None
    before: AffectBelief | None = None
    taught: bool = False
    played: tuple[int, ...] = ()
    put_off: tuple[int, ...] = ()
    beliefs: tuple[AffectBelief, ...] = ()
    past: tuple[AffectBelief, ...] = ()
    decision: Decision | None = None
    offered: Mapping[int, Offered] = field(default_factory=dict)
    stopped: str = ""

    def after_session_event(self, event: SessionEvent) -> "SessionState":
        """Began, with another goal, or ended."""
        if event.kind is SessionEventKind.START:
            return SessionState(
                phase=Phase.PLAYING,
                goal=event.goal,
                started=event.at,
                until=_end(event),
                seed_track_id=event.seed_track_id,
            )
        if self.phase is not Phase.PLAYING:
            return self
        if event.kind is SessionEventKind.GOAL:
            return replace(self, goal=event.goal)
        return replace(self, phase=Phase.ENDED, stopped=event.reason, queue=(), playing=None)

    def after_belief(self, belief: AffectBelief, present: AffectBelief) -> "SessionState":
        """With what is believed after a reading, without and with the last word."""
        beliefs = (*self.beliefs, belief)[-_MOST_BELIEFS:]
        return replace(self, beliefs=beliefs, past=(*self.past, present)[-_MOST_BELIEFS:])

    def after_listening(self, event: ListeningEvent, belief: AffectBelief) -> "SessionState":
        """With what was done with a track."""
        if event.kind is EventKind.PLAY:
            return replace(
                self,
                playing=event.track_id,
                playing_since=event.at,
                before=belief,
                taught=False,
                played=(*self.played, event.track_id),
                queue=_without_first(self.queue, event.track_id),
            )
        gone = event.kind in {EventKind.FINISH, EventKind.SKIP, EventKind.BAN}
        if not gone:
            return self
        left = event.kind is not EventKind.FINISH
        waits = event.track_id in self.queue and event.track_id != self.playing
        queue = self.queue
        if event.kind is EventKind.BAN or (left and waits):
            queue = tuple(track_id for track_id in queue if track_id != event.track_id)
        if waits and event.kind is EventKind.SKIP:
            return replace(self, queue=queue, put_off=(*self.put_off, event.track_id))
        if event.track_id != self.playing:
            return replace(self, queue=queue)
        return replace(self, queue=queue, playing=None, taught=self.taught or left)

    def after_decision(self, decision: Decision, factors: Mapping[str, float]) -> "SessionState":
        """With a new list in the place of what was still to come.

        Args:
            decision: the list.
            factors: the listener's own that are in its scores.
        """
        new = {
            offer.track_id: Offered(offer, part_values(offer, factors)) for offer in decision.offers
        }
        return replace(
            self,
            goal=decision.goal,
            queue=tuple(new),
            decision=decision,
            offered={**self.offered, **new},
        )


def _end(event: SessionEvent) -> datetime | None:
    """When the time of a session is up; a limit that cannot be is none, as the log is no input."""
    minutes = event.minutes
    if minutes is None or not 0.0 < minutes <= MAX_MINUTES:
        return None
    return event.at + timedelta(minutes=minutes)


def _without_first(queue: tuple[int, ...], track_id: int) -> tuple[int, ...]:
    """The queue from behind a track on; a track that is not in it leaves it as it is."""
    return queue[queue.index(track_id) + 1 :] if track_id in queue else queue
