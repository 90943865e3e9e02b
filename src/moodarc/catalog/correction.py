"""What a listener says of a track against the estimate: "this is not sad"."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from moodarc.affect import Quadrant
from moodarc.errors import InputError

__all__ = ["Correction", "CorrectionKind", "standing"]


class CorrectionKind(StrEnum):
    """How it is said."""

    IS = "is"
    """it lies in this quadrant"""
    NOT = "not"
    """it does not lie in this quadrant"""
    AT = "at"
    """it lies at this point of the plane"""
    UNDO = "undo"
    """what was said of it before is taken back"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """One thing that a listener said of a track; of one track the newest counts.

    Attributes:
        listener: name of the listener.
        at: aware UTC time.
        track_id: of which track.
        kind: how it was said.
        value: a quadrant ("is", "not"), valence and arousal in [-1, 1] ("at"), or None ("undo").

    Raises:
        InputError: a value that does not fit the kind.

    >>> from datetime import UTC
    >>> Correction(
    ...     listener="ada", at=datetime.now(UTC), track_id=1, kind=CorrectionKind.NOT,
    ...     value=Quadrant.SAD,
    ... ).words
    'it is not sad'
    """

    listener: str
    at: datetime
    track_id: int
    kind: CorrectionKind
    value: Quadrant | tuple[float, float] | None = None

    def __post_init__(self) -> None:
        if not _fits(self.kind, self.value):
            msg = f"a correction {self.kind.value!r} with {self.value!r}; expected {_EXPECTED}"
            raise InputError(msg)

    @property
    def quadrant(self) -> Quadrant | None:
        """The quadrant that is named, if one is."""
        return self.value if isinstance(self.value, Quadrant) else None

    @property
    def point(self) -> tuple[float, float] | None:
        """The point that is named, if one is."""
        return self.value if isinstance(self.value, tuple) else None

    @property
    def words(self) -> str:
        """What was said, as a sentence's end."""
        if isinstance(self.value, tuple):
            return f"it is at {self.value[0]:+z.2f} {self.value[1]:+z.2f}"
        if self.value is None:
            return "nothing"
        return f"it is {'not ' if self.kind is CorrectionKind.NOT else ''}{self.value.value}"


_EXPECTED = "a quadrant for is and not, valence and arousal in [-1, 1] for at, nothing for undo"


def standing(corrections: Iterable[Correction]) -> list[Correction]:
    """What stands of one listener's corrections: the newest of each track, by track number.

    Args:
        corrections: from oldest to newest.
    """
    newest = {correction.track_id: correction for correction in corrections}
    return [newest[key] for key in sorted(newest) if newest[key].kind is not CorrectionKind.UNDO]


def _fits(kind: CorrectionKind, value: object) -> bool:
    match kind:
        case CorrectionKind.UNDO:
            return value is None
        case CorrectionKind.AT:
            return isinstance(value, tuple) and len(value) == 2 and all(map(_on_axis, value))
    return isinstance(value, Quadrant)


def _on_axis(value: float) -> bool:
    return math.isfinite(value) and abs(value) <= 1.0
