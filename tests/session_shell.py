"""A session driven as a shell drives it: every entry is kept in a log and handed to the engine."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from moodarc.affect import AffectReading, AffectState, Goal, GoalKind, Variance
from moodarc.catalog import EventKind, ListeningEvent, SessionEvent, SessionEventKind
from moodarc.session.engine import Engine, Tick

NOON = datetime(2026, 1, 5, 12, tzinfo=UTC)
LIFT = Goal(GoalKind.LIFT)


def reading(at, valence=-0.5, arousal=-0.4, *, variance=0.02):
    spread = Variance(variance, variance)
    state = AffectState(valence=valence, arousal=arousal, variance=spread, at=at)
    return AffectReading(state=state, modality="self_report")


@dataclass
class Shell:
    """Appends every entry to a log and does what the engine wishes."""

    engine: Engine
    length_s: dict = field(default_factory=dict)
    now: datetime = NOON
    log: list = field(default_factory=list)
    outcomes: list = field(default_factory=list)

    def hand(self, entry):
        outcome = self.engine.handle(entry)
        if not isinstance(entry, Tick):
            self.log.append(entry)
        if outcome.decision is not None:
            self.log.append(outcome.decision)
        self.outcomes.append(outcome)
        return outcome

    def later(self, seconds=1.0):
        self.now += timedelta(seconds=seconds)
        return self.now

    def start(self, goal=LIFT, **wish):
        kind = SessionEventKind.START
        event = SessionEvent(listener="me", at=self.later(), kind=kind, goal=goal, **wish)
        return self.hand(event)

    def aim(self, goal):
        kind = SessionEventKind.GOAL
        return self.hand(SessionEvent(listener="me", at=self.later(), kind=kind, goal=goal))

    def feel(self, valence, arousal, **more):
        return self.hand(reading(self.later(), valence, arousal, **more))

    def do(self, kind, track_id, after_s=1.0, **details):
        at = self.later(after_s)
        event = ListeningEvent(listener="me", at=at, kind=kind, track_id=track_id, details=details)
        return self.hand(event)

    def play_through(self):
        track_id = self.engine.state.queue[0]
        self.do(EventKind.PLAY, track_id)
        return self.do(EventKind.FINISH, track_id, self.length_s[track_id])
