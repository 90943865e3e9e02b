"""`moodarc bench scan`: what a scan costs, and what the usual library would have cost.

The very scan that ships runs over the files into an empty database, with worker processes; then a
few files are analysed once more in this process, by us and by librosa for the same descriptors.
Throughput is given in tracks of 240 s, whatever the length of the files, so that sets compare.
"""

import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import psutil
import soundfile
from threadpoolctl import threadpool_limits

from moodarc.errors import DatasetError
from moodarc.evaluation.librosa_route import librosa_descriptors
from moodarc.evaluation.report import BenchReport, BenchRow, fingerprint
from moodarc.library import AUDIO_SUFFIXES, scan
from moodarc.library.composer import RATE, builtin_pieces, render
from moodarc.music import load_analyser
from moodarc.parallel import Executor
from moodarc.storage import open_store

__all__ = ["bench_scan", "four_minute_tracks"]

_TRACK_S: Final = 240.0
_COMPARED_S: Final = 240.0
"""how much sound is handed to librosa: it takes a while"""
_SAMPLING_S: Final = 0.05


@dataclass(slots=True)
class _Cost:
    """Wall time in seconds, peak resident memory of this process and its workers in MB."""

    wall_s: float = 0.0
    peak_mb: float = 0.0


def bench_scan(folder: Path | None, *, workers: int, max_files: int = 400) -> BenchReport:
    """Measure a scan.

    Args:
        folder: music files, at any depth; None = 24 four-minute mp3 files of built-in music.
        workers: worker processes.
        max_files: no more than these are scanned.

    Raises:
        DatasetError: the folder holds fewer than four audio files, or none that can be read.
    """
    with tempfile.TemporaryDirectory() as home:
        source = folder or four_minute_tracks(Path(home) / "music")
        files = _audio_files(source)[:max_files]
        seconds = _durations(files)
        quarter = _scan_cost(files[: len(files) // 4], Path(home) / "quarter.db", workers)
        whole = _scan_cost(files, Path(home) / "whole.db", workers)
        rows = (
            _row("scan.tracks_per_hour", 3600 / whole.wall_s * sum(seconds) / _TRACK_S, "tracks/h"),
            _row("scan.peak_mb", whole.peak_mb, "MB", higher=False),
            _row("scan.peak_growth", whole.peak_mb / quarter.peak_mb, "x", higher=False),
            _row("scan.files", len(files), "files", higher=None),
            _row("scan.workers", workers, "processes", higher=None),
            *_comparison(files, seconds),
        )
        return BenchReport("scan", fingerprint(files), rows)


def four_minute_tracks(folder: Path, count: int = 24) -> Path:
    """`count` mp3 files of 240 s, made of built-in pieces; returns the folder."""
    folder.mkdir(parents=True)
    pieces = builtin_pieces()
    for number in range(count):
        with soundfile.SoundFile(folder / f"{number:02d}.mp3", "w", RATE, 2, format="MP3") as file:
            sound = render(pieces[number])
            n_left = int(_TRACK_S * RATE)
            while n_left > 0:
                file.write(sound[:n_left])
                n_left -= len(sound[:n_left])
    return folder


def _comparison(files: Sequence[Path], seconds: Sequence[float]) -> Iterator[BenchRow]:
    """CPU time a second of sound, ours and librosa's, on the same files and one thread each."""
    chosen = _first_files(files, seconds)
    sound_s = sum(second for _, second in chosen)
    analyser = load_analyser()
    analyser.analyse(chosen[0][0])
    ours_ms = _cpu_ms(lambda: [analyser.analyse(path) for path, _ in chosen]) / sound_s
    librosa_descriptors(chosen[0][0])  # compiles its loops, which is not counted
    theirs_ms = _cpu_ms(lambda: [librosa_descriptors(path) for path, _ in chosen]) / sound_s
    yield _row("scan.cpu_ms_per_audio_s", ours_ms, "ms/s", higher=False)
    yield _row("scan.librosa_cpu_ms_per_audio_s", theirs_ms, "ms/s", higher=None)
    yield _row("scan.speedup_over_librosa", theirs_ms / ours_ms, "x")


def _scan_cost(files: Sequence[Path], db: Path, workers: int) -> _Cost:
    with open_store(db) as store, _measured() as cost:
        report = scan(files, store, load_analyser=load_analyser, executor=Executor(workers=workers))
    if report.analysed == 0:
        msg = f"none of {len(files)} files could be analysed; see `moodarc scan` for the reasons"
        raise DatasetError(msg)
    return cost


@contextmanager
def _measured() -> Iterator[_Cost]:
    """Wall time and peak memory of what runs inside, sampled with its worker processes."""
    cost, done = _Cost(), threading.Event()

    def watch() -> None:
        cost.peak_mb = _resident_mb()
        while not done.wait(_SAMPLING_S):
            cost.peak_mb = max(cost.peak_mb, _resident_mb())

    watcher = threading.Thread(target=watch, daemon=True)
    began = time.perf_counter()
    watcher.start()
    try:
        yield cost
    finally:
        cost.wall_s = time.perf_counter() - began
        done.set()
        watcher.join()


def _resident_mb() -> float:
    me = psutil.Process()
    total = 0
    for process in (me, *me.children(recursive=True)):
        try:
            total += process.memory_info().rss
        except psutil.NoSuchProcess:
            continue
    return total / 1e6


def _audio_files(folder: Path) -> list[Path]:
    files = sorted(p for p in folder.rglob("*") if p.suffix.lower() in AUDIO_SUFFIXES)
    if len(files) < 4:
        msg = f"{folder} holds {len(files)} audio files; expected at least 4"
        raise DatasetError(msg)
    return files


def _durations(files: Sequence[Path]) -> list[float]:
    """Seconds of each file by its header; files that libsndfile cannot open count 0."""
    seconds = [_seconds(path) for path in files]
    if not any(seconds):
        msg = f"none of {len(files)} files tells its length; expected mp3, flac, ogg or wav files"
        raise DatasetError(msg)
    return seconds


def _seconds(path: Path) -> float:
    try:
        return float(soundfile.info(path).duration)
    except soundfile.SoundFileError:
        return 0.0


def _first_files(files: Sequence[Path], seconds: Sequence[float]) -> list[tuple[Path, float]]:
    """The first readable files, until `_COMPARED_S` of sound are together."""
    chosen: list[tuple[Path, float]] = []
    for path, second in zip(files, seconds, strict=True):
        if second > 0.0 and sum(s for _, s in chosen) < _COMPARED_S:
            chosen.append((path, second))
    return chosen


def _cpu_ms(work: Callable[[], object]) -> float:
    with threadpool_limits(limits=1):  # threads that wait for each other count as CPU time too
        began = time.process_time()
        work()
        return 1000.0 * (time.process_time() - began)


def _row(name: str, value: float, unit: str, *, higher: bool | None = True) -> BenchRow:
    return BenchRow(name=name, value=value, unit=unit, higher_is_better=higher)
