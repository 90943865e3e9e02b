"""Windows of wearable signals of fifteen people at rest, under stress and amused (WESAD).

File: a parquet table, a row a window of 30 s, with `subject`, `label` (0 baseline, 1 stress,
2 amusement) and features of a chest's and a wrist's signals. Only the standard deviations
(`STD_COLUMNS`) are sound in the table at hand, so only they are read.

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

__all__ = ["STD_COLUMNS", "WesadWindows", "load_wesad_windows"]

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
        labels: (n,) int64, 0 baseline, 1 stress, 2 amusement.
        spreads: (n, 10) >= 0, columns as `STD_COLUMNS`.
    """

    subjects: NDArray[np.int64]
    labels: NDArray[np.int64]
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
        msg = f"{table} has a label other than 0 (baseline), 1 (stress), 2 (amusement)"
        raise DatasetError(msg)
    if not (np.isfinite(spreads) & (spreads >= 0.0)).all():
        row, column = np.argwhere(~(np.isfinite(spreads) & (spreads >= 0.0)))[0]
        msg = f"{table}, row {row}: {STD_COLUMNS[column]} {spreads[row, column]:g}; expected >= 0"
        raise DatasetError(msg)
    return WesadWindows(keys[:, 0].astype(np.int64), keys[:, 1].astype(np.int64), spreads)
