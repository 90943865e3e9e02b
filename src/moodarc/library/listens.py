"""What a listener heard elsewhere, as other services hand it out: plays with their times.

| from | file |
|---|---|
| ListenBrainz | export: `*.jsonl` or `*.listens`, an object a line; a JSON list of them; a zip |
| Spotify | `Streaming_History_Audio_*.json` (extended) and `StreamingHistory*.json`; a zip |
| Last.fm | CSV of export tools: with a header that names artist, track (or title) and a time |
| any | CSV or TSV with `artist`, `title`, `time` |

Times are Unix seconds, ISO 8601, or as those services write them; one without a zone is UTC. A line
without song or time is counted and passed over.
"""

import csv
import io
import json
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import PurePath
from typing import Any, Final

from moodarc.errors import InputError

__all__ = ["Listen", "Listens", "read_listens"]

_MOST: Final = 1_000_000
_MOST_FILES: Final = 1000
_MOST_BYTES: Final = 600_000_000
_FIRST_S: Final = 946_684_800.0
"""the year 2000: no service that hands out plays is older, and an earlier time is a mistake"""
_JSON: Final = frozenset({".json", ".jsonl", ".listens"})
_TABLES: Final = {".csv": ",", ".tsv": "\t", ".txt": "\t"}
_TITLES: Final = ("title", "track", "track_name", "trackname", "name", "song")
_ARTISTS: Final = ("artist", "artist_name", "artistname")
_TIMES: Final = ("uts", "time", "timestamp", "listened_at", "utc_time", "date", "played_at", "ts")
_FORMS: Final = ("%d %b %Y, %H:%M", "%Y-%m-%d %H:%M", "%d %b %Y %H:%M", "%m/%d/%Y %H:%M")


@dataclass(frozen=True, slots=True, kw_only=True)
class Listen:
    """One play.

    Attributes:
        at: aware UTC time of its beginning.
        played_s: how long it was on; None where that is not told.
        recording: a MusicBrainz recording id.
    """

    at: datetime
    artist: str
    title: str
    played_s: float | None = None
    recording: str | None = None


@dataclass(slots=True)
class Listens:
    """What a file holds.

    Attributes:
        found: plays in the file's order.
        left_out: lines that are none.
    """

    found: list[Listen] = field(default_factory=list)
    left_out: int = 0

    def take(self, entries: Iterable[Any]) -> None:
        """Take entries of any of the forms.

        Raises:
            InputError: there are too many.
        """
        for entry in entries:
            listen = _listen(entry) if isinstance(entry, dict) else None
            if listen is None:
                self.left_out += 1
            else:
                self.found.append(listen)
            if len(self.found) + self.left_out > _MOST:
                msg = f"the file holds more than {_MOST:,} plays; give it in parts"
                raise InputError(msg)


def read_listens(name: str, content: bytes) -> Listens:
    """The plays of a file.

    Args:
        name: of the file; its ending tells the form.
        content: its bytes.

    Raises:
        InputError: an unknown or damaged file, or one without any play.
    """
    listens = Listens()
    try:
        for part, data in _parts(name, content):
            listens.take(_entries(part, data))
    except (ValueError, RecursionError, csv.Error, zipfile.BadZipFile, EOFError) as error:
        msg = f"{name!r} cannot be read ({error}); give a history as its service handed it out"
        raise InputError(msg) from error
    if not listens.found:
        msg = (
            f"{name!r} holds no play with artist, title and time; give an export of ListenBrainz "
            "or Spotify (.json, .jsonl, .zip), or a CSV with artist, title and time"
        )
        raise InputError(msg)
    return listens


def _parts(name: str, content: bytes) -> Iterator[tuple[str, bytes]]:
    """The file, or those of an archive that may hold plays."""
    if PurePath(name).suffix.lower() != ".zip":
        yield name, content
        return
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        inside = [one for one in archive.infolist() if _may_hold(one.filename)]
        if len(inside) > _MOST_FILES or sum(one.file_size for one in inside) > _MOST_BYTES:
            msg = f"{name!r} holds too much; give its listening history alone"
            raise InputError(msg)
        for one in inside:
            yield one.filename, archive.read(one)


def _may_hold(name: str) -> bool:
    stem, ending = PurePath(name).name.lower(), PurePath(name).suffix.lower()
    return ending in {".jsonl", ".listens"} or (ending == ".json" and "history" in stem)


def _entries(name: str, data: bytes) -> Iterable[Any]:
    ending = PurePath(name).suffix.lower()
    text = data.decode("utf-8-sig", "replace")
    if ending in _JSON:
        return _of_json(text)
    if ending in _TABLES:
        delimiter = "\t" if "\t" in text.partition("\n")[0] else ","
        rows = csv.DictReader(io.StringIO(text), delimiter=delimiter)
        return ({(key or "").strip().lower(): value for key, value in row.items()} for row in rows)
    msg = f"{name!r} has no ending of a history; expected .json, .jsonl, .zip, .csv or .tsv"
    raise InputError(msg)


def _of_json(text: str) -> Iterable[Any]:
    """A list, an object with one inside, or an object a line."""
    if text.lstrip().startswith("["):
        found = json.loads(text)
        return found if isinstance(found, list) else []
    return (json.loads(line) for line in text.splitlines() if line.strip())


def _listen(entry: Mapping[str, Any]) -> Listen | None:
    if isinstance(entry.get("track_metadata"), dict):
        return _of_listenbrainz(entry, entry["track_metadata"])
    if "endTime" in entry or "master_metadata_track_name" in entry:
        return _of_spotify(entry)
    title, artist = _first(entry, _TITLES), _first(entry, _ARTISTS)
    recording = entry.get("track_mbid") or entry.get("recording_mbid")
    return _made(_time(_first(entry, _TIMES)), artist, title, recording=recording)


def _of_listenbrainz(entry: Mapping[str, Any], song: Mapping[str, Any]) -> Listen | None:
    more = song.get("additional_info") or song.get("mbid_mapping") or {}
    recording = more.get("recording_mbid") if isinstance(more, dict) else None
    at = _time(entry.get("listened_at", entry.get("timestamp")))
    return _made(at, song.get("artist_name"), song.get("track_name"), recording=recording)


def _of_spotify(entry: Mapping[str, Any]) -> Listen | None:
    """Times are those of the end of a play."""
    played = entry.get("ms_played", entry.get("msPlayed"))
    played_s = float(played) / 1000.0 if isinstance(played, int | float) else None
    ended = _time(entry.get("ts", entry.get("endTime")))
    artist = entry.get("master_metadata_album_artist_name", entry.get("artistName"))
    title = entry.get("master_metadata_track_name", entry.get("trackName"))
    if ended is not None and played_s is not None and 0.0 <= played_s < 86_400.0:
        ended = datetime.fromtimestamp(ended.timestamp() - played_s, UTC)
    return _made(ended, artist, title, played_s=played_s)


def _made(
    at: datetime | None,
    artist: object,
    title: object,
    **more: Any,  # noqa: ANN401 - of a Listen
) -> Listen | None:
    known = isinstance(artist, str) and isinstance(title, str) and artist.strip() and title.strip()
    if at is None or not known:
        return None
    return Listen(at=at, artist=str(artist).strip(), title=str(title).strip(), **more)


def _first(entry: Mapping[str, Any], names: Iterable[str]) -> Any:  # noqa: ANN401 - of a file
    return next((entry[name] for name in names if entry.get(name) not in {None, ""}), None)


def _time(value: object) -> datetime | None:
    """A time in any of the forms; None where it is none, or one that cannot be."""
    found = _parsed(value)
    now = datetime.now(UTC)
    if found is None or not _FIRST_S <= found.timestamp() <= now.timestamp():
        return None
    return found


def _parsed(value: object) -> datetime | None:
    text = str(value).strip()
    try:
        return datetime.fromtimestamp(float(text), UTC)
    except (ValueError, OverflowError, OSError):
        pass
    try:
        return _in_utc(datetime.fromisoformat(text))
    except ValueError:
        pass
    for form in _FORMS:
        try:
            return _in_utc(datetime.strptime(text, form))  # noqa: DTZ007 - told as UTC below
        except ValueError:
            continue
    return None


def _in_utc(at: datetime) -> datetime:
    return at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
