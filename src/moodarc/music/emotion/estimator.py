"""The first affect estimator: an ensemble of small networks over descriptors (LIN-1's baseline).

Each member sees the rank-normalised features of a run of segments (`music.segments`) and gives the
probability of each quadrant, the one label that its training data (4Q) has.

**From quadrants to a point.** A label says on which side of an axis a track lies, not how far. We
read it as a probit: valence given the sound is N(m, s^2), and p(V > 0) = Phi(m / s). So a member
says m = s z with z = Phi^-1(p), and the canonical map of `affect.quadrants` gives its probability
back. s follows from the spread of rated music: s^2 (1 + var z) is the variance of valence over
Eerola & Vuoskoski's 360 rated excerpts. Members that disagree add their variance: the estimate is
the mixture's mean and variance. Arousal likewise.

**Unlike anything heard before.** Members extrapolate together and would agree on sound that the
training data lacks. So the share u of features outside the training range adds doubt: the variance
moves by 2u of the way to knowing nothing. Half of held-out clips have u below 0.01; synthesised
music about 0.1. The factor 2 is a judgement, for want of labels on such music.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri, softmax

from moodarc.affect import UNINFORMED_VARIANCE
from moodarc.artifacts import Artifact
from moodarc.errors import ArtifactError
from moodarc.music.segments import TRACK_FEATURE_NAMES

__all__ = [
    "AxisScale",
    "Estimate",
    "FeatureEstimator",
    "Member",
    "RankNormaliser",
    "probits_of_quadrants",
]

_PROBABILITY_FLOOR: Final = 1e-4
_DOUBT_OF_OUTSIDE: Final = 2.0
_CLIP: Final = 3.0
"""normal scores end here, where the training data's ranks do"""
_STRETCH: Final = 3.0
_EDGE: Final = 0.5
"""of the stretch of line, 1 long, on which a column's ranks are looked up"""


@dataclass(frozen=True, slots=True, eq=False)
class Estimate:
    """Perceived emotion of n runs.

    Attributes:
        mean: float32 (n, 2), valence and arousal in [-1, 1].
        variance: float32 (n, 2).
    """

    mean: NDArray[np.float32]
    variance: NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class RankNormaliser:
    """Maps each feature to the normal score of its rank among the training tracks.

    Attributes:
        quantiles: float32 (n_quantiles, n_features), ascending along the first axis.
    """

    quantiles: NDArray[np.float32]

    def __call__(self, features: NDArray[np.float32]) -> NDArray[np.float32]:
        """Normal scores in [-3, 3] of features `(n, n_features)`."""
        quantiles = self.quantiles.astype(np.float64)
        low, high = quantiles[0], quantiles[-1]
        unit = 1.0 / np.where(high > low, high - low, 1.0)
        # all columns in one search: each on a stretch of the line of its own
        start = _STRETCH * np.arange(len(low))
        levels = np.linspace(0.0, 1.0, len(quantiles))
        reference = np.pad((quantiles - low) * unit, ((1, 1), (0, 0)), constant_values=-_EDGE)
        reference[-1] = 1.0 + _EDGE
        values = np.clip((features - low) * unit, -_EDGE, 1.0 + _EDGE)
        ranks = _midrank(
            (values + start).ravel(),
            (reference + start).T.ravel(),
            np.tile(np.pad(levels, 1, mode="edge"), len(start)),
        )
        scores = ndtri(ranks.reshape(features.shape))
        return np.asarray(np.clip(scores, -_CLIP, _CLIP), dtype=np.float32)

    @classmethod
    def fit(cls, features: NDArray[np.float32], n_quantiles: int) -> Self:
        """The normaliser of features `(n, n_features)`."""
        levels = np.linspace(0.0, 1.0, n_quantiles)
        return cls(np.quantile(features, levels, axis=0).astype(np.float32))


@dataclass(frozen=True, slots=True, eq=False)
class Member:
    """One network: features -> hidden ReLU units -> four quadrants.

    Attributes:
        weights: (n_features, hidden) and (hidden, 4), float32.
        biases: (hidden,) and (4,), float32.
    """

    weights: tuple[NDArray[np.float32], NDArray[np.float32]]
    biases: tuple[NDArray[np.float32], NDArray[np.float32]]

    def probabilities(self, scores: NDArray[np.float32]) -> NDArray[np.float64]:
        """Of happy, angry, sad, peaceful, `(n, 4)`, for normal scores `(n, n_features)`."""
        hidden = np.maximum(scores @ self.weights[0] + self.biases[0], 0.0)
        return np.asarray(softmax((hidden @ self.weights[1] + self.biases[1]), axis=1))


@dataclass(frozen=True, slots=True)
class AxisScale:
    """How probit scores become values of one axis.

    Attributes:
        sharpness: factor on z that calibrates it (fitted on held-out folds); > 0.
        deviation: s, standard deviation of a value given the sound, in units of the axis.
    """

    sharpness: float
    deviation: float


@dataclass(frozen=True, slots=True, eq=False)
class FeatureEstimator:
    """The ensemble with its normaliser and scales (valence, arousal)."""

    normaliser: RankNormaliser
    members: Sequence[Member]
    scales: tuple[AxisScale, AxisScale]
    version: str = "untrained"

    def probits(self, features: NDArray[np.float32]) -> NDArray[np.float64]:
        """Z of each member, run and axis, before calibration: `(n_members, n, 2)`."""
        return self._probits(self.normaliser(self._own(features)))

    def read(
        self, features: NDArray[np.float32]
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Probits as `probits` gives them, and the doubt of what was never heard.

        Returns:
            Z, `(n_members, n, 2)`; and for each run `(n, 1)` how far its variance moves to that of
            knowing nothing, in [0, 1]: twice the share of features at or past the ends of the
            training data.
        """
        scores = self.normaliser(self._own(features))
        outside = (np.abs(scores) >= _CLIP).mean(axis=1, keepdims=True)
        return self._probits(scores), np.minimum(_DOUBT_OF_OUTSIDE * outside, 1.0)

    def _own(self, features: NDArray[np.float32]) -> NDArray[np.float32]:
        """The core of the features, which it was trained on and which come first."""
        return features[:, : self.normaliser.quantiles.shape[1]]

    def _probits(self, scores: NDArray[np.float32]) -> NDArray[np.float64]:
        return probits_of_quadrants(
            np.stack([member.probabilities(scores) for member in self.members])
        )

    def estimate(self, features: NDArray[np.float32]) -> Estimate:
        """Valence and arousal of runs of segments.

        Args:
            features: float32 (n, n_features), in the order of TRACK_FEATURE_NAMES.
        """
        sharpness = np.array([scale.sharpness for scale in self.scales])
        deviation = np.array([scale.deviation for scale in self.scales])
        probits, doubt = self.read(features)
        z = probits * sharpness
        mean = np.clip(deviation * z.mean(axis=0), -1.0, 1.0)
        variance = deviation**2 * (1.0 + z.var(axis=0))
        variance += doubt * np.maximum(UNINFORMED_VARIANCE - variance, 0.0)
        return Estimate(mean.astype(np.float32), variance.astype(np.float32))

    def to_artifact(self, card: str) -> Artifact:
        """The parts of a model folder."""
        arrays = {"quantiles": self.normaliser.quantiles}
        for number, member in enumerate(self.members):
            for layer in (0, 1):
                arrays[f"member{number}.weight{layer}"] = member.weights[layer]
                arrays[f"member{number}.bias{layer}"] = member.biases[layer]
        config = {
            "kind": "feature-estimator",
            "version": self.version,
            "features": list(TRACK_FEATURE_NAMES),
            "members": len(self.members),
            "sharpness": [scale.sharpness for scale in self.scales],
            "deviation": [scale.deviation for scale in self.scales],
        }
        return Artifact(arrays=arrays, config=config, card=card)

    @classmethod
    def from_artifact(cls, artifact: Artifact) -> Self:
        """The estimator of a model folder.

        Raises:
            ArtifactError: it was made for other features than this version computes.
        """
        config, arrays = artifact.config, artifact.arrays
        if config.get("features") != list(TRACK_FEATURE_NAMES):
            msg = (
                "the model reads other features than this moodarc computes; "
                "reinstall moodarc or train the model again (moodarc train music)"
            )
            raise ArtifactError(msg)
        scales = [
            AxisScale(*pair) for pair in zip(config["sharpness"], config["deviation"], strict=True)
        ]
        return cls(
            normaliser=RankNormaliser(arrays["quantiles"].astype(np.float32)),
            members=[_member(arrays, number) for number in range(config["members"])],
            scales=(scales[0], scales[1]),
            version=str(config["version"]),
        )


def probits_of_quadrants(probabilities: NDArray[np.float64]) -> NDArray[np.float64]:
    """Z of the positive side of valence and arousal `(..., 2)` from quadrants `(..., 4)`."""
    p = probabilities
    positive = np.stack([p[..., 0] + p[..., 3], p[..., 0] + p[..., 1]], axis=-1)
    return np.asarray(ndtri(np.clip(positive, _PROBABILITY_FLOOR, 1.0 - _PROBABILITY_FLOOR)))


def _member(arrays: Mapping[str, NDArray[np.float32]], number: int) -> Member:
    def pair(kind: str) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        first, second = (arrays[f"member{number}.{kind}{layer}"] for layer in (0, 1))
        return first.astype(np.float32), second.astype(np.float32)

    return Member(weights=pair("weight"), biases=pair("bias"))


def _midrank(
    values: NDArray[np.float64], reference: NDArray[np.float64], levels: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Rank in [0, 1]; where the reference is flat, the middle of its flat stretch."""
    up = np.interp(values, reference, levels)
    down = np.interp(-values, -reference[::-1], levels[::-1])
    return np.asarray((up + down) / 2.0)
