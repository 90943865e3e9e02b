"""Sequence models: what comes next after a history, with and without the listener's emotion."""

from moodarc.recommend.sequence.config import EmotionLevel, Loss, SequenceConfig
from moodarc.recommend.sequence.emotion_signal import (
    AffectSteps,
    emotion_signal,
    felt_before,
    oracle_feelings,
)
from moodarc.recommend.sequence.recipes import (
    BiLSTM,
    BiLSTMEmotion,
    GRU4Rec,
    GRU4RecAlone,
    SASRec,
    SASRecAlone,
    TransformerEmotion,
)
from moodarc.recommend.sequence.recommender import SequenceRecommender

__all__ = [
    "AffectSteps",
    "BiLSTM",
    "BiLSTMEmotion",
    "EmotionLevel",
    "GRU4Rec",
    "GRU4RecAlone",
    "Loss",
    "SASRec",
    "SASRecAlone",
    "SequenceConfig",
    "SequenceRecommender",
    "TransformerEmotion",
    "emotion_signal",
    "felt_before",
    "oracle_feelings",
]
