"""What a listener says of themselves, for the time before their log says it (LIN-5, LIN-9).

Every field is optional, and nothing is made of what is not given. Personality and culture are here
because the paper names them; no model of ours reads them yet.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from datetime import UTC, datetime
from typing import Any, Final, Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from moodarc.errors import InputError

__all__ = ["BIG_FIVE", "SENSITIVE_FACTS", "ListenerFacts"]

BIG_FIVE: Final = (
    "openness",
    "conscientiousness",
    "extraversion",
    "agreeableness",
    "neuroticism",
)
"""The five traits, each as the mean of its questionnaire's items from 1 to 5 (BFI: John, Naumann
and Soto 2008)."""

SENSITIVE_FACTS: Final = frozenset({*BIG_FIVE, "gender", "culture"})
"""facts that are kept only where the listener has agreed to it"""

_LONGEST: Final = 100
_MOST_GENRES: Final = 50
_FIRST_YEAR: Final = 1900
_AGES: Final = 130
_SCORES: Final = (1.0, 5.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class ListenerFacts:
    """What was said; None, or no genre, where nothing was.

    Attributes:
        birth_year: four digits.
        age_band: years at both ends, "25-34"; for who does not want to say the year.
        gender: in their own words.
        country: where they live.
        culture: whose music they grew up with, in their own words.
        genres: that they like, as they call them.
        time_zone: IANA name ("Europe/Berlin"); by it the hours of a day are told.
        openness: one of `BIG_FIVE`, 1 to 5, as are the next four.
        conscientiousness: see openness.
        extraversion: see openness.
        agreeableness: see openness.
        neuroticism: see openness.

    Raises:
        InputError: a value that cannot be; the message says what could.

    >>> ListenerFacts(genres=("jazz",), openness=4.5).given()
    {'genres': ['jazz'], 'openness': 4.5}
    """

    birth_year: int | None = None
    age_band: str | None = None
    gender: str | None = None
    country: str | None = None
    culture: str | None = None
    genres: tuple[str, ...] = ()
    time_zone: str | None = None
    openness: float | None = None
    conscientiousness: float | None = None
    extraversion: float | None = None
    agreeableness: float | None = None
    neuroticism: float | None = None

    def __post_init__(self) -> None:
        for name in ("gender", "country", "culture"):
            _check_text(name, getattr(self, name))
        for name in BIG_FIVE:
            _check_number(name, getattr(self, name), _SCORES)
        _check_number("birth_year", self.birth_year, (_FIRST_YEAR, datetime.now(UTC).year))
        _check_band(self.age_band)
        _check_zone(self.time_zone)
        if len(self.genres) > _MOST_GENRES:
            msg = f"{len(self.genres)} genres; name at most {_MOST_GENRES}"
            raise InputError(msg)
        for genre in self.genres:
            _check_text("a genre", genre)

    def given(self) -> dict[str, Any]:
        """The facts that were said, by name, as JSON values."""
        said = {name: value for name, value in asdict(self).items() if value not in {None, ()}}
        return {n: list(v) if isinstance(v, tuple) else v for n, v in said.items()}

    @classmethod
    def of(cls, values: Mapping[str, Any]) -> Self:
        """From JSON values by name, as `given` makes them; names of other versions are left out."""
        known = {field.name for field in fields(cls)}
        kept = {name: value for name, value in values.items() if name in known}
        genres = kept.pop("genres", ())
        return cls(genres=tuple(genres), **kept)

    def corrected(self, by: Mapping[str, Any]) -> "ListenerFacts":
        """With these said anew; None, or no genre, takes one back.

        Raises:
            InputError: a name that is no fact, or a value that cannot be.
        """
        for name in by:
            _check_name(name)
        return replace(self, **by)


def _check_name(name: str) -> None:
    """Do nothing where a fact is called so.

    Raises:
        InputError: none is.
    """
    known = [field.name for field in fields(ListenerFacts)]
    if name not in known:
        msg = f"no fact is called {name!r}; known are {', '.join(known)}"
        raise InputError(msg)


def _check_text(name: str, value: str | None) -> None:
    if value is None:
        return
    if not value.strip() or len(value) > _LONGEST or not value.isprintable():
        msg = f"{name} is {value[:_LONGEST]!r}; give 1 to {_LONGEST} printable characters"
        raise InputError(msg)


def _check_number(name: str, value: float | None, ends: tuple[float, float]) -> None:
    if value is not None and not ends[0] <= value <= ends[1]:
        msg = f"{name} is {value!r}; expected {ends[0]:g} to {ends[1]:g}"
        raise InputError(msg)


def _check_band(band: str | None) -> None:
    if band is None:
        return
    low, dash, high = band.partition("-")
    years = low.isdecimal() and high.isdecimal() and len(band) <= 7
    if not (dash and years and int(low) <= int(high) <= _AGES):
        msg = f"age band {band[:_LONGEST]!r}; expected two ages such as 25-34"
        raise InputError(msg)


def _check_zone(name: str | None) -> None:
    if name is None:
        return
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        msg = f"no time zone is called {name!r}; give an IANA name such as Europe/Berlin"
        raise InputError(msg) from error
