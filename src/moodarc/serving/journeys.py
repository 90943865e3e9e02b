"""A listener's journey out of their log. Everything here blocks."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime, timedelta, tzinfo
from typing import Final, Literal

import numpy as np

from moodarc.affect import AffectBelief, AffectReading, AffectState
from moodarc.catalog import SessionEventKind, Track
from moodarc.errors import UnknownListenerError
from moodarc.library.genres import split_genres
from moodarc.listener import BeliefFilter, FeltResponse
from moodarc.local_zone import listener_zone
from moodarc.serving.briefs import Briefs
from moodarc.serving.live.telling import shift_of
from moodarc.serving.wire.affect import Point, belief_brief
from moodarc.serving.wire.journey import (
    Bucket,
    Genre,
    GenreMap,
    HeardThen,
    Journey,
    Mood,
    MovedBy,
)
from moodarc.serving.wire.session import BeliefBrief
from moodarc.session.felt import Feeling, rolled
from moodarc.session.journey import HeardTrack, heard_tracks, moved_by
from moodarc.storage import Store

__all__ = ["genre_map", "journey_of"]

_WARM: Final = timedelta(days=14)
"""readings before the time that is asked for: older ones have faded from what was believed"""
_MOST_HEARD: Final = 500
_MOST_MOVED: Final = 60
_MINUTES: Final = 5
"""of the shortest bucket"""
_LEAST_TRACKS: Final = 3
_MOST_GENRES: Final = 60

By = Literal["track", "artist", "genre"]


def journey_of(
    store: Store, briefs: Briefs, listener: str, *, span: tuple[datetime, datetime], bucket: Bucket
) -> Journey:
    """The journey of a listener between two times; nothing of a stranger."""
    try:
        readings, heard = _log(store, listener, span)
        zone = listener_zone(store.facts.of(listener).time_zone)
    except UnknownListenerError:
        return Journey(mood=[], heard=[], moved=[])
    since, _ = span
    response = FeltResponse.shipped()
    seen = [one for one in readings if one.state.at >= since]
    return Journey.made(
        mood=list(_moods(seen, readings, bucket, zone=zone)),
        heard=[_told(one, briefs, response) for one in reversed(heard[-_MOST_HEARD:])],
        moved=[*_moved(heard, briefs)],
    )


def genre_map(store: Store, briefs: Briefs, listener: str, *, now: datetime) -> GenreMap:
    """What genres express here, beside where they moved the listener in half a year."""
    try:
        _, heard = _log(store, listener, (now - timedelta(days=182), now))
    except UnknownListenerError:
        heard = []
    felt = {one.name: one for one in moved_by(_by_genre(heard, briefs))}
    members: defaultdict[str, list[Track]] = defaultdict(list)
    for track in briefs.library.tracks:
        for name in _genres(track):
            members[name].append(track)
    large = [name for name, found in members.items() if len(found) >= _LEAST_TRACKS]
    ordered = sorted(large, key=lambda name: (-len(members[name]), name))[:_MOST_GENRES]
    genres = []
    for name in ordered:
        moved = felt.get(name)
        genres.append(
            Genre(
                name=name,
                n=len(members[name]),
                perceived=_centre(members[name]),
                felt_shift=None if moved is None else shift_of(moved.shift),
                n_felt=0 if moved is None else moved.n,
            )
        )
    return GenreMap(genres=genres)


def _log(
    store: Store, listener: str, span: tuple[datetime, datetime]
) -> tuple[list[AffectReading], list[HeardTrack]]:
    """Readings with those before the time, and what was heard in it."""
    since, until = span
    every = store.readings.of(listener, since=since - _WARM)
    readings = [one for one in every if one.state.at < until]
    events = [one for one in store.events.of(listener, since=since) if one.at < until]
    ends = [
        one.at
        for one in store.sessions.of(listener, since=since)
        if one.kind is SessionEventKind.STOP and one.at < until
    ]
    return readings, heard_tracks(readings, events, ends=ends)


def _moods(
    seen: Sequence[AffectReading],
    every: Sequence[AffectReading],
    bucket: Bucket,
    *,
    zone: tzinfo,
) -> Iterator[Mood]:
    """A row a sense and bucket, and one of the belief.

    That is the belief at the last reading of a short bucket; of a day or a week it is the mean over
    the beliefs at the last reading of each hour, so that an hour before the camera counts as one
    with a single word, with the spread of them beside how unsure each is.
    """
    hours = _by_hour(every, bucket, zone=zone)
    groups: defaultdict[datetime, list[AffectReading]] = defaultdict(list)
    for reading in seen:
        if reading.is_valid:
            groups[_start(reading.state.at, bucket, zone)].append(reading)
    for at, found in groups.items():
        for modality in sorted({one.modality for one in found}):
            own = [one for one in found if one.modality == modality]
            yield _mean(at, [one.state for one in own], modality)
        short = _short(bucket)
        starts = dict.fromkeys(_start(one.state.at, short, zone) for one in found)
        together = _mean(at, [hours[start] for start in starts], "belief")
        yield together.model_copy(update={"n": len(found)})


def _short(bucket: Bucket) -> Bucket:
    return "minutes" if bucket == "minutes" else "hour"


def _by_hour(
    readings: Sequence[AffectReading], bucket: Bucket, *, zone: tzinfo
) -> dict[datetime, AffectState]:
    """The belief at the last reading of each short bucket, by when that begins."""
    beliefs, found = BeliefFilter(), {}
    for reading in sorted(readings, key=lambda one: one.state.at):
        beliefs.update(reading)
        if reading.is_valid:
            at = reading.state.at
            found[_start(at, _short(bucket), zone)] = beliefs.at(at).state
    return found


def _mean(at: datetime, states: Sequence[AffectState], modality: str) -> Mood:
    points = np.array([(one.valence, one.arousal) for one in states])
    spread = np.array([one.variance[:2] for one in states], dtype=np.float64)
    deviation = np.sqrt(points.var(axis=0) + spread.mean(axis=0))
    valence, arousal = np.clip(points.mean(axis=0), -1.0, 1.0).tolist()
    return Mood(
        at=at,
        valence=valence,
        arousal=arousal,
        valence_sd=float(deviation[0]),
        arousal_sd=float(deviation[1]),
        modality=modality,
        n=len(states),
    )


def _start(at: datetime, bucket: Bucket, zone: tzinfo) -> datetime:
    """When the bucket of a time begins, by the listener's clock."""
    local = at.astimezone(zone).replace(second=0, microsecond=0)
    if bucket == "minutes":
        return local.replace(minute=local.minute - local.minute % _MINUTES)
    hour = local.replace(minute=0)
    if bucket == "hour":
        return hour
    day = hour.replace(hour=0)
    return day if bucket == "day" else day - timedelta(days=day.weekday())


def _told(heard: HeardTrack, briefs: Briefs, response: FeltResponse) -> HeardThen:
    start = Feeling.of(heard.before.state)
    point = briefs.library.prepared.numbers.affect.get(heard.track_id)
    expected = None if point is None else rolled(response, start, np.array(point)).mean - start.mean
    return HeardThen.made(
        track=briefs(heard.track_id),
        at=heard.at,
        how=heard.how,
        before=_brief(heard.before),
        after=_brief(heard.after),
        felt_shift=shift_of(heard.shift) if heard.is_felt else None,
        expected_shift=None if expected is None else shift_of(expected.tolist()),
    )


def _brief(belief: AffectBelief) -> BeliefBrief:
    return BeliefBrief.made(**belief_brief(belief))


def _moved(heard: Sequence[HeardTrack], briefs: Briefs) -> Iterator[MovedBy]:
    ids = [(str(one.track_id), one) for one in heard]
    groups: dict[By, Iterable[tuple[str, HeardTrack]]] = {
        "track": ids,
        "artist": _by(heard, lambda one: [briefs(one.track_id).artist or ""]),
        "genre": _by_genre(heard, briefs),
    }
    for by, pairs in groups.items():
        for one in moved_by(pairs)[:_MOST_MOVED]:
            track_id = int(one.name) if by == "track" else None
            yield MovedBy(
                by=by,
                name=one.name if track_id is None else briefs(track_id).title,
                track_id=track_id,
                n=one.n,
                shift=shift_of(one.shift),
                sd=shift_of(one.deviation),
            )


def _by_genre(heard: Sequence[HeardTrack], briefs: Briefs) -> Iterator[tuple[str, HeardTrack]]:
    return _by(heard, lambda one: _named(briefs(one.track_id).genre))


def _by(
    heard: Sequence[HeardTrack], names: Callable[[HeardTrack], Iterable[str]]
) -> Iterator[tuple[str, HeardTrack]]:
    for one in heard:
        for name in names(one):
            if name:
                yield name, one


def _genres(track: Track) -> tuple[str, ...]:
    return _named(track.tags.genre)


def _named(tag: str | None) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name.capitalize() for name in split_genres(tag or "")))


def _centre(tracks: Sequence[Track]) -> Point:
    affects = [track.analysis.affect for track in tracks if track.analysis is not None]
    return Point(
        valence=float(np.mean([one.valence for one in affects])),
        arousal=float(np.mean([one.arousal for one in affects])),
    )
