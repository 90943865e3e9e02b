"""The convolutional half of the network as it runs: ONNX in, one vector a segment out."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from moodarc.artifacts import open_session
from moodarc.music.hearing import Hearing

__all__ = ["INPUTS", "OUTPUT", "OnnxEncoder"]

INPUTS: Final = ("bands", "chroma")
OUTPUT: Final = "vectors"


class OnnxEncoder:
    """An `Encoder` by ONNX Runtime.

    One thread: a scan runs one process a core.

    Raises:
        ArtifactError: the bytes are no network that this ONNX Runtime can run.
    """

    def __init__(self, model: bytes) -> None:
        self._session = open_session(model, what="of music emotion")

    def __call__(self, hearing: Hearing) -> NDArray[np.float32]:
        """Vectors of a block of segments, `float32 (n, width)`."""
        blocks = {
            "bands": hearing.bands.reshape(1, -1, hearing.bands.shape[2]),
            "chroma": hearing.chroma.reshape(1, -1, 2, 12),
        }
        (vectors,) = self._session.run([OUTPUT], blocks)
        return np.asarray(vectors[0], dtype=np.float32)
