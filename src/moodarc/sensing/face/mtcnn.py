"""MTCNN's three networks in ONNX Runtime (EM-1; Zhang, Zhang, Li and Qiao 2016).

All take uint8 RGB pixels; they scale them themselves. `tools/convert_mtcnn.py` wrote them, and the
page runs the same files.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from moodarc.artifacts import Artifact, load_shipped, open_session
from moodarc.errors import ArtifactError

__all__ = ["ONET_PX", "RNET_PX", "SHIPPED", "MtcnnNetworks"]

SHIPPED: Final = "mtcnn"
RNET_PX: Final = 24
ONET_PX: Final = 48

Array = NDArray[np.float32]


class MtcnnNetworks:
    """P-Net, R-Net and O-Net, ready to run.

    Args:
        artifact: with `pnet.onnx`, `rnet.onnx`, `onet.onnx`.
        threads: of each run.

    Raises:
        ArtifactError: a network is absent or cannot be loaded.
    """

    def __init__(self, artifact: Artifact, *, threads: int = 1) -> None:
        missing = {"pnet.onnx", "rnet.onnx", "onet.onnx"} - set(artifact.payloads)
        if missing:
            msg = f"the face detector lacks {', '.join(sorted(missing))}; reinstall moodarc"
            raise ArtifactError(msg)
        self._pnet, self._rnet, self._onet = (
            open_session(artifact.payloads[f"{name}.onnx"], what=name, threads=threads)
            for name in ("pnet", "rnet", "onet")
        )

    @classmethod
    def shipped(cls, *, threads: int = 1) -> "MtcnnNetworks":
        """Those that come with the program."""
        return cls(load_shipped(SHIPPED), threads=threads)

    def propose(self, level: NDArray[np.uint8]) -> tuple[Array, Array]:
        """P-Net on one level `(h, w, 3)`: probability `(rows, columns)`, offsets `(4, r, c)`."""
        given = {"pixels": level[None]}
        probability, offsets = self._pnet.run(["probability", "offsets"], given)
        return probability[0], offsets[0]

    def refine(self, pictures: NDArray[np.uint8]) -> tuple[Array, Array]:
        """R-Net on `(n, 24, 24, 3)`: probability `(n,)` and offsets `(n, 4)`."""
        probability, offsets = self._rnet.run(["probability", "offsets"], {"pixels": pictures})
        return probability, offsets

    def conclude(self, pictures: NDArray[np.uint8]) -> tuple[Array, Array, Array]:
        """O-Net on `(n, 48, 48, 3)`: probability `(n,)`, offsets `(n, 4)`, landmarks `(n, 5, 2)`.

        Landmarks are shares of the box, x and y.
        """
        names = ["probability", "offsets", "landmarks"]
        probability, offsets, landmarks = self._onet.run(names, {"pixels": pictures})
        return probability, offsets, landmarks.reshape(-1, 2, 5).transpose(0, 2, 1)
