"""A note in the listener's own words ("long day, everything went wrong") as a reading.

`text_affect` says what the note expresses, with turns ("but now ..."), denied moods and emoji read
as a note's (`text_affect.read_note`). What its writer feels is another matter: people quote, joke
and play down. So a note is taken to be no surer than a mood word that the listener picks,
whose variance was measured (`moodarc.affect.words`); dominance, of which no such measure is at
hand, is taken like arousal. That variance is added to the text's own, up to knowing nothing.

The confidence is the share of the note's words that the estimator knows: the word that counts may
be among the others. The note itself is not kept in the reading.
"""

from datetime import datetime
from typing import Final

from moodarc.affect import (
    PLACED_WORD_VARIANCE,
    UNINFORMED_VARIANCE,
    VALID,
    AffectReading,
    AffectState,
    Variance,
)
from moodarc.text_affect import TextAffect, TextEstimator, read_note

__all__ = ["MODALITY", "NOT_UNDERSTOOD", "NO_WORDS", "WRITER_VARIANCE", "from_note"]

MODALITY = "text"

NO_WORDS = "no words in the note"
"""The `validity` of a reading from an empty note, or from numbers and signs."""

NOT_UNDERSTOOD = "too few words of the note are known (English only)"
"""The `validity` of a reading from a note in words that the estimator does not know."""

WRITER_VARIANCE: Final = (
    PLACED_WORD_VARIANCE.valence,
    PLACED_WORD_VARIANCE.arousal,
    PLACED_WORD_VARIANCE.arousal,
)
"""Of what the writer feels about what the note expresses: valence, arousal, dominance."""


def from_note(text: str, at: datetime, estimator: TextEstimator) -> AffectReading:
    """The reading of a note; not valid where nothing can be understood from it.

    Raises:
        InputError: a time without a zone.

    >>> from datetime import UTC
    >>> reading = from_note("what a wonderful day", datetime(2026, 1, 1, tzinfo=UTC),
    ...                     TextEstimator.shipped())
    >>> reading.state.valence > 0.2, reading.modality, reading.note
    (True, 'text', None)
    """
    said = read_note(text, estimator)
    state = AffectState(
        valence=said.valence,
        arousal=said.arousal,
        dominance=said.dominance,
        variance=_of_writer(said.variance),
        at=at,
    )
    return AffectReading(
        state=state, modality=MODALITY, confidence=said.known, validity=_validity(said)
    )


def _validity(said: TextAffect) -> str:
    if said.n_words == 0:
        return NO_WORDS
    doubted = said.variance.valence >= 0.99 * UNINFORMED_VARIANCE
    return NOT_UNDERSTOOD if doubted else VALID


def _of_writer(variance: Variance) -> Variance:
    of_text = (variance.valence, variance.arousal, variance.dominance or 0.0)
    summed = (a + b for a, b in zip(of_text, WRITER_VARIANCE, strict=True))
    return Variance(*(min(UNINFORMED_VARIANCE, total) for total in summed))
