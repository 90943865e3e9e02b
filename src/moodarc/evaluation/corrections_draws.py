"""How a listener may correct a library: which tracks, and what is said of them."""

from dataclasses import replace
from typing import Final, NamedTuple

import numpy as np

from moodarc.evaluation.corrections_data import JudgedLibrary
from moodarc.music.corrections import Evidence
from moodarc.music.emotion.training import quadrants_of_means

__all__ = ["SETTINGS", "Setting", "drawn"]

_NOISE: Final = 0.17
"""deviation of a placed point, as of `sensing.POINT_VARIANCE`: more than corrections believe"""


class Setting(NamedTuple):
    """How corrections are made: of which kind, and whether only of what is told wrongly."""

    name: str
    kind: str
    only_wrong: bool = False


SETTINGS: Final = (
    Setting("points", "at"),
    Setting("words", "is"),
    Setting("wrong", "is", only_wrong=True),
    Setting("not", "not", only_wrong=True),
)


def drawn(
    library: JudgedLibrary, setting: Setting, count: int, *, rng: np.random.Generator
) -> Evidence | None:
    """Corrections of so many tracks; None where fewer than that fit the setting.

    Args:
        library: points are placed only where it is rated.
        setting: how they are made.
        count: how many.
        rng: draws tracks and noise.
    """
    told = quadrants_of_means(library.estimates.mean)
    wrong = np.flatnonzero(told != library.quadrants)
    rows = rng.permutation(wrong if setting.only_wrong else len(library))[:count]
    if len(rows) < count or (setting.kind == "at" and not library.rated):
        return None
    if setting.kind == "at":
        noise = rng.normal(0.0, _NOISE, (count, 2))
        return Evidence.of_points(rows, np.clip(library.points[rows] + noise, -1.0, 1.0))
    right = Evidence.of_quadrants(rows, library.quadrants[rows])
    if setting.kind == "is":
        return right
    return replace(right, quadrants=told[rows], holds=np.zeros(count, np.bool_))
