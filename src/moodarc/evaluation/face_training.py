"""`moodarc train face`: an expression network from labelled faces, with its card.

Learned from: the training split without what is known to show no face, but for one face in twenty,
chosen by its pixels so that copies stay on one side. On that twentieth the temperatures are fitted
(and the paper's recipe looks when to stop), to what the exported network tells, views and all. The
validation split is scored once, for the card.
"""

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass, field, replace
from hashlib import blake2b
from pathlib import Path
from typing import Any, Final

import numpy as np
import torch
from numpy.typing import NDArray

from moodarc.artifacts import Artifact, Epoch, save_artifact
from moodarc.datasets import fer2013_splits, is_fer2013, load_labelled_pictures
from moodarc.errors import DatasetError, InputError
from moodarc.evaluation.face_card import face_card
from moodarc.evaluation.face_data import FaceData, load_face_data
from moodarc.evaluation.face_expression import face_rows
from moodarc.evaluation.report import BenchRow
from moodarc.sensing.face.calibration import fitted_temperature
from moodarc.sensing.face.classifier import ExpressionClassifier, ExpressionLogits
from moodarc.sensing.face.examples import FaceExamples
from moodarc.sensing.face.network import n_weights
from moodarc.sensing.face.recipe import FaceTrainingConfig
from moodarc.sensing.face.training import (
    export_onnx,
    limited_threads,
    network_of,
    train,
)
from moodarc.sensing.face.views import ViewsConfig

__all__ = ["MODEL_VERSION", "FaceJob", "calibration_rows", "train_face"]

MODEL_VERSION: Final = "face-expression-3"
"""raised with every new set of shipped weights"""

_CALIBRATION: Final = 20
"""one face in so many is kept for calibration"""


@dataclass(frozen=True, slots=True, kw_only=True)
class FaceJob:
    """What is trained, and where.

    Attributes:
        data: folder of labelled faces with a training split.
        work: for checkpoints: a run that was cut off goes on from there.
        config: the recipe.
        seed: of the network that is written.
        seeds: how many networks are trained, from `seed` on; all are scored for the card.
        views: of a picture, that the exported network averages. They change nothing of the
            training, and its checkpoints are not named by them.
        threads: of torch; None = its default.
    """

    data: Path
    work: Path
    config: FaceTrainingConfig
    seed: int = 0
    seeds: int = 1
    views: ViewsConfig = field(default_factory=ViewsConfig)
    threads: int | None = None


def train_face(
    job: FaceJob, out: Path, *, told: Callable[[int, Epoch], None] = lambda _seed, _epoch: None
) -> tuple[BenchRow, ...]:
    """Train, calibrate, measure, write the model folder; returns the card's figures.

    Args:
        job: what is trained.
        out: folder to write.
        told: is handed each epoch's figures, with its seed.

    Raises:
        DatasetError: the data are not in their form, or too few.
        InputError: `out` is something else than a model folder.
    """
    if out.exists() and not (out / "manifest.json").is_file():
        msg = f"{out} is there and is no model folder; give another --out DIR"
        raise InputError(msg)  # now, not after the training
    data = load_face_data(job.data, "train")
    validation = _validation(job.data)
    models, scores = [], []
    for seed in range(job.seed, job.seed + job.seeds):
        with limited_threads(job.threads):
            model = _trained(job, data, seed=seed, told=told)
        models.append(model)
        scores.append(() if validation is None else tuple(face_rows(model, validation)))
    card = face_card(models[0].config, scores)
    command = f"moodarc train face --data DIR --arch {job.config.arch} --out DIR"
    save_artifact(out, replace(models[0], card=card), command=command, seed=job.seed)
    return scores[0]


def calibration_rows(data: FaceData) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Rows to learn from and rows to calibrate on; equal pixels are on one side.

    Raises:
        DatasetError: one of the two is empty.
    """
    kept = data.keys % np.uint64(_CALIBRATION) == 0
    learned = np.flatnonzero(~kept & ~data.not_a_face)
    held = np.flatnonzero(kept & ~data.not_a_face)
    if not len(learned) or not len(held):
        msg = f"{len(data)} faces are too few to learn from and to calibrate on; give some hundred"
        raise DatasetError(msg)
    return learned, held


def _trained(
    job: FaceJob, data: FaceData, *, seed: int, told: Callable[[int, Epoch], None]
) -> Artifact:
    learned, held = calibration_rows(data)
    held_out = data.examples.take(held)
    config = _fitting(job.config, data.examples)
    state, history = train(
        data.examples.take(learned),
        held_out,
        config,
        seed=seed,
        kept=job.work / _digest(config, seed, data),
        told=lambda epoch: told(seed, epoch),
    )
    network = network_of(config, state)
    settings = {
        "version": MODEL_VERSION,
        "arch": config.arch,
        "n_weights": n_weights(network),
        "reading": "votes" if config.votes_weight else "labels",
        "temperatures": {},
        "views": job.views.views,
        "view_px": job.views.side_px,
        "training": asdict(config),
        "seed": seed,
        "epochs": len(history),
        "faces": _facts(data) | {"learned": len(learned), "calibration": len(held)},
        "trained_on": data.fingerprint,
    }
    model = {"model.onnx": export_onnx(network, job.views)}
    raw = Artifact(arrays={}, config=_plain(settings), card="", payloads=model)
    answers = ExpressionClassifier(raw).logits(held_out.pictures)
    found = _temperatures(answers, held_out.labels, data.majority[held])
    return replace(raw, config=dict(raw.config) | {"temperatures": found})


def _facts(data: FaceData) -> dict[str, float]:
    """What the card says of the training faces: shares in [0, 1]."""
    labels, agreed = data.examples.labels, data.majority >= 0
    same = data.majority[agreed] == labels[agreed]
    return {
        "voted": float(data.examples.votes.any(axis=1).mean()),
        "majority": float(agreed.mean()),
        "agreement": float(same.mean()) if agreed.any() else 0.0,
        "rarest": float(np.bincount(labels, minlength=7).min() / len(labels)),
    }


def _fitting(config: FaceTrainingConfig, examples: FaceExamples) -> FaceTrainingConfig:
    """Without the head of votes where nobody voted."""
    return config if examples.votes.any() else replace(config, votes_weight=0.0)


def _temperatures(
    told: ExpressionLogits, labels: NDArray[np.int64], majority: NDArray[np.int64]
) -> dict[str, float]:
    found = {"labels": fitted_temperature(told.labels, labels)}
    agreed = (majority >= 0) & (majority < 7)
    if told.votes is not None and agreed.any():
        # as the reading tells them: without contempt
        found["votes"] = fitted_temperature(told.votes[agreed, :7], majority[agreed])
    return found


def _validation(folder: Path) -> FaceData | None:
    """The validation split, or None where the set has none."""
    if is_fer2013(folder):
        there = "validation" in fer2013_splits(folder)
    else:
        there = any(p.split == "validation" for p in load_labelled_pictures(folder))
    return load_face_data(folder, "validation") if there else None


def _digest(config: FaceTrainingConfig, seed: int, data: FaceData) -> str:
    """Names a training by all that it follows from."""
    parts = [asdict(config), seed, data.fingerprint, torch.__version__]
    return blake2b(json.dumps(parts, sort_keys=True).encode(), digest_size=12).hexdigest()


def _plain(settings: dict[str, Any]) -> dict[str, Any]:
    """As JSON gives it back: tuples become lists."""
    plain: dict[str, Any] = json.loads(json.dumps(settings))
    return plain
