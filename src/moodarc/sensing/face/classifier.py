"""What a face shows, by ONNX Runtime: seven calibrated probabilities (EM-2), and features.

The model folder holds `model.onnx` (`training.export_onnx`: logits of several views of a picture
and their mirror images, averaged) and in `config.json` one temperature a head (Guo et al. 2017):
probabilities are softmax(logits / temperature). A light network has two heads: the labels of
FER-2013, given by few people in a hurry, and the votes of FER+, ten people a face. What
`probabilities` tells is the head that the folder names as `reading`; of the votes contempt is left
out and the rest sums to 1.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.special import softmax

from moodarc.affect import Expression
from moodarc.artifacts import Artifact, load_artifact, load_shipped, open_session
from moodarc.errors import ArtifactError, InputError
from moodarc.sensing.face.preprocessing import SIDE_PX

__all__ = ["FACE_MODEL", "ExpressionClassifier", "ExpressionLogits", "Temperatures"]

FACE_MODEL: Final = "face_expression"
"""folder of the shipped weights"""

_AT_A_TIME: Final = 64
"""pictures; of each the network sees several views at once"""
_N_EXPRESSIONS: Final = len(Expression)


@dataclass(frozen=True, slots=True, eq=False)
class ExpressionLogits:
    """What the heads say before calibration.

    Attributes:
        labels: float32 (n, 7), in the order of `Expression`.
        votes: float32 (n, 8), the same and contempt; None of a network without this head.
        features: float32 (n, d), the penultimate layer.
    """

    labels: NDArray[np.float32]
    votes: NDArray[np.float32] | None
    features: NDArray[np.float32]


@dataclass(frozen=True, slots=True, kw_only=True)
class Temperatures:
    """What each head's logits are divided by, > 0."""

    labels: float = 1.0
    votes: float = 1.0


class ExpressionClassifier:
    """Seven expression probabilities and features of equalised faces.

    Deterministic; safe to call from several threads.
    """

    def __init__(self, artifact: Artifact, *, threads: int = 1) -> None:
        config = artifact.config
        try:
            self.version = str(config["version"])
            self.reading = str(config["reading"])
            self.temperatures = Temperatures(**config["temperatures"])
            model = artifact.payloads["model.onnx"]
        except (KeyError, TypeError) as error:
            msg = f"the face model lacks {error}; train it again with `moodarc train face`"
            raise ArtifactError(msg) from error
        self._session = open_session(model, what="for expressions", threads=threads)
        self._outputs = [output.name for output in self._session.get_outputs()]
        if not {"labels", "features", self.reading} <= set(self._outputs):
            msg = f"the face model tells {self._outputs}; expected labels, features, {self.reading}"
            raise ArtifactError(msg)

    @classmethod
    def shipped(cls, *, threads: int = 1) -> "ExpressionClassifier":
        """The one that comes with the program.

        Raises:
            ArtifactError: its folder is absent or damaged.
        """
        return cls(load_shipped(FACE_MODEL), threads=threads)

    @classmethod
    def load(cls, folder: Path, *, threads: int = 1) -> "ExpressionClassifier":
        """One that `moodarc train face` wrote.

        Raises:
            ArtifactError: the folder is absent, damaged, or holds another kind of model.
        """
        return cls(load_artifact(folder), threads=threads)

    def probabilities(self, pictures: NDArray[np.float32]) -> NDArray[np.float32]:
        """Calibrated probabilities in the order of `Expression`, `float32 (n, 7)`, rows sum to 1.

        Args:
            pictures: (n, 48, 48) in [0, 1], as `preprocessing.face_picture` gives them.

        Raises:
            InputError: another shape, or a value that is not finite.
        """
        told = self.logits(pictures)
        return self.calibrated(told)

    def answers(
        self, pictures: NDArray[np.float32]
    ) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """`probabilities` and `features` of the same pictures, from one run.

        Raises:
            InputError: as `probabilities`.
        """
        told = self.logits(pictures)
        return self.calibrated(told), told.features

    def calibrated(self, told: ExpressionLogits) -> NDArray[np.float32]:
        """The same from logits."""
        if self.reading == "votes" and told.votes is not None:
            kept = told.votes[:, :_N_EXPRESSIONS] / self.temperatures.votes
        else:
            kept = told.labels / self.temperatures.labels
        return np.asarray(softmax(kept, axis=1), dtype=np.float32)

    def features(self, pictures: NDArray[np.float32]) -> NDArray[np.float32]:
        """The penultimate layer, `float32 (n, d)`: what a personal head learns from (LE-5).

        Raises:
            InputError: as `probabilities`.
        """
        return self.logits(pictures).features

    def logits(self, pictures: NDArray[np.float32]) -> ExpressionLogits:
        """What the heads say before calibration.

        Raises:
            InputError: as `probabilities`.
        """
        parts = list(self._runs(_checked(pictures)))
        found = {
            name: np.concatenate([part[place] for part in parts])
            for place, name in enumerate(self._outputs)
        }
        return ExpressionLogits(found["labels"], found.get("votes"), found["features"])

    def _runs(self, pictures: NDArray[np.float32]) -> Iterator[list[NDArray[np.float32]]]:
        if not len(pictures):  # which the network cannot take: the widths come from a blank one
            blank = np.zeros((1, SIDE_PX, SIDE_PX), np.float32)
            yield [part[:0] for part in self._session.run(self._outputs, {"pictures": blank})]
        for start in range(0, len(pictures), _AT_A_TIME):
            batch = pictures[start : start + _AT_A_TIME]
            yield self._session.run(self._outputs, {"pictures": batch})


def _checked(pictures: NDArray[np.float32]) -> NDArray[np.float32]:
    array = np.ascontiguousarray(pictures, dtype=np.float32)
    if array.ndim != 3 or array.shape[1:] != (SIDE_PX, SIDE_PX) or not np.isfinite(array).all():
        msg = f"faces of shape {array.shape}; expected finite (n, {SIDE_PX}, {SIDE_PX}) in [0, 1]"
        raise InputError(msg)
    return array
