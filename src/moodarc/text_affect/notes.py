"""What somebody's note says of how they feel now: a reading of its parts.

The estimator reads a text as people rate the emotion that it **expresses**. A note of one's own
mood is read by three rules more, which change nothing where they do not apply:

- **A turn.** "I was so sad, but now I'm fine": what follows the last turn counts three times what
  precedes it (the rule of VADER for "but": Hutto and Gilbert 2014).
- **A mood denied.** Of "not sad" the sentences that the estimator learned from say little: there,
  what is denied is often bad news all the same. Where a word of a low mood is denied, its effect on
  the valence is reversed by half, and half of it is added to the doubt (after Taboada et al. 2011,
  where negation shifts a word and does not mirror it; the half is a judgement).
- **Signs.** Emoji and emoticons are read as the words they stand for, and count as much as all the
  words: their writer picked them for the mood.

Parts that disagree leave doubt: the whole is their mixture, with the variance between them.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final, NamedTuple

import numpy as np

from moodarc.affect import UNINFORMED_VARIANCE, Variance
from moodarc.text_affect.emoji import spell_emoji
from moodarc.text_affect.estimator import TextAffect, TextEstimator
from moodarc.text_affect.families import family_names, family_of
from moodarc.text_affect.tokens import Token, is_negation, tokens

__all__ = ["read_note"]

_AFTER_TURN: Final = 0.75
_SIGNS: Final = 0.5
_REVERSED: Final = 0.5
_DOUBTED: Final = 0.99
"""share of the variance of knowing nothing from which words say nothing beside signs"""
_LOW_MOODS: Final = frozenset({"sadness", "loneliness", "fear", "anger", "fatigue", "badness"})
"""families of words of which a denial is no bad news"""

_ONLY: Final = re.compile(r"\bnothing but\b", re.IGNORECASE)
_TURN: Final = re.compile(
    r"(?<!anything )(?<!everything )(?<!all )(?<!none )(?<!help )"
    r"\b(?:but|however|nevertheless|nonetheless)\b(?:\s+now\b)?|(?<=[.!?;,]\s)(?:and\s+)?now\b",
    re.IGNORECASE,
)


class _Part(NamedTuple):
    """A share of the note's meaning, and what it says."""

    share: float
    said: TextAffect


def read_note(text: str, estimator: TextEstimator) -> TextAffect:
    """What a note says of its writer's mood, as far as words tell.

    >>> estimator = TextEstimator.shipped()
    >>> turned = read_note("I was so sad this morning, but now I'm fine", estimator)
    >>> turned.valence > estimator.read("I was so sad this morning, but now I'm fine").valence
    True
    """
    words, signs = spell_emoji(_ONLY.sub("only", text))
    said = _turned(words, estimator)
    if not signs:
        return said
    signed = estimator.read(". ".join(signs))
    if said.variance.valence >= _DOUBTED * UNINFORMED_VARIANCE:
        return signed
    return _mixture([_Part(1.0 - _SIGNS, said), _Part(_SIGNS, signed)])


def _turned(words: str, estimator: TextEstimator) -> TextAffect:
    """The words, with what follows the last turn as the greater part."""
    turns = list(_TURN.finditer(words))
    if turns:
        before, after = words[: turns[-1].start()], words[turns[-1].end() :]
        then, now = _denied(before, estimator), _denied(after, estimator)
        if then.n_words and now.n_words:
            return _mixture([_Part(1.0 - _AFTER_TURN, then), _Part(_AFTER_TURN, now)])
    return _denied(words, estimator)


def _denied(words: str, estimator: TextEstimator) -> TextAffect:
    """The reading of a part, with low moods that are denied half reversed."""
    read, found = estimator.read(words), tokens(words)
    denied = {n for n, token in enumerate(found) if _is_denied_mood(token)}
    if not denied:
        return read
    affirmed = [n for n, token in enumerate(found) if not is_negation(token.text)]
    plain = estimator.read(" ".join(found[n].text for n in affirmed)).valence
    without = estimator.read(" ".join(found[n].text for n in affirmed if n not in denied)).valence
    effect = plain - without
    if effect >= 0.0:
        return read
    shift = without - _REVERSED * effect - read.valence
    variance = min(UNINFORMED_VARIANCE, read.variance.valence + (_REVERSED * effect) ** 2)
    return replace(
        read,
        valence=max(-1.0, min(1.0, read.valence + shift)),
        variance=Variance(variance, *read.variance[1:]),
    )


def _is_denied_mood(token: Token) -> bool:
    family = family_of(token.text) if token.is_word and token.negated else None
    return family is not None and family_names()[family] in _LOW_MOODS


def _mixture(parts: Sequence[_Part]) -> TextAffect:
    """Of parts whose shares sum to 1: the mean, with the variance within and between them."""
    shares = np.array([part.share for part in parts])
    means = np.array([(p.said.valence, p.said.arousal, p.said.dominance) for p in parts])
    within = np.array([part.said.variance for part in parts], dtype=np.float64)
    valence, arousal, dominance = (shares @ means).tolist()
    spread = shares @ (within + (means - shares @ means) ** 2)
    variance = Variance(*np.minimum(spread, UNINFORMED_VARIANCE).tolist())
    n_words = sum(part.said.n_words for part in parts)
    known = sum(part.said.known * part.said.n_words for part in parts) / max(n_words, 1)
    return TextAffect(valence, arousal, dominance, variance, known, n_words)
