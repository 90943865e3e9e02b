"""Windows of wearable signals of fifteen people at rest, under stress and amused (WESAD).

File: a parquet table, a row a window of 30 s in order of time, with `subject`, `label` and features
of a chest's and a wrist's signals. Only the standard deviations (`STD_COLUMNS`) are sound in the
table at hand, so only they are read.

The table's `label` is 0 amusement, 1 baseline, 2 stress, as the public script has it that makes
such windows (W. Matthew's `data_wrangling.py`). Its own numbers say so too: 41 to 43 windows a
person are the 20 minutes of rest, 22 to 26 the 11 of stress, 13 the 6.5 of amusement, and skin
conductance moves most in 2. A description with 0 as baseline and 1 as stress is mistaken.

Citation: P. Schmidt, A. Reiss, R. Duerichen, C. Marberger, K. Van Laerhoven, *Introducing WESAD, a
multimodal dataset for wearable stress and affect detection*, ICMI 2018. Terms: non-commercial.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from moodarc.datasets.parquet_columns import read_numbers
from moodarc.errors import DatasetError

__all__ = ["CONDITIONS", "STD_COLUMNS", "WesadWindows", "load_wesad_windows"]

CONDITIONS: Final = ("amusement", "baseline", "stress")
"""By the table's number."""

STD_COLUMNS: Final = (
    "net_acc_std",
    "EDA_phasic_std",
    "EDA_smna_std",
    "EDA_tonic_std",
    "BVP_std",
    "TEMP_std",
    "ACC_x_std",
    "ACC_y_std",
    "ACC_z_std",
    "Resp_std",
)
"""Standard deviations within a window: movement, skin conductance (phasic part, its driver, tonic
part), pulse wave, skin temperature, acceleration by axis, breathing."""


@dataclass(frozen=True, slots=True, eq=False)
class WesadWindows:
    """Windows in the order of the table.

    Attributes:
        subjects: (n,) int64.
        conditions: (n,) places in `CONDITIONS`.
        spreads: (n, 10) >= 0, columns as `STD_COLUMNS`.
    """

    subjects: NDArray[np.int64]
    conditions: NDArray[np.int64]
    spreads: NDArray[np.float64]

    def __len__(self) -> int:
        return len(self.subjects)


def load_wesad_windows(table: Path) -> WesadWindows:
    """The windows of a table.

    Raises:
        DatasetError: no such file, a column is missing, or a value is none of its column's.
    """
    keys = read_numbers(table, ["subject", "label"])
    spreads = read_numbers(table, list(STD_COLUMNS))
    if len(keys) == 0 or not np.isfinite(keys[:, 0]).all():
        msg = f"{table} has no rows, or rows without subject; copy it again from its source"
        raise DatasetError(msg)
    if not np.isin(keys[:, 1], [0, 1, 2]).all():
        msg = f"{table} has a label other than 0 (amusement), 1 (baseline), 2 (stress)"
        raise DatasetError(msg)
    if not (np.isfinite(spreads) & (spreads >= 0.0)).all():
        row, column = np.argwhere(~(np.isfinite(spreads) & (spreads >= 0.0)))[0]
        msg = f"{table}, row {row}: {STD_COLUMNS[column]} {spreads[row, column]:g}; expected >= 0"
        raise DatasetError(msg)
    return WesadWindows(keys[:, 0].astype(np.int64), keys[:, 1].astype(np.int64), spreads)
