"""Text as words, each with whether it is negated, and as marks of emphasis.

A negation reaches over the next three words of its sentence part (after Das & Chen 2001, who mark
up to the next punctuation; three words keep what follows in long sentences as it is).
"""

import re
import unicodedata
from collections.abc import Iterator
from typing import Final, NamedTuple

__all__ = ["CAPITALS", "Token", "is_negation", "tokens"]

CAPITALS: Final = "<capitals>"
"""the token before a word of three or more letters that is WRITTEN SO"""

_REACH: Final = 3
_NEGATIONS: Final = frozenset(
    {"not", "no", "never", "nothing", "nobody", "none", "without", "cannot"}
    | {"neither", "nor", "hardly", "barely"}
)
_LONG_END: Final = re.compile(r"([^\W\d_])\1{2,}$")
_LONG_INSIDE: Final = re.compile(r"([^\W\d_])\1{2,}")
_PART: Final = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*|[!?]+|\.{2,}|[.,;:]")


class Token(NamedTuple):
    """A word in lower case, or a mark such as "!" or "..."."""

    text: str
    is_word: bool = True
    negated: bool = False


def tokens(text: str) -> list[Token]:
    """The words and marks of a text in order; digits and signs are left out.

    >>> [token.text for token in tokens("I'm NOT sad!")]
    ["i'm", '<capitals>', 'not', 'sad', '!']
    >>> [token.text for token in tokens("not so good, but warm") if token.negated]
    ['so', 'good']
    """
    plain = unicodedata.normalize("NFKC", text).replace("\u2019", "'")
    return list(_tokens(plain))


def is_negation(word: str) -> bool:
    """Whether a lower-case word denies what follows.

    >>> is_negation("isn't"), is_negation("knot")
    (True, False)
    """
    return word in _NEGATIONS or word.endswith("n't")


def _tokens(text: str) -> Iterator[Token]:
    reach = 0
    for part in _PART.findall(text):
        if not part[0].isalpha():
            reach = 0
            if part not in {".", ",", ";", ":"}:
                yield Token(part[:3], is_word=False)
            continue
        if len(part) > 2 and part.isupper():
            yield Token(CAPITALS, is_word=False)
        word = _shortened(part.casefold())
        yield Token(word, negated=reach > 0)
        reach = _REACH if is_negation(word) else reach - 1


def _shortened(word: str) -> str:
    """A drawn-out word as it is spelled: "sooo" is "so", "goood" is "good"."""
    return _LONG_INSIDE.sub(r"\1\1", _LONG_END.sub(r"\1", word))
