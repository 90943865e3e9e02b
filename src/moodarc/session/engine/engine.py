"""The state machine of a session (LE-4): sense, decide, play, sense again, until it is done.

It ends when the goal is reached and held, when the time is up, or when the listener stops; the
first two wait for the end of the track that plays. What is held is judged by the belief without
the listener's last word (`present_belief`), which comes and goes.

A new list is made at the start, when the goal changes, a track is skipped or banned, the list runs
out, more music was found, or the belief has moved by `least_move` since the list was made. The last
of these is doubted (hysteresis): what is still to come is kept unless the new list is better by
`margin` under the new belief, so that a queue does not flicker with every reading.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

import numpy as np

from moodarc.affect import AffectBelief, AffectReading
from moodarc.catalog import (
    Decision,
    EventKind,
    ListeningEvent,
    SessionEvent,
    SessionEventKind,
    Track,
)
from moodarc.errors import GoalError, SessionError
from moodarc.listener import (
    POPULATION_DYNAMICS,
    AffectDynamics,
    BeliefFilter,
    Ending,
    Word,
    ending,
    present_belief,
    word_of,
)
from moodarc.session.engine.entries import Entry, Tick, time_of
from moodarc.session.engine.knowledge import Knowledge
from moodarc.session.engine.policies import Arm, Plans, Wish, drawn_arm
from moodarc.session.engine.state import Phase, SessionState
from moodarc.session.engine.track_numbers import TrackNumbers
from moodarc.session.feedback import IMPORTED
from moodarc.session.goals import resolve

__all__ = ["Engine", "EngineConfig", "Outcome"]

_FRAMED: Final = {
    SessionEventKind.START: "the session began",
    SessionEventKind.GOAL: "the goal changed",
}
"""causes of a new list; a stop is none"""
_LEFT: Final = {
    EventKind.SKIP: "a track was skipped",
    EventKind.BAN: "a track was banned",
}
"""likewise"""


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineConfig:
    """How the loop behaves; judgements.

    Attributes:
        least_move: of the belief on the plane, for which a new list is considered.
        margin: by which the mean score of a new list must exceed that of what is still to come.
        fresh: age at which a reading is too old to start from without asking anew.
        least_choice: tracks that stay eligible however many were played.
        told_by: variance of valence and of arousal up to which a reading tells what a track did.
        heard_least: time after a track began at which it is too soon for that.
        heard_most: likewise, too long ago. One reading a track tells it, and of a track that was
            left none once it is off.
        seed: of what is drawn.
    """

    least_move: float = 0.15
    margin: float = 0.01
    fresh: timedelta = timedelta(minutes=10)
    least_choice: int = 6
    told_by: float = 0.1
    heard_least: timedelta = timedelta(seconds=30)
    heard_most: timedelta = timedelta(minutes=15)
    seed: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What the shell is to do after an entry, in this order.

    Attributes:
        decision: a new list, to be stored and shown; None = the old one stands.
        ended: why the session is over, to be stored as a stop; None = it goes on.
        play: id of the track to start now; None = none.
        sense: whether a reading is wanted now.
    """

    decision: Decision | None = None
    ended: Ending | None = None
    play: int | None = None
    sense: bool = False


class Engine:
    """One listener's loop.

    Args:
        tracks: the library; its numbers where several engines share it.
        policy: who makes the lists; or arms, of which each session draws one.
        listener: their name.
        knowledge: of the listener before the log begins: what they said at registration, and how
            people respond to music.
        dynamics: of their affect.
        config: how the loop behaves.

    Attributes:
        state: where the session stands.
        knowledge: what the log taught.
    """

    def __init__(
        self,
        tracks: Sequence[Track] | TrackNumbers,
        policy: Plans | Sequence[Arm],
        *,
        listener: str = "me",
        knowledge: Knowledge | None = None,
        dynamics: AffectDynamics = POPULATION_DYNAMICS,
        config: EngineConfig | None = None,
    ) -> None:
        self.listener = listener
        self.config = config or EngineConfig()
        self.state = SessionState()
        self.knowledge = knowledge or Knowledge()
        self._arms = tuple(policy) if isinstance(policy, Sequence) else (Arm("", policy),)
        self._beliefs = BeliefFilter(dynamics)
        self._last: datetime | None = None
        self._last_reading: datetime | None = None
        self._word: Word | None = None
        self._pending = ""
        self._doubted = False
        numbers = tracks if isinstance(tracks, TrackNumbers) else TrackNumbers.of(tracks)
        self._duration_s, self._affect = numbers.duration_s, numbers.affect

    def belief(self, at: datetime) -> AffectBelief:
        """What is believed at a time, not before the newest reading; their last word counts."""
        return present_belief(self._beliefs.at(at), self._word, at)

    def seen_with(self, reading: AffectReading) -> AffectBelief:
        """What would be believed with one more reading, which is not taken in."""
        at = reading.state.at
        return present_belief(self._beliefs.seen_with(reading), self._word, at)

    def replay(self, log: Iterable[Entry]) -> None:
        """Take in a log without deciding anything: its own decisions stand.

        Raises:
            SessionError: entries out of the order of time.
        """
        for entry in log:
            self._take(entry)

    def resume(self, at: datetime) -> Outcome:
        """What is to be done after a replay: what the log did not see done.

        A feeling that the newest list does not know of is such a thing too: a reading that was
        stored late stands in the log before entries that were handed in earlier.
        """
        if not self._pending:
            self._pending, self._doubted = self._moved(self.belief(at)), True
        return self.handle(Tick(at))

    def found_more(self) -> None:
        """Much more can be played than when the newest list was made: the next entry renews it."""
        playing = self.state.phase is Phase.PLAYING and self.state.decision is not None
        if playing and (not self._pending or self._doubted):
            self._pending, self._doubted = "more music was found", False

    def handle(self, entry: Entry) -> Outcome:
        """Take in one entry, and say what follows.

        Raises:
            SessionError: an entry that is older than the newest.
            GoalError: a session begins and nothing can be played.
        """
        self._take(entry)
        state, at = self.state, time_of(entry)
        if state.phase is not Phase.PLAYING:
            stopped = isinstance(entry, SessionEvent) and state.phase is Phase.ENDED
            return Outcome(ended=Ending.STOPPED if stopped else None)
        over = self._ending(at)
        if over is not None:
            return Outcome(ended=over)
        decision, over = self._decided(at)
        if over is not None:
            return Outcome(ended=over)
        return Outcome(decision=decision, play=self._next(), sense=self._wants_reading(entry, at))

    def _take(self, entry: Entry) -> None:
        at = time_of(entry)
        if self._last is not None and at < self._last:
            msg = (
                f"an entry of {at.isoformat()} after one of {self._last.isoformat()}; "
                "hand the log in the order of time"
            )
            raise SessionError(msg)
        self._last = at
        if isinstance(entry, AffectReading):
            self._felt(entry)
        elif isinstance(entry, ListeningEvent):
            self._done(entry)
        elif isinstance(entry, SessionEvent):
            self._framed(entry)
        elif isinstance(entry, Decision) and entry.cause and self.state.goal is not None:
            wish = self._wish(entry.at, cause=entry.cause)
            self.state = self.state.after_decision(entry, self._plans().factors(wish))
            self.knowledge.offer(self.state.offered[offer.track_id] for offer in entry.offers)
        self._ask(entry)

    def _ask(self, entry: Entry) -> None:
        """Why a new list is wanted after an entry; a cause stands until a list answers it.

        Only the doubted cause, a feeling that moved, gives way to whatever comes next.
        """
        if isinstance(entry, Decision):
            self._pending = "" if entry.cause else self._pending
        elif not isinstance(entry, Tick):
            cause, doubted = self._cause(entry), isinstance(entry, AffectReading)
            stands = bool(self._pending) and not self._doubted
            if (cause and not doubted) or not stands:
                self._pending, self._doubted = cause, doubted

    def _felt(self, reading: AffectReading) -> None:
        word = word_of(reading, self._beliefs.at(reading.state.at))
        self._word = word or self._word
        self._beliefs.update(reading)
        if not reading.is_valid:
            return
        self._last_reading = reading.state.at
        self._learn_response(reading)
        at = reading.state.at
        self.state = self.state.after_belief(self._beliefs.at(at), self.belief(at))

    def _learn_response(self, reading: AffectReading) -> None:
        """What the track that plays, or played last, did; where the reading is sure enough."""
        state, now, config = self.state, reading.state, self.config
        since, before = state.playing_since, state.before
        if since is None or before is None or state.taught:
            return
        if max(now.variance[:2]) > config.told_by:
            return
        track = self._affect.get(state.played[-1])
        if track is not None and config.heard_least <= now.at - since <= config.heard_most:
            then = before.state
            self.knowledge.learn_response(
                np.array([then.valence, then.arousal]),
                np.array(track),
                np.array([now.valence, now.arousal]),
            )
            self.state = replace(state, taught=True)

    def _done(self, event: ListeningEvent) -> None:
        duration_s = self._duration_s.get(event.track_id, 0.0)
        if IMPORTED in event.details:
            self.knowledge.learn(event, duration_s, None)
            return
        offered = self.state.offered.get(event.track_id)
        self.knowledge.learn(event, duration_s, offered)
        self.state = self.state.after_listening(event, self.belief(event.at))

    def _framed(self, event: SessionEvent) -> None:
        goal = event.goal and resolve(event.goal, self.belief(event.at).state)
        self.state = self.state.after_session_event(replace(event, goal=goal))

    def _ending(self, at: datetime) -> Ending | None:
        state = self.state
        if state.playing is not None or state.goal is None:
            return None
        return ending(state.goal, state.beliefs, at, until=state.until)

    def _decided(self, at: datetime) -> tuple[Decision | None, Ending | None]:
        """The new list, where there is cause for one; or the end, where nothing fits any more."""
        state, cause, doubted = self.state, self._pending, self._doubted
        if state.decision is None or (not state.queue and state.playing is None):
            doubted = False
            cause = cause or ("the list ran out" if state.decision else "the session began")
        if not cause:
            return None, None
        wish = self._wish(at, cause=cause)
        made = self._made(wish)
        if made is None:
            over = Ending.NOTHING_LEFT if state.until is None else Ending.TIME_UP
            return None, None if state.queue else over
        if doubted and not self._is_better(made, wish):
            return None, None
        arm = self._arm()
        made = replace(made, arm=arm.name, propensity=arm.probability)
        self._take(made)
        return made, None

    def _made(self, wish: Wish) -> Decision | None:
        """The list; where all was played, of all but the last track. None where nothing fits.

        Raises:
            GoalError: there is no list yet either.
        """
        banned, last = self.knowledge.banned, frozenset(self.state.played[-1:])
        for exclude in (wish.exclude, banned | last, banned):
            try:
                return self._plans().plan(replace(wish, exclude=exclude))
            except GoalError:
                if self.state.decision is None:
                    raise
        return None

    def _cause(self, entry: Entry) -> str:
        """Why an entry asks for a new list; empty where it does not."""
        if isinstance(entry, SessionEvent):
            return _FRAMED.get(entry.kind, "")
        if isinstance(entry, ListeningEvent) and IMPORTED not in entry.details:
            return _LEFT.get(entry.kind, "")
        if isinstance(entry, AffectReading):
            return self._moved(self.belief(entry.state.at))
        return ""

    def _moved(self, belief: AffectBelief) -> str:
        """How far a belief is from that of the newest list; empty where that is not far."""
        if self.state.decision is None:
            return ""
        moved = _distance(belief, self.state.decision.belief)
        return f"the feeling moved by {moved:.2f}" if moved >= self.config.least_move else ""

    def _is_better(self, made: Decision, wish: Wish) -> bool:
        queue = self.state.queue
        if not queue:
            return True
        new = math.fsum(offer.score for offer in made.offers) / len(made.offers)
        return new - self._plans().score(wish, queue) >= self.config.margin

    def _wish(self, at: datetime, *, cause: str) -> Wish:
        state = self.state
        if state.goal is None:
            msg = "no session has begun; hand a start first"
            raise SessionError(msg)
        return Wish(
            listener=self.listener,
            at=at,
            belief=self.belief(at),
            past=state.past,
            goal=state.goal,
            minutes=self._minutes_left(at),
            exclude=self._excluded(),
            seed_track_id=state.seed_track_id,
            knowledge=self.knowledge,
            cause=cause,
        )

    def _minutes_left(self, at: datetime) -> float | None:
        """Of the session, less what is left of the track that plays."""
        state = self.state
        if state.until is None:
            return None
        begins = at
        if state.playing is not None and state.playing_since is not None:
            length_s = self._duration_s.get(state.playing, 0.0)
            begins = max(at, state.playing_since + timedelta(seconds=length_s))
        return max(1e-3, (state.until - begins).total_seconds() / 60.0)

    def _excluded(self) -> frozenset[int]:
        """What is banned, what plays; what was put off or played while enough others are left."""
        banned, state = self.knowledge.banned, self.state
        may_play = len(self._duration_s) - len(banned)
        most = max(0, may_play - self.config.least_choice)
        last = state.played[-1:]
        newest = dict.fromkeys((*last, *reversed(state.put_off), *reversed(state.played)))
        played = [track_id for track_id in newest if track_id not in banned][: max(1, most)]
        return banned | frozenset(played)

    def _next(self) -> int | None:
        state = self.state
        return state.queue[0] if state.playing is None and state.queue else None

    def _wants_reading(self, entry: Entry, at: datetime) -> bool:
        """After each track, and at a start from nothing fresh."""
        if isinstance(entry, ListeningEvent):
            return entry.kind is EventKind.FINISH
        began = isinstance(entry, SessionEvent) and entry.kind is SessionEventKind.START
        last = self._last_reading
        return began and (last is None or at - last > self.config.fresh)

    def _arm(self) -> Arm:
        started = self.state.started
        if len(self._arms) == 1 or started is None:
            return self._arms[0]
        seed = self.config.seed
        return drawn_arm(self._arms, seed=seed, listener=self.listener, started=started)

    def _plans(self) -> Plans:
        return self._arm().plans


def _distance(one: AffectBelief, other: AffectBelief) -> float:
    return math.hypot(
        one.state.valence - other.state.valence, one.state.arousal - other.state.arousal
    )
