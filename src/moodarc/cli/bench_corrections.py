"""`moodarc bench corrections`: what a few corrections do to the other tracks."""

from pathlib import Path
from typing import Annotated

import typer

from moodarc.cli.bench import Workers
from moodarc.cli.bench_listener import Seed
from moodarc.cli.bench_report import Data, JsonFile, show_report
from moodarc.cli.extras import need
from moodarc.cli.shell import Shell

__all__ = ["corrections"]


def corrections(
    shell: Shell,
    data: Data,
    rated: Annotated[
        Path, typer.Option("--rated", metavar="DIR", help="VGMIDI: music rated in the plane.")
    ],
    seed: Seed = 0,
    workers: Workers = None,
    as_json: JsonFile = None,
) -> None:
    """What some corrections do to the tracks that were not corrected; trains for an hour."""
    need("train", "sklearn", "torch")
    from moodarc.evaluation.corrections_check import bench_corrections
    from moodarc.evaluation.corrections_data import Retraining
    from moodarc.parallel import Executor, available_cores

    n = shell.with_flags(workers=workers).settings.workers or available_cores()
    training = Retraining(executor=Executor(workers=n), work=shell.settings.cache_dir / "training")
    show_report(shell, bench_corrections(data, rated, training, seed=seed), as_json)
