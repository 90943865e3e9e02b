"""Settings that all sequence models share; the ablations of EM-7 and EM-9 are values of these."""

from dataclasses import dataclass
from typing import Literal

from moodarc.errors import InputError

__all__ = ["EmotionLevel", "Loss", "SequenceConfig"]

EmotionLevel = Literal["none", "label", "vector", "affect"]
"""EM-9's ladder: nothing, the quadrant's one-hot label, four soft shares, V-A with 64 dimensions"""
Loss = Literal["softmax", "sampled", "bpr", "bce"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SequenceConfig:
    """Settings of a sequence model; the defaults are ours, `paper` of a recipe has EM-7's.

    Attributes:
        n: items of a history that are read, the latest.
        embedding_size: of an item.
        hidden_size: of a recurrent layer, a direction; of a Transformer's inner layer.
        layers: of the encoder.
        heads: of attention; they share `embedding_size`.
        dropout: of what goes into the encoder and comes out of it, in [0, 1).
        item_dropout: share of the items of a history that are hidden in training, in [0, 1).
        item_spread: standard deviation of the items' first vectors; None = that of unit length.
            Small ones soon forget where they began, which pays where a loss asks for little.
        tied: whether an item is scored by the embedding it is read by.
        voices: whether what plays side by side in sessions is mixed in by a learned gate
            (`sequence.voices`); needs a loss that is a likelihood.
        emotion: what the encoder is told of the listener's emotion.
        oracle: e_t is the affect of the very item that is to be foretold. It leaks the answer and
            is an upper bound only; the model's folder says so.
        half_life: tracks after which one weighs half in the affect of the preceding ones.
        loss: full softmax, softmax over the target and shared negatives, EM-7's BPR, or SASRec's
            binary cross-entropy.
        negatives: shared by a batch, drawn by the square root of plays (`sampled` only).
        label_smoothing: of the full softmax, in [0, 1).
        compatibility: weight of EM-7's mean cosine distance between what ranks high and e_t;
            0.1 in the paper. Counts where `emotion` is "affect".

    Raises:
        InputError: settings that do not go together.
    """

    n: int = 50
    embedding_size: int = 96
    hidden_size: int = 96
    layers: int = 1
    heads: int = 2
    dropout: float = 0.3
    item_dropout: float = 0.2
    item_spread: float | None = None
    tied: bool = True
    voices: bool = True
    emotion: EmotionLevel = "none"
    oracle: bool = False
    half_life: float = 5.0
    loss: Loss = "sampled"
    negatives: int = 1024
    label_smoothing: float = 0.0
    compatibility: float = 0.0

    def __post_init__(self) -> None:
        if self.voices and self.loss in {"bpr", "bce"}:
            msg = (
                f"voices=True with loss={self.loss!r}: a gate needs shares; use softmax or sampled"
            )
            raise InputError(msg)
        if self.label_smoothing and self.loss != "softmax":
            msg = f"label_smoothing={self.label_smoothing} with loss={self.loss!r}; use softmax"
            raise InputError(msg)
        if self.oracle and self.emotion == "none":
            msg = "oracle=True with emotion='none' changes nothing; choose an emotion"
            raise InputError(msg)
        if self.embedding_size % self.heads:
            msg = f"embedding_size {self.embedding_size} is no multiple of heads {self.heads}"
            raise InputError(msg)
