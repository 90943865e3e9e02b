"""Emoji and emoticons read as words: a face that cries says "crying".

The word is the one a writer would pick for the sign (`emoji.txt`); what it does to a mood is what
the estimator has learned of that word.
"""

import re
from functools import cache
from importlib.resources import files
from typing import Final, NamedTuple

__all__ = ["Spelled", "spell_emoji"]

_SEPARATOR: Final = "."
"""ends a negation's reach, so that "not now 😢" does not deny the tears"""


class Spelled(NamedTuple):
    """A text parted: its own words, and those of its signs."""

    words: str
    signs: tuple[str, ...]


def spell_emoji(text: str) -> Spelled:
    """A text without its emoji and emoticons, and the word of each; a run of one sign is one.

    Emoticons count where they stand alone, so that a time such as "(10:30)" holds none.

    >>> spell_emoji("off to the sea 😀😀 at last :)")
    Spelled(words='off to the sea . at last .', signs=('happy', 'happy'))
    """
    table = _signs()
    found = tuple(table[match["sign"] or match["typed"]] for match in _pattern().finditer(text))
    return Spelled(_pattern().sub(f" {_SEPARATOR}", text).replace("  ", " ").strip(), found)


@cache
def _signs() -> dict[str, str]:
    text = (files("moodarc.text_affect") / "emoji.txt").read_text(encoding="utf-8")
    rows = (line.partition(": ") for line in text.splitlines() if not line.startswith("#"))
    return {sign: word for word, _, signs in rows for sign in signs.split()}


@cache
def _pattern() -> re.Pattern[str]:
    """One sign, with the marks of skin and style behind it, as often as it is repeated."""
    signs = sorted(_signs(), key=len, reverse=True)
    drawn = "|".join(re.escape(sign) for sign in signs if not sign.isascii())
    typed = "|".join(re.escape(sign) for sign in signs if sign.isascii())
    style = "[\ufe0e\ufe0f\U0001f3fb-\U0001f3ff]*"
    return re.compile(
        rf"(?P<sign>{drawn}){style}(?:(?P=sign){style})*|(?<!\S)(?P<typed>{typed})(?!\S)"
    )
