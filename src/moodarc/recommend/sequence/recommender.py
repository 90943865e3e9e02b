"""A fitted sequence model in service: ONNX Runtime reads the history, NumPy scores the items.

    score = encode(history) @ item_vectors^T + bias

and, where the recipe asked for it, the voices of `sequence.voices` beside it. No torch.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from moodarc.artifacts import Artifact, open_session
from moodarc.catalog import Histories, ItemContent
from moodarc.errors import ArtifactError
from moodarc.recommend.packing import packed, unpacked
from moodarc.recommend.sequence.config import SequenceConfig
from moodarc.recommend.sequence.reading import Reader
from moodarc.recommend.sequence.voices import Tables, mixed
from moodarc.recommend.training_config import TrainingConfig

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

__all__ = ["ORACLE_CARD", "Scoring", "SequenceRecommender", "unpack_sequence"]

ORACLE_CARD: Final = """# ORACLE: upper bound only

e_t was the affect of the very item to be foretold. This leaks the answer; its figures bound what
emotion can bring and are no result.
"""
_BLOCK: Final = 1024
"""histories encoded at once"""
_PLAIN: Final = {"item_vectors": 2, "bias": 1}
_HEARD: Final = {"affect": 2, "variance": 2, "felt": 1}
_GATED: Final = {"gate": 2, "steps": 2}
_SPARSE: Final = ("data", "indices", "indptr")


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Scoring:
    """How states become scores.

    Attributes:
        item_vectors: float32 (n_items, d).
        bias: float32 (n_items,).
        tables: of the voices; None = the network alone.
        gate: float32 (1 + N_VOICES, d + EVIDENCE_SIZE + 1), the last column a bias.
        steps: float32 (N_VOICES, n), weights of the steps back.
    """

    item_vectors: NDArray[np.float32]
    bias: NDArray[np.float32]
    tables: Tables | None = None
    gate: NDArray[np.float32] | None = None
    steps: NDArray[np.float32] | None = None

    def scores(
        self, states: NDArray[np.float32], history: NDArray[np.int32]
    ) -> NDArray[np.float32]:
        """float32 (n, n_items).

        Args:
            states: (n, d).
            history: (n, length) item rows, the latest last; -1 before the first.
        """
        found: NDArray[np.float32] = states @ self.item_vectors.T
        found += self.bias
        if self.tables is None or self.gate is None or self.steps is None:
            return found
        known, one = self.tables.evidence(history[:, -1]), np.ones_like(states[:, :1])
        gate = _softmax(np.concatenate([states, known, one], axis=1) @ self.gate.T)
        return mixed(found, history, tables=self.tables, gate=gate, steps=self.steps)


@dataclass(frozen=True, eq=False, kw_only=True)
class SequenceRecommender:
    """An encoder and how its states are scored.

    Attributes:
        name: of the recipe.
        config: its settings.
        training: likewise, of the trainer.
        reader: what turns histories into the encoder's inputs.
        scoring: what turns states into scores.
        onnx: the encoder.
    """

    name: str
    config: SequenceConfig
    training: TrainingConfig
    reader: Reader
    scoring: Scoring
    onnx: bytes

    @property
    def n_items(self) -> int:
        """Size of the item vocabulary."""
        return len(self.scoring.bias)

    @property
    def item_vectors(self) -> NDArray[np.float32]:
        """float32 (n_items, d), which `encode` is compared with by inner products."""
        return self.scoring.item_vectors

    @property
    def item_bias(self) -> NDArray[np.float32]:
        """float32 (n_items,), added to the inner products."""
        return self.scoring.bias

    def encode(self, histories: Histories) -> NDArray[np.float32]:
        """float32 (n, d); zeros for an empty history, which leaves the bias: what is popular."""
        blocks = [
            self._encoded(histories.take(np.arange(first, min(first + _BLOCK, len(histories)))))
            for first in range(0, len(histories), _BLOCK)
        ]
        nothing = np.empty((0, self.item_vectors.shape[1]), dtype=np.float32)
        return np.concatenate([nothing, *blocks])

    def score(self, histories: Histories) -> NDArray[np.float32]:
        """float32 (n, n_items): logarithms of shares where voices are mixed in, else logits."""
        return self.scoring.scores(self.encode(histories), histories.latest(self.config.n))

    def pack(self) -> Artifact:
        """As a model folder with `model.onnx`."""
        scoring = self.scoring
        arrays: dict[str, NDArray[Any]] = {"item_vectors": scoring.item_vectors}
        arrays["bias"] = scoring.bias
        arrays |= _packed_content(self.reader.content) | _packed_voices(scoring)
        artifact = packed(
            self.name,
            arrays,
            settings={"settings": asdict(self.config), "training": asdict(self.training)},
            payloads={"model.onnx": self.onnx},
        )
        if not self.config.oracle:
            return artifact
        return Artifact(
            arrays=artifact.arrays,
            config=artifact.config,
            card=ORACLE_CARD,
            payloads=artifact.payloads,
        )

    @cached_property
    def _session(self) -> "InferenceSession":
        return open_session(self.onnx, what=f"of the recommender {self.name!r}")

    def _encoded(self, histories: Histories) -> NDArray[np.float32]:
        items, emotion = self.reader.read(histories)
        given = {"items": items, "emotion": emotion}
        wanted = {entry.name for entry in self._session.get_inputs()}
        fed = {name: value for name, value in given.items() if name in wanted}
        states: NDArray[np.float32] = self._session.run(["states"], fed)[0]
        return states


def unpack_sequence(artifact: Artifact, name: str) -> SequenceRecommender:
    """What `SequenceRecommender.pack` wrote under that name.

    Raises:
        ArtifactError: another model's folder, or one that is damaged.
    """
    vectors, bias = unpacked(artifact, name, _PLAIN)
    onnx = artifact.payloads.get("model.onnx")
    if onnx is None:
        msg = "the folder has no model.onnx; train the model again"
        raise ArtifactError(msg)
    config, training = _settings(artifact)
    scoring = Scoring(item_vectors=vectors, bias=bias, **_unpacked_voices(artifact, name))
    reader = Reader(
        n=config.n,
        n_items=len(bias),
        emotion=config.emotion,
        half_life=config.half_life,
        content=_unpacked_content(artifact, name),
    )
    return SequenceRecommender(
        name=name, config=config, training=training, reader=reader, scoring=scoring, onnx=onnx
    )


def _settings(artifact: Artifact) -> tuple[SequenceConfig, TrainingConfig]:
    try:
        settings, training = artifact.config["settings"], artifact.config["training"]
        return SequenceConfig(**settings), TrainingConfig(**training)
    except (KeyError, TypeError) as error:
        msg = f"the settings of the model do not fit ({error}); train the model again"
        raise ArtifactError(msg) from error


def _packed_content(content: ItemContent | None) -> dict[str, NDArray[Any]]:
    if content is None:
        return {}
    felt = content.felt
    affect = np.where(felt[:, None], content.affect, np.float32(0.0))
    unsure = ~np.isfinite(content.variance)
    variance = np.where(unsure, np.float32(-1.0), content.variance)
    return {"affect": affect, "variance": variance, "felt": felt}


def _unpacked_content(artifact: Artifact, name: str) -> ItemContent | None:
    if "affect" not in artifact.arrays:
        return None
    affect, variance, felt = unpacked(artifact, name, _HEARD)
    unknown = ItemContent.unknown(len(felt))
    return ItemContent(
        affect=np.where(felt[:, None], affect, np.float32(np.nan)),
        variance=np.where(variance < 0, np.float32(np.nan), variance),
        descriptors=unknown.descriptors,
        artist=unknown.artist,
    )


def _packed_voices(scoring: Scoring) -> dict[str, NDArray[Any]]:
    if scoring.tables is None:
        return {}
    tables = {"following": scoring.tables.following, "after": scoring.tables.after}
    sparse = {
        f"{key}.{part}": getattr(table.counts, part)
        for key, table in tables.items()
        for part in _SPARSE
    }
    return sparse | {part: getattr(scoring, part) for part in _GATED}


def _unpacked_voices(artifact: Artifact, name: str) -> Mapping[str, Any]:
    if "gate" not in artifact.arrays:
        return {}
    gate, steps = unpacked(artifact, name, _GATED)
    n_items = artifact.arrays["bias"].shape[0]
    tables = [_table(artifact, name, key=key, n_items=n_items) for key in ("following", "after")]
    return {"tables": Tables.of(*tables), "gate": gate, "steps": steps}


def _table(artifact: Artifact, name: str, *, key: str, n_items: int) -> sp.csr_array:
    parts = unpacked(artifact, name, {f"{key}.{part}": 1 for part in _SPARSE})
    return sp.csr_array(tuple(parts), shape=(n_items, n_items))


def _softmax(rows: NDArray[np.float32]) -> NDArray[np.float32]:
    raised = np.exp(rows - rows.max(axis=1, keepdims=True))
    shares: NDArray[np.float32] = raised / raised.sum(axis=1, keepdims=True)
    return shares
