"""ListenBrainz: what its members played, as its server writes it out twice a month.

A dump `listenbrainz-listens-dump-*.tar` (.zst, .xz, .gz, .bz2 or plain), or the same unpacked:
`listens/YEAR/MONTH.listens`, a JSON object a line,

    {"user_id": ..., "user_name": ..., "timestamp": unix time, "recording_msid": ...,
     "track_metadata": {"artist_name": ..., "track_name": ..., "additional_info": {...}}}

(the time is `listened_at` in some releases). A listener is `user_id`, or `user_name` where a
release has no ids; an item is `recording_msid`, the server's own number for one spelling of artist
and title, or where it is missing both names in lower case with a tab between. Artists are numbered
by name in lower case.

Limits: MusicBrainz ids are not taken, for only part of the listens have them and one song must not
become two items; deleted listens stay in incremental dumps. The Spark dump (parquet) is not read.
About 100,000 listens a second; a full dump is over a thousand million, so take some months of it.
Format after the server's documentation and its own code; not yet run on a real dump.

Citation: the MetaBrainz Foundation, listenbrainz.org. Terms: the file COPYING in the dump.
"""

import bz2
import gzip
import json
import lzma
import tarfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, Final

from moodarc.datasets.play_log import MOST_PLAYS, PlayLog, PlayRow
from moodarc.datasets.play_set import Plays
from moodarc.errors import DatasetError, MissingExtraError

__all__ = ["load_listenbrainz"]

_LISTENS: Final = ".listens"
_REMEDY: Final = "expected a listens dump, packed (.tar.zst, .tar.xz) or unpacked, or a file of it"


_DAMAGE: Final = (OSError, EOFError, ValueError, tarfile.TarError, lzma.LZMAError, zlib.error)


def load_listenbrainz(path: Path, *, most: int = MOST_PLAYS) -> Plays:
    """The listens of a dump; a line out of form is counted and passed over.

    Args:
        path: the archive, the folder that it was unpacked to, or one `.listens` file.
        most: listens that may be read.

    Raises:
        DatasetError: there are no listens, a file is damaged, or there are too many.
        MissingExtraError: a `.zst` archive without pyarrow.
    """
    log = PlayLog(path, most=most)
    try:
        for lines in _files(path):
            log.add_rows(_listens(lines, log))
    except _DAMAGE as error:
        msg = f"{path} cannot be read ({error}); {_REMEDY}"
        raise DatasetError(msg) from error
    return Plays(
        kind="listenbrainz",
        interactions=log.interactions(),
        repeats=True,
        content=log.content(),
        left_out=log.left_out,
    )


def _files(path: Path) -> Iterator[Iterable[bytes]]:
    """The lines of each file, in the order of their names, or of the archive."""
    if path.is_dir():
        files = sorted(path.rglob(f"*{_LISTENS}"), key=_month)
    elif path.suffix == _LISTENS:
        files = [path]
    else:
        yield from _members(path)
        return
    if not files:
        msg = f"{path} holds no {_LISTENS} file; {_REMEDY}"
        raise DatasetError(msg)
    for file in files:
        with file.open("rb") as lines:
            yield lines


def _month(file: Path) -> tuple[str, int, str]:
    """Year and month by their names, so that 2.listens comes before 10.listens."""
    return file.parent.name, int(file.stem) if file.stem.isdecimal() else 0, file.name


def _members(archive: Path) -> Iterator[Iterable[bytes]]:
    found = False
    with _opened(archive) as tar:
        for member in tar:
            content = tar.extractfile(member) if member.name.endswith(_LISTENS) else None
            if content is not None:
                found = True
                yield content
    if not found:
        msg = f"{archive} holds no {_LISTENS} file; {_REMEDY}"
        raise DatasetError(msg)


@contextmanager
def _opened(archive: Path) -> Iterator[tarfile.TarFile]:
    """The archive as a stream; nothing is unpacked to disk."""
    if archive.suffix not in _OPENERS:
        msg = f"{archive} is packed in a way that is not known; {_REMEDY}"
        raise DatasetError(msg)
    # tarfile's own unpacking takes a packed stream that breaks off for the end of the archive
    with (
        _OPENERS[archive.suffix](archive) as stream,
        tarfile.open(fileobj=stream, mode="r|") as tar,
    ):
        yield tar


def _unpacked_zst(archive: Path) -> IO[bytes]:
    try:
        import pyarrow as pa  # noqa: PLC0415 - of the extra, and heavy
    except ModuleNotFoundError as error:
        msg = f"{archive} is unpacked with pyarrow; pip install 'moodarc[train]'"
        raise MissingExtraError(msg) from error
    stream: IO[bytes] = pa.input_stream(str(archive), compression="zstd")
    return stream


_OPENERS: Final[dict[str, Callable[[Path], Any]]] = {
    ".tar": lambda archive: archive.open("rb"),
    ".gz": gzip.open,
    ".bz2": bz2.open,
    ".xz": lzma.open,
    ".zst": _unpacked_zst,
}


def _listens(lines: Iterable[bytes], log: PlayLog) -> Iterator[PlayRow]:
    for line in lines:
        try:
            yield _listen(json.loads(line))
        except (ValueError, KeyError, TypeError, AttributeError):
            log.leave_out()


def _listen(entry: dict[str, Any]) -> PlayRow:
    at_s = entry["listened_at"] if "listened_at" in entry else entry["timestamp"]
    listener = entry["user_id"] if entry.get("user_id") is not None else entry["user_name"]
    track = entry["track_metadata"]
    artist = (track.get("artist_name") or "").lower()
    item = entry.get("recording_msid") or f"{artist}\t{track['track_name'].lower()}"
    return PlayRow(str(listener), str(item), int(at_s), artist)
