"""The Million Song Dataset: what The Echo Nest said of a million songs, without their sound.

A tree of folders with an HDF5 file a track (`A/B/C/TRABC...h5`), or one aggregate or summary file
with many: table `/metadata/songs` (`song_id`, `title`, `artist_id`, `artist_name`, `release`) and,
row by row beside it, `/analysis/songs` (`track_id`, `tempo` in beats a minute, `loudness` in dB,
`key` 0 = C to 11, `mode` 1 = major, `duration` in s, `time_signature`). h5py reads them (extra
`train`). `song_id` is what Taste Profile counts plays of.

Limits: segments, bars, tags and similar artists are not read; tempo, key and metre are a program's
guesses, and a tempo or metre of 0 means that it had none. A song may have several tracks, of which
the first by path counts. A file that cannot be read is listed with its reason and passed over.
Format after the set's own `hdf5_getters.py`; not yet run on the real files.

Citation: `bertinmahieux2011`: T. Bertin-Mahieux, D. P. W. Ellis, B. Whitman, P. Lamere, *The
Million Song Dataset*, ISMIR 2011. Terms: research.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from moodarc.catalog import ItemContent
from moodarc.errors import DatasetError, MissingExtraError

__all__ = ["MSD_DESCRIPTORS", "MsdSongs", "load_msd_songs"]

MSD_DESCRIPTORS: Final = ("tempo", "loudness", "key", "mode", "duration", "time_signature")
_NAMES: Final = ("song_id", "title", "artist_id", "artist_name", "release")
_REMEDY: Final = "expected .h5 files with /metadata/songs and /analysis/songs"


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class MsdSongs:
    """n tracks, in the order of their files' paths.

    Attributes:
        song_id: such as `SOMZWCG12A8C13C480`; so the other names.
        track_id: such as `TRAAAAW128F429D538`.
        title: as printed.
        artist_id: such as `ARD7TVE1187B99BFB1`.
        artist: as printed.
        release: name of the album.
        descriptors: float64 (n, 6), columns as `MSD_DESCRIPTORS`.
        refused: files that could not be read, with the reason.
    """

    song_id: tuple[str, ...]
    track_id: tuple[str, ...]
    title: tuple[str, ...]
    artist_id: tuple[str, ...]
    artist: tuple[str, ...]
    release: tuple[str, ...]
    descriptors: NDArray[np.float64]
    refused: tuple[tuple[Path, str], ...] = ()

    def __len__(self) -> int:
        return len(self.song_id)

    def content(self, items: NDArray[Any]) -> ItemContent:
        """Descriptors and artists of items that are song ids; NaN and -1 of others."""
        row: dict[str, int] = {}
        for n, song in enumerate(self.song_id):
            row.setdefault(song, n)
        rows = np.array([row.get(song, -1) for song in items.tolist()], dtype=np.int64)
        known = rows >= 0
        _, artist = np.unique(np.array(self.artist_id), return_inverse=True)
        unknown = ItemContent.unknown(len(rows))
        descriptors = np.full((len(rows), len(MSD_DESCRIPTORS)), np.nan, dtype=np.float32)
        descriptors[known] = self.descriptors[rows[known]]
        return replace(
            unknown, descriptors=descriptors, artist=np.where(known, artist[rows], unknown.artist)
        )


def load_msd_songs(path: Path) -> MsdSongs:
    """The tracks of a file, or of all `.h5` files in a folder and under it.

    Raises:
        DatasetError: there is no such file, or none of them can be read.
        MissingExtraError: h5py is not installed.
    """
    files = sorted(path.rglob("*.h5")) if path.is_dir() else [path]
    if not files or not files[0].is_file():
        msg = f"{path} holds no .h5 file; {_REMEDY}"
        raise DatasetError(msg)
    read, refused = _read_all(files)
    songs, track_ids, numbers = (np.concatenate(part) for part in zip(*read, strict=True))
    song_id, title, artist_id, artist, release = (tuple(column) for column in songs.T)
    return MsdSongs(
        song_id=song_id,
        track_id=tuple(track_ids),
        title=title,
        artist_id=artist_id,
        artist=artist,
        release=release,
        descriptors=numbers,
        refused=tuple(refused),
    )


_Read = tuple[NDArray[Any], NDArray[Any], NDArray[np.float64]]
"""names (n, 5), as `_NAMES`, track ids (n,) and descriptors (n, 6) of one file"""


def _read_all(files: Sequence[Path]) -> tuple[list[_Read], list[tuple[Path, str]]]:
    """What could be read, and what not; at least one could."""
    read, refused = [], []
    for file in files:
        try:
            read.append(_read(file))
        except DatasetError as error:
            refused.append((file, str(error)))
    if not read:
        raise DatasetError(refused[0][1])
    return read, refused


def _read(file: Path) -> _Read:
    try:
        import h5py  # noqa: PLC0415 - of the extra
    except ModuleNotFoundError as error:
        msg = f"{file} is read with h5py; pip install 'moodarc[train]'"
        raise MissingExtraError(msg) from error
    try:
        with h5py.File(file) as store:
            songs, analysis = store["metadata/songs"][:], store["analysis/songs"][:]
        names = np.array([[_text(row[name]) for name in _NAMES] for row in songs], dtype=object)
        tracks = np.array([_text(row["track_id"]) for row in analysis], dtype=object)
        numbers = np.array([[float(row[name]) for name in MSD_DESCRIPTORS] for row in analysis])
    except (OSError, KeyError, ValueError, IndexError, RuntimeError, UnicodeDecodeError) as error:
        msg = f"{file} cannot be used ({error}); {_REMEDY}"
        raise DatasetError(msg) from error
    if len(names) != len(tracks) or not len(names):
        msg = f"{file} has {len(names)} songs and {len(tracks)} analyses; {_REMEDY}"
        raise DatasetError(msg)
    return names, tracks, numbers


def _text(value: bytes) -> str:
    return value.decode("utf-8")
