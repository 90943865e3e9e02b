"""Recorded series, to be sent again: JSON lines of messages, or a wrist of SiTunes.

SiTunes (Li et al., CHIIR 2024): `wrist.npy` holds 30 minutes before each record of
`interactions.csv` beside it, float (n, 30, 4): heart rate, activity intensity, steps, activity.
Its heart rate is centred on each person's mean and so becomes `heart_rate_relative_bpm`; its
intensity has no unit that is known and is left out; minutes that two records share are taken once.
"""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from moodarc.errors import DatasetError, MessageError
from moodarc.sensing.physiology import Activity, WearableSample
from moodarc.sensing.wearables.intake import now_utc
from moodarc.sensing.wearables.message import MessageLimits, WearableMessage, parse_message

__all__ = ["moved_to_end", "read_recording"]

_ALL_TIMES: Final = MessageLimits(max_age=timedelta(days=365 * 100))
_MINUTES: Final = 30
_ACTIVITIES: Final = {
    0: Activity.STILL,
    2: Activity.WALKING,
    4: Activity.LYING,
    5: Activity.RUNNING,
}
"""1 is coming to rest, which is neither; 3 is unknown."""


def read_recording(file: Path, *, device: str, person: int | None = None) -> list[WearableMessage]:
    """The messages of a recording by their time.

    Args:
        file: JSON lines, each as docs/wearables.md says; or `wrist.npy`.
        device: to be named as their source.
        person: `user_id` of SiTunes; there it must be given.

    Raises:
        DatasetError: the file cannot be read; the message names the line.
        MessageError: a device name that cannot be used.
    """
    is_wrist = file.suffix == ".npy"
    messages = _wrist(file, person, device) if is_wrist else list(_lines(file, device))
    if not messages:
        msg = f"{file} holds no samples; expected JSON lines of messages, or SiTunes' wrist.npy"
        raise DatasetError(msg)
    return sorted(messages, key=lambda message: message.sample.at)


def moved_to_end(
    messages: Sequence[WearableMessage], at: datetime, run: str
) -> list[WearableMessage]:
    """The same series as if it had just ended, with ids of its own.

    So it can be sent at any speed and as often as one likes: no time is yet to come, and none is
    taken for one that came before.

    Args:
        messages: by their time.
        at: aware time of the last one.
        run: begins all ids.
    """
    shift = at - messages[-1].sample.at
    return [
        WearableMessage(
            message_id=f"{run}-{number}",
            sample=replace(message.sample, at=message.sample.at + shift),
        )
        for number, message in enumerate(messages)
    ]


def _lines(file: Path, device: str) -> Iterator[WearableMessage]:
    now = now_utc()
    try:
        with file.open("rb") as lines:
            for number, line in enumerate(lines, start=1):
                if line.strip():
                    yield _line(file, number, line.strip(), device=device, now=now)
    except OSError as error:
        msg = f"{file} cannot be read: {error.strerror}"
        raise DatasetError(msg) from error


def _line(file: Path, number: int, line: bytes, *, device: str, now: datetime) -> WearableMessage:
    try:
        return parse_message(line, device=device, now=now, limits=_ALL_TIMES)
    except MessageError as error:
        msg = f"{file}, line {number}: {error}"
        raise DatasetError(msg) from error


def _wrist(file: Path, person: int | None, device: str) -> list[WearableMessage]:
    table = _wrist_table(file)
    records = _records(file.with_name("interactions.csv"))
    if len(records) != len(table):
        msg = f"{file} holds {len(table)} records, interactions.csv {len(records)}; fetch both anew"
        raise DatasetError(msg)
    people = sorted({who for who, _ in records})
    if person not in people:
        given = "not given" if person is None else f"{person}"
        msg = f"--person is {given}; {file} holds {people[0]} to {people[-1]}"
        raise DatasetError(msg)
    minutes: dict[int, NDArray[np.float64]] = {}
    for (who, second), rows in zip(records, table, strict=True):
        if who == person:
            for row, values in enumerate(rows):
                minutes.setdefault(second // 60 - _MINUTES + row, values)
    return [
        WearableMessage(message_id=f"{person}-{minute}", sample=_sample(minute, values, device))
        for minute, values in minutes.items()
    ]


def _sample(minute: int, values: NDArray[np.float64], device: str) -> WearableSample:
    heart, _, steps, activity = (float(value) for value in values)
    return WearableSample(
        at=datetime.fromtimestamp(60 * minute, UTC),
        heart_rate_relative_bpm=heart,
        steps_per_min=steps,
        activity=_ACTIVITIES.get(round(activity)),
        device=device,
    )


def _wrist_table(file: Path) -> NDArray[np.float64]:
    try:
        table = np.load(file, allow_pickle=False)
    except (OSError, ValueError, EOFError) as error:
        msg = f"{file} is no array of NumPy that can be read: {error}"
        raise DatasetError(msg) from error
    numeric = isinstance(table, np.ndarray) and table.dtype.kind in "fiu"
    if not numeric or table.ndim != 3 or table.shape[1:] != (_MINUTES, 4):
        msg = f"{file} is not SiTunes' wrist.npy; expected numbers of shape (n, {_MINUTES}, 4)"
        raise DatasetError(msg)
    if not np.isfinite(table).all():
        msg = f"{file} holds values that are no numbers; fetch it anew"
        raise DatasetError(msg)
    return np.asarray(table, dtype=np.float64)


def _records(file: Path) -> list[tuple[int, int]]:
    """Person and time (s since 1970) of each record."""
    try:
        with file.open(encoding="utf-8", newline="") as lines:
            return [(int(row["user_id"]), int(row["timestamp"])) for row in csv.DictReader(lines)]
    except OSError as error:
        msg = f"{file} cannot be read: {error.strerror}; it belongs beside wrist.npy"
        raise DatasetError(msg) from error
    except (KeyError, TypeError, ValueError, csv.Error) as error:
        msg = f"{file} is not SiTunes' interactions.csv; expected user_id and timestamp: {error}"
        raise DatasetError(msg) from error
