"""`moodarc scan`: folders of music become a library."""

import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from moodarc.cli.shell import Shell
from moodarc.cli.text import clock, printable

if TYPE_CHECKING:
    from moodarc.library import ScanProgress, ScanReport
    from moodarc.storage import Failure

__all__ = ["scan"]

_SHOWN_FAILURES = 20

OnProgress = Callable[["ScanProgress"], None]


def scan(
    shell: Shell,
    paths: Annotated[list[Path], typer.Argument(metavar="PATH", help="Folders or files.")],
    workers: Annotated[
        int | None, typer.Option("--workers", metavar="N", help="Processes; 0 = one for each core.")
    ] = None,
    retry: Annotated[
        bool, typer.Option("--retry", help="Try files again that failed before.")
    ] = False,
    again: Annotated[
        bool, typer.Option("--again", help="Analyse files anew that did not change.")
    ] = False,
    allow_empty: Annotated[
        bool,
        typer.Option("--allow-empty", help="A folder without music is emptied, not unmounted."),
    ] = False,
) -> None:
    """Find music, read its tags and lyrics, and analyse what it expresses.

    Lyrics come from the tags or from a .lrc or .txt file of the same name beside the music.
    Only new and changed files are analysed. Stop it at any time; started again it goes on.
    With --again all are, so that what older versions did not keep is filled in: how tracks sound.
    """
    from moodarc.library import ScanOptions, music_roots, silence_decoders
    from moodarc.library import scan as run_scan
    from moodarc.music import load_analyser, load_lyrics_reader
    from moodarc.parallel import Executor, available_cores

    told = shell.with_flags(workers=workers)
    settings = told.settings
    processes = settings.workers or available_cores()
    with told.open_store() as store:
        with _progress_bar(told) as on_progress:
            report = run_scan(
                paths,
                store,
                load_analyser=load_analyser,
                executor=Executor(
                    workers=processes,
                    timeout_s=settings.file_timeout_s,
                    initialiser=silence_decoders,
                ),
                options=ScanOptions(
                    max_duration_s=settings.max_duration_s,
                    retry=retry,
                    again=again,
                    allow_empty=allow_empty,
                    load_lyrics=load_lyrics_reader,
                ),
                on_progress=on_progress,
            )
        skipped = (f for root in music_roots(paths) for f in store.failures.below(root))
        if told.as_json:
            _write_json(told, report, skipped)
        else:
            _tell(told, report, skipped)


def _write_json(shell: Shell, report: "ScanReport", skipped: Iterable["Failure"]) -> None:
    files = [{"path": str(failure.path), "reason": failure.reason} for failure in skipped]
    shell.write_json({**asdict(report), "skipped": files})


def _tell(shell: Shell, report: "ScanReport", skipped: Iterable["Failure"]) -> None:
    for line in (*_skipped_lines(skipped, report.failed), *_lines(report)):
        shell.console.print(line, markup=False)


def _skipped_lines(skipped: Iterable["Failure"], total: int) -> Iterator[str]:
    """The first skipped files below their reasons."""
    by_reason: dict[str, list[Path]] = {}
    for failure in islice(skipped, _SHOWN_FAILURES):
        by_reason.setdefault(failure.reason, []).append(failure.path)
    for reason, paths in by_reason.items():
        yield f"skipped: {reason}"
        yield from (f"    {printable(path)}" for path in paths)
    if total > _SHOWN_FAILURES:
        yield f"... {total} files were skipped; `moodarc tracks --failed` lists all"


def _lines(report: "ScanReport") -> Iterator[str]:
    if report.found == 0:
        yield "no audio files found there; name a folder that holds music"
    rate = report.analysed / report.elapsed_s * 3600 if report.elapsed_s > 0 else 0.0
    hourly = f", {rate:,.0f} tracks an hour" if report.analysed else ""
    yield (
        f"{report.analysed} analysed, {report.recognised} recognised, "
        f"{report.unchanged} unchanged, {report.failed} skipped "
        f"in {clock(report.elapsed_s)}{hourly}"
    )
    remarks = {
        "moved": report.moved,
        "missing": report.missing,
        "copies of others": report.copies,
        "speech, kept out of playlists": report.speech,
    }
    if any(remarks.values()):
        yield ", ".join(f"{count} {name}" for name, count in remarks.items() if count)


@contextmanager
def _progress_bar(shell: Shell) -> Iterator[OnProgress]:
    """A bar with rate and time to go on standard error, where somebody sees it."""
    if not shell.notes.is_terminal:
        yield lambda _progress: None
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
    from rich.progress import TimeRemainingColumn as TimeToGo

    rate = TextColumn("{task.fields[rate]}")
    columns = (TextColumn("scanning"), BarColumn(), MofNCompleteColumn(), rate, TimeToGo())
    began = time.monotonic()
    with Progress(*columns, console=shell.notes, transient=True) as bar:
        task = bar.add_task("", total=None, rate="")

        def step(progress: "ScanProgress") -> None:
            hours = (time.monotonic() - began) / 3600
            rate = f"{progress.analysed / hours:,.0f} tracks/h" if progress.analysed else ""
            bar.update(task, total=progress.total, completed=progress.done, rate=rate)

        yield step
