"""`moodarc bench startup`: how long one waits before anything happens, and the disk it takes."""

import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from importlib import metadata
from pathlib import Path
from typing import Final

from packaging.requirements import Requirement

from moodarc.errors import InputError
from moodarc.evaluation.report import BenchReport, BenchRow

__all__ = ["bench_startup"]

_RUNS: Final = 10


def bench_startup() -> BenchReport:
    """Medians of ten runs each; the import is timed inside a fresh interpreter.

    Raises:
        InputError: moodarc runs from its source without being installed.
    """
    install_mb = _core_install_mb()
    bare = _median_ms("-c", "pass")
    values = {
        "startup.python_ms": (bare, "ms", None),
        "startup.import_ms": (_import_ms(), "ms", False),
        "startup.help_ms": (_median_ms("-m", "moodarc", "--help"), "ms", False),
        "startup.core_install_mb": (install_mb, "MB", False),
    }
    rows = tuple(
        BenchRow(name=name, value=value, unit=unit, higher_is_better=higher)
        for name, (value, unit, higher) in values.items()
    )
    return BenchReport("startup", f"python-{sys.version.split()[0]}", rows)


def _median_ms(*arguments: str) -> float:
    return statistics.median(_run_ms(arguments) for _ in range(_RUNS))


def _import_ms() -> float:
    """Median of what a fresh interpreter says that the import took."""
    program = "import time; t = time.perf_counter(); import moodarc; print(time.perf_counter() - t)"
    command = [sys.executable, "-c", program]
    said = [
        subprocess.run(command, check=True, capture_output=True, text=True).stdout  # noqa: S603
        for _ in range(_RUNS)
    ]
    return 1000.0 * statistics.median(map(float, said))


def _run_ms(arguments: Sequence[str]) -> float:
    began = time.perf_counter()
    subprocess.run([sys.executable, *arguments], check=True, stdout=subprocess.DEVNULL)  # noqa: S603
    return 1000.0 * (time.perf_counter() - began)


def _core_install_mb() -> float:
    """Size of moodarc and of all that it needs without extras, as installed here."""
    try:
        metadata.version("moodarc")
    except metadata.PackageNotFoundError as error:
        msg = "moodarc is not installed, so its size is unknown; install it: pip install -e ."
        raise InputError(msg) from error
    names, seen = ["moodarc"], set[str]()
    while names:
        name = names.pop()
        if name in seen:
            continue
        seen.add(name)
        names.extend(_needed(name))
    return sum(_size(name) for name in seen) / 1e6


def _needed(name: str) -> Iterator[str]:
    for line in metadata.requires(name) or ():
        requirement = Requirement(line)
        if requirement.marker is None or requirement.marker.evaluate({"extra": ""}):
            yield requirement.name


def _size(name: str) -> int:
    paths = [Path(str(file.locate())) for file in metadata.files(name) or ()]
    return sum(path.stat().st_size for path in paths if path.is_file())
