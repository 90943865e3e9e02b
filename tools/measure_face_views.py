"""Which views of a face to average: the origin of `ViewsConfig`.

    python tools/measure_face_views.py DATA CHECKPOINTS

DATA is FER-2013 as `moodarc train face` takes it, CHECKPOINTS the folder that it kept of one light
training, below its `--work`. Told of each set: the log loss of the labels, at the temperature that
makes it least, on the training faces kept for calibration. No other split is looked at.
"""

import sys
from itertools import product
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.special import log_softmax

from moodarc.artifacts import Artifact, latest_checkpoint
from moodarc.evaluation.face_data import load_face_data
from moodarc.evaluation.face_training import calibration_rows
from moodarc.sensing.face import ExpressionClassifier
from moodarc.sensing.face.calibration import fitted_temperature
from moodarc.sensing.face.recipe import light_recipe
from moodarc.sensing.face.training import export_onnx, network_of
from moodarc.sensing.face.views import ViewsConfig

View = tuple[float, float]
ROTATIONS = (-10.0, -5.0, 0.0, 5.0, 10.0)
ZOOMS = (1.0, 1.08, 1.16)
SETS: tuple[tuple[View, ...], ...] = (
    ((0, 1),),
    ((0, 1.08),),
    ((-5, 1.08), (5, 1.08)),
    ((-10, 1.08), (10, 1.08)),
    ((-10, 1.16), (10, 1.16)),
    ((-10, 1.08), (0, 1.08), (10, 1.08)),
    ((-10, 1.16), (0, 1), (10, 1.16)),
    ((-5, 1.16), (5, 1.16), (-10, 1.08), (10, 1.08)),
    ((-10, 1), (10, 1), (-10, 1.16), (10, 1.16)),
    ((0, 1.08), (-10, 1.08), (10, 1.08), (0, 1), (0, 1.16)),
    tuple(product((-10, 0, 10), ZOOMS)),
    tuple(product(ROTATIONS, ZOOMS)),
)


SMALLER: tuple[tuple[View, ...], ...] = (
    ((0, 0.92),),
    ((10, 0.92), (-10, 1.16)),
    ((-10, 0.92), (10, 1.16)),
    ((-10, 0.92), (10, 0.92), (-10, 1.16), (10, 1.16)),
)
"""of 44 pixels, the side of the crops which the network learned from"""


def main(data: Path, checkpoints: Path) -> None:
    done = latest_checkpoint(checkpoints)
    if done is None:
        sys.exit(f"{checkpoints} holds no training; give a folder below --work")
    network = network_of(light_recipe(), done.best)
    faces = load_face_data(data, "train")
    held = faces.examples.take(calibration_rows(faces)[1])

    def told(view: View, side_px: int) -> NDArray[np.float32]:
        model = {"model.onnx": export_onnx(network, ViewsConfig(views=(view,), side_px=side_px))}
        config = {"version": "", "reading": "labels", "temperatures": {}}
        artifact = Artifact(arrays={}, config=config, card="", payloads=model)
        return ExpressionClassifier(artifact).logits(held.pictures).labels

    print(f"{len(held)} faces; log loss and accuracy of each set, with its side in pixels:")
    for views, side_px in [*((one, 48) for one in SETS), *((one, 44) for one in SMALLER)]:
        logits = np.mean([told(view, side_px) for view in views], axis=0)
        surprise = -log_softmax(logits / fitted_temperature(logits, held.labels), axis=1)
        loss = surprise[np.arange(len(held)), held.labels].mean()
        right = (logits.argmax(axis=1) == held.labels).mean()
        shown = " ".join(f"({a:g}, {z:g})" for a, z in views)
        print(f"  {loss:.4f}  {right:.4f}  {side_px}  {shown}")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
