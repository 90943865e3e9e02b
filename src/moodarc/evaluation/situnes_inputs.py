"""SiTunes' records as the library takes them: listenings, samples of the wrist, and situations.

Situation columns are known before the track plays: wrist, part of the day, weather. `place` is left
out: the scaled position tells one listener's home from another's, and little else.
"""

from datetime import UTC, datetime, timedelta
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from moodarc.datasets import WRIST_ACTIVITIES, SiTunesMusic, SiTunesStage
from moodarc.listener import Listenings
from moodarc.sensing.physiology import Activity, WearableSample

__all__ = ["filled", "listenings_of", "samples_of", "situations_of", "tracks_of", "unrepeated"]

_LATE: Final = 5
"""minutes before the record that speak of now"""
_ACTIVITIES: Final = {
    "still": Activity.STILL,
    "act2still": Activity.STILL,
    "walking": Activity.WALKING,
    "sleep": Activity.LYING,
    "running": Activity.RUNNING,
}


def listenings_of(stage: SiTunesStage) -> Listenings:
    """A stage's records as listenings, row by row."""
    return Listenings(
        listeners=stage.listeners,
        tracks=stage.tracks,
        at_s=stage.at_s,
        before=stage.before,
        after=stage.after,
        rating=stage.rating,
    )


def samples_of(stage: SiTunesStage, row: int) -> list[WearableSample]:
    """The thirty minutes of the wrist up to a record, oldest first."""
    end = datetime.fromtimestamp(int(stage.at_s[row]), UTC)
    minutes = stage.wrist[row]
    return [
        WearableSample(
            at=end - timedelta(minutes=len(minutes) - 1 - place),
            heart_rate_relative_bpm=_known(minute[0]),
            steps_per_min=_known(minute[2]),
            activity=None if np.isnan(minute[3]) else _activity(int(minute[3])),
        )
        for place, minute in enumerate(minutes)
    ]


def situations_of(stage: SiTunesStage) -> NDArray[np.float64]:
    """Wrist, part of the day and weather of each record, (n, 25); what is missing is its mean."""
    wrist, late = stage.wrist, stage.wrist[:, -_LATE:]
    kinds = wrist[:, :, 3]
    columns = [
        wrist[:, :, :3].mean(axis=1),
        wrist[:, :, :3].std(axis=1),
        late[:, :, :3].mean(axis=1),
        (late[:, :, 0].mean(axis=1) - wrist[:, :-_LATE, 0].mean(axis=1))[:, None],
        np.column_stack([(kinds == kind).mean(axis=1) for kind in range(len(WRIST_ACTIVITIES))]),
        np.column_stack([stage.day_part == part for part in (1, 2, 3)]),
        np.column_stack([stage.weather[:, 0] == kind for kind in (0, 1, 2)]),
        stage.weather[:, 1:],
    ]
    return filled(np.hstack([np.asarray(column, dtype=np.float64) for column in columns]))


def tracks_of(music: SiTunesMusic, tracks: NDArray[np.int64]) -> NDArray[np.float64]:
    """The set's own columns of the tracks, and genres, (n, k); for its own task only."""
    rows = music.rows_of(tracks)
    numbers = np.hstack([music.service, music.sound])[rows]
    numbers[rows < 0] = np.nan
    names = np.unique(music.genres)
    genres = np.array(music.genres)[rows][:, None] == names
    genres[rows < 0] = False
    return np.hstack([filled(numbers), genres.astype(np.float64)])


def filled(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Numbers (n, k) with the mean of its column for each that is missing; 0 where all are."""
    sound = np.isfinite(values)
    counts = np.maximum(sound.sum(axis=0), 1)
    means = np.where(sound, values, 0.0).sum(axis=0) / counts
    return np.where(sound, values, means)


def unrepeated(stage: SiTunesStage, train: ArrayLike, test: NDArray[np.int64]) -> NDArray[np.int64]:
    """The training rows, ascending, that repeat no tested one: same listener, track and time."""
    keys = np.column_stack([stage.listeners, stage.tracks, stage.at_s])
    tested = {tuple(key) for key in keys[test].tolist()}
    kept = [row for row in np.unique(train).tolist() if tuple(keys[row].tolist()) not in tested]
    return np.array(kept, dtype=np.int64)


def _known(value: float) -> float | None:
    return None if np.isnan(value) else float(value)


def _activity(kind: int) -> Activity | None:
    return _ACTIVITIES.get(WRIST_ACTIVITIES[kind])
