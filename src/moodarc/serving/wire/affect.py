"""Feelings as they travel: points, beliefs, goals, readings, and what listeners say they feel.

What comes in is bounded and finite: it is the word of anyone who can reach the service.
"""

import math
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Annotated, Any, Final, Literal, Self

from pydantic import AfterValidator, AwareDatetime, ConfigDict, Field, model_validator

from moodarc.affect import (
    UNINFORMED_VARIANCE,
    AffectBelief,
    AffectReading,
    AffectState,
    Expression,
    GoalKind,
    ThayerTerm,
    term_point,
)
from moodarc.affect import Goal as AffectGoal
from moodarc.errors import InputError
from moodarc.listener import NO_READING
from moodarc.sensing import from_note, from_point, from_terms, from_word
from moodarc.sensing.face import face_reading, several_faces
from moodarc.serving.wire.schema import Answer, Asked, Row, Signed, Unit
from moodarc.serving.wire.track import Shares
from moodarc.text_affect import TextEstimator

__all__ = [
    "Belief",
    "Feeling",
    "Goal",
    "Point",
    "Reading",
    "SaidExpression",
    "SaidNote",
    "SaidPoint",
    "SaidSeed",
    "SaidTerms",
    "SaidWord",
    "Target",
    "belief_brief",
    "certainty",
    "plain_word",
    "reading_of",
]

_NEUTRAL_WITHIN: Final = 0.2
"""distance from the middle below which a feeling has no direction worth a word"""


class Point(Answer):
    """A place of the plane."""

    valence: Signed = Field(description="Unpleasant -1 to 1 pleasant.", examples=[0.4])
    arousal: Signed = Field(description="Still -1 to 1 lively.", examples=[-0.2])


class Belief(Point):
    """Where we believe the listener to be, and how surely."""

    valence_sd: float = Field(ge=0.0, examples=[0.2])
    arousal_sd: float = Field(ge=0.0, examples=[0.3])
    correlation: Signed = Field(
        description="Between the two; 0, as the belief's dimensions are filtered apart."
    )
    at: AwareDatetime
    shares: Shares
    word: str = Field(description="A plain word near it.", examples=["calm"])
    source: str = Field(description="What it rests on.", examples=["self_report 3 min ago"])
    expression: tuple[Unit, ...] | None = Field(
        default=None, description="The last seven expression shares, while they are fresh."
    )
    certainty: Unit = Field(
        description="How well the point is known: 0 = nothing was read or all is open, 1 = exactly."
    )

    @classmethod
    def of(cls, belief: AffectBelief) -> "Belief":
        """Of what the filter holds."""
        state = belief.state
        return cls.made(
            **belief_brief(belief),
            correlation=0.0,
            at=state.at,
            shares=Shares.made(**belief.emotion_vector._asdict()),
            word=plain_word(state.valence, state.arousal),
            source=belief.source,
            expression=belief.expression,
            certainty=certainty(belief),
        )


def belief_brief(belief: AffectBelief) -> dict[str, Any]:
    """The point of a belief and its standard deviations."""
    state = belief.state
    return {
        "valence": state.valence,
        "arousal": state.arousal,
        "valence_sd": math.sqrt(state.variance.valence),
        "arousal_sd": math.sqrt(state.variance.arousal),
    }


def certainty(belief: AffectBelief) -> float:
    """How well a feeling is known, in [0, 1]; for people to read, it weighs nothing.

    1 - sqrt(S_v S_a) / S_0: one less the geometric mean of the two variances over that of a point
    of which nothing is known (`UNINFORMED_VARIANCE`), clipped. A belief without any reading is that
    of anybody: it is narrower than the plane, but nothing is known of this listener, so it is 0.
    """
    if belief.source == NO_READING:
        return 0.0
    variance = belief.state.variance
    kept = math.sqrt(variance.valence * variance.arousal) / UNINFORMED_VARIANCE
    return min(1.0, max(0.0, 1.0 - kept))


def plain_word(valence: float, arousal: float) -> str:
    """The Thayer term in whose direction a point lies; "neutral" near the middle.

    >>> plain_word(0.4, -0.9), plain_word(0.05, 0.0)
    ('calm', 'neutral')
    """
    if math.hypot(valence, arousal) < _NEUTRAL_WITHIN:
        return "neutral"

    def along(term: ThayerTerm) -> float:
        x, y = term_point(term)
        return valence * x + arousal * y

    return max(ThayerTerm, key=along).value


class Target(Point, Asked):
    """Where a listener wants to be."""


class Goal(Asked):
    """What the music is to do."""

    model_config = ConfigDict(
        json_schema_serialization_defaults_required=True,
        json_schema_extra={
            "examples": [
                {"kind": "lift", "target": None},
                {"kind": "point", "target": {"valence": 0.6, "arousal": 0.3}},
            ]
        },
    )
    kind: GoalKind
    target: Target | None = Field(
        default=None, description="Needed for a point; else it overrides the goal's own."
    )

    @model_validator(mode="after")
    def _point_has_a_target(self) -> Self:
        if self.kind is GoalKind.POINT and self.target is None:
            msg = "the goal is a point, but none is given; give its target"
            raise ValueError(msg)
        return self

    def record(self) -> AffectGoal:
        """As the session takes it."""
        target = self.target
        return AffectGoal(self.kind, None if target is None else (target.valence, target.arousal))

    @classmethod
    def of(cls, goal: AffectGoal) -> Self:
        """As it is stored."""
        target = goal.target
        point = None if target is None else Target(valence=target[0], arousal=target[1])
        return cls(kind=goal.kind, target=point)


class Reading(Point):
    """What one sense said, once."""

    at: AwareDatetime
    modality: str = Field(examples=["self_report"])
    valence_sd: float = Field(ge=0.0)
    arousal_sd: float = Field(ge=0.0)
    confidence: Unit
    validity: str = Field(description='"ok", or why it is not used.', examples=["ok"])
    expression: tuple[Unit, ...] | None = None
    note: str | None = None

    @classmethod
    def of(cls, reading: AffectReading) -> "Reading":
        """As it is stored."""
        state = reading.state
        return cls.made(
            at=state.at,
            modality=reading.modality,
            valence=state.valence,
            arousal=state.arousal,
            valence_sd=math.sqrt(state.variance.valence),
            arousal_sd=math.sqrt(state.variance.arousal),
            confidence=reading.confidence,
            validity=reading.validity,
            expression=reading.expression,
            note=reading.note,
        )


class _Said(Asked):
    at: AwareDatetime | None = Field(
        default=None, description="When it was felt; none = now. Not in the future."
    )


class SaidPoint(_Said):
    """A point that the listener placed."""

    kind: Literal["point"] = "point"
    valence: Signed = Field(examples=[0.4])
    arousal: Signed = Field(examples=[-0.2])


class SaidWord(_Said):
    """A mood word."""

    kind: Literal["word"] = "word"
    word: str = Field(min_length=1, max_length=40, examples=["dreamy"])


class SaidTerms(_Said):
    """Thayer's terms, each scored from 0 (not at all) to 5 (very much)."""

    kind: Literal["terms"] = "terms"
    terms: dict[ThayerTerm, Annotated[float, Field(ge=0.0, le=5.0, allow_inf_nan=False)]] = Field(
        min_length=1, examples=[{"happy": 4, "calm": 2}]
    )


class SaidNote(_Said):
    """A note in the listener's own words, in English; it is read and not kept."""

    kind: Literal["note"] = "note"
    text: str = Field(min_length=1, max_length=4000, examples=["long day, but now I can rest"])


def _sums_to_1(shares: tuple[float, ...]) -> tuple[float, ...]:
    total = math.fsum(shares)
    if abs(total - 1.0) > 1e-3:
        msg = f"the seven shares sum to {total:.4f}; expected 1 within 0.001"
        raise ValueError(msg)
    return shares


class SaidExpression(_Said):
    """What a face shows: seven shares, in the order of the expressions. No picture travels."""

    kind: Literal["expression"] = "expression"
    probabilities: Annotated[
        tuple[Unit, Unit, Unit, Unit, Unit, Unit, Unit], AfterValidator(_sums_to_1)
    ] = Field(
        description=", ".join(Expression),
        examples=[[0.02, 0.01, 0.02, 0.85, 0.02, 0.03, 0.05]],
    )
    faces: int = Field(default=1, ge=1, le=100, description="How many faces were seen.")
    confidence: Unit = Field(default=1.0, description="How well the face was seen.")


class SaidSeed(_Said):
    """A favourite track, of which the listener says that it is how they feel."""

    kind: Literal["seed"] = "seed"
    track_id: Row


Feeling = Annotated[
    SaidPoint | SaidWord | SaidTerms | SaidNote | SaidExpression | SaidSeed,
    Field(discriminator="kind"),
]
"""What a listener says or shows of how they feel."""


def reading_of(
    said: Feeling,
    at: datetime,
    *,
    of_track: Callable[[int], AffectState],
) -> AffectReading:
    """The reading of what was said or shown; exactly that of the command line.

    Args:
        said: the message.
        at: aware UTC time; of the reading.
        of_track: the perceived emotion of a track, as a state at that time.

    Raises:
        InputError: nothing can be understood from it.
        UnknownTrackError: no such track.
    """
    reading = _read(said, at.astimezone(UTC), of_track)
    if not reading.is_valid:
        msg = f"nothing can be read from the {said.kind}: {reading.validity}; say it another way"
        raise InputError(msg)
    return reading


def _read(
    said: Feeling,
    at: datetime,
    of_track: Callable[[int], AffectState],
) -> AffectReading:
    match said:
        case SaidPoint():
            return from_point(said.valence, said.arousal, at)
        case SaidWord():
            return from_word(said.word, at)
        case SaidTerms():
            return from_terms(_plain_terms(said.terms), at)
        case SaidNote():
            return from_note(said.text, at, TextEstimator.shipped())
        case SaidExpression():
            note = several_faces(said.faces) if said.faces > 1 else None
            return face_reading(said.probabilities, at, confidence=said.confidence, note=note)
        case SaidSeed():
            return AffectReading(state=of_track(said.track_id), modality="seed")


def _plain_terms(terms: Mapping[ThayerTerm, float]) -> dict[str, float]:
    return {term.value: score for term, score in terms.items()}
