"""SiTunes: music heard in everyday life, the mood before and after it, and what the wrist said.

Folder: `Stage1/interactions.csv` (laboratory: mood after only), `Stage2/` and, where it is there,
`Stage3/` (everyday life: mood before and after) with `interactions.csv`, `env.json` and
`wrist.npy`; `music_metadata/music_info.csv` (`datasets.situnes_music`); `splits/`, the authors' own
(`datasets.situnes_splits`). Stage 3 has one more column, `preference`. Columns are found by name.

`env.json` is keyed by `inter_id`. `wrist.npy` holds one (30, 4) matrix a record, in the order of
`inter_id`: thirty minutes up to the record of heart rate (beats a minute about the listener's mean,
as published), intensity and steps (a minute), and the kind of activity, as a number or, in the
published third stage, as a word.

Three records of stage 2 stand twice, with two moods before and one after: `repeats` marks the
later ones, for a bench must not count a track twice or meet in its test what it learned from.

Citation: V. Grigorev, J. Li, W. Ma, Z. He, M. Zhang, Y. Liu, M. Yan, J. Zhang, *SiTunes: A
situational music recommendation dataset with physiological and psychological signals*, CHIIR 2024.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from moodarc.datasets.csv_rows import CsvRow, read_rows
from moodarc.datasets.object_arrays import read_mixed_array
from moodarc.datasets.situnes_music import SiTunesMusic, load_situnes_music
from moodarc.errors import DatasetError

__all__ = [
    "WRIST_ACTIVITIES",
    "SiTunes",
    "SiTunesStage",
    "load_situnes",
    "load_situnes_stage",
]

WRIST_ACTIVITIES: Final = ("still", "act2still", "walking", "none", "sleep", "running")
"""Words of the wrist's fourth column by their number; "none": not recorded, "sleep": lying."""

_MINUTES: Final = 30
_ROUNDING: Final = 1e-6
_REMEDY: Final = "expected a folder of SiTunes: Stage1, Stage2, music_metadata"
_EMOTIONS: Final = ("emo_pre_valence", "emo_pre_arousal", "emo_post_valence", "emo_post_arousal")
_EVERYDAY: Final = ("inter_id", "user_id", "item_id", "timestamp", "rating", *_EMOTIONS)
_NO_ENVIRONMENT: Final = [0.0, *[np.nan] * 7]
_LABORATORY: Final = ("user_id", "item_id", "timestamp", "rating", "emo_valence", "emo_arousal")


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class SiTunesStage:
    """The records of one stage, in the order of the file.

    Attributes:
        records: (n,) int64 `inter_id`; in stage 1, which has none, 1 ... n.
        listeners: (n,) int64.
        tracks: (n,) int64 `item_id`.
        at_s: (n,) int64, seconds since 1970.
        rating: (n,) 1 to 5. An outcome, as the three below.
        before: (n, 2) valence and arousal in [-1, 1]; NaN in stage 1.
        after: (n, 2) likewise, never NaN.
        duration_s: (n,) how long the track was heard; NaN where it was not kept.
        preference: (n,) 0 to 100; NaN but in stage 3.
        day_part: (n,) int64, 1 morning, 2 afternoon, 3 evening; 0 in stage 1, or where `env.json`
            lacks the record.
        weather: (n, 4) kind (0 sunny, 1 cloudy, 2 rainy), pressure (hPa), temperature (Celsius),
            humidity (%); NaN in stage 1, or where there is none.
        place: (n, 3) longitude, latitude (both scaled), speed; likewise.
        wrist: (n, 30, 4) minutes up to the record: heart rate about the listener's mean, activity
            intensity, steps, index into `WRIST_ACTIVITIES`; NaN in stage 1.
        repeats: (n,) bool: the same listener, track and time as an earlier record.
    """

    records: NDArray[np.int64]
    listeners: NDArray[np.int64]
    tracks: NDArray[np.int64]
    at_s: NDArray[np.int64]
    rating: NDArray[np.float64]
    before: NDArray[np.float64]
    after: NDArray[np.float64]
    duration_s: NDArray[np.float64]
    preference: NDArray[np.float64]
    day_part: NDArray[np.int64]
    weather: NDArray[np.float64]
    place: NDArray[np.float64]
    wrist: NDArray[np.float64]
    repeats: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.records)


@dataclass(frozen=True, slots=True, eq=False)
class SiTunes:
    """All stages and the music.

    Attributes:
        laboratory: stage 1.
        everyday: stage 2.
        online: stage 3, where the folder has one.
        music: what is known of the tracks.
    """

    laboratory: SiTunesStage
    everyday: SiTunesStage
    online: SiTunesStage | None
    music: SiTunesMusic


def load_situnes(folder: Path) -> SiTunes:
    """The whole set.

    Raises:
        DatasetError: a file is absent or not in its published form.
    """
    third = folder / "Stage3"
    return SiTunes(
        laboratory=load_situnes_stage(folder / "Stage1"),
        everyday=load_situnes_stage(folder / "Stage2"),
        online=load_situnes_stage(third) if third.is_dir() else None,
        music=load_situnes_music(folder / "music_metadata" / "music_info.csv"),
    )


def load_situnes_stage(folder: Path) -> SiTunesStage:
    """One stage: everyday life where its table has the mood before, else the laboratory.

    Raises:
        DatasetError: a file is absent or not in its published form.
    """
    table = folder / "interactions.csv"
    rows = read_rows(table, _LABORATORY[:4], remedy=_REMEDY)
    if "emo_pre_valence" in rows[0].values:
        _require(rows, _EVERYDAY)
        return _stage(rows, _everyday_columns(folder, rows))
    _require(rows, _LABORATORY)
    n = len(rows)
    return _stage(
        rows,
        {
            "records": np.arange(1, n + 1),
            "before": np.full((n, 2), np.nan),
            "after": _moods(rows, _LABORATORY[4:]),
            "day_part": np.zeros(n, dtype=np.int64),
            "weather": np.full((n, 4), np.nan),
            "place": np.full((n, 3), np.nan),
            "wrist": np.full((n, _MINUTES, 4), np.nan),
        },
    )


def _require(rows: Sequence[CsvRow], names: Sequence[str]) -> None:
    missing = [name for name in names if name not in rows[0].values]
    if missing:
        msg = f"{rows[0].table} lacks the column(s) {', '.join(missing)}; {_REMEDY}"
        raise DatasetError(msg)


def _stage(rows: Sequence[CsvRow], columns: dict[str, Any]) -> SiTunesStage:
    """The columns that every stage has, beside its own."""
    names = ("user_id", "item_id", "timestamp")
    keys = np.array([[_whole(row, name) for name in names] for row in rows], dtype=np.int64)
    return SiTunesStage(
        rating=_numbers(rows, ["rating"], low=1.0, high=5.0)[:, 0],
        duration_s=_or_nan(rows, "duration"),
        preference=_or_nan(rows, "preference"),
        listeners=keys[:, 0],
        tracks=keys[:, 1],
        at_s=keys[:, 2],
        repeats=_repeats(keys),
        **columns,
    )


def _everyday_columns(folder: Path, rows: Sequence[CsvRow]) -> dict[str, Any]:
    records = np.array([_whole(row, "inter_id") for row in rows], dtype=np.int64)
    if len(np.unique(records)) != len(records):
        msg = f"{rows[0].table} has an inter_id twice; copy it again from its source"
        raise DatasetError(msg)
    moods = _moods(rows, _EMOTIONS)
    places = _environments(folder / "env.json", records)
    return {
        "records": records,
        "before": moods[:, :2],
        "after": moods[:, 2:],
        "day_part": places[:, 0].astype(np.int64),
        "weather": places[:, 1:5],
        "place": places[:, 5:],
        "wrist": _wrist(folder / "wrist.npy", records),
    }


def _environments(file: Path, records: NDArray[np.int64]) -> NDArray[np.float64]:
    """Day part, four of weather, three of place, (n, 8); of a record that it lacks 0 and NaN."""
    try:
        found = dict(json.loads(file.read_text(encoding="utf-8")))
        known = {record for record in records.tolist() if str(record) in found}
        rows = [
            _environment(found[str(record)]) if record in known else _NO_ENVIRONMENT
            for record in records.tolist()
        ]
    except (OSError, UnicodeDecodeError, ValueError, KeyError, TypeError) as error:
        msg = (
            f"{file} cannot be used ({type(error).__name__}: {error}); expected "
            "{inter_id: {time, weather: [4], GPS: [3]}}"
        )
        raise DatasetError(msg) from error
    if not known:
        msg = f"{file} has no record of interactions.csv; take both from one release"
        raise DatasetError(msg)
    return np.array(rows, dtype=np.float64)


def _environment(entry: dict[str, Any]) -> list[float]:
    weather, place = entry["weather"], entry["GPS"]
    part = int(entry["time"])
    if part not in {1, 2, 3} or len(weather) != 4 or len(place) != 3:
        msg = f"time {part}, {len(weather)} of weather, {len(place)} of GPS"
        raise ValueError(msg)
    return [
        float(part),
        *(np.nan if value is None else float(value) for value in (*weather, *place)),
    ]


def _wrist(file: Path, records: NDArray[np.int64]) -> NDArray[np.float64]:
    """The matrices in the order of the records; the file has them in the order of `inter_id`."""
    values = read_mixed_array(file, words=dict(zip(WRIST_ACTIVITIES, range(6), strict=True)))
    if values.shape != (len(records), _MINUTES, 4):
        msg = f"{file} has shape {values.shape}; expected ({len(records)}, {_MINUTES}, 4)"
        raise DatasetError(msg)
    kinds = values[:, :, 3]
    if not np.isin(kinds[np.isfinite(kinds)], range(len(WRIST_ACTIVITIES))).all():
        msg = f"{file} has an activity that is none of 0 to 5 (or {', '.join(WRIST_ACTIVITIES)})"
        raise DatasetError(msg)
    return np.asarray(values[np.argsort(np.argsort(records))])


def _whole(row: CsvRow, name: str) -> int:
    """A whole number, also where a program wrote it as 12.0."""
    value = row.number(name)
    if not value.is_integer():
        row.fail(f"{name} {value!r}; expected a whole number")
    return int(value)


def _numbers(
    rows: Sequence[CsvRow], names: Sequence[str], *, low: float, high: float
) -> NDArray[np.float64]:
    return np.array([[row.number(name, low, high) for name in names] for row in rows])


def _moods(rows: Sequence[CsvRow], names: Sequence[str]) -> NDArray[np.float64]:
    """Points of the plane; one that is off its edge by a rounding is put back."""
    return _numbers(rows, names, low=-1.0 - _ROUNDING, high=1.0 + _ROUNDING).clip(-1.0, 1.0)


def _or_nan(rows: Sequence[CsvRow], name: str) -> NDArray[np.float64]:
    """A column that may be absent, and empty where it is there."""
    return np.array(
        [row.number(name, 0.0) if row.values.get(name, "").strip() else np.nan for row in rows]
    )


def _repeats(keys: NDArray[np.int64]) -> NDArray[np.bool_]:
    _, first = np.unique(keys, axis=0, return_index=True)
    repeats = np.ones(len(keys), dtype=np.bool_)
    repeats[first] = False
    return repeats
