"""One file, looked at as a whole: hash, tags, analysis, or the reason why not.

This runs in the worker processes. Whatever is wrong with a file, the answer is an `Examination`.
"""

import math
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import astuple, dataclass, field
from functools import cache
from pathlib import Path
from types import FrameType
from typing import Protocol

from moodarc.catalog import Tags, TrackAnalysis
from moodarc.errors import AudioError
from moodarc.library.content import content_hash
from moodarc.library.files import FoundFile
from moodarc.library.tags import read_tags

__all__ = ["Analyser", "AnalyserFactory", "Examination", "Examiner"]


class Analyser(Protocol):
    """What turns a file into a `TrackAnalysis`."""

    @property
    def version(self) -> str:
        """Name and version, changed whenever its results change."""

    def analyse(self, path: Path) -> TrackAnalysis:
        """The analysis of one file.

        Raises:
            AudioError: the file is not readable, playable music.
        """


AnalyserFactory = Callable[[], Analyser]
"""Makes the analyser; a module-level function, so that it reaches the workers by its name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Examination:
    """What was found out of one file; `analysis` is None where there is a `reason`."""

    file: FoundFile
    content_hash: str = ""
    tags: Tags = field(default_factory=Tags)
    analysis: TrackAnalysis | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Examiner:
    """Looks at files one by one; the analyser is made once in each process.

    Attributes:
        max_duration_s: longest file that is analysed.
        timeout_s: seconds one file may take. It is kept by an alarm of the main thread; a worker
            that runs elsewhere waits for its file.
    """

    load_analyser: AnalyserFactory
    max_duration_s: float
    timeout_s: float

    def __call__(self, file: FoundFile) -> Examination:
        """The examination of one file; never raises for what is wrong with the file."""
        try:
            with _alarm(self.timeout_s):
                return self._examine(file)
        except _TimeUpError:
            reason = f"took longer than {self.timeout_s:g} s (setting file_timeout_s)"
        except AudioError as error:
            reason = str(error).removeprefix(f"{file.path.name}: ")
        except OSError as error:
            reason = f"cannot be read: {error.strerror or error}"
        except MemoryError:
            reason = "needs more memory than there is"
        except Exception as error:  # noqa: BLE001 - one file must not end a scan of thousands
            reason = f"the analyser failed: {type(error).__name__}: {error}"
        return Examination(file=file, reason=" ".join(reason.split()))

    def _examine(self, file: FoundFile) -> Examination:
        if file.size_bytes == 0:
            return Examination(file=file, reason="is empty (0 bytes)")
        digest = content_hash(file.path)
        tags, duration_s = read_tags(file.path)
        if duration_s is not None and duration_s > self.max_duration_s:
            return Examination(file=file, reason=_too_long(duration_s, self.max_duration_s))
        analysis = _analyser(self.load_analyser).analyse(file.path)
        _check_finite(analysis)
        return Examination(file=file, content_hash=digest, tags=tags, analysis=analysis)


class _TimeUpError(BaseException):
    """Not an Exception: a decoder that mends errors of its own must not take it for one."""


@cache
def _analyser(load: AnalyserFactory) -> Analyser:
    return load()


def _too_long(duration_s: float, limit_s: float) -> str:
    return (
        f"is {duration_s / 3600:.1f} h long; the limit is {limit_s / 3600:.1f} h "
        "(setting max_duration_s)"
    )


def _check_finite(analysis: TrackAnalysis) -> None:
    affect = analysis.affect
    numbers = (
        *astuple(analysis.descriptors),
        affect.valence,
        affect.arousal,
        affect.variance.valence,
        affect.variance.arousal,
        analysis.speech_probability,
    )
    if not all(math.isfinite(number) for number in numbers):
        msg = "its analysis is not a number; play it to check"
        raise AudioError(msg)


@contextmanager
def _alarm(seconds: float) -> Iterator[None]:
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGALRM, _ring)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _ring(_number: int, _frame: FrameType | None) -> None:
    raise _TimeUpError
