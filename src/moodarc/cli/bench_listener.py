"""`moodarc bench`: figures of what is known of the listener's body and moods."""

from pathlib import Path
from typing import Annotated

import typer

from moodarc.cli.bench_report import JsonFile, show_report
from moodarc.cli.extras import need
from moodarc.cli.shell import Shell

__all__ = ["mood_change", "physiology"]

SiTunesFolder = Annotated[
    Path, typer.Option("--data", metavar="DIR", help="Folder of SiTunes: Stage1, Stage2 ...")
]
Seed = Annotated[int, typer.Option("--seed", min=0, help="Of folds, trees and intervals.")]


def physiology(
    shell: Shell,
    data: SiTunesFolder,
    wesad: Annotated[
        Path | None,
        typer.Option("--wesad", metavar="FILE", help="Also stress on WESAD's windows (parquet)."),
    ] = None,
    seed: Seed = 0,
    as_json: JsonFile = None,
) -> None:
    """What wrist and situation tell of the mood, leaving out one listener at a time."""
    need("train", "sklearn", "pyarrow")
    from moodarc.evaluation.physiology_check import bench_physiology

    show_report(shell, bench_physiology(data, wesad, seed=seed), as_json)


def mood_change(
    shell: Shell,
    data: SiTunesFolder,
    seed: Seed = 0,
    seeds: Annotated[
        int | None,
        typer.Option("--seeds", metavar="N", min=1, help="Of the ten splits; none = all."),
    ] = None,
    as_json: JsonFile = None,
) -> None:
    """Does a track lift, keep or drop the mood? Told beforehand, on the authors' splits."""
    need("train", "sklearn")
    from moodarc.evaluation.mood_change_check import bench_mood_change

    show_report(shell, bench_mood_change(data, seed=seed, seeds=seeds), as_json)
