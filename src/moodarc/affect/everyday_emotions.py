"""The eighteen emotions of everyday life, and their quadrants (BAEK-2, Table 5).

The words are those of Trampe, Quoidbach and Taquet (2015), "Emotions in everyday life", PLOS ONE
10, as BAEK maps them to four.
"""

from collections.abc import Iterable

from moodarc.affect.quadrants import EmotionVector, Quadrant, shares
from moodarc.affect.spelling import fold, unknown_word

__all__ = ["EVERYDAY_EMOTIONS", "checked_emotions_vector"]

_BY_QUADRANT = {
    Quadrant.HAPPY: ("pride", "love", "gratitude", "joy", "awe", "amusement", "alertness"),
    Quadrant.ANGRY: (
        "anxiety",
        "disdain",
        "offense",
        "guilt",
        "disgust",
        "fear",
        "embarrassment",
        "anger",
    ),
    Quadrant.SAD: ("sadness",),
    Quadrant.PEACEFUL: ("hope", "satisfaction"),
}

EVERYDAY_EMOTIONS = {word: quadrant for quadrant, words in _BY_QUADRANT.items() for word in words}
"""Quadrant by emotion, 18 entries (BAEK Table 5)."""


def checked_emotions_vector(checked: Iterable[str]) -> EmotionVector:
    """Share of each quadrant among the emotions that were checked (BAEK-4, eq. 22).

    Args:
        checked: words of Table 5; a word given twice counts once.

    Returns:
        Shares that sum to 1, or all 0 where nothing was checked.

    Raises:
        VocabularyError: a word that Table 5 lacks.

    >>> checked_emotions_vector(["anxiety", "sadness"])
    EmotionVector(happy=0.0, angry=0.5, sad=0.5, peaceful=0.0)
    """
    amounts = dict.fromkeys(Quadrant, 0.0)
    for word in {fold(word) for word in checked}:
        if word not in EVERYDAY_EMOTIONS:
            raise unknown_word(word, EVERYDAY_EMOTIONS, "the eighteen everyday emotions")
        amounts[EVERYDAY_EMOTIONS[word]] += 1.0
    return shares(amounts)
