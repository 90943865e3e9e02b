"""What a track expresses: from its sound to valence and arousal with variance.

features of runs -> FeatureEstimator --+
                 -> KernelMachine -----+-> FusedEstimator -> Estimate
hearing -> encoder -> vectors -> Head -+
"""

from moodarc.music.emotion.convolution import Head, OnnxEncoder
from moodarc.music.emotion.estimator import (
    AxisScale,
    Estimate,
    FeatureEstimator,
    Member,
    RankNormaliser,
)
from moodarc.music.emotion.fused import SHIPPED, AxisFusion, FusedEstimator
from moodarc.music.emotion.kernel import KernelMachine

__all__ = [
    "SHIPPED",
    "AxisFusion",
    "AxisScale",
    "Estimate",
    "FeatureEstimator",
    "FusedEstimator",
    "Head",
    "KernelMachine",
    "Member",
    "OnnxEncoder",
    "RankNormaliser",
]
