"""`moodarc bench face-...`: figures of what reads a face."""

from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from moodarc.cli.bench_report import Data, JsonFile, show_report
from moodarc.cli.extras import need
from moodarc.cli.shell import Shell

__all__ = ["face", "face_detector", "face_smoothing"]

_SEEN_FACES = "the model learned from these very faces; score it on another split"


def face(
    shell: Shell,
    data: Annotated[
        Path, typer.Option("--data", metavar="DIR", help="A data set of faces, or angry/*.png ...")
    ],
    split: Annotated[
        str,
        typer.Option("--split", metavar="NAME", help="As the set cuts it; none = all it has."),
    ] = "",
    model: Annotated[
        Path | None, typer.Option("--model", metavar="DIR", help="Of `train face`; none = shipped.")
    ] = None,
    clip: Annotated[
        Path | None,
        typer.Option("--clip", metavar="FILE", help="A video: milliseconds a frame, by stage."),
    ] = None,
    as_json: JsonFile = None,
) -> None:
    """How well the expression of a face is told (FER-2013, FER+, pictures by class)."""
    from moodarc.evaluation.face_expression import SEEN, bench_face
    from moodarc.sensing.face import ExpressionClassifier

    report = bench_face(data, split, model)
    if clip is not None:
        need("train", "torch")
        from moodarc.evaluation.face_speed import speed_rows

        classifier = None if model is None else ExpressionClassifier.load(model)
        report = replace(report, rows=(*report.rows, *speed_rows(clip, classifier)))
    show_report(shell, report, as_json)
    if report[SEEN]:
        shell.notes.print(_SEEN_FACES, markup=False, soft_wrap=True)


def face_detector(
    shell: Shell,
    data: Data,
    clip: Annotated[
        Path | None,
        typer.Option("--clip", metavar="FILE", help="A video: speed and boxes when tracked."),
    ] = None,
    as_json: JsonFile = None,
) -> None:
    """Are all faces found, and only faces? Photographs with counts or boxes."""
    from moodarc.evaluation.face_detection_check import bench_face_detector
    from moodarc.evaluation.face_tracking_check import tracking_rows

    report = bench_face_detector(data)
    if clip is not None:
        report = replace(report, rows=(*report.rows, *tracking_rows(clip)))
    show_report(shell, report, as_json)


def face_smoothing(
    shell: Shell,
    data: Data,
    model: Annotated[
        Path | None, typer.Option("--model", metavar="DIR", help="Of `train face`; none = shipped.")
    ] = None,
    sequences: Annotated[
        int, typer.Option("--sequences", metavar="N", min=2, help="Of photos, and of clips.")
    ] = 16,
    seed: Annotated[int, typer.Option("--seed", min=0, help="Of joins and disturbances.")] = 0,
    as_json: JsonFile = None,
) -> None:
    """How much steadier a label gets, and how much later, on videos joined of photos and clips."""
    from moodarc.evaluation.face_smoothing_check import bench_face_smoothing
    from moodarc.sensing.face import ExpressionClassifier

    classifier = (
        ExpressionClassifier.shipped() if model is None else ExpressionClassifier.load(model)
    )
    report = bench_face_smoothing(data, classifier, sequences=sequences, seed=seed)
    show_report(shell, report, as_json)
