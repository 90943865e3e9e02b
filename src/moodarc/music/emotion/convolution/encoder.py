"""The convolutional half of the network as it runs: ONNX in, one vector a segment out."""

import os
from typing import Final

import numpy as np
from numpy.typing import NDArray

from moodarc.errors import ArtifactError
from moodarc.music.hearing import Hearing

__all__ = ["INPUTS", "OUTPUT", "OnnxEncoder"]

INPUTS: Final = ("bands", "chroma")
OUTPUT: Final = "vectors"


class OnnxEncoder:
    """An `Encoder` by ONNX Runtime.

    One thread: a scan runs one process a core.
    """

    def __init__(self, model: bytes) -> None:
        # its official builds call home otherwise; read once, when it is loaded
        os.environ["ORT_DISABLE_TELEMETRY"] = "1"
        # a tenth of a second to import, and only for those who analyse sound
        import onnxruntime  # noqa: PLC0415

        onnxruntime.disable_telemetry_events()  # where the variable is not looked at: on Windows

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        try:
            self._session = onnxruntime.InferenceSession(
                model, options, providers=["CPUExecutionProvider"]
            )
        except Exception as error:  # its exceptions have no common ancestor below this
            msg = f"the emotion network cannot be loaded ({error}); reinstall moodarc"
            raise ArtifactError(msg) from error

    def __call__(self, hearing: Hearing) -> NDArray[np.float32]:
        """Vectors of a block of segments, `float32 (n, width)`."""
        blocks = {
            "bands": hearing.bands.reshape(1, -1, hearing.bands.shape[2]),
            "chroma": hearing.chroma.reshape(1, -1, 2, 12),
        }
        (vectors,) = self._session.run([OUTPUT], blocks)
        return np.asarray(vectors[0], dtype=np.float32)
