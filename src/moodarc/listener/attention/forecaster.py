"""The trained attention network, run by ONNX Runtime."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from moodarc.artifacts import open_session

__all__ = ["Attended", "AttentionForecaster"]


class Attended(NamedTuple):
    """What the network says of `n` moments."""

    affect: NDArray[np.float64]
    """(n, 2) median valence and arousal"""
    shares: NDArray[np.float64]
    """(n, 4)"""
    weights: NDArray[np.float32]
    """(n, heads, n_moments) of the moments looked back on, the present one last (LIN-12)"""


class AttentionForecaster:
    """Runs a network that `training.export_onnx` made.

    Args:
        model: bytes of its ONNX file.

    Raises:
        ArtifactError: they are no network.
    """

    def __init__(self, model: bytes) -> None:
        self._session = open_session(model, what="of the attention forecaster")

    def __call__(
        self,
        moments: NDArray[np.float32],
        absent: NDArray[np.bool_],
        summaries: NDArray[np.float64],
    ) -> Attended:
        """Forecasts of `n` moments; arrays as `training.AttentionExamples`."""
        inputs = {
            "moments": moments,
            "absent": absent,
            "summaries": summaries.astype(np.float32),
        }
        affect, shares, weights = self._session.run(["affect", "shares", "weights"], inputs)
        return Attended(affect.astype(np.float64), shares.astype(np.float64), weights)
