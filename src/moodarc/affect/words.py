"""Any word of the four vocabularies as a point of the plane, with its variance.

A word's point is the first of these that there is:

1. "neutral" is the origin. (The neutral *face* is not: EM-4 puts it at arousal -0.2.)
2. A Thayer term lies at its angle on the unit circle, radius 1 (BAEK-0), so a word says what is
   felt and not how strongly: the circle is its clearest case.
3. An expression lies where EM-4 puts it.
4. Another form of such a word ("anger", "annoying") lies where that word does.
5. A word of an entry such as "sad/depressing" lies where the first word of the entry does that has
   a point by 2-4.
6. A word of which only the quadrant is known lies at the quadrant's centre, radius sqrt(1/2).

The variance is how far these points were found from what people rate: the mean squared distance,
by dimension, to the norms of Warriner, Kuperman and Brysbaert (2013, doi 10.3758/s13428-012-0314-x)
rescaled to [-1, 1], for the words that both hold; `test_words` repeats it. Arousal is the less sure
of the two by far.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from types import MappingProxyType

import numpy as np

from moodarc.affect.everyday_emotions import EVERYDAY_EMOTIONS
from moodarc.affect.expressions import EXPRESSION_AFFECT, Expression
from moodarc.affect.music_emotions import MUSIC_EMOTIONS
from moodarc.affect.quadrants import QUADRANT_CENTRES
from moodarc.affect.spelling import fold, unknown_word
from moodarc.affect.state import Variance
from moodarc.affect.thayer import ThayerTerm, term_point

__all__ = [
    "PLACED_WORD_VARIANCE",
    "QUADRANT_WORD_VARIANCE",
    "Vocabulary",
    "WordAffect",
    "known_words",
    "word_affect",
]

PLACED_WORD_VARIANCE = Variance(0.08, 0.22)
"""Of a word with a point of its own: measured on 24 words, .077 and .222."""

QUADRANT_WORD_VARIANCE = Variance(0.03, 0.28)
"""Of a word known by its quadrant only: measured on 25 words, .032 and .279."""


class Vocabulary(StrEnum):
    """Where a word comes from."""

    EXPRESSION = "expression"
    THAYER = "thayer"
    MUSIC = "music"
    EVERYDAY = "everyday"


@dataclass(frozen=True, slots=True)
class WordAffect:
    """What a word says.

    Attributes:
        word: in the form of its vocabulary.
        valence: in [-1, 1].
        arousal: in [-1, 1].
        variance: how sure that is.
        vocabularies: all that hold the word.
    """

    word: str
    valence: float
    arousal: float
    variance: Variance
    vocabularies: tuple[Vocabulary, ...]


# Rule 4: another form -> the word that has the point.
_OTHER_FORMS = {
    "annoying": "annoyed",
    "relaxing": "relaxed",
    "fearful": "fear",
    "anger": "angry",
    "sadness": "sad",
}

_ENTRIES: tuple[tuple[Vocabulary, Iterable[str]], ...] = (
    (Vocabulary.EXPRESSION, Expression),
    (Vocabulary.THAYER, ThayerTerm),
    (Vocabulary.MUSIC, MUSIC_EMOTIONS),
    (Vocabulary.EVERYDAY, EVERYDAY_EMOTIONS),
)

_Place = tuple[float, float, Variance]


def word_affect(word: str) -> WordAffect:
    """The point of a word, in any case; "scary", "fearful" and "scary/fearful" are all words.

    Raises:
        VocabularyError: no vocabulary holds the word; the message names the nearest.

    >>> calm = word_affect("Calm")
    >>> round(calm.valence, 3), round(calm.arousal, 3), calm.variance.valence
    (0.259, -0.966, 0.08)
    >>> [vocabulary.value for vocabulary in calm.vocabularies]
    ['thayer', 'music']
    """
    found = _all_words().get(fold(word))
    if found is None:
        raise unknown_word(word, _all_words(), "the words for a mood")
    return found


def known_words() -> Mapping[str, tuple[Vocabulary, ...]]:
    """Every word that `word_affect` takes, sorted, with the vocabularies that hold it."""
    return MappingProxyType({word: found.vocabularies for word, found in _all_words().items()})


@cache
def _all_words() -> dict[str, WordAffect]:
    sources: dict[str, list[Vocabulary]] = {}
    places: dict[str, _Place] = {}
    for vocabulary, entries in _ENTRIES:
        for entry in entries:
            for word in dict.fromkeys((*entry.split("/"), str(entry))):
                sources.setdefault(word, []).append(vocabulary)
                places.setdefault(word, _place(word, entry))
    return {word: WordAffect(word, *places[word], tuple(sources[word])) for word in sorted(places)}


def _place(word: str, entry: str) -> _Place:
    for name in (word, *entry.split("/")):
        if (point := _own_point(name)) is not None:
            return (*point, PLACED_WORD_VARIANCE)
    quadrant = MUSIC_EMOTIONS.get(entry) or EVERYDAY_EMOTIONS[entry]
    return (*QUADRANT_CENTRES[quadrant], QUADRANT_WORD_VARIANCE)


def _own_point(word: str) -> tuple[float, float] | None:
    name = _OTHER_FORMS.get(word, word)
    if name == Expression.NEUTRAL:
        return 0.0, 0.0
    if name in set(ThayerTerm):
        return term_point(ThayerTerm(name))
    if name in set(Expression):
        valence, arousal = EXPRESSION_AFFECT[:, list(Expression).index(Expression(name))]
        return float(np.round(valence, 12)), float(np.round(arousal, 12))
    return None
