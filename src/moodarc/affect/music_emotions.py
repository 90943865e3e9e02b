"""The thirteen emotions that music evokes, and their quadrants (BAEK-2, Table 1).

The words are those of Cowen et al. (2020), "What music makes us feel", PNAS 117, as BAEK maps them
to four. A name such as "scary/fearful" is one emotion with two words.
"""

from collections.abc import Mapping
from math import fsum

from moodarc.affect.quadrants import Quadrant, QuadrantIntensity
from moodarc.affect.spelling import fold, unknown_word

__all__ = ["MUSIC_EMOTIONS", "music_emotion_intensity"]

_BY_QUADRANT = {
    Quadrant.HAPPY: (
        "amusing",
        "beautiful",
        "energizing/pump-up",
        "joyful/cheerful",
        "triumphant/heroic",
    ),
    Quadrant.ANGRY: ("annoying", "anxious/tense", "indignant/defiant", "scary/fearful"),
    Quadrant.SAD: ("sad/depressing",),
    Quadrant.PEACEFUL: ("calm/relaxing/serene", "dreamy", "erotic/desirous"),
}

MUSIC_EMOTIONS = {name: quadrant for quadrant, names in _BY_QUADRANT.items() for name in names}
"""Quadrant by emotion, 13 entries (BAEK Table 1)."""


def music_emotion_intensity(degrees: Mapping[str, float]) -> QuadrantIntensity:
    """Mean degree of the emotions of each quadrant (BAEK-3, eq. 5).

    Args:
        degrees: degree in [0, 1] by emotion name of Table 1; an emotion left out has degree 0.

    Returns:
        Four means in [0, 1]. They need not sum to 1; `shares` makes them an `EmotionVector`.

    Raises:
        VocabularyError: a name that Table 1 lacks.

    >>> music_emotion_intensity({"dreamy": 0.9, "sad/depressing": 0.5})
    QuadrantIntensity(happy=0.0, angry=0.0, sad=0.5, peaceful=0.3)
    """
    known = {fold(name): degree for name, degree in degrees.items()}
    for name in known.keys() - MUSIC_EMOTIONS.keys():
        raise unknown_word(name, MUSIC_EMOTIONS, "the thirteen music emotions")
    return QuadrantIntensity(
        *(
            fsum(known.get(name, 0.0) for name in _BY_QUADRANT[quadrant])
            / len(_BY_QUADRANT[quadrant])
            for quadrant in Quadrant
        )
    )
