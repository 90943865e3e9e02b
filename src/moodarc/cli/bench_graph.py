"""`moodarc bench graph`: what the graph of who heard what tells."""

from pathlib import Path
from typing import Annotated

import typer

from moodarc.cli.bench_report import JsonFile, show_report
from moodarc.cli.extras import need
from moodarc.cli.shell import Shell

__all__ = ["graph"]


def graph(
    shell: Shell,
    data: Annotated[
        Path, typer.Option("--data", metavar="FILE", help="Who played what (Taste Profile).")
    ],
    content: Annotated[
        Path, typer.Option("--content", metavar="FILE", help="Parquet of songs with mood (Deezer).")
    ],
    seeds: Annotated[int, typer.Option("--seeds", metavar="N", min=1, help="Trainings.")] = 3,
    seed: Annotated[int, typer.Option("--seed", min=0, help="Of the first of them.")] = 0,
    as_json: JsonFile = None,
) -> None:
    """Links, moods of tracks and moods of lists, told from who heard what."""
    need("train", "torch", "pyarrow")
    from moodarc.evaluation.graph_check import bench_graph

    show_report(shell, bench_graph(data, content, seed=seed, seeds=seeds), as_json)
