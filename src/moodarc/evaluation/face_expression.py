"""`moodarc bench face`: how well the expression of a face is told, and how honestly.

Two yardsticks. The *original labels* of the set, by the head that learned them. *FER+*, where the
set has its votes: the emotion on which more than half of ten people agree, single votes dropped
(Barsoum et al. 2016), by the head that learned the votes. There `face.ferplus_accuracy` counts
faces whose majority is one of the seven expressions, told among these seven;
`face.ferplus_accuracy_8` has contempt on both sides.

Copies: the splits of FER-2013 share faces pixel for pixel. Rows `..._without_copies` leave out
those that stand in an earlier split, and what is known to be no face.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.special import softmax

from moodarc.affect import Expression
from moodarc.artifacts import Artifact, load_artifact, load_shipped
from moodarc.evaluation.face_data import FaceData, load_face_data
from moodarc.evaluation.report import BenchReport, BenchRow
from moodarc.metrics import (
    accuracy,
    confusion_matrix,
    expected_calibration_error,
    f1,
    precision,
    recall,
)
from moodarc.protocols import bootstrap_interval
from moodarc.sensing.face.classifier import FACE_MODEL, ExpressionClassifier, ExpressionLogits

__all__ = ["SEEN", "bench_face", "face_rows"]

SEEN: Final = "face.seen_in_training"
"""row: 1 where the model learned from these very faces"""

_SEVEN: Final = range(len(Expression))
_RESAMPLES: Final = 500

Labels = NDArray[np.int64]
Logits = NDArray[np.float32]


def bench_face(folder: Path, split: str = "", model: Path | None = None) -> BenchReport:
    """Score a classifier on a split of a data set, or on a folder of pictures by class.

    Args:
        folder: as `load_face_data` takes it.
        split: as the set cuts it; "" = all that it has.
        model: folder of a trained model; None = the shipped one.

    Raises:
        DatasetError: nothing of this kind is there, or it is not in its published form.
        ArtifactError: the model is absent or damaged.
    """
    artifact = load_shipped(FACE_MODEL) if model is None else load_artifact(model)
    data = load_face_data(folder, split)
    return BenchReport("face", data.fingerprint, tuple(face_rows(artifact, data)))


def face_rows(artifact: Artifact, data: FaceData) -> Iterator[BenchRow]:
    """All figures of a model on a split but for speed."""
    classifier = ExpressionClassifier(artifact)
    told = classifier.logits(data.examples.pictures)
    clean = ~(data.copied | data.not_a_face)
    yield from _label_rows(told.labels, data.examples.labels, clean)
    yield from _ferplus_rows(told, data.majority, clean)
    yield from _certainty_rows(classifier, told, data)
    yield from _class_rows(data.examples.labels, told.labels.argmax(axis=1))
    yield from _about_rows(artifact, data)


def _label_rows(logits: Logits, labels: Labels, clean: NDArray[np.bool_]) -> Iterator[BenchRow]:
    answers = logits.argmax(axis=1)
    yield _share("face.accuracy", labels, answers)
    yield _macro_f1("face.macro_f1", labels, answers)
    if clean.any():
        yield _share("face.accuracy_without_copies", labels[clean], answers[clean])
        yield _macro_f1("face.macro_f1_without_copies", labels[clean], answers[clean])


def _ferplus_rows(
    told: ExpressionLogits, majority: Labels, clean: NDArray[np.bool_]
) -> Iterator[BenchRow]:
    logits = told.labels if told.votes is None else told.votes
    seven = np.isin(majority, _SEVEN)
    if not seven.any():
        return
    among_seven = logits[:, _SEVEN].argmax(axis=1)
    yield _share("face.ferplus_accuracy", majority[seven], among_seven[seven])
    yield _macro_f1("face.ferplus_macro_f1", majority[seven], among_seven[seven])
    if (chosen := seven & clean).any():
        name = "face.ferplus_accuracy_without_copies"
        yield _share(name, majority[chosen], among_seven[chosen])
    agreed = majority >= 0
    if told.votes is not None:
        yield _share("face.ferplus_accuracy_8", majority[agreed], logits.argmax(axis=1)[agreed])
    yield _count("face.ferplus_faces", int(seven.sum()))


def _certainty_rows(
    classifier: ExpressionClassifier, told: ExpressionLogits, data: FaceData
) -> Iterator[BenchRow]:
    """Calibration by head, before and after; and what `probabilities` tells."""
    labels, majority, temperatures = data.examples.labels, data.majority, classifier.temperatures
    yield _ece("face.ece_before", softmax(told.labels, axis=1), labels)
    yield _ece("face.ece", softmax(told.labels / temperatures.labels, axis=1), labels)
    reading = classifier.calibrated(told)
    yield _share("face.reading_accuracy", labels, reading.argmax(axis=1))
    yield _ece("face.reading_ece", reading, labels)
    seven = np.isin(majority, _SEVEN)
    if not seven.any():
        return
    if told.votes is not None:
        votes = told.votes[seven][:, _SEVEN]
        yield _ece("face.ferplus_ece_before", softmax(votes, axis=1), majority[seven])
        scaled = softmax(votes / temperatures.votes, axis=1)
        yield _ece("face.ferplus_ece", scaled, majority[seven])
    yield _share("face.reading_ferplus_accuracy", majority[seven], reading[seven].argmax(axis=1))
    yield _ece("face.reading_ferplus_ece", reading[seven], majority[seven])


def _class_rows(labels: Labels, answers: Labels) -> Iterator[BenchRow]:
    """Original labels by class: precision, recall, F1; then the confusion matrix, as counts."""
    measures = {"precision": precision, "recall": recall, "f1": f1}
    for name, measure in measures.items():
        values = measure(labels, answers, classes=_SEVEN)
        for expression, value in zip(Expression, values, strict=True):
            yield BenchRow(name=f"face.{expression}.{name}", value=float(value))
    counts = confusion_matrix(labels, answers, classes=_SEVEN)
    for truth, row in zip(Expression, counts, strict=True):
        for answer, count in zip(Expression, row, strict=True):
            yield _count(f"face.confusion.{truth}.{answer}", int(count))


def _about_rows(artifact: Artifact, data: FaceData) -> Iterator[BenchRow]:
    yield _count("face.faces", len(data))
    yield _count("face.copies", int(data.copied.sum()))
    yield _count("face.not_a_face", int(data.not_a_face.sum()))
    yield _count("face.pictures_without_face", data.without_face)
    seen = artifact.config.get("trained_on") == data.fingerprint
    yield _count(SEEN, int(seen))
    size = sum(len(content) for content in artifact.payloads.values()) / 1e6
    yield BenchRow(name="face.model_mb", value=size, unit="MB", higher_is_better=False)


def _share(name: str, truth: Labels, answers: Labels) -> BenchRow:
    rng = np.random.default_rng(0)
    right = (truth == answers).astype(np.float64)
    if len(right) < 2:
        return BenchRow(name=name, value=accuracy(truth, answers))
    return BenchRow.of(name, bootstrap_interval(np.mean, right, rng=rng, resamples=_RESAMPLES))


def _macro_f1(name: str, truth: Labels, answers: Labels) -> BenchRow:
    """Over the classes that are there."""
    present = np.unique(truth).tolist()

    def measure(true: Labels, told: Labels) -> float:
        values = f1(true, told, classes=_SEVEN)
        return float(values[present].mean())

    if len(truth) < 2:
        return BenchRow(name=name, value=measure(truth, answers))
    rng = np.random.default_rng(0)
    interval = bootstrap_interval(measure, truth, answers, rng=rng, resamples=_RESAMPLES)
    return BenchRow.of(name, interval)


def _ece(name: str, probabilities: NDArray[np.float32], truth: Labels) -> BenchRow:
    right = probabilities.argmax(axis=1) == truth
    stated = np.minimum(probabilities.max(axis=1), 1.0)
    value = expected_calibration_error(right, stated)
    return BenchRow(name=name, value=value, higher_is_better=False)


def _count(name: str, value: int) -> BenchRow:
    return BenchRow(name=name, value=value, higher_is_better=None)
