"""One listener's live session in this process: what a page says becomes the log, and what follows.

The page is the player: it is told what to put on and reports when that sounds, so that the log
tells what was heard. Everything here blocks and is called by one thread at a time; each method
gives the messages that follow, for all open pages of the listener.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

from moodarc.affect import AffectBelief, AffectReading, Goal
from moodarc.catalog import (
    EventKind,
    InferredIntent,
    ListeningEvent,
    SessionEvent,
    SessionEventKind,
    Track,
)
from moodarc.errors import GoalError, SessionError
from moodarc.listener import Ending
from moodarc.serving.briefs import Briefs
from moodarc.serving.live.hold import Hold
from moodarc.serving.live.said import affect_of, event_of, time_of
from moodarc.serving.live.telling import Teller, Told
from moodarc.serving.live.thinning import Thinning
from moodarc.serving.live.unplayable import Unplayable, never_began
from moodarc.serving.wire.affect import Feeling, SaidExpression, reading_of
from moodarc.serving.wire.session import EventBody, Heard, How, Session
from moodarc.session import DEFAULT_TRACKS, choose_goal
from moodarc.session.engine import Outcome, Phase
from moodarc.session.shell import SessionLog, engines, listener_log
from moodarc.storage import Store

__all__ = ["Conductor"]

_SKEW: Final = timedelta(minutes=1)
"""by which the clock of a page may be behind ours"""
_AWAITED: Final = timedelta(seconds=15)
"""time for which a page may take until what it was told to play sounds"""
_MEANWHILE: Final = timedelta(seconds=2)
"""age from which an event tells of a time when the page could not reach us"""

_LEFT: Final[dict[EventKind, How]] = {
    EventKind.FINISH: "finish",
    EventKind.SKIP: "skip",
    EventKind.BAN: "ban",
}


class Conductor:
    """A session between its pages, the log and the engine.

    Args:
        store: open; it knows the listener.
        briefs: of what may be played.
        listener: their name.
        cache_dir: where the lock of a session lies.
        clock: aware UTC time.

    Attributes:
        log: with its engine.
        briefs: of the state that the engine plays from.
    """

    def __init__(
        self,
        store: Store,
        briefs: Briefs,
        listener: str,
        *,
        cache_dir: Path,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self.briefs = briefs
        self._store, self._listener, self._clock = store, listener, clock
        self._hold = Hold(store.name, listener, cache_dir=cache_dir)
        self._thinning = Thinning()
        self._asked: tuple[int, datetime] | None = None
        self._failures = Unplayable()
        self._heard: list[Heard] = []
        self._factors: dict[str, float] = {}
        self.log = self._opened()
        self._listed = self._size()

    @property
    def is_ours(self) -> bool:
        """Whether we hold the listener's session: no other program can play it."""
        return self._hold.is_ours

    @property
    def plays(self) -> bool:
        """Whether a session goes on here."""
        return self.is_ours and self.log.engine.state.phase is Phase.PLAYING

    def session(self) -> Session:
        """Where the session stands."""
        return self._teller.session(self.log.engine, self.log.now(), resumable=self._resumable())

    def belief(self) -> AffectBelief:
        """How the listener feels now."""
        return self.log.engine.belief(self.log.now())

    def start(
        self, goal: Goal | None, *, minutes: float | None = None, seed_track_id: int | None = None
    ) -> list[Told]:
        """Begin a session; one that goes on is ended first.

        Raises:
            SessionError: another program plays for this listener.
            GoalError: nothing can be played.
            UnknownTrackError: there is no such seed.
        """
        seed = None if seed_track_id is None else self.briefs.track(seed_track_id)
        self._take_hold()
        told = [*self._felt()]
        if self.log.engine.state.phase is Phase.PLAYING:
            told += self._ended(Ending.REPLACED)
        chosen, intent = self._chosen(goal, seed)
        self._heard, self._factors = [], self.log.engine.knowledge.weights.factors()
        try:
            outcome = self._framed(
                SessionEventKind.START, goal=chosen, minutes=minutes, seed_track_id=seed_track_id
            )
        except GoalError:
            self._ended(Ending.NOTHING_PLAYED)
            raise
        return [*told, self._goal_told(intent), *self._carried_out(outcome)]

    def take(self) -> list[Told]:
        """Go on with the session: as it is, or as it was when it was interrupted.

        Raises:
            SessionError: there is none, or another program plays it.
        """
        if self.log.engine.state.phase is not Phase.PLAYING:
            msg = "there is no session to go on with; start one"
            raise SessionError(msg)
        outcome = Outcome()
        if not self.is_ours:
            self._take_hold()
            outcome = self.log.resumed()
        told = [*self._felt(), *self._carried_out(replace(outcome, play=None))]
        state = self.log.engine.state
        if not self.plays or (told and any(one.is_play for one in told)):
            return told
        due = state.playing or (state.queue[0] if state.queue else None)
        return told if due is None else [*told, self._play_told(due, resumes=True)]

    def aim(self, goal: Goal) -> list[Told]:
        """The listener wants something else.

        Raises:
            SessionError: no session goes on here.
        """
        self._check_playing()
        outcome = self._framed(SessionEventKind.GOAL, goal=goal)
        return [self._goal_told(None), *self._carried_out(outcome)]

    def stop(self, reason: str = Ending.STOPPED) -> list[Told]:
        """End the session; nothing where there is none."""
        if self.log.engine.state.phase is not Phase.PLAYING:
            return []
        self._take_hold()
        return self._ended(reason)

    def reading(self, said: Feeling) -> list[Told]:
        """How the listener says or shows they feel.

        Raises:
            InputError: it says nothing, or is of the future.
        """
        return self.felt(said, self.read(said))

    def felt(self, said: Feeling, reading: AffectReading) -> list[Told]:
        """Take a reading; of a camera's not all are kept (`Thinning`)."""
        if isinstance(said, SaidExpression):
            at = reading.state.at
            if not self._thinning.keeps(said.probabilities, at):
                return [self._teller.belief(self.log.engine.seen_with(reading))]
        self.log.felt(reading)
        return self._felt()

    def read(self, said: Feeling) -> AffectReading:
        """The reading of what was said.

        Raises:
            InputError: it says nothing, or is of the future.
        """
        at = self.in_order(time_of(said.at, self.log.now()))
        return reading_of(
            said, at, of_track=lambda number: affect_of(self.briefs.track(number), at)
        )

    def event(self, said: EventBody) -> list[Told]:
        """What the listener did, as a page tells it.

        Raises:
            InputError: it was done in the future.
            SessionError: it was done before something that is known already.
            UnknownTrackError: there is no such track.
        """
        event = event_of(self._listener, said, self.log.now())
        return self.done(replace(event, at=self.in_order(event.at)))

    def done(self, event: ListeningEvent) -> list[Told]:
        """What the listener did.

        Raises:
            SessionError: it was done before something that is known already.
            UnknownTrackError: there is no such track.
        """
        for begun in never_began(event, self.log.engine.state.playing):
            self.log.append(begun)
        heard = self._over(event)
        self._answered(event)
        outcome = self.log.append(event)
        if not self.is_ours:
            return []
        if self._clock() - event.at > _MEANWHILE:  # more of it may follow: `look` goes on
            outcome = replace(outcome, play=None, sense=False)
        failed = self._failed(event)
        return [*heard, *(failed or self._carried_out(outcome))]

    def look(self) -> list[Told]:
        """Readings that other programs stored, and what follows; what is due and was not told."""
        told, state = self._felt(), self.log.engine.state
        is_due = self.plays and state.playing is None and self._asked is None
        return [*told, *(self._play_told(one) for one in state.queue[:1] if is_due)]

    def renew(self, briefs: Briefs, *, anew: bool = False) -> None:
        """Play from another state of the library from the next list on; read the log anew.

        A list that was short since the library was too small for a whole one grows with it.
        """
        if anew or briefs.library is not self.briefs.library:
            self.briefs = briefs
            self.log = self._opened()
            if self._listed < min(DEFAULT_TRACKS, self._size()):
                self.log.engine.found_more()

    def close(self) -> None:
        """Let go of the session, so that it can be taken up elsewhere."""
        self._hold.let_go()

    def _opened(self) -> SessionLog:
        self._teller = Teller(self.briefs)
        make = engines(self._store, self.briefs.library.prepared, self._listener)
        return SessionLog(self._store, self._listener, make, clock=self._clock)

    def _size(self) -> int:
        """Tracks that may be played."""
        return len(self.briefs.library.prepared.numbers.duration_s)

    def _take_hold(self) -> None:
        """Hold the listener's session; what another program did meanwhile is read."""
        if self._hold.take():
            self.log = self._opened()

    def _resumable(self) -> bool:
        state = self.log.engine.state
        has_time = state.until is None or self._clock() < state.until
        is_open = state.phase is Phase.PLAYING and has_time
        if not is_open or self.is_ours:
            return is_open and self._asked is None and state.playing is None
        return self._hold.is_free()

    def in_order(self, at: datetime) -> datetime:
        """A time; now, where it is only a little before what was done last.

        So it is with clocks that differ, and with what was under way to us meanwhile.
        """
        acted = self.log.acted
        is_late = acted is not None and timedelta(0) < acted - at <= _SKEW
        return self.log.now() if is_late else at

    def _chosen(self, goal: Goal | None, seed: Track | None) -> tuple[Goal, InferredIntent | None]:
        known = listener_log(self._store, self._listener)
        return choose_goal(goal, seed, known, at=self.log.now())

    def _check_playing(self) -> None:
        if not self.plays:
            msg = "no session goes on here; start one, or take the one that was interrupted"
            raise SessionError(msg)

    def _framed(self, kind: SessionEventKind, **values: Any) -> Outcome:  # noqa: ANN401 - of SessionEvent
        event = SessionEvent(listener=self._listener, at=self.log.now(), kind=kind, **values)
        return self.log.append(event)

    def _felt(self) -> list[Told]:
        """What arrived, each with the belief after it and what follows."""
        told: list[Told] = []
        for _, outcome in self.log.arrived():
            told.append(self._teller.belief(self.belief()))
            if self.is_ours:
                told += self._carried_out(outcome)
        return told

    def _carried_out(self, outcome: Outcome) -> list[Told]:
        """What the engine wishes, in its order."""
        told: list[Told] = []
        if outcome.decision is not None:
            self._listed = self._size()
            told.append(self._teller.new_list(self.log.engine, self.log.now()))
        if outcome.ended is not None:
            return [*told, *self._ended(outcome.ended.value)]
        if outcome.play is not None and not self._is_awaited():
            told.append(self._play_told(outcome.play))
        if outcome.sense:
            told.append(self._teller.sense())
        return told

    def _is_awaited(self) -> bool:
        """Whether a page was told just now what to play, and has not said yet that it does."""
        return self._asked is not None and self._clock() - self._asked[1] < _AWAITED

    def _answered(self, event: ListeningEvent) -> None:
        """What was told to play does, or is over; a track that waits answers nothing."""
        on = {self.log.engine.state.playing, self._asked and self._asked[0]}
        if event.kind is EventKind.PLAY or (event.kind in _LEFT and event.track_id in on):
            self._asked = None

    def _play_told(self, track_id: int, *, resumes: bool = False) -> Told:
        self._asked = track_id, self._clock()
        state, now = self.log.engine.state, self.log.now()
        position_s = None
        if resumes and state.playing == track_id and state.playing_since is not None:
            position_s = (now - state.playing_since).total_seconds()
        return self._teller.play(self.log.engine, track_id, position_s=position_s)

    def _goal_told(self, intent: InferredIntent | None) -> Told:
        return self._teller.goal(self.log.engine.state.goal, intent)

    def _over(self, event: ListeningEvent) -> list[Told]:
        """How a track was taken and felt, where it is over with this event."""
        state = self.log.engine.state
        if event.kind not in _LEFT or event.track_id != state.playing:
            return []
        return self._remembered(_LEFT[event.kind], event.at)

    def _remembered(self, how: How, at: datetime) -> list[Told]:
        heard = self._teller.heard(self.log.engine, how, max(at, self.log.newest or at))
        if heard is None:
            return []
        self._heard.append(heard)
        return [self._teller.told_heard(heard)]

    def _failed(self, event: ListeningEvent) -> list[Told]:
        """The end, where a page can play nothing."""
        if not self._failures.has_failed(event):
            return []
        self._asked = None
        is_over = self._failures.is_enough and self.plays
        return self._ended(self._failures.reason) if is_over else []

    def _ended(self, reason: str) -> list[Told]:
        """Stop, tell what it came to, and let go."""
        told = self._remembered("stopped", self.log.now())
        self._framed(SessionEventKind.STOP, reason=reason)
        after: Mapping[str, float] = self.log.engine.knowledge.weights.factors()
        told.append(self._teller.ended(reason, self._heard, before=self._factors, after=after))
        self._heard, self._asked, self._failures = [], None, Unplayable()
        self.close()
        return told
