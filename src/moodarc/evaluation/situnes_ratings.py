"""SiTunes' rating task as arrays: who heard what, in which situation, and was it liked.

Label: rating >= 3 of 5, the authors' threshold (`threshold: rating: 3` in their RecBole files).
What may be known of a row before the track plays stands in `Ratings`; the mood after it, how long
it was heard and `preference` do not, so no way of telling can see them.

Inputs beside listener and track come in groups (`INPUTS`). `SITUATION` are the authors' own: wrist,
part of the day, weather, place. Activity, weather and part of the day are also kept as kinds, for
the likeliest activity of the half hour tells far more than the share of its minutes.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from moodarc.datasets import WRIST_ACTIVITIES, SiTunesMusic, SiTunesStage
from moodarc.evaluation.situnes_inputs import filled, situations_of, tracks_of

__all__ = ["INPUTS", "LIKED_FROM", "SITUATION", "Ratings", "ratings_of"]

Rows = NDArray[np.int64]
Numbers = NDArray[np.float64]

SITUATION: Final = ("wrist", "time", "weather", "place")
INPUTS: Final = (*SITUATION, "emotion")
"""Groups of columns beside listener and track; `emotion` is valence and arousal before."""

LIKED_FROM: Final = 3.0
_WRIST: Final = slice(0, 16)
_TIME: Final = slice(16, 19)
_WEATHER: Final = slice(19, 25)
"""columns of `situations_of`"""


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Ratings:
    """Rated listenings of one or more stages, row by row.

    Attributes:
        listeners: (n,) int64.
        tracks: (n,) int64.
        rating: (n,) 1 to 5; the answer.
        sound: (n, 19) columns of the set's table of tracks.
        genres: (n,) int64, a number for each broad genre; -1 where the table lacks the track.
        kinds: (n,) int64 by group: likeliest activity (`wrist`), part of the day (`time`), kind of
            weather (`weather`); -1 where nothing is known.
        columns: (n, k) by group of `INPUTS`; the mean where nothing is known.
    """

    listeners: Rows
    tracks: Rows
    rating: Numbers
    sound: Numbers
    genres: Rows
    kinds: Mapping[str, Rows]
    columns: Mapping[str, Numbers]

    def __len__(self) -> int:
        return len(self.listeners)

    @property
    def liked(self) -> Numbers:
        """1 where the rating is `LIKED_FROM` or more, else 0."""
        return (self.rating >= LIKED_FROM).astype(np.float64)


def ratings_of(stages: Sequence[SiTunesStage], music: SiTunesMusic) -> Ratings:
    """The rows of the stages, one stage after another."""
    tracks = np.concatenate([stage.tracks for stage in stages])
    known = tracks_of(music, tracks)
    genres = known[:, -len(np.unique(music.genres)) :]
    kinds = [_kinds(stage) for stage in stages]
    columns = [_columns(stage) for stage in stages]
    return Ratings(
        listeners=np.concatenate([stage.listeners for stage in stages]),
        tracks=tracks,
        rating=np.concatenate([stage.rating for stage in stages]),
        sound=known[:, : -genres.shape[1]],
        genres=np.where(genres.any(axis=1), genres.argmax(axis=1), -1).astype(np.int64),
        kinds={name: np.concatenate([each[name] for each in kinds]) for name in kinds[0]},
        columns={name: filled(np.concatenate([each[name] for each in columns])) for name in INPUTS},
    )


def _kinds(stage: SiTunesStage) -> dict[str, Rows]:
    weather = stage.weather[:, 0]
    return {
        "wrist": np.array([_likeliest(minutes) for minutes in stage.wrist[:, :, 3]]),
        "time": np.where(stage.day_part > 0, stage.day_part, -1),
        "weather": np.where(np.isfinite(weather), weather, -1.0).astype(np.int64),
    }


def _likeliest(minutes: Numbers) -> int:
    """The most frequent activity, as the authors' `still`, `walking` ...; -1: none known."""
    known = minutes[np.isfinite(minutes)].astype(np.int64)
    return int(np.bincount(known).argmax()) if len(known) else -1


def _columns(stage: SiTunesStage) -> dict[str, Numbers]:
    """By group, NaN where nothing is known, so that a stage without a situation has the mean."""
    kinds = _kinds(stage)
    situations = situations_of(stage)
    activity = kinds["wrist"][:, None] == np.arange(len(WRIST_ACTIVITIES))
    known = {
        "wrist": np.hstack([situations[:, _WRIST], activity]),
        "time": situations[:, _TIME],
        "weather": situations[:, _WEATHER],
    }
    told = {name: np.where(kinds[name][:, None] < 0, np.nan, known[name]) for name in known}
    return told | {"place": stage.place, "emotion": stage.before}
