"""Analyses of many files with the shipped analyser, which is loaded once in each process."""

from collections.abc import Iterable
from functools import cache
from pathlib import Path

from moodarc.catalog import TrackAnalysis
from moodarc.music import Analyser, load_analyser
from moodarc.parallel import Executor

__all__ = ["analyse_files"]


def analyse_files(paths: Iterable[Path], executor: Executor) -> list[TrackAnalysis]:
    """The analyses, in the order of `paths`.

    Raises:
        AudioError: a file cannot be decoded.
    """
    return [outcome.result() for outcome in executor.map(_analyse, paths, ordered=True)]


@cache
def _analyser() -> Analyser:
    return load_analyser()


def _analyse(path: Path) -> TrackAnalysis:
    return _analyser().analyse(path)
