"""`moodarc bench decide`: how long a whole decision takes."""

from pathlib import Path
from typing import Annotated

import typer

from moodarc.cli.bench_report import JsonFile, show_report
from moodarc.cli.extras import need
from moodarc.cli.shell import Shell

__all__ = ["decide"]


def decide(
    shell: Shell,
    clip: Annotated[
        Path | None,
        typer.Option("--clip", metavar="FILE", help="A video of a face; none = a drawn one."),
    ] = None,
    tracks: Annotated[
        int, typer.Option("--tracks", metavar="N", min=100, help="That are scored.")
    ] = 210_000,
    requests: Annotated[
        int, typer.Option("--requests", metavar="N", min=5, help="That are measured.")
    ] = 100,
    threads: Annotated[
        int, typer.Option("--threads", metavar="N", min=1, help="Of the paper's networks.")
    ] = 2,
    seed: Annotated[int, typer.Option("--seed", min=0, help="Of all that is made.")] = 0,
    as_json: JsonFile = None,
) -> None:
    """A reading, the belief, all tracks scored, the path, its reasons: milliseconds."""
    need("train", "torch")
    from moodarc.evaluation.decide_speed import DecideConfig, bench_decide

    config = DecideConfig(n_items=tracks, requests=requests, threads=threads, seed=seed)
    show_report(shell, bench_decide(config, clip), as_json)
