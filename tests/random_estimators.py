"""Emotion estimators of random weights: small, unlike each other, the same for the same seed."""

import numpy as np

from moodarc.music.emotion import (
    AxisFusion,
    AxisScale,
    FeatureEstimator,
    FusedEstimator,
    Head,
    KernelMachine,
    Member,
    RankNormaliser,
)
from moodarc.music.emotion.convolution.head import EMBEDDING_SIZE
from moodarc.music.emotion.kernel.machine import block_scale
from moodarc.music.segments import FEATURE_BLOCKS, TRACK_FEATURE_NAMES

N_FEATURES = len(TRACK_FEATURE_NAMES)
WIDTH = 5
"""of a network's vectors"""


def estimator_of(n_members, seed=0, *, scales=((1.0, 0.3), (1.0, 0.25))):
    """An ensemble of random networks; `scales` are (sharpness, deviation) of both axes."""
    rng = np.random.default_rng(seed)

    def weights(*shape):
        return (rng.normal(size=shape) * 0.1).astype(np.float32)

    members = [
        Member((weights(N_FEATURES, 6), weights(6, 4)), (weights(6), weights(4)))
        for _ in range(n_members)
    ]
    normaliser = RankNormaliser.fit(rng.normal(size=(200, N_FEATURES)).astype(np.float32), 21)
    valence, arousal = (AxisScale(*pair) for pair in scales)
    return FeatureEstimator(normaliser, members, (valence, arousal), "random-1")


def random_machine(seed=0, *, n_support=30):
    """A kernel machine of random training runs."""
    rng = np.random.default_rng(seed)
    support = rng.normal(size=(n_support, N_FEATURES)).astype(np.float16).astype(np.float32)
    return KernelMachine(
        normaliser=RankNormaliser.fit(rng.normal(size=(200, N_FEATURES)).astype(np.float32), 21),
        scale=block_scale(FEATURE_BLOCKS),
        support=support,
        coefficients=(rng.normal(size=(n_support, 6)) * 0.1).astype(np.float32),
        intercepts=(rng.normal(size=6) * 0.1).astype(np.float32),
        width=0.5,
        slope=1.5,
    )


def random_head(seed=0, *, width=WIDTH):
    """A head over vectors of `width`."""
    rng = np.random.default_rng(seed)

    def weights(*shape):
        return (rng.normal(size=shape) * 0.2).astype(np.float32)

    return Head(
        weights=(weights(2 * width, EMBEDDING_SIZE), weights(EMBEDDING_SIZE, 8)),
        biases=(weights(EMBEDDING_SIZE), weights(8)),
    )


def fused_of(
    n_members,
    n_heads,
    *,
    fusion=((0.6, 0.5, 0.8, 0.3), (0.9, 0.3, 0.4, 0.25)),
    encoder=None,
    machine=True,
):
    """A fused estimator; `fusion` are the weights of all kinds and the deviation, by axis."""
    valence, arousal = (AxisFusion(*values) for values in fusion)
    return FusedEstimator(
        ensemble=estimator_of(n_members),
        machine=random_machine() if machine else None,
        heads=[random_head(seed) for seed in range(n_heads)],
        scales=(valence, arousal),
        encoder=encoder,
        version="random-2",
    )


def features(n=12, seed=1):
    """Features of n runs."""
    return np.random.default_rng(seed).normal(size=(n, N_FEATURES)).astype(np.float32)


def familiar(n=12, seed=1):
    """Features that lie within the range of the training tracks."""
    return np.clip(features(n, seed), -1.5, 1.5)


def pooled_vectors(n=12, n_heads=2, seed=2):
    """Pooled vectors of n runs, for heads of WIDTH."""
    rng = np.random.default_rng(seed)
    return np.abs(rng.normal(size=(n, 2 * n_heads * WIDTH))).astype(np.float32)
