"""What has been: moods over time, what was heard, and what it did."""

from typing import Literal

from pydantic import AwareDatetime

from moodarc.serving.wire.affect import Point
from moodarc.serving.wire.schema import Answer, Signed
from moodarc.serving.wire.session import BeliefBrief, How, Shift
from moodarc.serving.wire.track import TrackBrief

__all__ = ["Bucket", "Genre", "GenreMap", "HeardThen", "Journey", "Mood", "MovedBy"]

Bucket = Literal["minutes", "hour", "day", "week"]


class Mood(Answer):
    """The feeling of five minutes, one hour, day or week, by one sense or by all together."""

    at: AwareDatetime
    """when it begins"""
    valence: Signed
    arousal: Signed
    valence_sd: float
    arousal_sd: float
    modality: str
    """ "belief" of all together, as it stood at the last reading"""
    n: int
    """readings"""


class HeardThen(Answer):
    """A track that was heard, and the feeling before and after it."""

    track: TrackBrief
    at: AwareDatetime
    how: How
    before: BeliefBrief
    after: BeliefBrief
    felt_shift: Shift | None
    """none where the feeling was not read meanwhile"""
    expected_shift: Shift | None
    """of people in general"""


class MovedBy(Answer):
    """Which music moved you where; shrunk towards what music does to you as a whole."""

    by: Literal["track", "artist", "genre"]
    name: str
    track_id: int | None = None
    n: int
    shift: Shift
    sd: Shift


class Journey(Answer):
    """All of it."""

    mood: list[Mood]
    heard: list[HeardThen]
    """the newest first"""
    moved: list[MovedBy]


class Genre(Answer):
    """What a genre expresses in this library, and where it moved you."""

    name: str
    n: int
    perceived: Point
    felt_shift: Shift | None
    n_felt: int


class GenreMap(Answer):
    """Genres of the library, the largest first."""

    genres: list[Genre]
