"""The library as a whole, what a list may be asked for, and one track in full."""

from typing import Annotated, Generic, Literal, TypeVar

import numpy as np
from numpy.typing import NDArray
from pydantic import ConfigDict, Field

from moodarc.affect import AffectCurve, Quadrant
from moodarc.catalog import AffectPart, Descriptors
from moodarc.serving.listing import RANGED, Wanted
from moodarc.serving.wire.correction import CorrectionSaid
from moodarc.serving.wire.schema import Answer, Asked, Signed, Unit
from moodarc.serving.wire.track import Status, TrackBrief

__all__ = [
    "Curve",
    "GenreCount",
    "LibrarySummary",
    "Listed",
    "Part",
    "QuadrantCounts",
    "Sound",
    "TrackInFull",
    "TrackQuery",
    "curve_of",
    "part_of",
    "sound_of",
    "wanted_of",
]

Item = TypeVar("Item")

Tempo = Annotated[float, Field(ge=0.0, le=1000.0)]
Loudness = Annotated[float, Field(ge=-200.0, le=50.0)]
Seconds = Annotated[float, Field(ge=0.0, le=1e7)]
Words = Annotated[str, Field(max_length=200)]


class Listed(Answer, Generic[Item]):
    """A page of a list."""

    items: list[Item]
    total: int
    limit: int
    offset: int


class GenreCount(Answer):
    """How many tracks have a genre."""

    name: str
    count: int


class QuadrantCounts(Answer):
    """How many tracks lie in each quadrant; one in which two tie lies in none."""

    happy: int
    angry: int
    sad: int
    peaceful: int


class LibrarySummary(Answer):
    """The library in numbers."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "tracks": 480,
                "analysed": 478,
                "playable": 470,
                "by_quadrant": {"happy": 120, "angry": 90, "sad": 110, "peaceful": 150},
                "genres": [{"name": "Instrumental", "count": 48}],
                "total_duration_s": 98765.4,
                "revision": "2f1c9a0b7d3e5f60",
            }
        }
    )

    tracks: int
    analysed: int
    playable: int
    by_quadrant: QuadrantCounts
    """of what may play"""
    genres: list[GenreCount]
    """the most frequent, at most 200"""
    total_duration_s: float
    """of what may play"""
    revision: str
    """changes with the library"""


class TrackQuery(Asked):
    """Which tracks, in which order."""

    search: Words = ""
    """words that title, artist, album, genre or file hold, all of them"""
    quadrant: Quadrant | None = None
    genre: Words | None = None
    artist: Words | None = None
    status: Status | None = None
    key: Annotated[int, Field(ge=-1, le=11)] | None = None
    mode: Annotated[int, Field(ge=-1, le=1)] | None = None
    min_valence: Signed | None = None
    max_valence: Signed | None = None
    min_arousal: Signed | None = None
    max_arousal: Signed | None = None
    min_energy: Unit | None = None
    max_energy: Unit | None = None
    min_danceability: Unit | None = None
    max_danceability: Unit | None = None
    min_acousticness: Unit | None = None
    max_acousticness: Unit | None = None
    min_instrumentalness: Unit | None = None
    max_instrumentalness: Unit | None = None
    min_liveness: Unit | None = None
    max_liveness: Unit | None = None
    min_speechiness: Unit | None = None
    max_speechiness: Unit | None = None
    min_tempo_bpm: Tempo | None = None
    max_tempo_bpm: Tempo | None = None
    min_beat_strength: Unit | None = None
    max_beat_strength: Unit | None = None
    min_loudness_lufs: Loudness | None = None
    max_loudness_lufs: Loudness | None = None
    min_duration_s: Seconds | None = None
    max_duration_s: Seconds | None = None
    sort: Literal[
        "title",
        "artist",
        "added",
        "valence",
        "arousal",
        "energy",
        "danceability",
        "tempo_bpm",
        "loudness_lufs",
        "duration_s",
    ] = "title"
    order: Literal["asc", "desc"] = "asc"
    limit: Annotated[int, Field(ge=1, le=500)] = 50
    offset: Annotated[int, Field(ge=0, le=10_000_000)] = 0


class Sound(Answer):
    """The descriptors of a track: units and ranges as in `catalog.Descriptors`."""

    valence: float
    energy: float
    danceability: float
    acousticness: float
    instrumentalness: float
    liveness: float
    speechiness: float
    tempo_bpm: float
    beat_strength: float
    loudness_lufs: float
    key: int
    mode: int
    key_strength: float
    time_signature: int
    duration_s: float


class Curve(Answer):
    """Perceived emotion over time, a value a window."""

    start_s: list[float]
    window_s: float
    valence: list[float]
    arousal: list[float]
    valence_sd: list[float]
    arousal_sd: list[float]


class Part(Answer):
    """What one source says of a track."""

    name: str
    """sound, lyrics, genre, words, artist or album"""
    valence: float
    arousal: float
    share: float


class TrackInFull(TrackBrief):
    """All that is known of a track."""

    path: str | None
    """told to those who may manage the library"""
    descriptors: Sound | None
    curve: Curve | None
    parts: list[Part]
    correction: CorrectionSaid | None = None
    """what the listener said of it"""
    neighbours: list[TrackBrief]
    """those that sound alike, nearest first"""


def wanted_of(query: TrackQuery) -> Wanted:
    """What a query asks of the columns."""
    exact = {name: getattr(query, name) for name in ("status", "genre", "artist", "key", "mode")}
    bounds = {
        name: (getattr(query, f"min_{name}"), getattr(query, f"max_{name}")) for name in RANGED
    }
    return Wanted(
        search=query.search,
        exact={name: value for name, value in exact.items() if value is not None},
        quadrant=query.quadrant,
        bounds={name: pair for name, pair in bounds.items() if pair != (None, None)},
        sort=query.sort,
        descending=query.order == "desc",
    )


def sound_of(descriptors: Descriptors) -> Sound:
    """Descriptors as they travel."""
    return Sound.made(**{name: getattr(descriptors, name) for name in Sound.model_fields})


def curve_of(curve: AffectCurve) -> Curve:
    """A curve as it travels, with standard deviations, to four places."""
    deviation = curve.variance**0.5
    return Curve.made(
        start_s=curve.start_s.round(3).tolist(),
        window_s=curve.window_s,
        valence=_rounded(curve.values[:, 0]),
        arousal=_rounded(curve.values[:, 1]),
        valence_sd=_rounded(deviation[:, 0]),
        arousal_sd=_rounded(deviation[:, 1]),
    )


def part_of(part: AffectPart) -> Part:
    """A part as it travels."""
    return Part.made(
        name=part.name,
        valence=part.affect.valence,
        arousal=part.affect.arousal,
        share=part.share,
    )


def _rounded(values: NDArray[np.float32]) -> list[float]:
    return [round(value, 4) for value in values.tolist()]
