"""Thayer's twelve terms: their places on the circle, and what scores for them say (BAEK).

The circle (BAEK-0): term i = 1 ... 12 lies at 15 + 30 (i - 1) degrees, counted from the valence
axis towards arousal. Scored terms are read in two ways: as one point, their weighted mean
(eq. 1-3), and as shares of the four quadrants (BAEK-4, eq. 10). The point of opposite terms
cancels; the shares keep both.
"""

import math
from collections.abc import Mapping
from enum import StrEnum

from moodarc.affect.quadrants import EmotionVector, Quadrant, shares
from moodarc.affect.spelling import fold, unknown_word
from moodarc.errors import InputError

__all__ = [
    "HIGHEST_SCORE",
    "THAYER_ANGLES_DEG",
    "THAYER_QUADRANTS",
    "ThayerTerm",
    "checked_scores",
    "term_point",
    "terms_point",
    "terms_vector",
]

HIGHEST_SCORE = 5.0
"""A term is scored from 0 (not at all) to 5 (BAEK section 4.1)."""


class ThayerTerm(StrEnum):
    """The terms in their order round the circle, three in each quadrant (BAEK Table 3)."""

    PLEASED = "pleased"
    HAPPY = "happy"
    EXCITED = "excited"
    ANNOYED = "annoyed"
    ANGRY = "angry"
    NERVOUS = "nervous"
    SAD = "sad"
    BORED = "bored"
    SLEEPY = "sleepy"
    CALM = "calm"
    PEACEFUL = "peaceful"
    RELAXED = "relaxed"


THAYER_ANGLES_DEG = {term: 15.0 + 30.0 * place for place, term in enumerate(ThayerTerm)}
"""Angle of each term in degrees: 0 = pleasant, 90 = excited (BAEK-0)."""

THAYER_QUADRANTS = {term: list(Quadrant)[place // 3] for place, term in enumerate(ThayerTerm)}
"""Quadrant of each term (BAEK Table 3)."""


def term_point(term: ThayerTerm) -> tuple[float, float]:
    """(valence, arousal) of a term on the unit circle.

    >>> [round(value, 3) for value in term_point(ThayerTerm.PLEASED)]
    [0.966, 0.259]
    """
    angle = math.radians(THAYER_ANGLES_DEG[term])
    return math.cos(angle), math.sin(angle)


def terms_point(scores: Mapping[str, float]) -> tuple[float, float]:
    """Mean of the terms' points weighted by their scores; the origin where nothing is scored.

    BAEK eq. 1-3 sum over the listeners first and divide by 12 in the end; dividing by the sum of
    the scores gives the same direction and keeps the point inside the circle.

    Args:
        scores: 0 to 5 by term; terms left out score 0.

    Raises:
        VocabularyError: a word that is no Thayer term.
        InputError: a score outside [0, 5].

    >>> [round(value, 3) for value in terms_point({"happy": 2, "angry": 2})]
    [0.0, 0.707]
    """
    by_term = checked_scores(scores)
    total = sum(by_term.values())
    if total == 0.0:
        return 0.0, 0.0
    weights = {term: score / total for term, score in by_term.items()}
    return (
        sum(weight * term_point(term)[0] for term, weight in weights.items()),
        sum(weight * term_point(term)[1] for term, weight in weights.items()),
    )


def terms_vector(scores: Mapping[str, float]) -> EmotionVector:
    """Share of each quadrant: its terms' scores over the sum of all (BAEK-4, eq. 10).

    Args:
        scores: 0 to 5 by term; terms left out score 0.

    Raises:
        VocabularyError: a word that is no Thayer term.
        InputError: a score outside [0, 5].

    >>> terms_vector({"happy": 3, "calm": 1})
    EmotionVector(happy=0.75, angry=0.0, sad=0.0, peaceful=0.25)
    """
    amounts = dict.fromkeys(Quadrant, 0.0)
    for term, score in checked_scores(scores).items():
        amounts[THAYER_QUADRANTS[term]] += score
    return shares(amounts)


def checked_scores(scores: Mapping[str, float]) -> dict[ThayerTerm, float]:
    """The scores by term, in the terms' order.

    Raises:
        VocabularyError: a word that is no Thayer term.
        InputError: a score outside [0, 5].
    """
    given = {_term(word): _score(word, score) for word, score in scores.items()}
    return {term: given[term] for term in ThayerTerm if term in given}


def _term(word: str) -> ThayerTerm:
    if fold(word) not in set(ThayerTerm):
        raise unknown_word(word, ThayerTerm, "the twelve Thayer terms")
    return ThayerTerm(fold(word))


def _score(word: str, score: float) -> float:
    if not 0.0 <= score <= HIGHEST_SCORE:
        msg = f"the score of {word!r} is {score!r}; expected 0 (not at all) to 5 (very much)"
        raise InputError(msg)
    return float(score)
