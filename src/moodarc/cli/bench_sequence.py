"""`moodarc bench sequence-speed`: how fast sequence models train."""

from pathlib import Path
from typing import Annotated

import typer

from moodarc.cli.bench_report import JsonFile, show_report
from moodarc.cli.extras import need
from moodarc.cli.shell import Shell

__all__ = ["sequence_speed"]

_ALONE = "cornac is not installed, so that its rows are absent; install it by: pip install cornac"


def sequence_speed(
    shell: Shell,
    data: Annotated[
        Path, typer.Option("--data", metavar="FILE", help="Plays in sessions, such as 30Music.")
    ],
    models: Annotated[
        str, typer.Option("--models", metavar="NAMES", help="With commas.")
    ] = "gru4rec,sasrec",
    epochs: Annotated[int, typer.Option("--epochs", metavar="N", min=1, help="Of cornac's.")] = 5,
    sessions: Annotated[
        int, typer.Option("--sessions", metavar="N", min=1000, help="To learn from, the latest.")
    ] = 4000,
    threads: Annotated[int, typer.Option("--threads", metavar="N", min=1, help="Of each.")] = 2,
    seed: Annotated[int, typer.Option("--seed", min=0, help="Of all that is drawn.")] = 0,
    as_json: JsonFile = None,
) -> None:
    """Training of GRU4Rec and SASRec beside cornac's: sequences a second, time to equal NDCG."""
    need("train", "torch", "pyarrow")
    from moodarc.evaluation.sequence_rival import has_rival
    from moodarc.evaluation.sequence_speed import SequenceSpeedConfig, bench_sequence_speed

    config = SequenceSpeedConfig(
        models=tuple(models.split(",")),
        epochs=epochs,
        sessions=sessions,
        threads=threads,
        seed=seed,
    )
    show_report(shell, bench_sequence_speed(data, config), as_json)
    if not has_rival():
        shell.notes.print(_ALONE, markup=False, soft_wrap=True)
