"""`moodarc bench situnes` and `felt-response`: what a listener likes and what it does to them."""

from pathlib import Path
from typing import Annotated

import typer

from moodarc.cli.bench_listener import Seed, SiTunesFolder
from moodarc.cli.bench_report import JsonFile, show_report
from moodarc.cli.extras import need
from moodarc.cli.shell import Shell
from moodarc.errors import InputError

__all__ = ["felt_response", "situnes"]


def situnes(
    shell: Shell,
    data: SiTunesFolder,
    seed: Annotated[int, typer.Option("--seed", min=0, help="Of the intervals.")] = 0,
    seeds: Annotated[
        int | None,
        typer.Option("--seeds", metavar="N", min=1, help="Of the ten splits; none = all."),
    ] = None,
    table: Annotated[
        Path | None, typer.Option("--table", metavar="FILE.md", help="Write the table, too.")
    ] = None,
    as_json: JsonFile = None,
) -> None:
    """Will the listener like the track, here and now? With situation and emotion, and without."""
    need("train", "sklearn")
    from moodarc.evaluation.situnes_check import bench_situnes
    from moodarc.evaluation.situnes_table import situnes_table

    report = bench_situnes(data, seed=seed, seeds=seeds)
    if table is not None:
        _write(table, situnes_table(report))
    show_report(shell, report, as_json)


def felt_response(
    shell: Shell,
    data: SiTunesFolder,
    plot: Annotated[
        Path | None,
        typer.Option("--plot", metavar="FILE.svg", help="Draw the change after each genre."),
    ] = None,
    seed: Seed = 0,
    as_json: JsonFile = None,
) -> None:
    """Valence and arousal after a track, told beforehand; the change after each genre."""
    from moodarc.evaluation.felt_genres_plot import write_genre_changes
    from moodarc.evaluation.felt_response_check import bench_felt_response

    report = bench_felt_response(data, seed=seed)
    if plot is not None:
        write_genre_changes(plot, report)
    show_report(shell, report, as_json)


def _write(place: Path, words: str) -> None:
    try:
        place.write_text(words, encoding="utf-8")
    except OSError as error:
        msg = f"{place} cannot be written ({error.strerror}); give another --table FILE"
        raise InputError(msg) from error
