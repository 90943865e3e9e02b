"""`moodarc bench service`: how quick the service is under load."""

from pathlib import Path
from typing import Annotated

import typer

from moodarc.cli.bench_report import JsonFile, show_report
from moodarc.cli.extras import need
from moodarc.cli.serve import NEEDED
from moodarc.cli.shell import Shell

__all__ = ["service"]


def service(
    shell: Shell,
    tracks: Annotated[
        int, typer.Option("--tracks", metavar="N", min=100, help="Of the library.")
    ] = 100_000,
    workers: Annotated[
        int, typer.Option("--workers", metavar="N", min=1, max=64, help="Processes that answer.")
    ] = 1,
    seconds: Annotated[
        int, typer.Option("--seconds", metavar="S", min=1, help="Of each load.")
    ] = 15,
    connections: Annotated[
        int, typer.Option("--connections", metavar="N", min=1, help="Held at once.")
    ] = 8,
    readings: Annotated[
        int, typer.Option("--readings", metavar="N", min=5, help="Answered over the socket.")
    ] = 100,
    library: Annotated[
        Path | None,
        typer.Option("--library", metavar="FILE", help="Keep the made library here, for more."),
    ] = None,
    seed: Annotated[int, typer.Option("--seed", min=0, help="Of all that is made.")] = 0,
    as_json: JsonFile = None,
) -> None:
    """From a reading to the queue, requests a second, memory of a worker."""
    need("serve", *NEEDED, "websockets")
    need("train", "torch")
    from moodarc.evaluation.service_speed import ServiceConfig, bench_service

    config = ServiceConfig(
        n_tracks=tracks,
        workers=workers,
        seconds=seconds,
        connections=connections,
        readings=readings,
        seed=seed,
    )
    show_report(shell, bench_service(config, library), as_json)
