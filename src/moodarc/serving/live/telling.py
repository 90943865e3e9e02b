"""What the pages of a session are told: messages, made of records."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np

from moodarc.affect import AffectBelief, Goal
from moodarc.catalog import InferredIntent
from moodarc.serving.briefs import Briefs
from moodarc.serving.wire.affect import Belief, Point, belief_brief
from moodarc.serving.wire.affect import Goal as GoalSaid
from moodarc.serving.wire.decision import Decision, Offer, intent_of
from moodarc.serving.wire.schema import Answer
from moodarc.serving.wire.session import (
    Account,
    BeliefBrief,
    Heard,
    How,
    Learned,
    Playing,
    Session,
    Shift,
    TellBelief,
    TellEnded,
    TellGoal,
    TellHeard,
    TellList,
    TellPlay,
    TellSense,
)
from moodarc.serving.wire.track import TrackBrief
from moodarc.session import why
from moodarc.session.engine import Engine
from moodarc.session.felt import Feeling, rolled
from moodarc.session.fusion import moved_factors

__all__ = ["Teller", "Told", "heard_of", "shift_of"]


@dataclass(frozen=True, slots=True)
class Told:
    """A message to all pages of a listener.

    Attributes:
        message: what travels.
    """

    message: Answer

    @property
    def is_play(self) -> bool:
        """Whether it puts a track on."""
        return isinstance(self.message, TellPlay)

    @property
    def text(self) -> str:
        """As it travels."""
        return self.message.model_dump_json()


class Teller:
    """Makes messages about one state of the library.

    Args:
        brief: gives its tracks.
    """

    def __init__(self, brief: Briefs) -> None:
        self.brief = brief
        self._numbers = brief.library.prepared.numbers

    def session(self, engine: Engine, now: datetime, *, resumable: bool) -> Session:
        """Where it stands."""
        state = engine.state
        return Session.made(
            phase=state.phase.value,
            goal=None if state.goal is None else GoalSaid.of(state.goal),
            belief=Belief.of(engine.belief(now)),
            playing=self._playing(engine, now),
            queue=self._queue(engine),
            decision=None if state.decision is None else self._decision(engine),
            path=self._path(engine, now),
            started=state.started,
            until=state.until,
            played=[*state.played],
            resumable=resumable,
        )

    def belief(self, belief: AffectBelief) -> Told:
        """How they feel."""
        return Told(TellBelief.made(belief=Belief.of(belief)))

    def new_list(self, engine: Engine, now: datetime) -> Told:
        """What is still to come of the newest list."""
        told: dict[str, Any] = {"decision": self._decision(engine), "path": self._path(engine, now)}
        return Told(TellList.made(**told))

    def play(self, engine: Engine, track_id: int, *, position_s: float | None) -> Told:
        """What is to be put on."""
        offered = engine.state.offered.get(track_id)
        track = self.brief(track_id)
        is_over = position_s is not None and position_s >= (track.duration_s or 0.0)
        return Told(
            TellPlay.made(
                track=track,
                why="" if offered is None else why(offered.offer),
                score=None if offered is None else float(offered.offer.score),
                gain_db=track.gain_db,
                position_s=None if is_over else position_s,
            )
        )

    def sense(self) -> Told:
        """A reading is wanted."""
        return Told(TellSense.made())

    def goal(self, goal: Goal | None, intent: InferredIntent | None) -> Told:
        """The goal that counts."""
        told: dict[str, Any] = {
            "goal": None if goal is None else GoalSaid.of(goal),
            "intent": intent_of(intent, goal),
        }
        return Told(TellGoal.made(**told))

    def heard(self, engine: Engine, how: How, at: datetime) -> Heard | None:
        """How the track that is on was taken, and what was felt before and after it."""
        state = engine.state
        if state.playing is None or state.before is None:
            return None
        before, after = state.before, engine.belief(at)
        return heard_of(
            self.brief(state.playing),
            at,
            how,
            feelings=(before, after),
            expected=self._expected(engine, before, state.playing),
        )

    def told_heard(self, heard: Heard) -> Told:
        """A track that is over."""
        return Told(TellHeard.made(**dict(heard)))

    def ended(
        self,
        reason: str,
        heard: Sequence[Heard],
        *,
        before: Mapping[str, float],
        after: Mapping[str, float],
    ) -> Told:
        """The account of a session."""
        moved = {
            part: Learned.made(before=old, after=new)
            for part, (old, new) in moved_factors(before, after).items()
        }
        account = Account.made(heard=[*heard], learned=moved)
        return Told(TellEnded.made(reason=reason, account=account))

    def _playing(self, engine: Engine, now: datetime) -> Playing | None:
        state = engine.state
        if state.playing is None or state.playing_since is None:
            return None
        track = self.brief(state.playing)
        gone_s = (now - state.playing_since).total_seconds()
        is_over = gone_s >= (track.duration_s or 0.0)
        return Playing.made(
            track=track, since=state.playing_since, position_s=None if is_over else gone_s
        )

    def _queue(self, engine: Engine) -> list[Offer]:
        state = engine.state
        found = (state.offered.get(track_id) for track_id in state.queue)
        return [Offer.of(one.offer, self.brief) for one in found if one is not None]

    def _decision(self, engine: Engine) -> Decision | None:
        decision = engine.state.decision
        if decision is None:
            return None
        return Decision.of(decision, self.brief, only=frozenset(engine.state.queue))

    def _path(self, engine: Engine, now: datetime) -> list[Point]:
        state, belief = engine.state, engine.belief(now).state
        affect = self._numbers.affect
        points = [(belief.valence, belief.arousal)]
        points += [affect[track_id] for track_id in state.queue if track_id in affect]
        if state.goal is not None and state.goal.target is not None:
            points.append(state.goal.target)
        return [Point.made(valence=v, arousal=a) for v, a in points]

    def _expected(self, engine: Engine, before: AffectBelief, track_id: int) -> Shift | None:
        """By how much the track was expected to move them."""
        response = engine.knowledge.response
        point = self._numbers.affect.get(track_id)
        if response is None or point is None:
            return None
        start = Feeling.of(before.state)
        moved = rolled(response, start, np.array(point)).mean - start.mean
        return shift_of(moved.tolist())


def shift_of(moved: Sequence[float]) -> Shift:
    """A shift of valence and arousal as it travels."""
    valence, arousal = moved
    return Shift.made(valence=float(valence), arousal=float(arousal))


def heard_of(
    track: TrackBrief,
    at: datetime,
    how: How,
    *,
    feelings: tuple[AffectBelief, AffectBelief],
    expected: Shift | None,
) -> Heard:
    """A track that was on, by the feelings before and after it."""
    before, after = feelings
    return Heard.made(
        track=track,
        at=at,
        how=how,
        before=BeliefBrief.made(**belief_brief(before)),
        after=BeliefBrief.made(**belief_brief(after)),
        felt_shift=Shift.made(
            valence=after.state.valence - before.state.valence,
            arousal=after.state.arousal - before.state.arousal,
        ),
        expected_shift=expected,
    )
