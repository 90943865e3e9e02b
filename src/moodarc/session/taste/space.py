"""A library as taste sees it: each track as a row of traits, with its artist.

Columns: 1 for all tracks; 13 descriptors; 16 of sound; 21 genres as shares. Descriptors and sound
are standard scores over the library, held within 3, so that a taste is for what is special in this
music; each kind is divided by the root of its number, so that a usual row has length 1 in it. Sound
is the first 16 numbers of the embedding: these are the slowest of a cosine transform
(`moodarc.music.embedding`), themselves a projection of all channels, and as standard scores they
tell pairs of an artist among 4Q clips of one quadrant as well as all 64 (AUC .79 and .80). What is
not known of a track is 0: as usual.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from moodarc.catalog import Track, TrackAnalysis, TrackTable
from moodarc.music.metadata import GENRES, genres_of

__all__ = ["DESCRIPTORS", "N_SOUND", "TasteSpace"]

_TRAITS: Final[dict[str, Callable[[TrackAnalysis], float]]] = {
    "perceived valence": lambda found: found.affect.valence,
    "perceived arousal": lambda found: found.affect.arousal,
    "energy": lambda found: found.descriptors.energy,
    "danceability": lambda found: found.descriptors.danceability,
    "acousticness": lambda found: found.descriptors.acousticness,
    "instrumentalness": lambda found: found.descriptors.instrumentalness,
    "liveness": lambda found: found.descriptors.liveness,
    "speechiness": lambda found: found.descriptors.speechiness,
    "tempo": lambda found: found.descriptors.tempo_bpm,
    "beat strength": lambda found: found.descriptors.beat_strength,
    "loudness": lambda found: found.descriptors.loudness_lufs,
    "mode": lambda found: float(found.descriptors.mode),
    "length": lambda found: found.descriptors.duration_s,
}

DESCRIPTORS: Final = tuple(_TRAITS)
N_SOUND: Final = 16
"""numbers of the embedding that are used"""
_MOST: Final = 3.0
_LEAST_DEVIATION: Final = 1e-6


@dataclass(frozen=True, slots=True, eq=False)
class TasteSpace:
    """The analysed tracks of a library, n of them.

    Attributes:
        track_id: int64 (n,).
        traits: float32 (n, 51): level, descriptors, sound, genres.
        artist: int64 (n,), a number for each artist; an unknown one is an artist of its own.
        row_of: the row of a track by its id.
    """

    track_id: NDArray[np.int64]
    traits: NDArray[np.float32]
    artist: NDArray[np.int64]
    row_of: dict[int, int]

    def __len__(self) -> int:
        return len(self.track_id)

    @classmethod
    def of(cls, tracks: Sequence[Track], table: TrackTable | None = None) -> "TasteSpace":
        """The space of all analysed tracks among `tracks`, in their order.

        Args:
            tracks: a library.
            table: of these tracks, where it is at hand.
        """
        found = [(track, track.analysis) for track in tracks if track.analysis is not None]
        table = table or TrackTable.from_tracks([track for track, _ in found])
        analyses = [analysis for _, analysis in found]
        return cls.of_columns(
            table.track_id,
            table.artist,
            descriptors=_descriptors(analyses),
            sound=_sound(table),
            genres=[track.tags.genre or "" for track, _ in found],
        )

    @classmethod
    def of_columns(
        cls,
        track_id: NDArray[np.int64],
        artist: NDArray[np.int64],
        *,
        descriptors: NDArray[np.float64],
        sound: NDArray[np.float64],
        genres: Sequence[str],
    ) -> "TasteSpace":
        """The space of tracks that are known by columns alone.

        Args:
            track_id: int64 (n,), without doubles.
            artist: int64 (n,), a number for each artist; -1 = unknown.
            descriptors: (n, 13), in any unit; NaN = unknown.
            sound: (n, 16), likewise.
            genres: the tag of each, as free text.
        """
        columns = (
            np.ones((len(track_id), 1)),
            _usual_length_1(_standard(descriptors)),
            _usual_length_1(_standard(sound)),
            _genres(genres),
        )
        row_of = {number: row for row, number in enumerate(track_id.tolist())}
        return cls(track_id, np.hstack(columns).astype(np.float32), _artists(artist), row_of)


def _descriptors(analyses: Sequence[TrackAnalysis]) -> NDArray[np.float64]:
    rows = [[trait(analysis) for trait in _TRAITS.values()] for analysis in analyses]
    return np.array(rows, dtype=np.float64).reshape(-1, len(_TRAITS))


def _sound(table: TrackTable) -> NDArray[np.float64]:
    """NaN where an embedding is missing or shorter."""
    sound = np.full((len(table), N_SOUND), np.nan)
    known = table.embedding[:, :N_SOUND]
    sound[:, : known.shape[1]] = known
    return sound


def _standard(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Standard scores by column, within 3; 0 for NaN and where a column does not vary."""
    known = ~np.isnan(values)
    n = np.maximum(known.sum(axis=0), 1)
    centred = np.where(known, values - np.nansum(values, axis=0) / n, 0.0)
    deviation = np.sqrt((centred**2).sum(axis=0) / n)
    scores = centred / np.where(deviation > _LEAST_DEVIATION, deviation, np.inf)
    return np.asarray(np.clip(scores, -_MOST, _MOST))


def _usual_length_1(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(scores / np.sqrt(scores.shape[1]))


def _genres(tags: Sequence[str]) -> NDArray[np.float64]:
    """Shares that sum to 1 where a genre is known, else 0."""
    shares = np.zeros((len(tags), len(GENRES)))
    place = {genre: column for column, genre in enumerate(GENRES)}
    named = {tag: [place[genre] for genre in genres_of(tag)] for tag in set(tags)}
    for row, tag in enumerate(tags):
        if columns := named[tag]:
            shares[row, columns] = 1.0 / len(columns)
    return shares


def _artists(numbers: NDArray[np.int64]) -> NDArray[np.int64]:
    """As they are; each -1 becomes a number that nobody has."""
    unknown = numbers < 0
    first = int(numbers.max(initial=-1)) + 1
    return np.where(unknown, first + np.cumsum(unknown) - 1, numbers)
