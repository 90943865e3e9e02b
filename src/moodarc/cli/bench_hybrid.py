"""`moodarc bench hybrid`: preference, emotion match, and both in one (LIN-10, LIN-11)."""

from pathlib import Path
from typing import Annotated

import typer

from moodarc.cli.bench_report import JsonFile, show_report
from moodarc.cli.extras import need
from moodarc.cli.shell import Shell
from moodarc.cli.train_recommender import Content
from moodarc.errors import InputError

__all__ = ["hybrid"]


def hybrid(
    shell: Shell,
    data: Annotated[
        Path,
        typer.Option(
            "--data", metavar="PATH", help="Folder of SiTunes, or table of Taste Profile."
        ),
    ],
    content: Content = None,
    seeds: Annotated[
        int, typer.Option("--seeds", metavar="N", min=1, help="Trainings of what draws by chance.")
    ] = 3,
    epochs: Annotated[
        int, typer.Option("--epochs", metavar="N", min=1, help="Of each network, at most.")
    ] = 10,
    table: Annotated[
        Path | None, typer.Option("--table", metavar="FILE.md", help="Write the tables, too.")
    ] = None,
    plot: Annotated[
        Path | None,
        typer.Option("--plot", metavar="FILE.svg", help="Draw match over plane and time, too."),
    ] = None,
    as_json: JsonFile = None,
) -> None:
    """Eight models by accuracy, emotion match and time, with the ablation of the hybrid.

    For example: `moodarc bench hybrid --data situnes --table hybrid.md`
    """
    need("train", "torch", "pyarrow")
    from moodarc.evaluation.hybrid_data import HybridWish, bench_hybrid_wish
    from moodarc.evaluation.hybrid_plot import write_hybrid_plot
    from moodarc.evaluation.hybrid_table import hybrid_table

    report = bench_hybrid_wish(
        HybridWish(
            data=data,
            content=content,
            seeds=seeds,
            epochs=epochs,
            told=lambda words: shell.notes.print(words, markup=False),
        )
    )
    if table is not None:
        _write(table, hybrid_table(report))
    if plot is not None:
        write_hybrid_plot(plot, report)
    show_report(shell, report, as_json)


def _write(place: Path, words: str) -> None:
    try:
        place.write_text(words, encoding="utf-8")
    except OSError as error:
        msg = f"{place} cannot be written ({error.strerror}); give another --table FILE"
        raise InputError(msg) from error
