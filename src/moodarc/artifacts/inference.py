"""ONNX Runtime for the networks of a model folder: CPU, so many threads, deterministic order.

Its official builds tell their maker what they run, and keep an identifier of the machine for that,
unless it is forbidden before they start (since 1.29 on Linux too): here it is.
"""

import os
from typing import TYPE_CHECKING

from moodarc.errors import ArtifactError

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

__all__ = ["open_session"]


def open_session(model: bytes, *, what: str, threads: int = 1) -> "InferenceSession":
    """A network ready to run.

    Args:
        model: the bytes of its ONNX file.
        what: which one, for the message: "of the detector".
        threads: of one run; 1 leaves the other cores to other work.

    Raises:
        ArtifactError: the bytes are no network that this ONNX Runtime can run.
    """
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"  # read once, when it is loaded
    # a tenth of a second to import, and only for those who use a network
    import onnxruntime  # noqa: PLC0415

    onnxruntime.disable_telemetry_events()  # where the variable is not looked at: on Windows

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    try:
        return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
    except Exception as error:  # its exceptions have no common ancestor below this
        msg = f"the network {what} cannot be loaded ({error}); reinstall moodarc"
        raise ArtifactError(msg) from error
