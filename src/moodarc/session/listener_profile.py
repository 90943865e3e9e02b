"""A listener's profile from their log and the library: what `listener` may not look up itself.

Genres are those that the metadata model knows; a track of several counts in shares. Descriptors are
standard scores over the library, so that a response is to one deviation of the listener's own
music. Where a genre lies is told by the metadata model, in units of rated music.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import tzinfo
from typing import Final

import numpy as np
from numpy.typing import NDArray

from moodarc.affect import AffectReading, TrackAffect, Variance
from moodarc.catalog import ListeningEvent, Track, TrackAnalysis
from moodarc.listener import (
    ColdStart,
    ListenerFacts,
    Profile,
    ProfileBuilder,
    TraitTable,
    build_profile,
    cold_start,
)
from moodarc.music.metadata import GENRES, MetadataPrior, genres_of

__all__ = [
    "DESCRIPTOR_TRAITS",
    "descriptor_table",
    "first_guess",
    "genre_table",
    "profile_builder",
    "profile_of",
]

_TRAITS: Final[dict[str, Callable[[TrackAnalysis], float]]] = {
    "perceived valence": lambda found: found.affect.valence,
    "perceived arousal": lambda found: found.affect.arousal,
    "energy": lambda found: found.descriptors.energy,
    "danceability": lambda found: found.descriptors.danceability,
    "acousticness": lambda found: found.descriptors.acousticness,
    "instrumentalness": lambda found: found.descriptors.instrumentalness,
    "tempo": lambda found: found.descriptors.tempo_bpm,
}

DESCRIPTOR_TRAITS: Final = tuple(_TRAITS)
"""What a listener's response is told for."""

_LEAST_DEVIATION: Final = 1e-6


@dataclass(frozen=True, slots=True)
class _Analysed:
    track: Track
    analysis: TrackAnalysis


def genre_table(tracks: Sequence[Track]) -> TraitTable:
    """The genres that the tracks have, as shares that sum to 1 for a track of a known genre."""
    found = _analysed(tracks)
    named = {one.track.track_id: genres_of(one.track.tags.genre or "") for one in found}
    names = tuple(genre for genre in GENRES if any(genre in own for own in named.values()))
    values = {
        track_id: np.array([genre in own for genre in names], dtype=np.float64) / len(own)
        for track_id, own in named.items()
        if own
    }
    return TraitTable(names, values, _durations(found))


def descriptor_table(tracks: Sequence[Track]) -> TraitTable:
    """The tracks' descriptors as standard scores over all of them."""
    found = _analysed(tracks)
    rows = [[trait(one.analysis) for trait in _TRAITS.values()] for one in found]
    table = np.array(rows, dtype=np.float64).reshape(-1, len(_TRAITS))
    values = dict(zip([one.track.track_id for one in found], _standard(table), strict=True))
    return TraitTable(DESCRIPTOR_TRAITS, values, _durations(found))


def profile_builder(tracks: Sequence[Track], zone: tzinfo) -> ProfileBuilder:
    """A builder that has seen no record yet."""
    return ProfileBuilder.before_any(genre_table(tracks), descriptor_table(tracks), zone=zone)


def profile_of(
    events: Sequence[ListeningEvent],
    readings: Sequence[AffectReading],
    tracks: Sequence[Track],
    *,
    zone: tzinfo,
) -> Profile:
    """The profile that a whole log gives.

    Args:
        events: of one listener.
        readings: of the same.
        tracks: the library, with its affect on the library's scale.
        zone: the listener's time zone.
    """
    return build_profile(profile_builder(tracks, zone), events, readings).profile


def first_guess(facts: ListenerFacts, prior: MetadataPrior) -> ColdStart:
    """What the facts say before the log does (LIN-9)."""
    known = {genre: genres_of(genre) for genre in facts.genres}
    affects = {genre: _of_genres(own, prior) for genre, own in known.items() if own}
    return cold_start(facts, affects)


def _of_genres(named: Sequence[str], prior: MetadataPrior) -> TrackAffect:
    shares = np.array([[genre in named for genre in GENRES]], dtype=np.float64) / len(named)
    mean, variance = prior.genres.estimate(shares)
    valence, arousal = np.clip(mean[0], -1.0, 1.0).tolist()
    return TrackAffect(valence, arousal, Variance(*variance[0].tolist()))


def _analysed(tracks: Sequence[Track]) -> list[_Analysed]:
    return [_Analysed(track, track.analysis) for track in tracks if track.analysis is not None]


def _durations(found: Sequence[_Analysed]) -> dict[int, float]:
    return {one.track.track_id: one.analysis.descriptors.duration_s for one in found}


def _standard(table: NDArray[np.float64]) -> NDArray[np.float64]:
    """Standard scores by column; 0 where a column does not vary."""
    if not len(table):
        return table
    deviation = table.std(axis=0)
    centred = table - table.mean(axis=0)
    varies = deviation > _LEAST_DEVIATION
    return np.asarray(np.divide(centred, deviation, out=np.zeros_like(table), where=varies))
