"""`moodarc bench NAME`: every published figure, and the command that repeats it."""

from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from moodarc.cli.bench_report import Data, JsonFile, show_report
from moodarc.cli.extras import need
from moodarc.cli.shell import Shell
from moodarc.errors import InputError

__all__ = [
    "Workers",
    "composer",
    "descriptor_code",
    "descriptors",
    "metadata",
    "music",
    "propagation",
    "quadrants",
    "scan",
    "startup",
    "text",
]

_SEEN = "these clips are the model's own training data; use --refit for an honest figure"

Workers = Annotated[
    int | None, typer.Option("--workers", metavar="N", help="Processes; 0 = one for each core.")
]


def scan(
    shell: Shell,
    data: Annotated[
        Path | None,
        typer.Option("--data", metavar="DIR", help="Music files; none = built-in music."),
    ] = None,
    max_files: Annotated[
        int, typer.Option("--max-files", metavar="N", min=4, help="No more than these.")
    ] = 400,
    workers: Workers = None,
    as_json: JsonFile = None,
) -> None:
    """Speed and memory of a scan, beside librosa."""
    need("bench", "psutil", "librosa")
    from moodarc.evaluation.scan_speed import bench_scan

    report = bench_scan(data, workers=_processes(shell, workers), max_files=max_files)
    show_report(shell, report, as_json)


def music(
    shell: Shell,
    data: Data,
    refit: Annotated[
        bool, typer.Option("--refit", help="Cross-validate over the folds; else the shipped model.")
    ] = False,
    scale: Annotated[
        str, typer.Option("--scale", metavar="NAME", help="Of ratings: -1..1, 0-1, 1-5, 1-9, z.")
    ] = "-1..1",
    plot: Annotated[
        Path | None,
        typer.Option("--plot", metavar="FILE.svg", help="Draw the reliability diagram."),
    ] = None,
    speed: Annotated[
        bool, typer.Option("--speed", help="Also measure milliseconds a clip, stage by stage.")
    ] = False,
    rated: Annotated[
        Path | None,
        typer.Option("--rated", metavar="DIR", help="With --refit: VGMIDI, to learn from too."),
    ] = None,
    seeds: Annotated[
        int, typer.Option("--seeds", metavar="N", min=1, help="Trainings with --refit.")
    ] = 1,
    seed: Annotated[int, typer.Option("--seed", help="Of the first of them.")] = 0,
    workers: Workers = None,
    as_json: JsonFile = None,
) -> None:
    """How well quadrant, valence and arousal of judged clips are told (4Q, rated, VGMIDI)."""
    need("train", "sklearn", "torch")
    from moodarc.datasets import load_judged_clips
    from moodarc.evaluation.music_emotion import SEEN, Refit, Scoring, bench_music
    from moodarc.evaluation.music_folds import MusicTrainingConfig
    from moodarc.evaluation.music_speed import speed_rows
    from moodarc.parallel import Executor

    executor = Executor(workers=_processes(shell, workers))
    scoring = Scoring(scale=scale, cache=shell.settings.cache_dir / "rendered", plot=plot)
    config = MusicTrainingConfig(seed=seed, seeds=seeds)
    work = shell.settings.cache_dir / "training"
    again = Refit(work=work, rated=rated, config=config) if refit else None
    report = bench_music(data, executor, refit=again, scoring=scoring)
    if speed:
        clips = load_judged_clips(data, cache=scoring.cache, scale=scale, executor=executor)
        rows = speed_rows([clip.path for clip in clips])
        report = replace(report, rows=(*report.rows, *rows))
    show_report(shell, report, as_json)
    if report[SEEN]:
        shell.notes.print(_SEEN, markup=False, soft_wrap=True)


def descriptors(
    shell: Shell,
    data: Data,
    table: Annotated[
        Path, typer.Option("--table", metavar="FILE", help="Parquet of a service's descriptors.")
    ],
    workers: Workers = None,
    as_json: JsonFile = None,
) -> None:
    """Rank correlation of the descriptors with a streaming service's."""
    need("train", "pyarrow")
    from moodarc.evaluation.descriptor_check import bench_descriptors
    from moodarc.parallel import Executor

    executor = Executor(workers=_processes(shell, workers))
    show_report(shell, bench_descriptors(data, table, executor), as_json)


def descriptor_code(
    shell: Shell,
    data: Annotated[
        list[Path], typer.Option("--data", metavar="DIR", help="Folder of music; may be repeated.")
    ],
    refit: Annotated[
        bool, typer.Option("--refit", help="Cross-validate over artists; else the shipped code.")
    ] = False,
    workers: Workers = None,
    as_json: JsonFile = None,
) -> None:
    """How well the code of a track's descriptors tells them, shown and hidden."""
    from moodarc.evaluation.descriptor_code_check import SEEN, bench_descriptor_code
    from moodarc.parallel import Executor

    executor = Executor(workers=_processes(shell, workers))
    report = bench_descriptor_code(data, executor, refit=refit)
    show_report(shell, report, as_json)
    if report[SEEN]:
        shell.notes.print(_SEEN, markup=False, soft_wrap=True)


def metadata(
    shell: Shell,
    data: Annotated[
        Path | None, typer.Option("--data", metavar="DIR", help="Folder in 4Q's format: genres.")
    ] = None,
    table: Annotated[
        Path | None,
        typer.Option("--table", metavar="FILE", help="Parquet of songs: artists, titles."),
    ] = None,
    sound: Annotated[
        bool, typer.Option("--sound", help="With --data: what all that adds to the sound, trained.")
    ] = False,
    seed: Annotated[int, typer.Option("--seed", help="Of folds, training, intervals.")] = 0,
    workers: Workers = None,
    as_json: JsonFile = None,
) -> None:
    """What genre, title and an artist's other tracks tell of a track without its sound."""
    need("train", "sklearn", "pyarrow")
    from moodarc.evaluation.combined_check import combined_rows
    from moodarc.evaluation.metadata import bench_metadata
    from moodarc.evaluation.music_folds import MusicTrainingConfig
    from moodarc.music.emotion.training import FeatureTrainingConfig
    from moodarc.parallel import Executor

    if data is None and (table is None or sound):
        nothing = "nothing to score; give --data DIR, --table FILE or both"
        msg = "--sound needs clips; give --data DIR" if sound else nothing
        raise InputError(msg)
    report = bench_metadata(data, table, seed=seed)
    if sound and data is not None:
        executor = Executor(workers=_processes(shell, workers))
        config = MusicTrainingConfig(features=FeatureTrainingConfig(seed=seed))
        rows = combined_rows(data, executor, config, seed=seed)
        report = replace(report, rows=(*report.rows, *rows))
    show_report(shell, report, as_json)


def composer(shell: Shell, workers: Workers = None, as_json: JsonFile = None) -> None:
    """Does the estimator hear what the composer of the built-in music meant?"""
    from moodarc.evaluation.composer_check import bench_composer
    from moodarc.parallel import Executor

    show_report(shell, bench_composer(Executor(workers=_processes(shell, workers))), as_json)


def propagation(
    shell: Shell,
    data: Annotated[
        Path, typer.Option("--data", metavar="FILE", help="Parquet of songs with mood (Deezer).")
    ],
    table: Annotated[
        Path, typer.Option("--table", metavar="FILE", help="Parquet of a service's descriptors.")
    ],
    seed: Annotated[int, typer.Option("--seed", min=0, help="Of the 20 draws of anchors.")] = 0,
    as_json: JsonFile = None,
) -> None:
    """Labels spread from few songs to many; nothing fitted is kept."""
    need("train", "pyarrow")
    from moodarc.evaluation.propagation_check import bench_propagation

    show_report(shell, bench_propagation(data, table, seed=seed), as_json)


def quadrants(
    shell: Shell,
    data: Annotated[
        Path, typer.Option("--data", metavar="FILE", help="CSV of rated excerpts (soundtracks).")
    ],
    as_json: JsonFile = None,
) -> None:
    """Four degrees of emotion from valence and arousal, cross-validated."""
    need("train", "sklearn")
    from moodarc.evaluation.quadrant_check import bench_quadrants

    show_report(shell, bench_quadrants(data), as_json)


def text(
    shell: Shell,
    data: Annotated[Path, typer.Option("--data", metavar="FILE", help="EmoBank's emobank.csv.")],
    norms: Annotated[
        Path | None,
        typer.Option("--norms", metavar="FILE", help="Warriner's word norms; none = no words."),
    ] = None,
    as_json: JsonFile = None,
) -> None:
    """How well valence, arousal and dominance of sentences and words are told."""
    need("train", "sklearn")
    from moodarc.evaluation.text_affect import bench_text

    show_report(shell, bench_text(data, norms), as_json)


def startup(shell: Shell, as_json: JsonFile = None) -> None:
    """Time of `import moodarc` and `moodarc --help`, size of what a core install brings."""
    need("bench", "packaging")
    from moodarc.evaluation.startup import bench_startup

    show_report(shell, bench_startup(), as_json)


def _processes(shell: Shell, workers: int | None) -> int:
    from moodarc.parallel import available_cores

    return shell.with_flags(workers=workers).settings.workers or available_cores()
