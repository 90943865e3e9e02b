"""The listener's own word for how they feel: a mood word, a point of the plane, or scored terms.

What each leaves open is its variance:

- a point: 0.03, with which intervals of what listeners of SiTunes say next hold about as much of it
  as they are meant to (`session.listener_profile`, tests);
- a word: how far its point lies from what people rate (`moodarc.affect.words`);
- scored terms: the variance of a word, plus how far the terms lie apart, which is the variance of
  a mixture. Terms that contradict each other leave the point open, and the emotion vector
  (BAEK eq. 10), which is kept beside it, holds both.
"""

from collections.abc import Mapping
from datetime import datetime

from moodarc.affect import (
    PLACED_WORD_VARIANCE,
    UNINFORMED_VARIANCE,
    VALID,
    AffectReading,
    AffectState,
    ThayerTerm,
    Variance,
    checked_scores,
    term_point,
    terms_point,
    terms_vector,
    word_affect,
)

__all__ = ["MODALITY", "NOTHING_SCORED", "POINT_VARIANCE", "from_point", "from_terms", "from_word"]

MODALITY = "self_report"

NOTHING_SCORED = "no term scored above 0"
"""The `validity` of a reading from terms that say nothing."""

POINT_VARIANCE = Variance(0.03, 0.03)
"""Of a point that a listener places: most lie within a step and a half of a nine-point scale."""

_OPEN = Variance(UNINFORMED_VARIANCE, UNINFORMED_VARIANCE)


def from_word(word: str, at: datetime) -> AffectReading:
    """The reading of a mood word of any of the four vocabularies; the word is kept as its note.

    Raises:
        VocabularyError: a word that none of them holds.
        InputError: a time without a zone.

    >>> from datetime import UTC
    >>> reading = from_word("dreamy", datetime(2026, 1, 1, tzinfo=UTC))
    >>> reading.state.valence, reading.state.arousal, reading.modality
    (0.5, -0.5, 'self_report')
    """
    meant = word_affect(word)
    state = AffectState(
        valence=meant.valence, arousal=meant.arousal, variance=meant.variance, at=at
    )
    return AffectReading(state=state, modality=MODALITY, note=word)


def from_point(valence: float, arousal: float, at: datetime) -> AffectReading:
    """The reading of a point that the listener placed, each in [-1, 1].

    Raises:
        InputError: a value out of range, or a time without a zone.
    """
    state = AffectState(valence=valence, arousal=arousal, variance=POINT_VARIANCE, at=at)
    return AffectReading(state=state, modality=MODALITY)


def from_terms(scores: Mapping[str, float], at: datetime) -> AffectReading:
    """The reading of Thayer terms scored 0 to 5: their weighted mean and their emotion vector.

    Where nothing is scored the reading is not valid: it says that nothing was said.

    Raises:
        VocabularyError: a word that is no Thayer term.
        InputError: a score outside [0, 5], or a time without a zone.

    >>> from datetime import UTC
    >>> from_terms({"happy": 3, "calm": 1}, datetime(2026, 1, 1, tzinfo=UTC)).vector
    EmotionVector(happy=0.75, angry=0.0, sad=0.0, peaceful=0.25)
    """
    given = checked_scores(scores)
    mean = terms_point(scores)
    scored = any(given.values())
    variance = _mixture_variance(given, mean) if scored else _OPEN
    state = AffectState(valence=mean[0], arousal=mean[1], variance=variance, at=at)
    return AffectReading(
        state=state,
        modality=MODALITY,
        validity=VALID if scored else NOTHING_SCORED,
        vector=terms_vector(scores) if scored else None,
    )


def _mixture_variance(scores: Mapping[ThayerTerm, float], mean: tuple[float, float]) -> Variance:
    """Of a mixture: the variance within its parts plus that of their means; at most uninformed."""
    total = sum(scores.values())
    between = [
        sum(s / total * (term_point(term)[axis] - mean[axis]) ** 2 for term, s in scores.items())
        for axis in range(2)
    ]
    return Variance(
        min(UNINFORMED_VARIANCE, PLACED_WORD_VARIANCE.valence + between[0]),
        min(UNINFORMED_VARIANCE, PLACED_WORD_VARIANCE.arousal + between[1]),
    )
