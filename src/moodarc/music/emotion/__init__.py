"""What a track expresses: estimators from features of the sound to valence and arousal."""

from moodarc.music.emotion.estimator import (
    SHIPPED,
    AxisScale,
    Estimate,
    FeatureEstimator,
    Member,
    RankNormaliser,
)

__all__ = ["SHIPPED", "AxisScale", "Estimate", "FeatureEstimator", "Member", "RankNormaliser"]
