"""Plays brought in from other services, and handed out to them. Everything here blocks.

A play that is found in the library becomes a `play` at its own time and a `finish`, or a `skip`
where it lasted less than half a minute; both carry `imported`, so that neither the path of a
session nor the feelings before and after tracks are told from them. What was imported before, or
was played by moodarc itself within three minutes, is not taken again.
"""

import csv
import io
import json
import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import PurePath
from typing import Any, Final

from moodarc.catalog import EventKind, ListeningEvent, Track
from moodarc.errors import InputError, UnknownListenerError
from moodarc.library.listens import Listen, read_listens
from moodarc.library.playlists import FORMATS
from moodarc.serving.briefs import Briefs
from moodarc.serving.wire.history import HistoryTaken
from moodarc.session import IMPORTED
from moodarc.storage import Store
from moodarc.storage.track_rows import searchable

__all__ = ["exported", "take_history"]

_SAME: Final = timedelta(minutes=3)
_SKIPPED_S: Final = 30.0
_USUAL_S: Final = 200.0
_HEARD_SHARE, _HEARD_S = 0.5, 240.0
"""of a track, or seconds, from which a play counts as a listen (ListenBrainz, Last.fm)"""
_SIGNS: Final = re.compile(r"[^\w]+")
_ADDED: Final = re.compile(r"\s*[(\[][^)\]]*[)\]]|\s+-\s+.*$|\s+feat\.?\s.*$")
"""of a title: what services add in brackets or behind a dash (remastered, live, featuring)"""


def take_history(
    store: Store, briefs: Briefs, listener: str, *, name: str, content: bytes
) -> HistoryTaken:
    """Bring in what was heard elsewhere.

    Raises:
        InputError: the file is none of a history.
    """
    if PurePath(name).suffix.lower() in FORMATS:
        msg = f"{name!r} is a playlist and tells no times; give a history of plays"
        raise InputError(msg)
    listens = read_listens(PurePath(name).name, content)
    index = _Index(briefs.library.tracks)
    matched = [(one, track) for one in listens.found if (track := index.of(one)) is not None]
    store.listeners.ensure(listener)
    new = [
        event for pair in _unknown(store, listener, matched) for event in _events(listener, *pair)
    ]
    store.events.add_all(listener, new)
    return HistoryTaken(
        read=len(listens.found),
        matched=len(matched),
        unmatched=len(listens.found) - len(matched),
        left_out=listens.left_out,
        events=len(new),
    )


def exported(store: Store, briefs: Briefs, listener: str, *, form: str) -> tuple[str, str]:
    """All listens of a listener in a form of others, and its media type."""
    try:
        events = store.events.of(listener)
    except UnknownListenerError:
        events = []
    rows = [_row(event, briefs) for event in _listens(events, briefs)]
    if form == "csv":
        text = io.StringIO()
        table = csv.DictWriter(text, ["time", "artist", "title", "album", "track_id"])
        table.writeheader()
        table.writerows({name: _harmless(row[name]) for name in table.fieldnames} for row in rows)
        return text.getvalue(), "text/csv"
    if form == "listenbrainz":
        lines = (json.dumps(_for_listenbrainz(row), ensure_ascii=False) for row in rows)
        return "".join(f"{line}\n" for line in lines), "application/jsonl"
    return json.dumps(rows, indent=2, ensure_ascii=False) + "\n", "application/json"


class _Index:
    """The library by what other services call its songs."""

    def __init__(self, tracks: Sequence[Track]) -> None:
        self._by_recording: dict[str, Track] = {}
        self._by_names: dict[tuple[str, str], Track] = {}
        self._by_stems: dict[tuple[str, str], Track] = {}
        for track in tracks:
            recording = track.tags.musicbrainz.get("recording")
            if recording:
                self._by_recording.setdefault(recording.lower(), track)
            artist = track.tags.artist or ""
            self._by_names.setdefault(_key(artist, track.title), track)
            self._by_stems.setdefault(_key(artist, _stem(track.title)), track)

    def of(self, listen: Listen) -> Track | None:
        """The track that was heard: by its id, by its name, by its name without additions."""
        found = self._by_recording.get((listen.recording or "").lower())
        found = found or self._by_names.get(_key(listen.artist, listen.title))
        return found or self._by_stems.get(_key(listen.artist, _stem(listen.title)))


def _key(artist: str, title: str) -> tuple[str, str]:
    return _SIGNS.sub(" ", searchable(artist)).strip(), _SIGNS.sub(" ", searchable(title)).strip()


def _stem(title: str) -> str:
    return _ADDED.sub("", title) or title


def _unknown(
    store: Store, listener: str, matched: Sequence[tuple[Listen, Track]]
) -> Iterator[tuple[Listen, Track]]:
    """The plays that the log does not hold yet, each once."""
    if not matched:
        return
    since = min(one.at for one, _ in matched) - _SAME
    known: defaultdict[int, list[datetime]] = defaultdict(list)
    for event in store.events.of(listener, since=since):
        if event.kind is EventKind.PLAY:
            known[event.track_id].append(event.at)
    for times in known.values():
        times.sort()
    for listen, track in sorted(matched, key=lambda pair: pair[0].at):
        times = known[track.track_id]
        if not _is_near(times, listen.at):
            times.insert(bisect_left(times, listen.at), listen.at)
            yield listen, track


def _is_near(times: Sequence[datetime], at: datetime) -> bool:
    place = bisect_left(times, at)
    return any(abs(time - at) < _SAME for time in times[max(0, place - 1) : place + 1])


def _events(listener: str, listen: Listen, track: Track) -> Iterator[ListeningEvent]:
    duration_s = _USUAL_S if track.analysis is None else track.analysis.descriptors.duration_s
    played_s = duration_s if listen.played_s is None else min(listen.played_s, duration_s)
    skipped = played_s < min(_SKIPPED_S, duration_s * _HEARD_SHARE)
    details: dict[str, Any] = {IMPORTED: True}
    more: dict[str, Any] = {"listener": listener, "track_id": track.track_id}
    yield ListeningEvent(at=listen.at, kind=EventKind.PLAY, details=details, **more)
    ended = min(listen.at + timedelta(seconds=played_s), datetime.now(UTC))
    if skipped:
        told = {**details, "position_s": played_s}
        yield ListeningEvent(at=ended, kind=EventKind.SKIP, details=told, **more)
    else:
        yield ListeningEvent(at=ended, kind=EventKind.FINISH, details=details, **more)


def _listens(events: Iterable[ListeningEvent], briefs: Briefs) -> Iterator[ListeningEvent]:
    """Plays that were listened to for half of the track, or four minutes."""
    on: ListeningEvent | None = None
    for event in events:
        if event.kind is EventKind.PLAY:
            if on is not None:
                yield on
            on = event
        elif on is not None and event.track_id == on.track_id and event.kind in _ENDS:
            if event.kind is EventKind.FINISH or _is_listen(event, briefs):
                yield on
            on = None
    if on is not None:
        yield on


_ENDS: Final = frozenset({EventKind.FINISH, EventKind.SKIP, EventKind.BAN})


def _is_listen(event: ListeningEvent, briefs: Briefs) -> bool:
    position_s = event.details.get("position_s")
    if not isinstance(position_s, int | float):
        return False
    duration_s = briefs(event.track_id).duration_s or _USUAL_S
    return position_s >= min(_HEARD_SHARE * duration_s, _HEARD_S)


def _row(event: ListeningEvent, briefs: Briefs) -> dict[str, Any]:
    track = briefs(event.track_id)
    known = briefs.library.by_id.get(event.track_id)
    return {
        "time": event.at.isoformat(),
        "artist": track.artist,
        "title": track.title,
        "album": track.album,
        "track_id": track.track_id,
        "recording_mbid": None if known is None else known.tags.musicbrainz.get("recording"),
    }


def _for_listenbrainz(row: dict[str, Any]) -> dict[str, Any]:
    names = {"artist_name": row["artist"], "track_name": row["title"], "release_name": row["album"]}
    more = {"recording_mbid": row["recording_mbid"], "submission_client": "moodarc"}
    return {
        "listened_at": int(datetime.fromisoformat(row["time"]).timestamp()),
        "track_metadata": {
            **{name: value for name, value in names.items() if value},
            "additional_info": {name: value for name, value in more.items() if value},
        },
    }


def _harmless(value: object) -> object:
    """A cell that no spreadsheet takes for a formula."""
    text = value if isinstance(value, str) else ""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else value
