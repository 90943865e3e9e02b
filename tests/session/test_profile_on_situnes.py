"""The profile on real listeners: 30 people, 897 tracks, how they felt before and after (SiTunes).

Only the ratings, the times and the genres' names are read; nothing is fitted here. The prior's
level, spread and pace come from the same people's ratings, so the first figure flatters them a bit.
"""

import csv
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from moodarc.affect import AffectReading, AffectState, Variance
from moodarc.catalog import EventKind, ListeningEvent
from moodarc.listener import ProfileBuilder, TraitTable
from moodarc.sensing.self_report import POINT_VARIANCE
from shared import shared_data

AXES = ("valence", "arousal")


def rows(file):
    with file.open(encoding="utf-8") as opened:
        return list(csv.DictReader(opened))


@pytest.fixture(scope="module")
def listened():
    """By listener: (start, length, track, before, after), oldest first."""
    by_listener = {}
    for row in rows(shared_data("situnes", "Stage2", "interactions.csv")):
        felt = [
            tuple(float(row[f"emo_{when}_{axis}"]) for axis in AXES) for when in ("pre", "post")
        ]
        length_s = float(row["duration"] or "nan")
        length_s = length_s if 0 < length_s < 900 else 200.0
        start = datetime.fromtimestamp(int(row["timestamp"]), UTC)
        listen = (start, length_s, int(row["item_id"]), *felt)
        by_listener.setdefault(row["user_id"], []).append(listen)
    return {name: sorted(all_) for name, all_ in by_listener.items()}


@pytest.fixture(scope="module")
def genres():
    info = rows(shared_data("situnes", "music_metadata", "music_info.csv"))
    names = tuple(sorted({row["general_genre"] for row in info}))
    values = {
        int(row["item_id"]): np.array([row["general_genre"] == name for name in names], float)
        for row in info
    }
    return TraitTable(names, values, {})


def reading(point, at):
    state = AffectState(
        valence=float(np.clip(point[0], -1, 1)),
        arousal=float(np.clip(point[1], -1, 1)),
        at=at,
        variance=Variance(*POINT_VARIANCE[:2]),
    )
    return AffectReading(state=state, modality="self_report")


def foretold(builder, listens):
    """The feeling after each track as told from all before it; the naive tellings beside it."""
    told, variance, truth, before, mean, past = [], [], [], [], [], []
    for start, length_s, track, pre, post in listens:
        last = builder.genres.at
        at = start if last is None else max(start, last)
        end = at + timedelta(seconds=length_s)
        builder = builder.after(reading(pre, at))
        past.append(pre)
        event = ListeningEvent(listener="x", at=end, kind=EventKind.FINISH, track_id=track)
        builder = builder.after(event)
        part = 2
        expected = [builder.genres.axes[axis].expected(part) for axis in AXES]
        told.append([value for value, _ in expected])
        variance.append([v + POINT_VARIANCE.valence for _, v in expected])
        truth.append(post)
        before.append(pre)
        mean.append(np.mean(past, axis=0))
        builder = builder.after(reading(post, end))
        past.append(post)
    return tuple(map(np.array, (told, variance, truth, before, mean)))


@pytest.mark.shared_data
def test_the_feeling_after_a_track_is_told_better_than_by_that_before_or_by_the_own_mean(
    listened, genres
):
    start = ProfileBuilder.before_any(genres)
    parts = [foretold(start, listens) for listens in listened.values()]
    told, variance, truth, before, mean = (
        np.concatenate(part) for part in zip(*parts, strict=True)
    )
    error = {
        name: np.abs(truth - guess).mean(axis=0)
        for name, guess in (("profile", told), ("before", before), ("own mean", mean))
    }
    within = np.mean(np.abs(truth - told) < 1.645 * np.sqrt(variance), axis=0)
    assert (error["profile"] < 0.98 * error["before"]).all()
    assert (error["profile"] < 0.97 * error["own mean"]).all()
    assert ((within > 0.88) & (within < 0.98)).all()


@pytest.mark.shared_data
def test_most_responses_of_one_listener_to_a_genre_stay_unsure(listened, genres):
    """Thirty tracks tell little of a dozen genres, and the profile says so."""
    start, sure, n = ProfileBuilder.before_any(genres), 0, 0
    for listens in listened.values():
        builder = start
        for when, length_s, track, pre, post in listens:
            last = builder.genres.at
            at = when if last is None else max(when, last)
            end = at + timedelta(seconds=length_s)
            for record in (
                reading(pre, at),
                ListeningEvent(listener="x", at=end, kind=EventKind.FINISH, track_id=track),
                reading(post, end),
            ):
                builder = builder.after(record)
        heard = [r for r in builder.profile.genres if r.heard > 0]
        n += len(heard)
        sure += sum(r.valence.low > 0 or r.valence.high < 0 for r in heard)
    assert n > 150
    assert sure < 0.1 * n
