"""FER+: ten people's votes for each face of FER-2013.

`fer2013new.csv` with the columns `Usage, Image name, neutral, happiness, surprise, sadness, anger,
disgust, fear, contempt, unknown, NF`: one line a face of `fer2013.csv`, all 35,887 in its order;
votes are counts, ten a face. `Image name` is empty where the authors found no face.

Read on the real votes in the form of `shared/data` (`fer2013`); this table itself was never run on
the real file: format from its repository, github.com/microsoft/FERPlus.

Citation: `barsoum2016`: E. Barsoum, C. Zhang, C. Canton Ferrer, Z. Zhang, *Training deep networks
for facial expression recognition with crowd-sourced label distribution*, ICMI 2016,
doi:10.1145/2993148.2993165. Licence: MIT. No checksums are published.
"""

from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from moodarc.datasets.csv_rows import CsvRow, read_rows
from moodarc.datasets.face_tiles import FERPLUS_COLUMNS

__all__ = ["load_ferplus", "votes_of"]

_REMEDY: Final = "fetch fer2013new.csv from github.com/microsoft/FERPlus"


def load_ferplus(table: Path) -> NDArray[np.float32]:
    """The votes in the order of `fer2013.csv`, `float32 (n, 10)` by `FERPLUS_COLUMNS`.

    Raises:
        DatasetError: the table is absent, lacks a column, or has a vote that is none.
    """
    rows = read_rows(table, ("Usage", *FERPLUS_COLUMNS), remedy=_REMEDY)
    return np.array([votes_of(row) for row in rows], np.float32)


def votes_of(row: CsvRow, prefix: str = "") -> list[float]:
    """The ten counts of one line; its columns may have a prefix."""
    return [row.number(prefix + column, 0, 100) for column in FERPLUS_COLUMNS]
