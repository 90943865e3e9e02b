"""`moodarc bench`: factor models beside those of other libraries, on the same splits."""

from pathlib import Path
from typing import Annotated

import typer

from moodarc.cli.bench_report import JsonFile, show_report
from moodarc.cli.extras import need
from moodarc.cli.shell import Shell

__all__ = ["bpr", "ratings"]

PlayCounts = Annotated[
    Path, typer.Option("--data", metavar="PATH", help="Plays by listener and item, such as HetRec.")
]
Seed = Annotated[int, typer.Option("--seed", min=0, help="Of splits and all that is drawn.")]


def ratings(shell: Shell, data: PlayCounts, seed: Seed = 0, as_json: JsonFile = None) -> None:
    """RMSE of log(1 + plays) by SVD++ on five splits, beside Surprise's SVD and SVD++."""
    need("train", "pyarrow")
    from moodarc.evaluation.rating_rivals import surprise_is_there
    from moodarc.evaluation.ratings_check import bench_ratings

    show_report(shell, bench_ratings(data, seed=seed), as_json)
    if not surprise_is_there():
        _say_absent(shell, "scikit-surprise")


def bpr(
    shell: Shell,
    data: PlayCounts,
    epochs: Annotated[
        int, typer.Option("--epochs", metavar="N", min=1, help="Of each model.")
    ] = 60,
    seed: Seed = 0,
    as_json: JsonFile = None,
) -> None:
    """Seconds an epoch and AUC of BPR, beside implicit's and cornac's."""
    need("train", "pyarrow")
    from moodarc.evaluation.bpr_check import bench_bpr
    from moodarc.evaluation.bpr_rivals import RIVALS, rivals_there

    show_report(shell, bench_bpr(data, epochs=epochs, seed=seed), as_json)
    for name in (each for each in RIVALS if each not in rivals_there()):
        _say_absent(shell, name)


def _say_absent(shell: Shell, name: str) -> None:
    line = f'{name} is not installed, so that its rows are absent: pip install "moodarc[rivals]"'
    shell.notes.print(line, markup=False, soft_wrap=True)
