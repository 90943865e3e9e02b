"""`moodarc bench recommend`: every recommender on one set of plays, in one table."""

from pathlib import Path
from typing import Annotated

import typer

from moodarc.cli.bench_report import JsonFile, show_report
from moodarc.cli.extras import need
from moodarc.cli.shell import Shell
from moodarc.cli.train_recommender import Content, Epochs, Plays, Preset, Split, Work
from moodarc.errors import InputError

__all__ = ["recommend"]


def recommend(
    shell: Shell,
    data: Plays,
    protocol: Annotated[
        str,
        typer.Option(
            "--protocol",
            metavar="NAMES",
            help="full = among all items, negatives99 = among 99 that were never played, "
            "cold = items nobody played before; several with commas.",
        ),
    ] = "full,negatives99",
    split: Split = "auto",
    models: Annotated[
        str | None,
        typer.Option("--models", metavar="NAMES", help="With commas; None = all."),
    ] = None,
    preset: Preset = "ours",
    content: Content = None,
    seeds: Annotated[
        int,
        typer.Option(
            "--seeds",
            metavar="N",
            min=1,
            help="Trainings of each network; of cold items, draws of what is hidden.",
        ),
    ] = 3,
    epochs: Epochs = None,
    work: Work = None,
    table: Annotated[
        Path | None, typer.Option("--table", metavar="FILE.md", help="Write the table, too.")
    ] = None,
    as_json: JsonFile = None,
) -> None:
    """Train and compare all recommenders on one set of plays.

    For example: `moodarc bench recommend --data plays.csv --seeds 1 --table table.md`
    """
    need("train", "torch", "pyarrow")
    from moodarc.evaluation.recommend_data import Wish, bench_wish
    from moodarc.evaluation.recommend_table import markdown_table

    wish = Wish(
        data=data,
        content=content,
        protocols=tuple(protocol.split(",")),
        split=split,
        models=None if models is None else tuple(models.split(",")),
        preset=preset,
        epochs=epochs,
        seeds=seeds,
        work=work or shell.settings.cache_dir / "training",
        told=lambda line: shell.notes.print(line, markup=False),
    )
    report = bench_wish(wish)
    if table is not None:
        _write(table, markdown_table(report))
    show_report(shell, report, as_json)


def _write(place: Path, text: str) -> None:
    try:
        place.write_text(text, encoding="utf-8")
    except OSError as error:
        msg = f"{place} cannot be written ({error.strerror}); give another --table FILE"
        raise InputError(msg) from error
