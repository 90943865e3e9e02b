"""`moodarc bench`: figures of what is known of the listener's body and moods."""

from pathlib import Path
from typing import Annotated

import typer

from moodarc.cli.bench_report import JsonFile, show_report
from moodarc.cli.extras import need
from moodarc.cli.shell import Shell

__all__ = ["dynamics", "forecast", "forecast_lists", "mood_change", "physiology"]

_SEEN = "these people are the model's own training data; use --refit for an honest figure"

SiTunesFolder = Annotated[
    Path, typer.Option("--data", metavar="DIR", help="Folder of SiTunes: Stage1, Stage2 ...")
]
Seed = Annotated[int, typer.Option("--seed", min=0, help="Of folds, trees and intervals.")]


def forecast(
    shell: Shell,
    data: Annotated[
        Path, typer.Option("--data", metavar="FILE", help="Felt moments, as Hoemann's table.")
    ],
    refit: Annotated[
        bool, typer.Option("--refit", help="Learn from the table itself, in folds of people.")
    ] = False,
    seed: Seed = 0,
    as_json: JsonFile = None,
) -> None:
    """How well people's next moments are foretold, from their own past and from other people's."""
    need("train", "torch", "pyarrow")
    from moodarc.evaluation.forecast_check import ForecastConfig, bench_forecast, is_training_data

    config = ForecastConfig(refit=refit, seed=seed)
    show_report(shell, bench_forecast(data, config), as_json)
    if not refit and is_training_data(data):
        shell.notes.print(_SEEN, markup=False, soft_wrap=True)


def forecast_lists(
    shell: Shell,
    data: Annotated[
        Path, typer.Option("--data", metavar="FILE", help="Parquet of felt moments (Hoemann).")
    ],
    tracks: Annotated[
        Path,
        typer.Option(
            "--tracks", metavar="FILE", help="Parquet of songs (Deezer) or CSV (soundtracks)."
        ),
    ],
    seed: Annotated[int, typer.Option("--seed", min=0, help="Of folds and draws.")] = 0,
    as_json: JsonFile = None,
) -> None:
    """Lists from forecast feelings against lists from what was then felt."""
    need("train", "pyarrow")
    from moodarc.evaluation.forecast_lists import bench_forecast_lists

    show_report(shell, bench_forecast_lists(data, tracks, seed=seed), as_json)


def dynamics(
    shell: Shell,
    data: Annotated[
        Path, typer.Option("--data", metavar="FILE", help="Felt moments, as Hoemann's table.")
    ],
    as_json: JsonFile = None,
) -> None:
    """How affect moves in everyday life: what ships, learned again, and what it foretells."""
    need("train", "pyarrow")
    from moodarc.evaluation.dynamics_check import bench_dynamics

    show_report(shell, bench_dynamics(data), as_json)


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
