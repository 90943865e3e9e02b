"""`moodarc train NAME`: the shipped models, from their data, by one command each."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from moodarc.cli.extras import need
from moodarc.cli.shell import Shell

if TYPE_CHECKING:
    from moodarc.evaluation import BenchRow

__all__ = [
    "Out",
    "Seed",
    "descriptor_code",
    "face",
    "felt_response",
    "listener",
    "metadata",
    "mood_change",
    "music",
    "tell",
    "text",
]

Out = Annotated[Path, typer.Option("--out", metavar="DIR", help="Model folder to write.")]
Seed = Annotated[int, typer.Option("--seed", metavar="N", help="Of the training.")]
Workers = Annotated[
    int | None, typer.Option("--workers", metavar="N", help="Processes; 0 = one for each core.")
]


def music(
    shell: Shell,
    data: Annotated[Path, typer.Option("--data", metavar="DIR", help="Folder in 4Q's format.")],
    out: Out,
    rated: Annotated[
        Path | None, typer.Option("--rated", metavar="DIR", help="VGMIDI, to learn from too.")
    ] = None,
    work: Annotated[
        Path | None,
        typer.Option(
            "--work",
            metavar="DIR",
            help="For finished networks: a run that was cut off goes on from there. "
            "None = in the cache.",
        ),
    ] = None,
    seeds: Annotated[
        int, typer.Option("--seeds", metavar="N", min=1, help="Cross-validations for the card.")
    ] = 1,
    seed: Seed = 0,
    workers: Workers = None,
) -> None:
    """Cross-validate and train the affect estimator; write it with its card."""
    need("train", "sklearn", "torch")
    from moodarc.evaluation.music_folds import MusicTrainingConfig
    from moodarc.evaluation.music_training import MusicSources, train_music
    from moodarc.parallel import Executor

    executor = Executor(workers=_processes(shell, workers))
    sources = MusicSources(
        labelled=data,
        rated=rated,
        work=work or shell.settings.cache_dir / "training",
        config=MusicTrainingConfig(seed=seed, seeds=seeds),
    )
    tell(shell, train_music(sources, out, executor), out)


def face(
    shell: Shell,
    data: Annotated[
        Path, typer.Option("--data", metavar="DIR", help="FER-2013, or pictures by class.")
    ],
    out: Out,
    arch: Annotated[
        str, typer.Option("--arch", metavar="NAME", help="light = what ships; vgg16se = EM-2's.")
    ] = "light",
    epochs: Annotated[
        int | None,
        typer.Option("--epochs", metavar="N", min=1, help="None = the recipe's own number."),
    ] = None,
    seed: Seed = 0,
    seeds: Annotated[
        int, typer.Option("--seeds", metavar="N", min=1, help="Networks for the card's figures.")
    ] = 1,
    work: Annotated[
        Path | None,
        typer.Option(
            "--work",
            metavar="DIR",
            help="For checkpoints: a run that was cut off goes on from there. None = in the cache.",
        ),
    ] = None,
    threads: Annotated[
        int | None, typer.Option("--threads", metavar="N", min=1, help="None = as torch has it.")
    ] = None,
) -> None:
    """Train a network that tells the expression of a face; write it with its card."""
    need("train", "torch")
    from moodarc.evaluation.face_training import FaceJob, train_face
    from moodarc.sensing.face.recipe import recipe

    job = FaceJob(
        data=data,
        work=work or shell.settings.cache_dir / "training",
        config=recipe(arch, epochs),
        seed=seed,
        seeds=seeds,
        threads=threads,
    )
    tell(shell, train_face(job, out, told=partial(_tell_epoch, shell)), out)


def _tell_epoch(shell: Shell, seed: int, epoch: dict[str, float]) -> None:
    shell.notes.print(
        f"seed {seed} epoch {epoch['epoch'] + 1:.0f}: loss {epoch['loss']:.3f}, held out "
        f"{epoch['held_out_loss']:.3f}, right {epoch['held_out_accuracy']:.3f}",
        markup=False,
    )


def descriptor_code(
    shell: Shell,
    data: Annotated[
        list[Path], typer.Option("--data", metavar="DIR", help="Folder of music; may be repeated.")
    ],
    out: Out,
    seed: Seed = 0,
    workers: Workers = None,
) -> None:
    """Cross-validate and train the code of the descriptors; write it with its card."""
    from moodarc.evaluation.descriptor_code_training import train_descriptor_code
    from moodarc.music.descriptor_code.training import CodeTrainingConfig
    from moodarc.parallel import Executor

    executor = Executor(workers=_processes(shell, workers))
    rows = train_descriptor_code(data, out, executor, config=CodeTrainingConfig(seed=seed))
    tell(shell, rows, out)


def text(
    shell: Shell,
    data: Annotated[Path, typer.Option("--data", metavar="FILE", help="EmoBank's emobank.csv.")],
    out: Out,
) -> None:
    """Train the text estimator on EmoBank's train split; write it with its card."""
    need("train", "sklearn")
    from moodarc.evaluation.text_training import train_text

    tell(shell, train_text(data, out), out)


def metadata(
    shell: Shell,
    data: Annotated[Path, typer.Option("--data", metavar="DIR", help="Folder in 4Q's format.")],
    table: Annotated[
        Path, typer.Option("--table", metavar="FILE", help="Parquet of songs: artists, titles.")
    ],
    out: Out,
) -> None:
    """Score and fit what genre, title and artist tell; write it with its card."""
    need("train", "pyarrow")
    from moodarc.evaluation.metadata_training import train_metadata

    tell(shell, train_metadata(data, table, out), out)


def listener(
    shell: Shell,
    data: Annotated[
        Path, typer.Option("--data", metavar="FILE", help="Felt moments, as Hoemann's table.")
    ],
    out: Out,
    seed: Seed = 0,
) -> None:
    """Cross-validate and train the forecaster of a listener's affect; write it with its card."""
    need("train", "torch", "pyarrow")
    from moodarc.evaluation.forecast_check import ForecastConfig
    from moodarc.evaluation.forecast_training import train_listener

    tell(shell, train_listener(data, out, ForecastConfig(seed=seed)), out)


def mood_change(
    shell: Shell,
    data: Annotated[Path, typer.Option("--data", metavar="DIR", help="Folder of SiTunes.")],
    out: Out,
) -> None:
    """Score and fit the odds that a track lifts the mood; write them with their card."""
    from moodarc.evaluation.mood_change_training import train_mood_change

    tell(shell, train_mood_change(data, out), out)


def felt_response(
    shell: Shell,
    data: Annotated[Path, typer.Option("--data", metavar="DIR", help="Folder of SiTunes.")],
    out: Out,
) -> None:
    """Score and fit what a track does to the mood of people; write it with its card."""
    from moodarc.evaluation.felt_response_training import train_felt_response

    tell(shell, train_felt_response(data, out), out)


def _processes(shell: Shell, workers: int | None) -> int:
    from moodarc.parallel import available_cores

    return shell.with_flags(workers=workers).settings.workers or available_cores()


def tell(shell: Shell, rows: "Sequence[BenchRow]", out: Path) -> None:
    """Say the figures of what was written."""
    if shell.as_json:
        shell.write_json({row.name: row.value for row in rows})
        return
    width = max((len(row.name) for row in rows), default=0)
    for row in rows:
        shell.console.print(f"{row.name:<{width}} {row.value:.3f}", markup=False)
    shell.console.print(f"written: {out}", markup=False)
