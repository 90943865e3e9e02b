"""What one listener's own pictures teach about their face: a small head on the network (LE-5).

The network stays as it is. With l = log p its log-probabilities and f its features, standardised
over the listener's pictures, the head says

    p' = softmax(A l + B f + c)

Where A = 1, B = 0, c = 0 it is the population's answer; fitting (`personal_fitting`) is drawn
towards that. The head is a model folder of some kilobytes, and holds no picture.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Self

import numpy as np
from numpy.typing import NDArray
from scipy.special import log_softmax, softmax

from moodarc.affect import Expression
from moodarc.artifacts import Artifact, load_artifact, save_artifact
from moodarc.errors import ArtifactError

__all__ = ["LEAST_PROBABILITY", "PersonalHead", "log_probabilities"]

LEAST_PROBABILITY: Final = 1e-6
"""probabilities are kept this far from 0, where logarithms end"""

_KIND: Final = "personal-expression-head"
_ARRAYS: Final = ("mixing", "weights", "bias", "centre", "scale")

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class PersonalHead:
    """A listener's own reading of the network's answers.

    Attributes:
        mixing: A, float64 (7, 7).
        weights: B, (7, n_features).
        bias: c, (7,).
        centre: of the features, (n_features,), subtracted.
        scale: of the features, (n_features,), > 0, divided by.
        classifier: version of the network that it was fitted on; of no use with another.
    """

    mixing: Array
    weights: Array
    bias: Array
    centre: Array
    scale: Array
    classifier: str

    @classmethod
    def population(cls, n_features: int, classifier: str) -> Self:
        """The head that changes nothing."""
        n = len(Expression)
        return cls(
            mixing=np.eye(n),
            weights=np.zeros((n, n_features)),
            bias=np.zeros(n),
            centre=np.zeros(n_features),
            scale=np.ones(n_features),
            classifier=classifier,
        )

    def probabilities(
        self, population: NDArray[np.float32], features: NDArray[np.float32]
    ) -> NDArray[np.float32]:
        """The listener's probabilities, `float32 (n, 7)`.

        Args:
            population: (n, 7), the network's calibrated probabilities.
            features: (n, n_features), of the same pictures.
        """
        standard = (features - self.centre) / self.scale
        scores = (
            log_probabilities(population) @ self.mixing.T + standard @ self.weights.T + self.bias
        )
        return np.asarray(softmax(scores, axis=1), dtype=np.float32)

    def save(self, folder: Path, *, card: str, command: str) -> None:
        """Write it as a model folder.

        Raises:
            ArtifactError: something is there that is no model folder.
        """
        arrays = {name: getattr(self, name) for name in _ARRAYS}
        config = {"kind": _KIND, "classifier": self.classifier}
        save_artifact(folder, Artifact(arrays=arrays, config=config, card=card), command=command)

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Read a model folder.

        Raises:
            ArtifactError: it is absent, damaged, or no personal head.
        """
        artifact = load_artifact(folder)
        config, arrays = artifact.config, artifact.arrays
        if config.get("kind") != _KIND or not _fits_together(arrays):
            msg = f"{folder} holds no personal head; run `moodarc calibrate` again"
            raise ArtifactError(msg)
        parts: dict[str, Any] = {name: arrays[name].astype(np.float64) for name in _ARRAYS}
        return cls(**parts, classifier=str(config.get("classifier", "")))


def log_probabilities(probabilities: NDArray[np.float32]) -> Array:
    """Logarithms of distributions, `(n, 7)`, bounded below."""
    kept = np.maximum(np.asarray(probabilities, dtype=np.float64), LEAST_PROBABILITY)
    return np.asarray(log_softmax(np.log(kept), axis=1))


def _fits_together(arrays: Any) -> bool:  # noqa: ANN401 - whatever a folder holds
    if set(_ARRAYS) - set(arrays):
        return False
    n, width = len(Expression), arrays["centre"].shape
    shapes = {
        "mixing": (n, n),
        "weights": (n, *width),
        "bias": (n,),
        "centre": width,
        "scale": width,
    }
    sound = all(np.isfinite(arrays[name]).all() for name in _ARRAYS)
    return len(width) == 1 and sound and all(arrays[name].shape == s for name, s in shapes.items())
