"""The expression network once more, for the page: the same weights, fewer multiplications.

    python tools/quicken_face_network.py [FOLDER]

FOLDER is `src/moodarc/weights/face_expression` unless another is given. ONNX Runtime's WebAssembly
multiplies out every 3x3 convolution. Written here into `page.onnx` are those of 64 channels and
more by Winograd's minimal filtering F(3x3, 3x3) (Lavin and Gray 2016, section 4), 25 products for
nine results in place of 81: A'[(G w G') * (B' d B)]A, with the points 0, 1, -1, 2 and infinity.
The answers differ by rounding alone, by about 2e-6 in logits up to 5.

`page.onnx` takes one picture, `(1, 48, 48)`, and holds no weights: they are read from `model.onnx`
at their places in that file. It is entered in the folder's manifest and card; when
`model.onnx` is trained anew, run this again.
"""

import sys
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import numpy as np
import onnx
import onnxruntime
from numpy.typing import NDArray
from onnx import NodeProto, TensorProto, helper, numpy_helper

from moodarc.artifacts import load_artifact
from moodarc.artifacts.manifest import sha256

FOLDER: Final = Path(__file__).parents[1] / "src" / "moodarc" / "weights" / "face_expression"
TILE: Final = 3
"""results of a tile in each direction, and weights of a kernel"""
WINDOW: Final = 2 * TILE - 1
POINTS: Final = np.array([0.0, 1.0, -1.0, 2.0])
FEWEST_CHANNELS: Final = 64
"""below it the transforms cost what they save"""
FEWEST_BYTES: Final = 1024
"""of weights that stay in the other file"""
NOTE: Final = """
**In the page.** `page.onnx` is the same network for one picture, its larger convolutions by minimal
filtering; it reads these weights from `model.onnx` (`tools/quicken_face_network.py`).
"""

Array = NDArray[np.float32] | NDArray[np.int32] | NDArray[np.int64]


def minimal_filtering() -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """A', G and B' of one direction: A'[(G w) * (B' d)] are the results of a window d."""
    out, kernel = np.zeros((TILE, WINDOW)), np.zeros((WINDOW, TILE))
    window = np.zeros((WINDOW, WINDOW))
    powers = np.arange(TILE)
    for j, point in enumerate(POINTS):
        others = np.delete(POINTS, j)
        out[:, j] = point**powers
        kernel[j] = point**powers / np.prod(point - others)
        window[j, :-1] = np.poly(others)[::-1]
    out[-1, -1] = kernel[-1, -1] = 1
    window[-1] = np.poly(POINTS)[::-1]
    return out, kernel, window


class Quickened:
    """The graph that is being written; `constants` are shared by name."""

    def __init__(self) -> None:
        self.nodes: list[NodeProto] = []
        self.constants: dict[str, Array] = {}

    def constant(self, name: str, value: Array) -> str:
        """Its name."""
        self.constants[name] = value
        return name

    def shape(self, *sides: int) -> str:
        """A constant shape."""
        return self.constant("shape_" + "_".join(map(str, sides)), np.array(sides, np.int64))

    def add(self, operation: str, inputs: list[str], output: str, **how: Any) -> str:  # noqa: ANN401 - as ONNX
        """One node; the name of what it gives."""
        self.nodes.append(helper.make_node(operation, inputs, [output], **how))
        return output

    def convolution(self, node: NodeProto, shape: tuple[int, ...]) -> None:
        """A 3x3 convolution of `(views, channels, side, side)`, into as many channels."""
        views, channels, side, _ = shape
        given, weights, bias = node.input
        tiles = views * (-(-side // TILE)) ** 2
        size = f"{views}_{side}"
        out, kernel, window = minimal_filtering()
        there, back = places(views, side)

        def step(operation: str, *inputs: str, **how: Any) -> str:  # noqa: ANN401
            return self.add(operation, [*inputs], f"{node.output[0]}_{len(self.nodes)}", **how)

        def both(name: str, one: NDArray[np.float64]) -> str:
            return self.constant(name, np.kron(one, one).astype(np.float32))

        flat = step("Transpose", weights, perm=[2, 3, 1, 0])
        flat = step("Reshape", flat, self.shape(TILE**2, channels**2))
        flat = step("MatMul", both("of_kernel", kernel), flat)
        kernels = step("Reshape", flat, self.shape(WINDOW**2, channels, channels))

        flat = step("Transpose", given, perm=[0, 2, 3, 1])
        flat = step("Reshape", flat, self.shape(views * side**2, channels))
        nothing = self.constant(f"nothing_{channels}", np.zeros((1, channels), np.float32))
        flat = step("Concat", flat, nothing, axis=0)
        flat = step("Gather", flat, self.constant(f"there_{size}", there), axis=0)
        flat = step("Reshape", flat, self.shape(WINDOW**2, tiles * channels))
        flat = step("MatMul", both("of_window", window), flat)
        flat = step("Reshape", flat, self.shape(WINDOW**2, tiles, channels))

        flat = step("MatMul", flat, kernels)
        flat = step("Reshape", flat, self.shape(WINDOW**2, tiles * channels))
        flat = step("MatMul", both("to_results", out), flat)
        flat = step("Reshape", flat, self.shape(TILE**2 * tiles, channels))
        flat = step("Gather", flat, self.constant(f"back_{size}", back), axis=0)
        flat = step("Reshape", step("Add", flat, bias), self.shape(views, side, side, channels))
        self.add("Transpose", [flat], node.output[0], perm=[0, 3, 1, 2])


def places(views: int, side: int) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Of each window's pixels the place in the pictures, and of each pixel that of its result.

    A pixel beyond the picture is the one after the last.
    """
    across = -(-side // TILE)
    outside, tiles = views * side**2, views * across**2
    view, row, column = (one.ravel() for one in np.indices((views, across, across)))
    i, j = (one.reshape(-1, 1) for one in np.indices((WINDOW, WINDOW)).reshape(2, -1))
    y, x = TILE * row + i - 1, TILE * column + j - 1
    inside = (y >= 0) & (y < side) & (x >= 0) & (x < side)
    there = np.where(inside, (view * side + y) * side + x, outside)

    view, y, x = (one.ravel() for one in np.indices((views, side, side)))
    tile = (view * across + y // TILE) * across + x // TILE
    back = (y % TILE * TILE + x % TILE) * tiles + tile
    return there.ravel().astype(np.int32), back.astype(np.int32)


def quickened(model: bytes) -> bytes:
    """`page.onnx` of `model.onnx`."""
    graph = onnx.load_from_string(model)
    graph.graph.input[0].type.tensor_type.shape.dim[0].dim_value = 1
    written, shapes = Quickened(), given_shapes(graph)
    for node in graph.graph.node:
        if _is_quickened(node, shapes, {one.name: one for one in graph.graph.initializer}):
            written.convolution(node, shapes[node.output[0]])
        else:
            written.nodes.append(node)
    del graph.graph.node[:]
    graph.graph.node.extend(written.nodes)
    for one in graph.graph.initializer:
        _leave(one, model)
    graph.graph.initializer.extend(
        numpy_helper.from_array(value, name) for name, value in written.constants.items()
    )
    content: bytes = graph.SerializeToString()
    return content


def given_shapes(graph: onnx.ModelProto) -> dict[str, tuple[int, ...]]:
    """Of each convolution's output, for one picture."""
    probed = onnx.ModelProto()
    probed.CopyFrom(graph)
    names = [node.output[0] for node in probed.graph.node if node.op_type == "Conv"]
    probed.graph.output.extend(helper.make_empty_tensor_value_info(name) for name in names)
    session = onnxruntime.InferenceSession(probed.SerializeToString())
    told = session.run(names, {"pictures": np.zeros((1, 48, 48), np.float32)})
    return {name: value.shape for name, value in zip(names, told, strict=True)}


def _is_quickened(
    node: NodeProto, shapes: dict[str, tuple[int, ...]], weights: dict[str, TensorProto]
) -> bool:
    """Whether it is a 3x3 convolution of many channels into as many, without steps."""
    if node.op_type != "Conv":
        return False
    n_out, n_in, *kernel = weights[node.input[1]].dims
    steps = next(one.ints for one in node.attribute if one.name == "strides")
    is_square = shapes[node.output[0]][2] == shapes[node.output[0]][3]
    return (
        is_square
        and n_in == n_out >= FEWEST_CHANNELS
        and kernel == [TILE, TILE] == [TILE * step for step in steps]
    )


def _leave(weights: TensorProto, model: bytes) -> None:
    """Weights stay where they are: in the other file."""
    content = weights.raw_data
    if len(content) < FEWEST_BYTES:
        return
    place = {"location": "model.onnx", "offset": model.index(content), "length": len(content)}
    weights.ClearField("raw_data")
    weights.data_location = TensorProto.EXTERNAL
    for key, value in place.items():
        weights.external_data.add(key=key, value=str(value))


def main() -> None:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER
    artifact = load_artifact(folder)
    assert artifact.manifest is not None  # noqa: S101 - it was just read
    page = quickened(artifact.payloads["model.onnx"])
    card = artifact.card.removesuffix(NOTE) + NOTE
    written = {"page.onnx": page, "card.md": card.encode()}
    for name, content in written.items():
        (folder / name).write_bytes(content)
    listed = {**artifact.manifest.files, **{name: sha256(one) for name, one in written.items()}}
    manifest = replace(artifact.manifest, files=listed).to_json()
    (folder / "manifest.json").write_text(manifest, encoding="utf-8")
    print(f"{folder / 'page.onnx'}: {len(page)} bytes")


if __name__ == "__main__":
    main()
