"""Encoders of histories for the serving bench: a trained model's, or one of the same size.

Speed does not depend on the weights. Without a trained model an encoder of SASRec's size is made
with random ones and exported as a trained one is: 128 numbers a track, 50 places, two blocks of
causal self-attention with one head and a feed-forward layer of 128 (Kang & McAuley, ICDM 2018, with
this project's 128 for their 50). It is handed the vectors of the tracks, which are looked up inside
the clock.
"""

import tempfile
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from moodarc.artifacts import load_artifact, open_session
from moodarc.errors import ArtifactError

__all__ = ["HISTORY", "HistoryEncoder", "sasrec_sized", "trained_encoder"]

HISTORY: Final = 50
"""tracks of a history (EM-7)"""

_SIZE: Final = 128
_BLOCKS: Final = 2


class HistoryEncoder(NamedTuple):
    """A network that turns a history into a query.

    Attributes:
        encode: (50,) rows of tracks -> float32 (1, size).
        size: numbers of a query.
        n_items: rows of tracks lie below this.
    """

    encode: Callable[[NDArray[np.int64]], NDArray[np.float32]]
    size: int
    n_items: int


def trained_encoder(folder: Path, *, threads: int) -> HistoryEncoder:
    """The encoder of a trained sequence model; where it asks for emotion it is told zeros.

    Args:
        folder: with `model.onnx` (`items`, perhaps `emotion` -> `states`) and `item_vectors`; its
            setting `n` is how many of the last tracks it looks at.
        threads: of a run.

    Raises:
        ArtifactError: the folder is none of a sequence model.
    """
    artifact = load_artifact(folder)
    network, vectors = artifact.payloads.get("model.onnx"), artifact.arrays.get("item_vectors")
    if network is None or vectors is None:
        msg = f"{folder} has no model.onnx or no item_vectors; give the folder of a sequence model"
        raise ArtifactError(msg)
    session = open_session(network, what="of the sequence model", threads=threads)
    length = int(artifact.config.get("settings", {}).get("n", HISTORY))
    constant = {
        entry.name: np.zeros((1, min(length, HISTORY), int(entry.shape[-1])), dtype=np.float32)
        for entry in session.get_inputs()
        if entry.name != "items"
    }

    def encode(rows: NDArray[np.int64]) -> NDArray[np.float32]:
        told = {"items": rows[None, -length:], **constant}
        states: NDArray[np.float32] = session.run(["states"], told)[0]
        return states

    return HistoryEncoder(encode, vectors.shape[1], len(vectors))


def sasrec_sized(vectors: NDArray[np.float32], *, threads: int) -> HistoryEncoder:
    """An encoder of SASRec's size with random weights, seed 0.

    Args:
        vectors: (n_items, 128), what it is told of each track.
        threads: of a run.
    """
    with torch.random.fork_rng():
        torch.manual_seed(0)
        network = _Encoder().eval()
    session = open_session(_exported(network), what="of the bench", threads=threads)

    def encode(rows: NDArray[np.int64]) -> NDArray[np.float32]:
        states: NDArray[np.float32] = session.run(["states"], {"heard": vectors[rows][None]})[0]
        return states

    return HistoryEncoder(encode, _SIZE, len(vectors))


def _exported(network: nn.Module) -> bytes:
    with warnings.catch_warnings(), tempfile.TemporaryDirectory() as scratch:
        warnings.simplefilter("ignore")  # of the exporter, about its own future
        torch.onnx.export(
            network,
            (torch.zeros(1, HISTORY, _SIZE),),
            file := Path(scratch) / "encoder.onnx",
            input_names=["heard"],
            output_names=["states"],
            opset_version=17,
            dynamo=False,
        )
        return file.read_bytes()


class _Block(nn.Module):
    future: Tensor

    def __init__(self) -> None:
        super().__init__()
        self.before, self.between = nn.LayerNorm(_SIZE), nn.LayerNorm(_SIZE)
        self.query, self.key, self.value = (nn.Linear(_SIZE, _SIZE) for _ in range(3))
        self.widen, self.narrow = nn.Linear(_SIZE, _SIZE), nn.Linear(_SIZE, _SIZE)
        self.register_buffer("future", torch.ones(HISTORY, HISTORY).triu(1) * -1e9)

    def forward(self, states: Tensor) -> Tensor:
        told: Tensor = self.before(states)
        likeness = self.query(told) @ self.key(states).transpose(1, 2) / _SIZE**0.5
        states = told + torch.softmax(likeness + self.future, dim=-1) @ self.value(states)
        told = self.between(states)
        wider: Tensor = self.narrow(torch.relu(self.widen(told)))
        return told + wider


class _Encoder(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.places = nn.Parameter(0.02 * torch.randn(HISTORY, _SIZE))
        self.blocks = nn.Sequential(*(_Block() for _ in range(_BLOCKS)))
        self.last = nn.LayerNorm(_SIZE)

    def forward(self, heard: Tensor) -> Tensor:
        last: Tensor = self.last(self.blocks(heard * _SIZE**0.5 + self.places)[:, -1])
        return last
