"""What a listener says of a track against the estimate, and what that changed."""

from datetime import datetime
from typing import Annotated, Any, Self

from pydantic import (
    ConfigDict,
    Field,
    SerializerFunctionWrapHandler,
    model_serializer,
    model_validator,
)

from moodarc.affect import Quadrant, TrackAffect
from moodarc.catalog import Correction, CorrectionKind
from moodarc.serving.wire.affect import Point
from moodarc.serving.wire.schema import Answer, Asked, Signed
from moodarc.session.shell import Change

__all__ = ["Corrected", "CorrectionSaid", "change_of", "correction_of", "said_of"]


class _At(Asked):
    """A point of the plane."""

    valence: Signed
    arousal: Signed


class CorrectionSaid(Asked):
    """One of: it is in this quadrant, it is not, it lies at this point."""

    model_config = ConfigDict(
        json_schema_extra={"example": {"not": "sad"}, "minProperties": 1, "maxProperties": 1},
    )

    is_in: Annotated[Quadrant | None, Field(alias="is")] = None
    not_in: Annotated[Quadrant | None, Field(alias="not")] = None
    at: _At | None = None

    @model_validator(mode="after")
    def _one_of_them(self) -> Self:
        if sum(value is not None for value in (self.is_in, self.not_in, self.at)) != 1:
            msg = "say exactly one of is, not and at"
            raise ValueError(msg)
        return self

    @model_serializer(mode="wrap")
    def _only_what_is_said(self, handler: SerializerFunctionWrapHandler) -> dict[str, Any]:
        values: dict[str, Any] = handler(self)
        names = {"is_in": "is", "not_in": "not"}
        said = {names.get(name, name): value for name, value in values.items()}
        return {name: value for name, value in said.items() if value is not None}


class Corrected(Answer):
    """What a correction changed."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "before": {"valence": -0.4, "arousal": -0.3},
                "after": {"valence": 0.1, "arousal": -0.3},
                "neighbours_moved": 3,
            }
        }
    )

    before: Point | None
    """where the track lay in the listener's library; none where no list uses it"""
    after: Point | None
    neighbours_moved: int
    """other tracks that moved with it"""


def said_of(said: CorrectionSaid, listener: str, track_id: int, *, at: datetime) -> Correction:
    """The record of what was said."""
    kind, value = _kind_and_value(said)
    return Correction(listener=listener, at=at, track_id=track_id, kind=kind, value=value)


def _kind_and_value(
    said: CorrectionSaid,
) -> tuple[CorrectionKind, Quadrant | tuple[float, float] | None]:
    if said.at is not None:
        return CorrectionKind.AT, (said.at.valence, said.at.arousal)
    if said.is_in is not None:
        return CorrectionKind.IS, said.is_in
    return CorrectionKind.NOT, said.not_in


def correction_of(record: Correction) -> CorrectionSaid:
    """A record as it travels."""
    if record.point is not None:
        valence, arousal = record.point
        said: dict[str, Any] = {"at": {"valence": valence, "arousal": arousal}}
    else:
        said = {record.kind.value: record.quadrant}
    return CorrectionSaid.model_validate(said)


def change_of(change: Change) -> Corrected:
    """What changed, as it travels."""
    affects = [
        None if track is None or track.analysis is None else track.analysis.affect
        for track in (change.before, change.after)
    ]
    before, after = map(_point, affects)
    return Corrected(before=before, after=after, neighbours_moved=change.others_moved)


def _point(affect: TrackAffect | None) -> Point | None:
    return None if affect is None else Point(valence=affect.valence, arousal=affect.arousal)
