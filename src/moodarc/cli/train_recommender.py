"""`moodarc train sequence` and `moodarc train cf`: a recommender from anybody's plays."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from moodarc.cli.extras import need
from moodarc.cli.shell import Shell
from moodarc.cli.train import Out, Seed, tell
from moodarc.errors import InputError

if TYPE_CHECKING:
    from moodarc.evaluation.recommend_training import RecommenderJob

__all__ = ["Content", "Epochs", "Plays", "Preset", "Split", "Work", "cf", "sequence"]

Plays = Annotated[
    Path, typer.Option("--data", metavar="PATH", help="Plays: a file or folder; see datasets.md.")
]
Content = Annotated[
    Path | None,
    typer.Option("--content", metavar="FILE", help="Valence and arousal of the items (Deezer's)."),
]
Split = Annotated[
    str,
    typer.Option(
        "--split",
        metavar="NAME",
        help="What is held out: sessions = the latest tenth, last = each listener's last play, "
        "share = a fifth of each listener's items; auto = the first that the data allow.",
    ),
]
Preset = Annotated[
    str, typer.Option("--preset", metavar="NAME", help="ours, or paper = the papers' settings.")
]
Epochs = Annotated[
    int | None, typer.Option("--epochs", metavar="N", min=1, help="At most; None = its own number.")
]
Work = Annotated[
    Path | None,
    typer.Option(
        "--work",
        metavar="DIR",
        help="For checkpoints: a run that was cut off goes on from there. None = in the cache.",
    ),
]


def sequence(
    shell: Shell,
    data: Plays,
    out: Out,
    model: Annotated[
        str, typer.Option("--model", metavar="NAME", help="Such as sasrec or gru4rec.")
    ] = "gru4rec",
    content: Content = None,
    split: Split = "auto",
    preset: Preset = "ours",
    epochs: Epochs = None,
    seed: Seed = 0,
    work: Work = None,
) -> None:
    """Train a recommender that looks at the order of what was heard; write it with its card."""
    need("train", "torch", "pyarrow")
    from moodarc.evaluation.recommend_training import RecommenderJob

    job = RecommenderJob(
        data=data,
        model=model,
        work=work or shell.settings.cache_dir / "training",
        content=content,
        split=split,
        preset=preset,
        epochs=epochs,
        seed=seed,
    )
    _train(shell, job, out, ordered=True)


def cf(
    shell: Shell,
    data: Plays,
    out: Out,
    model: Annotated[
        str, typer.Option("--model", metavar="NAME", help="Such as ease or item_knn.")
    ] = "ease",
    content: Content = None,
    split: Split = "auto",
    preset: Preset = "ours",
    epochs: Epochs = None,
    seed: Seed = 0,
    work: Work = None,
) -> None:
    """Train a recommender that looks at who heard what; write it with its card."""
    need("train", "torch", "pyarrow")
    from moodarc.evaluation.recommend_training import RecommenderJob

    job = RecommenderJob(
        data=data,
        model=model,
        work=work or shell.settings.cache_dir / "training",
        content=content,
        split=split,
        preset=preset,
        epochs=epochs,
        seed=seed,
    )
    _train(shell, job, out, ordered=False)


def _train(shell: Shell, job: "RecommenderJob", out: Path, *, ordered: bool) -> None:
    from moodarc.evaluation.recommend_training import train_recommender
    from moodarc.recommend.learners import LEARNERS
    from moodarc.recommend.registry import SEQUENCE

    names = [name for name in LEARNERS if (name in SEQUENCE) == ordered]
    if job.model not in names:
        msg = f"model {job.model!r}; expected one of {', '.join(names)}"
        raise InputError(msg)
    tell(shell, train_recommender(job, out, told=partial(_tell_epoch, shell)), out)


def _tell_epoch(shell: Shell, epoch: dict[str, float]) -> None:
    found = epoch.get("validation")
    behind = "" if found is None else f", validation {found:.4f}"
    line = f"epoch {epoch['epoch'] + 1:.0f}: loss {epoch['loss']:.4f}{behind}"
    shell.notes.print(line, markup=False)
