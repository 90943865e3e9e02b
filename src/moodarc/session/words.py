"""Names and numbers as the reasons write them."""

import math
from collections.abc import Sequence

from moodarc.affect import quadrant_of
from moodarc.catalog import AffectPart

__all__ = ["clock", "part_shares", "place", "point", "quoted"]


_OWN = {"correction": "your correction", "corrections": "your corrections of others"}


def quoted(title: str) -> str:
    """A title in quotation marks; what is no Unicode (bytes of a file's name) becomes "?"."""
    return f'"{title.encode("utf-8", "replace").decode()}"'


def place(valence: float, arousal: float) -> str:
    """The quadrant of a point, or neutral on an axis."""
    quadrant = quadrant_of(valence, arousal)
    return quadrant.value if quadrant else "neutral"


def point(at: Sequence[float]) -> str:
    """A point of the plane.

    >>> point((-0.104, 0.05))
    'valence -0.10 arousal +0.05'
    """
    return f"valence {at[0]:+z.2f} arousal {at[1]:+z.2f}"


def part_shares(parts: Sequence[AffectPart]) -> str:
    """Each part's share of what is known, the greatest first.

    >>> from moodarc.affect import UNINFORMED
    >>> part_shares([AffectPart("artist", UNINFORMED, 0.29), AffectPart("sound", UNINFORMED, 0.71)])
    'sound 71%, artist 29%'
    """
    told = sorted(parts, key=lambda part: -part.share)
    return ", ".join(f"{_OWN.get(part.name, part.name)} {part.share:.0%}" for part in told)


def clock(seconds: float) -> str:
    """Whole minutes and seconds, rounded down: a limit is never said to be overrun.

    >>> clock(1799.9)
    '29:59'
    """
    minutes, rest = divmod(math.floor(seconds), 60)
    return f"{minutes}:{rest:02d}"
