"""What is kept of a listener, what they agreed to, and which senses are on."""

from typing import Annotated, Literal, Self

from pydantic import AfterValidator, AwareDatetime, Field

from moodarc.affect import Expression
from moodarc.consent import Consent
from moodarc.serving.wire.affect import Reading
from moodarc.serving.wire.schema import Answer, Asked, Unit
from moodarc.storage import Agreement

__all__ = [
    "ConsentSaid",
    "ConsentState",
    "ConsentWording",
    "Erased",
    "FaceHead",
    "Privacy",
    "Sense",
    "SenseName",
    "SenseSwitch",
    "Stored",
]

N = len(Expression)
_MOST_FEATURES = 4096

SenseName = Literal["face", "wearable", "note", "sliders", "seed"]


class Stored(Answer):
    """One kind of thing that is kept."""

    what: str
    n: int
    first: AwareDatetime | None
    last: AwareDatetime | None
    why: str


class ConsentWording(Answer):
    """What is asked, in one language."""

    title: str
    terms: str


class ConsentState(Answer):
    """Something that may be agreed to."""

    name: str
    title: str
    terms: str
    wordings: dict[str, ConsentWording]
    """as the page asks, by language"""
    agreed_at: AwareDatetime | None
    """none where it is not agreed to in words of today"""
    earlier_at: AwareDatetime | None
    """when earlier words were agreed to, where those of today are not"""
    agreed_words: str | None
    """that were agreed to, today's or earlier ones"""

    @classmethod
    def of(cls, consent: Consent, agreed: Agreement | None) -> Self:
        """Of what is asked and what was agreed to."""
        counts = agreed is not None and agreed.counts
        at = None if agreed is None else agreed.at
        return cls.made(
            name=consent.name,
            title=consent.title,
            terms=consent.terms,
            wordings={
                language: ConsentWording.made(title=one.title, terms=one.terms)
                for language, one in consent.wordings.items()
            },
            agreed_at=at if counts else None,
            earlier_at=None if counts else at,
            agreed_words=None if agreed is None else agreed.words,
        )


class ConsentSaid(Asked):
    """The words that were agreed to, as the listener read them."""

    terms: Annotated[str, Field(min_length=1, max_length=4000)]


class Privacy(Answer):
    """All of it."""

    stored: list[Stored]
    consents: list[ConsentState]
    listener: str
    where: str | None
    """the database; none where the token does not open `manage`"""


class Erased(Answer):
    """What was removed."""

    erased: dict[str, int]
    """rows by table"""
    files: int


class Sense(Answer):
    """A way in which the listener's feeling is told."""

    name: SenseName
    on: bool
    consent: bool
    """whether what it needs is agreed to, or nothing is needed"""
    last: Reading | None
    weight: Unit
    """share of the newest readings' precision that is this sense's"""
    status: str


class SenseSwitch(Asked):
    """On or off."""

    on: bool


Number = Annotated[float, Field(ge=-1e6, le=1e6, allow_inf_nan=False)]
Numbers = Annotated[list[Number], Field(max_length=_MOST_FEATURES)]
Rows = Annotated[list[Numbers], Field(min_length=N, max_length=N)]


def _positive(scale: list[float]) -> list[float]:
    if any(value <= 0.0 for value in scale):
        msg = "a scale is not above 0; expected only numbers above 0"
        raise ValueError(msg)
    return scale


class FaceHead(Asked):
    """A listener's own reading of the network's answers, in numbers (`sensing.face.PersonalHead`).

    p' = softmax(mixing log p + weights (f - centre) / scale + bias)
    """

    mixing: Rows
    """(7, 7)"""
    weights: Rows
    """(7, features)"""
    bias: Annotated[list[Number], Field(min_length=N, max_length=N)]
    centre: Numbers
    scale: Annotated[Numbers, AfterValidator(_positive)]
    classifier: str = Field(min_length=1, max_length=100)
    """version of the network that it was fitted on"""
    report: dict[Annotated[str, Field(max_length=40)], list[Annotated[int, Field(ge=0)]]] = Field(
        default_factory=dict, max_length=N
    )
    """confusion counts by true expression"""
