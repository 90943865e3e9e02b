"""The sequence models by name: which encoder, and the paper's settings of each."""

from dataclasses import dataclass, replace
from typing import ClassVar, Final, Self

from moodarc.artifacts import Artifact
from moodarc.recommend.recommender import Known, Recommender
from moodarc.recommend.sequence.config import SequenceConfig
from moodarc.recommend.sequence.recommender import unpack_sequence
from moodarc.recommend.training_config import TrainingConfig

__all__ = [
    "BiLSTM",
    "BiLSTMEmotion",
    "GRU4Rec",
    "GRU4RecAlone",
    "SASRec",
    "SASRecAlone",
    "TransformerEmotion",
]

_EM_7: Final = SequenceConfig(
    n=50,
    embedding_size=128,
    hidden_size=128,
    layers=1,
    heads=4,
    dropout=0.3,
    item_dropout=0.0,
    tied=False,
    voices=False,
    loss="bpr",
)
_EM_7_TRAINING: Final = TrainingConfig(
    epochs=60,
    batch_size=256,
    learning_rate=5e-4,
    weight_decay=1e-4,
    decoupled=False,
    patience_epochs=10,
)
"""EM-7: Adam 5e-4, batch 256, dropout .3, L2 1e-4, at most 60 epochs, early stop 10, BPR."""
_S3_REC: Final = SequenceConfig(
    n=50,
    embedding_size=64,
    hidden_size=256,
    layers=2,
    heads=2,
    dropout=0.5,
    item_dropout=0.0,
    item_spread=0.02,
    voices=False,
    loss="bce",
)
_S3_REC_TRAINING: Final = TrainingConfig(
    epochs=200, batch_size=64, learning_rate=1e-3, decoupled=False, patience_epochs=20
)
"""SASRec's own loss (Kang and McAuley) and S3-Rec's sizes, first spread and rate (Zhou et al., CIKM
2020, as in their repository). There a batch has 256 sequences and an epoch one of each listener;
here 64 windows and all plays, about five times the steps an epoch."""
_TRAINING: Final = TrainingConfig(
    epochs=6,
    batch_size=64,
    learning_rate=2e-3,
    warmup=0.05,
    last_rate=0.02,
    patience_epochs=3,
)
"""Enough where voices carry most of it (30Music: 200 steps an epoch); a network that stands alone,
or a set of few listeners, wants several times as many epochs."""
_LONGER: Final = replace(_TRAINING, epochs=12, batch_size=32)
"""For a network that stands alone: more steps, each of fewer windows."""
_PLAIN: Final = SequenceConfig()
_DEEP: Final = SequenceConfig(layers=2)
_ALONE: Final = SequenceConfig(voices=False, negatives=512)
_DEEP_ALONE: Final = replace(_ALONE, layers=2)
_FELT: Final = SequenceConfig(emotion="affect")
_DEEP_FELT: Final = SequenceConfig(layers=2, emotion="affect")


class _SequenceRecipe:
    """What all of them share."""

    name: ClassVar[str]
    encoder: ClassVar[str]
    config: SequenceConfig
    training: TrainingConfig

    def fit(self, known: Known) -> Recommender:
        """Train; needs the extra `train`."""
        from moodarc.recommend.sequence.training import SequenceTask, fit_sequence  # noqa: PLC0415

        task = SequenceTask(self.encoder, self.config, known)
        return fit_sequence(task, self.training, name=self.name)

    @classmethod
    def unpack(cls, artifact: Artifact) -> Recommender:
        """What `pack` wrote.

        Raises:
            ArtifactError: another model's folder.
        """
        return unpack_sequence(artifact, cls.name)


@dataclass(frozen=True, slots=True)
class GRU4Rec(_SequenceRecipe):
    """Hidasi et al., ICLR 2016: a GRU over the session."""

    name: ClassVar[str] = "gru4rec"
    encoder: ClassVar[str] = "gru"
    config: SequenceConfig = _PLAIN
    training: TrainingConfig = _TRAINING

    @classmethod
    def paper(cls) -> Self:
        """EM-7's settings, as the paper compares with it under these."""
        return cls(_EM_7, _EM_7_TRAINING)


@dataclass(frozen=True, slots=True)
class GRU4RecAlone(GRU4Rec):
    """The network without voices: what these bring is the difference."""

    name: ClassVar[str] = "gru4rec_alone"
    config: SequenceConfig = _ALONE
    training: TrainingConfig = _LONGER


@dataclass(frozen=True, slots=True)
class SASRec(_SequenceRecipe):
    """Kang and McAuley, ICDM 2018: causal self-attention."""

    name: ClassVar[str] = "sasrec"
    encoder: ClassVar[str] = "attention"
    config: SequenceConfig = _DEEP
    training: TrainingConfig = _TRAINING

    @classmethod
    def paper(cls) -> Self:
        """EM-7's settings, with the two layers and the tied items of SASRec's own paper."""
        return cls(replace(_EM_7, layers=2, tied=True), _EM_7_TRAINING)


@dataclass(frozen=True, slots=True)
class SASRecAlone(SASRec):
    """The network without voices, as published."""

    name: ClassVar[str] = "sasrec_alone"
    config: SequenceConfig = _DEEP_ALONE
    training: TrainingConfig = _LONGER

    @classmethod
    def paper(cls) -> Self:
        """SASRec's own loss, with the sizes that S3-Rec (Zhou et al., CIKM 2020) re-ran it by."""
        return cls(_S3_REC, _S3_REC_TRAINING)


@dataclass(frozen=True, slots=True)
class BiLSTM(_SequenceRecipe):
    """EM-7 without emotion: its baseline."""

    name: ClassVar[str] = "bilstm"
    encoder: ClassVar[str] = "bilstm"
    config: SequenceConfig = _PLAIN
    training: TrainingConfig = _TRAINING

    @classmethod
    def paper(cls) -> Self:
        """EM-7."""
        return cls(_EM_7, _EM_7_TRAINING)


@dataclass(frozen=True, slots=True)
class BiLSTMEmotion(_SequenceRecipe):
    """EM-7: items joined with e_t, of one map that tracks and listener share."""

    name: ClassVar[str] = "bilstm_emotion"
    encoder: ClassVar[str] = "bilstm"
    config: SequenceConfig = _FELT
    training: TrainingConfig = _TRAINING

    @classmethod
    def paper(cls) -> Self:
        """EM-7, with 0.1 of the mean cosine distance to e_t in its loss."""
        return cls(replace(_EM_7, emotion="affect", compatibility=0.1), _EM_7_TRAINING)


@dataclass(frozen=True, slots=True)
class TransformerEmotion(_SequenceRecipe):
    """EM-12 d: self-attention over items, cross-attention to the emotion tokens."""

    name: ClassVar[str] = "transformer_emotion"
    encoder: ClassVar[str] = "crossed"
    config: SequenceConfig = _DEEP_FELT
    training: TrainingConfig = _TRAINING

    @classmethod
    def paper(cls) -> Self:
        """Named as future work (EM-12): EM-7's settings, with two layers."""
        return cls(replace(_EM_7, layers=2, emotion="affect", compatibility=0.1), _EM_7_TRAINING)
