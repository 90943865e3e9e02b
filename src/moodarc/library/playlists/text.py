"""Words that every format can hold."""

import re

__all__ = ["one_line", "plain"]

# What XML 1.0 cannot hold: control characters but tab and line ends, surrogates, noncharacters.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def plain(text: str) -> str:
    """The text with the replacement character for each sign that XML or UTF-8 cannot hold.

    >>> plain("caf" + chr(0xDCE9)) == "caf" + chr(0xFFFD)
    True
    """
    return _FORBIDDEN.sub("\N{REPLACEMENT CHARACTER}", text)


def one_line(text: str) -> str:
    """The same on one line, with single spaces."""
    return " ".join(plain(text).split())
