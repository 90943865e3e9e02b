"""Words for a terminal: names of any bytes, lengths of time, sizes."""

import os
import re

__all__ = ["can_draw", "clock", "printable", "size"]

_UNPRINTABLE = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)


def printable(text: str | os.PathLike[str]) -> str:
    r"""Text that shows as one line: what would steer the terminal or is no Unicode is escaped.

    >>> printable("caf\udce9\x1b[1m")
    'caf\\xe9\\x1b[1m'
    """
    return _UNPRINTABLE.sub(lambda match: _escape(match[0]), os.fspath(text))


def _escape(character: str) -> str:
    code = ord(character)
    if 0xDC80 <= code <= 0xDCFF:
        code -= 0xDC00
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"


def clock(seconds: float) -> str:
    """A length of time.

    >>> clock(61.6), clock(3725)
    ('1:02', '1:02:05')
    """
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{rest:02d}" if hours else f"{minutes}:{rest:02d}"


def size(n_bytes: float) -> str:
    """A size in powers of 1024.

    >>> size(1536)
    '1.5 KiB'
    """
    for unit in ("B", "KiB", "MiB", "GiB"):
        if n_bytes < 1024:
            return f"{n_bytes:.0f} B" if unit == "B" else f"{n_bytes:.1f} {unit}"
        n_bytes /= 1024
    return f"{n_bytes:.1f} TiB"


def can_draw(encoding: str, terminal: str) -> bool:
    """Whether lines, blocks and braille dots can be shown.

    Args:
        encoding: of the output.
        terminal: its kind, as in `TERM`; the bare console of Linux has a font without braille.

    >>> can_draw("utf-8", "xterm"), can_draw("latin-1", "xterm"), can_draw("utf-8", "linux")
    (True, False, False)
    """
    try:
        "┌◎█⠿".encode(encoding)
    except (LookupError, UnicodeEncodeError):
        return False
    return terminal != "linux"
