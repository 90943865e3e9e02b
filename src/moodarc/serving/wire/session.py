"""What travels over the socket of a live session, and the session as a whole."""

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, AwareDatetime, Field, TypeAdapter

from moodarc.affect import AffectBelief
from moodarc.catalog import EventKind, ListeningEvent
from moodarc.serving.wire.affect import Belief, Feeling, Goal, Point
from moodarc.serving.wire.decision import BriefOf, Decision, InferredIntent, Offer
from moodarc.serving.wire.problem import Problem
from moodarc.serving.wire.schema import Answer, Asked, Row
from moodarc.serving.wire.track import TrackBrief
from moodarc.session import MAX_MINUTES

__all__ = [
    "Account",
    "AskEvent",
    "AskGoal",
    "AskHello",
    "AskPing",
    "AskReading",
    "AskStart",
    "AskStop",
    "AskTake",
    "BeliefBrief",
    "ClientMessage",
    "EventBody",
    "EventRow",
    "Heard",
    "How",
    "Learned",
    "Playing",
    "Session",
    "Shift",
    "TellBelief",
    "TellEnded",
    "TellGoal",
    "TellHeard",
    "TellList",
    "TellPlay",
    "TellPong",
    "TellProblem",
    "TellSense",
    "TellState",
    "client_message",
    "idle",
]

_MOST_DETAILS = 8
_LONGEST_DETAIL = 200


def _small(details: dict[str, Any]) -> dict[str, Any]:
    """Details as the log keeps them: few, and plain values."""
    if len(details) > _MOST_DETAILS:
        msg = f"{len(details)} details; expected at most {_MOST_DETAILS}"
        raise ValueError(msg)
    for name, value in details.items():
        text = value if isinstance(value, str) else ""
        if len(name) > _LONGEST_DETAIL or len(text) > _LONGEST_DETAIL:
            msg = f"a detail is longer than {_LONGEST_DETAIL} characters; shorten it"
            raise ValueError(msg)
    return details


Plain = str | bool | int | Annotated[float, Field(allow_inf_nan=False)] | None
How = Literal["finish", "skip", "ban", "stopped"]
"""a track was taken"""

Seconds = Annotated[float, Field(ge=0.0, le=1e6, allow_inf_nan=False)]


class EventBody(Asked):
    """One thing that the listener did with a track."""

    kind: EventKind
    track_id: Row
    position_s: Seconds | None = None
    """where in the track"""
    details: Annotated[dict[str, Plain], AfterValidator(_small)] = Field(default_factory=dict)
    """`before` and `after` of a volume in [0, 1]; `unplayable`, why, of a skip; `resumed`"""
    at: AwareDatetime | None = None
    """when; none = now. For what was done while the service was out of reach."""


class EventRow(Answer):
    """An event as it is stored."""

    at: AwareDatetime
    kind: EventKind
    track: TrackBrief
    details: dict[str, Any]

    @classmethod
    def of(cls, event: ListeningEvent, brief: BriefOf) -> "EventRow":
        """Of a record."""
        return cls.made(
            at=event.at, kind=event.kind, track=brief(event.track_id), details=event.details
        )


class AskHello(Asked):
    """A tab is there."""

    type: Literal["hello"]
    last_seen: str | None = Field(default=None, max_length=64)


class AskStart(Asked):
    """Begin a session; one that goes on is ended first."""

    type: Literal["start"]
    goal: Goal | None = None
    minutes: float | None = Field(default=None, gt=0.0, le=MAX_MINUTES)
    seed_track_id: Row | None = None


class AskGoal(Asked):
    """Another goal."""

    type: Literal["goal"]
    goal: Goal


class AskReading(Asked):
    """How the listener feels."""

    type: Literal["reading"]
    reading: Feeling


class AskEvent(EventBody):
    """What the listener did."""

    type: Literal["event"]


class AskTake(Asked):
    """This tab plays from now on; a session that was interrupted goes on."""

    type: Literal["take"]


class AskStop(Asked):
    """End the session."""

    type: Literal["stop"]


class AskPing(Asked):
    """Are you there?"""

    type: Literal["ping"]
    n: int = Field(default=0, ge=0, le=2**53 - 1)


ClientMessage = Annotated[
    AskHello | AskStart | AskGoal | AskReading | AskEvent | AskTake | AskStop | AskPing,
    Field(discriminator="type"),
]

_CLIENT: TypeAdapter[ClientMessage] = TypeAdapter(ClientMessage)


def client_message(values: object) -> ClientMessage:
    """A message of a page, checked.

    The fields of a reading may stand in the message itself, as in `POST /readings`.

    Raises:
        ValidationError: it is none.
    """
    if isinstance(values, dict) and values.get("type") == "reading" and "reading" not in values:
        said = {name: value for name, value in values.items() if name != "type"}
        values = {"type": "reading", "reading": said}
    return _CLIENT.validate_python(values)


class BeliefBrief(Point):
    """A belief in few numbers."""

    valence_sd: float
    arousal_sd: float


class Shift(Answer):
    """How far a feeling moved."""

    valence: float
    arousal: float


class Playing(Answer):
    """What is on."""

    track: TrackBrief
    since: AwareDatetime
    position_s: float | None = None


class Session(Answer):
    """Where a session stands."""

    phase: Literal["idle", "playing", "ended"]
    goal: Goal | None
    belief: Belief
    playing: Playing | None
    queue: list[Offer]
    decision: Decision | None
    path: list[Point]
    """the feeling now, what the tracks to come express in their order, and the goal's point"""
    started: AwareDatetime | None
    until: AwareDatetime | None
    played: list[int]
    resumable: bool
    """whether `take` goes on with it: it was interrupted, and no other program plays it"""


def idle(belief: AffectBelief) -> Session:
    """No session, of somebody who never had one."""
    return Session(
        phase="idle",
        goal=None,
        belief=Belief.of(belief),
        playing=None,
        queue=[],
        decision=None,
        path=[],
        started=None,
        until=None,
        played=[],
        resumable=False,
    )


class TellState(Answer):
    """All of it; after each hello."""

    type: Literal["state"] = "state"
    session: Session


class TellBelief(Answer):
    """How the listener is believed to feel now."""

    type: Literal["belief"] = "belief"
    belief: Belief


class TellList(Answer):
    """A new list, or what is left of the one before."""

    type: Literal["list"] = "list"
    decision: Decision
    path: list[Point]


class TellPlay(Answer):
    """Put this on; report `event play` once it sounds."""

    type: Literal["play"] = "play"
    track: TrackBrief
    why: str
    score: float | None
    gain_db: float
    position_s: float | None = None
    """where to go on; none = from the beginning"""


class TellSense(Answer):
    """How does the listener feel now?"""

    type: Literal["sense"] = "sense"


class Heard(Answer):
    """A track that was on, and what the listener felt before and after it."""

    track: TrackBrief
    at: AwareDatetime
    how: How
    before: BeliefBrief
    after: BeliefBrief
    felt_shift: Shift
    expected_shift: Shift | None


class TellHeard(Heard):
    """A track is over."""

    type: Literal["heard"] = "heard"


class TellGoal(Answer):
    """Another goal counts."""

    type: Literal["goal"] = "goal"
    goal: Goal
    intent: InferredIntent | None = None


class Learned(Answer):
    """By how much a factor of the listener moved."""

    before: float
    after: float


class Account(Answer):
    """What a session came to."""

    heard: list[Heard]
    learned: dict[str, Learned]


class TellEnded(Answer):
    """The session is over."""

    type: Literal["ended"] = "ended"
    reason: str
    account: Account


class TellPong(Answer):
    """Here."""

    type: Literal["pong"] = "pong"
    n: int


class TellProblem(Answer):
    """A message could not be taken; the socket stays."""

    type: Literal["problem"] = "problem"
    problem: Problem
