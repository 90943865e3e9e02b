"""Emotion-driven recommendation (E of LIN-10)."""

from moodarc.recommend.emotion.emotion_driven import EmotionDriven, FeltItems

__all__ = ["EmotionDriven", "FeltItems"]
