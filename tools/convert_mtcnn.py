"""MTCNN's three networks, from the package `mtcnn` 1.0.0 (MIT) to ONNX: run once, at development.

    pip install --no-deps --target /tmp/mtcnn_pkg mtcnn==1.0.0 joblib lz4
    PYTHONPATH=/tmp/mtcnn_pkg python tools/convert_mtcnn.py [FOLDER]

FOLDER is `src/moodarc/weights/mtcnn` unless another is given. The package is not imported, since
that would need TensorFlow: its weight files are found beside its code, compared with known hashes
*before* they are read (joblib unpickles), and written as plain ONNX, opset 13, IR 8. Two rewritings
change nothing but rounding:

- (x - 127.5) / 128 is folded into the first convolution (no padding there, so this is exact); a
  network takes uint8 RGB pixels as they come, `(n, height, width, 3)`;
- the second of two softmax values is the sigmoid of the difference of the two logits.

Kept as they are: TensorFlow's layouts become ONNX's (HWIO to OIHW, dense matrices for `Gemm`), and
the flattening order of the original, column by column.
"""

import hashlib
import io
import sys
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Final

import joblib  # noqa: TID251 - reads files of known hash, here and nowhere else
import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from moodarc.artifacts import Artifact, save_artifact

VERSION: Final = "1.0.0"
SHA256: Final = {
    "pnet": "ea6b0c3e685ebee3165326ad6484acc95f2ef78f1c94fbf40a55704fa989f7b5",
    "rnet": "cb00e6460f3c98b0bfafaba3c0a0ded4bdf6e62cee7174d969e8670d7e757fee",
    "onet": "94f6ea2f4cf985275ee958cdd762d17b6009348a4fb9d8c6be39ba73ffd22ca3",
}
SHIPPED: Final = Path(__file__).parents[1] / "src" / "moodarc" / "weights" / "mtcnn"
OPSET: Final = 13
IR: Final = 8
CONFIG: Final = {
    "pixels": "uint8 RGB, (n, height, width, 3)",
    "cell_px": 12,
    "stride_px": 2,
    "rnet_px": 24,
    "onet_px": 48,
    "landmarks": ["left eye", "right eye", "nose", "left mouth corner", "right mouth corner"],
}

Weights = list[NDArray[np.float32]]


class Graph:
    """A chain of nodes that is being written; `last` names the newest value."""

    def __init__(self, name: str, side_px: int | None) -> None:
        self.name = name
        self.nodes: list[onnx.NodeProto] = []
        self.arrays: list[onnx.TensorProto] = []
        shape = ["n", side_px or "height", side_px or "width", 3]
        self.picture = helper.make_tensor_value_info("pixels", TensorProto.UINT8, shape)
        self.last = "pixels"
        self.add("Cast", to=TensorProto.FLOAT)
        self.add("Transpose", perm=[0, 3, 1, 2])

    def add(self, kind: str, *arrays: NDArray[np.generic], out: str = "", **more: object) -> str:
        """Append a node that reads the newest value; `arrays` become its other inputs."""
        out = out or f"{kind.lower()}{len(self.nodes)}"
        names = [f"{out}.{k}" for k in range(len(arrays))]
        self.arrays += [
            numpy_helper.from_array(np.ascontiguousarray(array), name)
            for array, name in zip(arrays, names, strict=True)
        ]
        self.nodes.append(helper.make_node(kind, [self.last, *names], [out], name=out, **more))
        self.last = out
        return out

    def conv(self, weights: Weights, *, first: bool = False) -> None:
        """Convolution and PReLU, from (kernel HWIO, bias, slopes)."""
        kernel, bias, slopes = weights
        if first:
            bias = bias - kernel.sum(axis=(0, 1, 2), dtype=np.float64) * 127.5 / 128
            kernel = kernel / 128
        self.add("Conv", kernel.transpose(3, 2, 0, 1), bias.astype(np.float32))
        self.add("PRelu", slopes.reshape(-1, 1, 1))

    def pool(self, size: int, *, same: bool) -> None:
        """Largest of size x size at stride 2; `same` lets the last window hang over the edge."""
        self.add("MaxPool", kernel_shape=[size, size], strides=[2, 2], ceil_mode=int(same))

    def flat(self, weights: Weights) -> None:
        """Flattened column by column, then dense and PReLU."""
        matrix, bias, slopes = weights
        self.add("Transpose", perm=[0, 3, 2, 1])
        self.add("Flatten")
        self.add("Gemm", matrix, bias)
        self.add("PRelu", slopes)

    def heads(self, outputs: dict[str, tuple[str, Weights]]) -> bytes:
        """Finish: each output by its own layer on the newest value, `probability` by a sigmoid."""
        trunk = self.last
        for name, (kind, (weights, bias)) in outputs.items():
            self.last = trunk
            if name == "probability":
                face, other = slice(1, 2), slice(0, 1)
                difference = weights[..., face] - weights[..., other]
                self.add(kind, _laid_out(difference), bias[face] - bias[other])
                self.add("Sigmoid")
                self.add("Squeeze", np.array([1], dtype=np.int64), out=name)
            else:
                self.add(kind, _laid_out(weights), bias, out=name)
        return self.written(list(outputs))

    def written(self, outputs: list[str]) -> bytes:
        """The model's bytes, checked, with the shapes of its outputs inferred."""
        told = [helper.make_tensor_value_info(name, TensorProto.FLOAT, None) for name in outputs]
        graph = helper.make_graph(self.nodes, self.name, [self.picture], told, self.arrays)
        opset = [helper.make_opsetid("", OPSET)]
        model = helper.make_model(
            graph, producer_name="moodarc convert_mtcnn", opset_imports=opset, ir_version=IR
        )
        model = onnx.shape_inference.infer_shapes(model, strict_mode=True)
        onnx.checker.check_model(model, full_check=True)
        return bytes(model.SerializeToString(deterministic=True))


def pnet(w: Weights) -> bytes:
    """Proposals: a face probability and box offsets for each 12x12 window at stride 2."""
    graph = Graph("pnet", None)
    graph.conv(w[0:3], first=True)
    graph.pool(2, same=True)
    graph.conv(w[3:6])
    graph.conv(w[6:9])
    return graph.heads({"offsets": ("Conv", w[9:11]), "probability": ("Conv", w[11:13])})


def rnet(w: Weights) -> bytes:
    """Refinement of pictures of 24x24."""
    graph = Graph("rnet", 24)
    graph.conv(w[0:3], first=True)
    graph.pool(3, same=True)
    graph.conv(w[3:6])
    graph.pool(3, same=False)
    graph.conv(w[6:9])
    graph.flat(w[9:12])
    return graph.heads({"offsets": ("Gemm", w[12:14]), "probability": ("Gemm", w[14:16])})


def onet(w: Weights) -> bytes:
    """Output: pictures of 48x48 to probability, box and five landmarks."""
    graph = Graph("onet", 48)
    graph.conv(w[0:3], first=True)
    graph.pool(3, same=True)
    graph.conv(w[3:6])
    graph.pool(3, same=False)
    graph.conv(w[6:9])
    graph.pool(2, same=True)
    graph.conv(w[9:12])
    graph.flat(w[12:15])
    return graph.heads(
        {
            "offsets": ("Gemm", w[15:17]),
            "landmarks": ("Gemm", w[17:19]),
            "probability": ("Gemm", w[19:21]),
        }
    )


def read(name: str) -> Weights:
    """A network's arrays in the package's order.

    Raises:
        SystemExit: the package is absent, of another version, or its file is not the known one.
    """
    found = find_spec("mtcnn")
    if found is None or found.origin is None or version("mtcnn") != VERSION:
        sys.exit(f"mtcnn {VERSION} is not on PYTHONPATH; see the head of {Path(__file__).name}")
    content = (Path(found.origin).parent / "assets" / "weights" / f"{name}.lz4").read_bytes()
    if hashlib.sha256(content).hexdigest() != SHA256[name]:
        sys.exit(f"{name}.lz4 is not the file of mtcnn {VERSION}; install that version again")
    return [np.asarray(array, dtype=np.float32) for array in joblib.load(io.BytesIO(content))]


def main(folder: Path) -> None:
    """Write the model folder; its card, written by hand, and its LICENSE stay as they are."""
    networks = {"pnet": pnet, "rnet": rnet, "onet": onet}
    payloads = {f"{name}.onnx": build(read(name)) for name, build in networks.items()}
    card = (SHIPPED / "card.md").read_text(encoding="utf-8")
    artifact = Artifact(arrays={}, config=CONFIG, card=card, payloads=payloads)
    save_artifact(folder, artifact, command="python tools/convert_mtcnn.py")
    for name, content in payloads.items():
        print(f"{folder / name}: {len(content):,} bytes")


def _laid_out(weights: NDArray[np.float32]) -> NDArray[np.float32]:
    return weights.transpose(3, 2, 0, 1) if weights.ndim == 4 else weights


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else SHIPPED)
