"""What the benches of the command line share: where data lies, and how a report is shown."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from moodarc.cli.shell import Shell
from moodarc.errors import InputError

if TYPE_CHECKING:
    from moodarc.evaluation import BenchReport

__all__ = ["Data", "JsonFile", "show_report"]

Data = Annotated[Path, typer.Option("--data", metavar="DIR", help="Folder of the data.")]
JsonFile = Annotated[
    str | None,
    typer.Option("--json", metavar="FILE", help="Write the report as JSON; - = standard output."),
]


def show_report(shell: Shell, report: "BenchReport", as_json: str | None) -> None:
    """The report as JSON where that is asked for, and as a table unless JSON goes to the screen."""
    if as_json == "-":
        sys.stdout.write(report.to_json() + "\n")
        return
    if as_json is not None:
        try:
            Path(as_json).write_text(report.to_json() + "\n", encoding="utf-8")
        except OSError as error:
            msg = f"{as_json} cannot be written ({error.strerror}); give another --json FILE"
            raise InputError(msg) from error
    _print_table(shell, report)


def _print_table(shell: Shell, report: "BenchReport") -> None:
    from rich.table import Table

    table = Table(box=None, pad_edge=False, title=f"{report.bench} on {report.data}")
    table.add_column("figure", no_wrap=True)
    table.add_column("value", justify="right", no_wrap=True)
    table.add_column("95 %", no_wrap=True)
    table.add_column("", no_wrap=True)
    for row in report.rows:
        interval = "" if row.low is None else f"{row.low:.3f} to {row.high:.3f}"
        arrow = {True: "higher is better", False: "lower is better", None: ""}
        value = f"{row.value:,.0f}" if abs(row.value) >= 1000 else f"{row.value:.3f}"
        table.add_row(row.name, f"{value} {row.unit}", interval, arrow[row.higher_is_better])
    shell.console.print(table)
