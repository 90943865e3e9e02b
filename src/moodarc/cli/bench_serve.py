"""`moodarc bench serve`: how long a listener waits for a list."""

from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from moodarc.cli.bench_report import JsonFile, show_report
from moodarc.cli.extras import need
from moodarc.cli.shell import Shell

__all__ = ["serve"]


def serve(
    shell: Shell,
    model: Annotated[
        Path | None,
        typer.Option("--model", metavar="DIR", help="A sequence model; none = one of that size."),
    ] = None,
    tracks: Annotated[
        int, typer.Option("--tracks", metavar="N", min=100, help="That are scored.")
    ] = 210_000,
    requests: Annotated[
        int, typer.Option("--requests", metavar="N", min=1, help="That are measured.")
    ] = 300,
    threads: Annotated[
        int, typer.Option("--threads", metavar="N", min=1, help="Of one request.")
    ] = 2,
    hnsw: Annotated[
        int,
        typer.Option("--hnsw", metavar="N", min=0, help="Also build a graph over N tracks."),
    ] = 0,
    connectivity: Annotated[
        int, typer.Option("--connectivity", metavar="N", min=2, help="Of the graph.")
    ] = 16,
    expansion_add: Annotated[
        int, typer.Option("--expansion-add", metavar="N", min=1, help="Of building it.")
    ] = 128,
    inverted: Annotated[
        int,
        typer.Option("--inverted", metavar="N", min=0, help="Also cluster N tracks."),
    ] = 0,
    clusters: Annotated[
        int, typer.Option("--clusters", metavar="K", min=1, help="Of the inverted file.")
    ] = 4096,
    probes: Annotated[
        list[int] | None,
        typer.Option("--probes", metavar="P", min=1, help="Clusters looked at; may be repeated."),
    ] = None,
    seed: Annotated[int, typer.Option("--seed", min=0, help="Of all that is made.")] = 0,
    as_json: JsonFile = None,
) -> None:
    """Encode a history, score all tracks, take the best, re-rank: milliseconds."""
    need("train", "torch", "onnx")
    from moodarc.evaluation.graph_speed import GraphBench, graph_rows
    from moodarc.evaluation.inverted_speed import PROBES, InvertedBench, inverted_rows
    from moodarc.evaluation.serve_speed import ServeConfig, bench_serve
    from moodarc.recommend import GraphConfig, InvertedFileConfig

    config = ServeConfig(n_items=tracks, requests=requests, threads=threads, seed=seed)
    report = bench_serve(config, model)
    work = shell.settings.cache_dir / "serve"
    if hnsw:
        graph = GraphConfig(connectivity=connectivity, expansion_add=expansion_add, threads=threads)
        bench = GraphBench(n_items=hnsw, graph=graph, seed=seed)
        rows = graph_rows(bench, work)
        report = replace(report, rows=(*report.rows, *rows))
    if inverted:
        config_of = InvertedFileConfig(n_clusters=clusters, threads=threads, seed=seed)
        asked = tuple(sorted(probes or PROBES))
        wide = InvertedBench(n_items=inverted, config=config_of, probes=asked, seed=seed)
        report = replace(report, rows=(*report.rows, *inverted_rows(wide, work)))
    show_report(shell, report, as_json)
