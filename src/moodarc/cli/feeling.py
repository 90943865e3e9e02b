"""How a listener says how they feel on the command line: a word, a point, or scored terms."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from moodarc.errors import InputError

if TYPE_CHECKING:
    from moodarc.affect import AffectReading, AffectState

__all__ = ["Mood", "Terms", "ValenceArousal", "feeling_from", "state_json"]

Mood = Annotated[
    str | None,
    typer.Option("--mood", metavar="WORD", help="A mood word: happy, nervous, dreamy, anger ..."),
]
ValenceArousal = Annotated[
    tuple[float, float] | None,
    typer.Option(
        "--va", metavar="V A", help="Valence (bad -1 .. 1 good) and arousal (still -1 .. 1 lively)."
    ),
]
Terms = Annotated[
    str | None,
    typer.Option("--terms", metavar="LIST", help="Terms scored 0 to 5: happy=4,calm=2."),
]


def feeling_from(
    at: datetime,
    *,
    mood: str | None,
    va: tuple[float, float] | None,
    terms: str | None,
) -> "AffectReading | None":
    """The reading of what was said, or None where nothing was.

    Raises:
        InputError: more than one way was used, or nothing can be understood from what was said.
    """
    from moodarc.sensing import from_point, from_terms, from_word

    if sum(said is not None for said in (mood, va, terms)) > 1:
        msg = "a feeling is said in one way; give only one of --mood, --va and --terms"
        raise InputError(msg)
    if mood is not None:
        return from_word(mood, at)
    if va is not None:
        return from_point(*va, at)
    if terms is None:
        return None
    reading = from_terms(_scores(terms), at)
    if not reading.is_valid:
        msg = f"{terms!r} says nothing: {reading.validity}; score a term from 1 to 5"
        raise InputError(msg)
    return reading


def state_json(state: "AffectState") -> dict[str, float | str | None]:
    """A state as JSON: values in [-1, 1], variances in the square of that unit."""
    return {
        "valence": state.valence,
        "arousal": state.arousal,
        "dominance": state.dominance,
        "valence_variance": state.variance.valence,
        "arousal_variance": state.variance.arousal,
        "at": state.at.isoformat(),
    }


def _scores(terms: str) -> dict[str, float]:
    scores: dict[str, float] = {}
    for part in filter(None, (part.strip() for part in terms.split(","))):
        word, _, score = part.partition("=")
        if word.strip() in scores:
            msg = f'"{word.strip()}" is scored twice in {terms!r}; score each term once'
            raise InputError(msg)
        scores[word.strip()] = _number(score, part)
    if not scores:
        msg = f"{terms!r} scores no term; expected a list such as happy=4,calm=2"
        raise InputError(msg)
    return scores


def _number(score: str, part: str) -> float:
    try:
        return float(score)
    except ValueError as error:
        msg = f"{part!r} is no scored term; expected a word and a number, such as happy=4"
        raise InputError(msg) from error
