"""`moodarc bench policies` and `moodarc bench ladder`: what only people who are made can show."""

from pathlib import Path
from typing import Annotated

import typer

from moodarc.cli.bench_report import JsonFile, show_report
from moodarc.cli.extras import need
from moodarc.cli.shell import Shell

__all__ = ["ladder", "policies"]

_MADE = "SIMULATION: these listeners are made; no figure here is about people"

Seed = Annotated[int, typer.Option("--seed", min=0, help="Of all that is drawn.")]


def policies(
    shell: Shell,
    listeners: Annotated[
        int, typer.Option("--listeners", metavar="N", min=10, help="That are made.")
    ] = 200,
    sessions: Annotated[int, typer.Option("--sessions", metavar="N", min=1, help="Of each.")] = 4,
    minutes: Annotated[
        float, typer.Option("--minutes", metavar="N", min=10.0, help="Of a session, at most.")
    ] = 30.0,
    names: Annotated[
        str | None, typer.Option("--policies", metavar="NAMES", help="With commas; None = all.")
    ] = None,
    data: Annotated[
        Path | None,
        typer.Option("--data", metavar="DIR", help="SiTunes, to fit the listeners by again."),
    ] = None,
    plot: Annotated[
        Path | None,
        typer.Option("--plot", metavar="FILE.svg", help="Draw match over plane and time."),
    ] = None,
    seed: Seed = 0,
    as_json: JsonFile = None,
) -> None:
    """Simulation: ways to choose music, before the same made listeners.

    For example: `moodarc bench policies --listeners 50 --policies random,match,hybrid`
    """
    from moodarc.evaluation.policy_check import PolicyWish, bench_policies

    wish = PolicyWish(
        listeners=listeners,
        sessions=sessions,
        minutes=minutes,
        seed=seed,
        policies=None if names is None else tuple(names.split(",")),
        data=data,
        plot=plot,
        told=lambda line: shell.notes.print(line, markup=False),
    )
    show_report(shell, bench_policies(wish), as_json)
    shell.notes.print(_MADE, markup=False, soft_wrap=True)


def ladder(
    shell: Shell,
    data: Annotated[
        Path | None,
        typer.Option("--data", metavar="DIR", help="SiTunes, in place of made listeners."),
    ] = None,
    learners: Annotated[
        int, typer.Option("--learners", metavar="N", min=10, help="Made, to learn from.")
    ] = 600,
    asked: Annotated[
        int, typer.Option("--asked", metavar="N", min=10, help="Made, to be asked.")
    ] = 2000,
    epochs: Annotated[int, typer.Option("--epochs", metavar="N", min=1, help="Of each.")] = 12,
    seeds: Annotated[
        int, typer.Option("--seeds", metavar="N", min=1, help="Trainings of each network.")
    ] = 3,
    seed: Seed = 0,
    as_json: JsonFile = None,
) -> None:
    """What each way of telling a model the listener's emotion adds, where its worth is known.

    Without --data it is a simulation.
    """
    need("train", "torch")
    from moodarc.evaluation.ladder_check import LadderWish, bench_ladder
    from moodarc.evaluation.ladder_situnes import ladder_on_situnes

    def told(line: str) -> None:
        shell.notes.print(line, markup=False)

    if data is not None:
        report = ladder_on_situnes(data, epochs=epochs, seeds=seeds, told=told)
        show_report(shell, report, as_json)
        return
    wish = LadderWish(
        learners=learners, asked=asked, epochs=epochs, seeds=seeds, seed=seed, told=told
    )
    show_report(shell, bench_ladder(wish), as_json)
    shell.notes.print(_MADE, markup=False, soft_wrap=True)
