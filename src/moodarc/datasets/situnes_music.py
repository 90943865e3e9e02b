"""SiTunes' own table of its tracks, `music_info.csv`: a streaming service's features and openSMILE.

The columns of the service (`SERVICE_COLUMNS`) may be used for SiTunes' own published task only;
what ships is fitted on none of them. A number that is missing is NaN.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from moodarc.datasets.csv_rows import read_rows
from moodarc.errors import DatasetError

__all__ = ["SERVICE_COLUMNS", "SOUND_COLUMNS", "SiTunesMusic", "load_situnes_music"]

SERVICE_COLUMNS: Final = (
    "popularity",
    "loudness",
    "danceability",
    "energy",
    "key",
    "speechiness",
    "acousticness",
    "instrumentalness",
    "valence",
    "tempo",
    "duration",
)
"""Of the streaming service."""

SOUND_COLUMNS: Final = (
    "F0final_sma_amean",
    "F0final_sma_stddev",
    "audspec_lengthL1norm_sma_stddev",
    "pcm_RMSenergy_sma_stddev",
    "pcm_fftMag_psySharpness_sma_amean",
    "pcm_fftMag_psySharpness_sma_stddev",
    "pcm_zcr_sma_amean",
    "pcm_zcr_sma_stddev",
)
"""Of the sound itself, by openSMILE."""


@dataclass(frozen=True, slots=True, eq=False)
class SiTunesMusic:
    """What is known of the tracks.

    Attributes:
        tracks: (n,) int64 `item_id`, rising.
        service: (n, 11), columns as `SERVICE_COLUMNS`.
        sound: (n, 8), columns as `SOUND_COLUMNS`.
        genres: (n,) the broad genre; "" where there is none.
    """

    tracks: NDArray[np.int64]
    service: NDArray[np.float64]
    sound: NDArray[np.float64]
    genres: tuple[str, ...]

    def rows_of(self, tracks: NDArray[np.int64]) -> NDArray[np.int64]:
        """The row of each track, int64 (m,); -1 where the table does not have it."""
        places = np.searchsorted(self.tracks, tracks).clip(0, len(self.tracks) - 1)
        return np.where(self.tracks[places] == tracks, places, -1).astype(np.int64)


def load_situnes_music(table: Path) -> SiTunesMusic:
    """The tracks of `music_info.csv`.

    Raises:
        DatasetError: no such file, a column is missing, a value is no number, or a track stands
            twice.
    """
    names = ("item_id", *SERVICE_COLUMNS, *SOUND_COLUMNS, "general_genre")
    rows = read_rows(table, names, remedy="expected music_metadata/music_info.csv of SiTunes")
    # one line of the published table is of a track -1, which nobody heard
    tracks = np.array([row.number("item_id") for row in rows]).astype(np.int64)
    order = np.argsort(tracks, kind="stable")
    if (np.diff(tracks[order]) == 0).any():
        msg = f"{table} has an item_id twice; copy it again from its source"
        raise DatasetError(msg)
    numbers = np.array(
        [
            [row.number(name) if row.values[name].strip() else np.nan for name in names[1:-1]]
            for row in rows
        ]
    )
    return SiTunesMusic(
        tracks=tracks[order],
        service=numbers[order, : len(SERVICE_COLUMNS)],
        sound=numbers[order, len(SERVICE_COLUMNS) :],
        genres=tuple(rows[place].values["general_genre"].strip() for place in order),
    )
