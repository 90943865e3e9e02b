"""How stressed students felt, asked again and again through a term (StudentLife).

File: a parquet table, a row an answer, with `user`, `resp_time` (seconds since 1970) and `level` as
it was given: 1 a little stressed, 2 definitely stressed, 3 stressed out, 4 feeling good, 5 feeling
great. The levels are not in order, so `stress` puts them so: 1 great ... 5 stressed out. A column
`stress_ordinal` of the table is not read: ours follows from `level`.

Citation: R. Wang, F. Chen, Z. Chen, T. Li, G. Harari, S. Tignor, X. Zhou, D. Ben-Zeev,
A. T. Campbell, *StudentLife: assessing mental health, academic performance and behavioral trends of
college students using smartphones*, UbiComp 2014.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from moodarc.datasets.parquet_columns import read_numbers, read_texts
from moodarc.errors import DatasetError

__all__ = ["StressReports", "load_stress_reports"]

_ORDER: Final = (0, 3, 4, 5, 2, 1)
"""stress by level: a little 3, definitely 4, stressed out 5, good 2, great 1"""


@dataclass(frozen=True, slots=True, eq=False)
class StressReports:
    """Answers in order of person and time.

    Attributes:
        people: (n,) text.
        at_s: (n,) int64, seconds since 1970.
        stress: (n,) int64, 1 feeling great ... 5 stressed out.
    """

    people: NDArray[np.str_]
    at_s: NDArray[np.int64]
    stress: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.people)


def load_stress_reports(table: Path) -> StressReports:
    """The answers of a table.

    Raises:
        DatasetError: no such file, a column is missing, or a value is none of its column's.
    """
    names = read_texts(table, ["user"])["user"]
    values = read_numbers(table, ["resp_time", "level"])
    if not names or None in names or not np.isfinite(values).all():
        msg = f"{table} has no rows, or rows without user, resp_time or level; copy it again"
        raise DatasetError(msg)
    if not np.isin(values[:, 1], range(1, 6)).all():
        msg = f"{table} has a level other than 1 to 5; copy it again from its source"
        raise DatasetError(msg)
    people, at_s = np.array(names, dtype=np.str_), values[:, 0].astype(np.int64)
    order = np.lexsort((at_s, people))
    stress = np.array(_ORDER)[values[:, 1].astype(np.int64)]
    return StressReports(people[order], at_s[order], stress[order].astype(np.int64))
