"""What is done with a word that was typed: folded to one form, or refused with its neighbours."""

from collections.abc import Iterable
from difflib import get_close_matches

from moodarc.errors import VocabularyError

__all__ = ["fold", "unknown_word"]


def fold(word: str) -> str:
    """The form in which words are compared: no case, no spaces around.

    >>> fold(" Happy ")
    'happy'
    """
    return word.strip().casefold()


def unknown_word(word: str, known: Iterable[str], vocabulary: str) -> VocabularyError:
    """The error to raise for a word that a vocabulary lacks; it names the nearest words, or all.

    >>> str(unknown_word("hapy", ["happy", "sad"], "the test's words"))
    "'hapy' is not among the test's words; did you mean happy?"
    """
    words = sorted(known)
    near = get_close_matches(fold(word), words, n=3, cutoff=0.6)
    remedy = f"did you mean {' or '.join(near)}?" if near else f"use one of: {', '.join(words)}"
    return VocabularyError(f"{word!r} is not among {vocabulary}; {remedy}")
