"""What can be said of a listener before their log says anything (LIN-9).

Genres that a listener names say where the music lies that they like; the caller knows where a genre
lies. They do not say how the listener feels: that is left as it is of anybody (`POPULATION`), wide.
So is everything that age, gender, country, culture and personality might say, for want of figures.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from moodarc.affect import TrackAffect, Variance
from moodarc.listener.profile.facts import ListenerFacts

__all__ = ["ColdStart", "cold_start"]


@dataclass(frozen=True, slots=True)
class ColdStart:
    """The first guess.

    Attributes:
        liked: where the music lies that the listener names; None where nothing is known of it.
        known: the genres it rests on.
        unknown: genres that nothing is known of.
        unused: facts that were given and change nothing.
    """

    liked: TrackAffect | None
    known: tuple[str, ...]
    unknown: tuple[str, ...]
    unused: tuple[str, ...]


def cold_start(facts: ListenerFacts, genres: Mapping[str, TrackAffect]) -> ColdStart:
    """The first guess from what a listener said.

    Tracks of any of the named genres are liked alike, so the point is that of a mixture: the mean,
    with the variance within genres plus that between them.

    Args:
        facts: what was said.
        genres: where tracks of a genre lie, for those of `facts.genres` that are known.
    """
    known = tuple(genre for genre in facts.genres if genre in genres)
    unknown = tuple(genre for genre in facts.genres if genre not in genres)
    unused = tuple(name for name in facts.given() if name not in {"genres", "time_zone"})
    return ColdStart(_mixture([genres[genre] for genre in known]), known, unknown, unused)


def _mixture(parts: Sequence[TrackAffect]) -> TrackAffect | None:
    if not parts:
        return None
    mean = np.array([(part.valence, part.arousal) for part in parts])
    within = np.array([part.variance[:2] for part in parts], dtype=np.float64)
    valence, arousal = mean.mean(axis=0).tolist()
    return TrackAffect(
        valence, arousal, Variance(*(within + mean.var(axis=0)).mean(axis=0).tolist())
    )
