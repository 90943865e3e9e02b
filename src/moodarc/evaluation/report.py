"""The one form in which every bench reports, on the screen and as JSON.

    {"bench", "data", "version", "rows": [{"name", "value", "low", "high", "unit",
                                           "higher_is_better"}]}

Row names are stable and dotted (`scan.tracks_per_hour`); docs/bench.md lists them.
"""

import hashlib
import json
import math
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

import moodarc
from moodarc.protocols import Interval

__all__ = ["BenchReport", "BenchRow", "fingerprint"]


@dataclass(frozen=True, slots=True, kw_only=True)
class BenchRow:
    """One figure.

    Attributes:
        name: stable and dotted.
        value: the figure; NaN where it could not be measured, null in JSON.
        unit: of the value; "" for a plain number or share.
        higher_is_better: which way is good; None where neither is.
        low: lower end of its 95 % interval, where there is one.
        high: upper end.
    """

    name: str
    value: float
    unit: str = ""
    higher_is_better: bool | None = True
    low: float | None = None
    high: float | None = None

    @classmethod
    def of(cls, name: str, interval: Interval, *, higher_is_better: bool = True) -> "BenchRow":
        """A row of a share or correlation with its interval."""
        return cls(
            name=name,
            value=interval.value,
            low=interval.low,
            high=interval.high,
            higher_is_better=higher_is_better,
        )


@dataclass(frozen=True, slots=True)
class BenchReport:
    """What a bench found on which data.

    Attributes:
        bench: its name.
        data: fingerprint of what it ran on.
        rows: the figures.
    """

    bench: str
    data: str
    rows: tuple[BenchRow, ...]

    def to_json(self) -> str:
        """The report as JSON text."""
        return json.dumps(
            {
                "bench": self.bench,
                "data": self.data,
                "version": moodarc.__version__,
                "rows": [_json_row(row) for row in self.rows],
            },
            indent=2,
            allow_nan=False,
        )

    def __getitem__(self, name: str) -> float:
        """The value of the row `name`.

        Raises:
            KeyError: no such row.
        """
        return {row.name: row.value for row in self.rows}[name]


def fingerprint(paths: Iterable[Path]) -> str:
    """A short hash of files' names and sizes, in any order: tells one data set from another."""
    lines = sorted(f"{path.name}\t{path.stat().st_size}" for path in paths)
    text = "\n".join(lines).encode(errors="surrogateescape")
    return hashlib.blake2b(text, digest_size=8).hexdigest()


def _json_row(row: BenchRow) -> dict[str, object]:
    """The row's values; JSON knows no NaN."""
    return {
        name: None if isinstance(value, float) and not math.isfinite(value) else value
        for name, value in asdict(row).items()
    }
