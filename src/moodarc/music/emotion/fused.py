"""The shipped affect estimator: descriptors and network, fused late and calibrated (LIN-1, LIN-2).

Three kinds give a probit z for the side of each axis (see `estimator`): the ensemble of small
networks and the kernel machine, which both read descriptors, and the convolutional networks. The
fused z is their sum with weights >= 0, fitted by maximum likelihood on clips that none of them had
heard: one fit that weighs and calibrates. It is also a mixture, of the kinds and of the members of
each, and where they disagree its variance is larger.
"""

from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass
from typing import Any, Final, Self

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import log_ndtr, ndtri

from moodarc.affect import UNINFORMED_VARIANCE
from moodarc.artifacts import Artifact, load_shipped
from moodarc.errors import ArtifactError
from moodarc.music.emotion.convolution import Head, OnnxEncoder
from moodarc.music.emotion.estimator import Estimate, FeatureEstimator
from moodarc.music.emotion.kernel import KernelMachine
from moodarc.music.hearing import Encoder
from moodarc.music.segments import FEATURE_BLOCKS

__all__ = ["SHIPPED", "AxisFusion", "FusedEstimator", "fit_fusion", "network_probits"]

SHIPPED: Final = "music_emotion"
"""name of the shipped model's folder in `moodarc/weights`"""

_MODEL: Final = "model.onnx"
_PROBABILITY_FLOOR: Final = 1e-4
_LEAST_WEIGHT: Final = 1e-3


@dataclass(frozen=True, slots=True)
class AxisFusion:
    """How the probits of all kinds become a value of one axis.

    Attributes:
        ensemble: weight of the ensemble's probit, >= 0.
        machine: weight of the kernel machine's, >= 0.
        network: weight of the convolutional networks', >= 0.
        deviation: of a value given the sound, in units of the axis.
    """

    ensemble: float
    machine: float
    network: float
    deviation: float


@dataclass(frozen=True, slots=True, eq=False)
class FusedEstimator:
    """Ensemble, kernel machine and networks' heads; what is not there is not asked.

    Attributes:
        ensemble: small networks over the core of the features.
        machine: over all features; None = none.
        heads: of the networks, in the order of their vectors.
        scales: of valence and arousal.
        encoder: gives segments the vectors that the heads read.
        version: names the model in stored analyses.
    """

    ensemble: FeatureEstimator
    machine: KernelMachine | None
    heads: Sequence[Head]
    scales: tuple[AxisFusion, AxisFusion]
    encoder: Encoder | None = None
    version: str = "untrained"

    def estimate(self, features: NDArray[np.float32], heard: NDArray[np.float32]) -> Estimate:
        """Valence and arousal of n runs of segments.

        Args:
            features: float32 (n, n_features), in the order of TRACK_FEATURE_NAMES.
            heard: float32 (n, 2 * width), the runs' vectors as `hearing.pooled` gives them.
        """
        probits, doubt = self.ensemble.read(features)
        kinds = [(self._weights("ensemble"), probits)]
        if self.machine is not None:
            kinds.append((self._weights("machine"), self.machine.probits(features)[None]))
        if self.heads:
            kinds.append((self._weights("network"), network_probits(self.heads, heard)))
        deviation = np.array([scale.deviation for scale in self.scales])
        z, spread = _mixture(kinds)
        variance = deviation**2 * (1.0 + spread)
        variance += doubt * np.maximum(UNINFORMED_VARIANCE - variance, 0.0)
        mean = np.clip(deviation * z, -1.0, 1.0)
        return Estimate(mean.astype(np.float32), variance.astype(np.float32))

    def _weights(self, kind: str) -> NDArray[np.float64]:
        return np.array([getattr(scale, kind) for scale in self.scales])

    def to_artifact(self, card: str, model: bytes) -> Artifact:
        """The parts of a model folder; `model` is the encoder as ONNX."""
        inner = self.ensemble.to_artifact(card)
        arrays = dict(inner.arrays)
        machine = self.machine
        if machine is not None:
            arrays |= machine.to_arrays()
        for number, head in enumerate(self.heads):
            for layer in (0, 1):
                arrays[f"head{number}.weight{layer}"] = head.weights[layer]
                arrays[f"head{number}.bias{layer}"] = head.biases[layer]
        config = {
            **inner.config,
            "kind": "fused-estimator",
            "version": self.version,
            "heads": len(self.heads),
            "blocks": list(FEATURE_BLOCKS),
            "machine": None if machine is None else [machine.width, machine.slope],
            "fusion": [list(astuple(scale)) for scale in self.scales],
        }
        return Artifact(arrays=arrays, config=config, card=card, payloads={_MODEL: model})

    @classmethod
    def from_artifact(cls, artifact: Artifact) -> Self:
        """The estimator of a model folder.

        Raises:
            ArtifactError: it is of another kind, or made for other features than this version's.
        """
        config = artifact.config
        if config.get("kind") != "fused-estimator" or _MODEL not in artifact.payloads:
            msg = "the model is no fused estimator; build it again with `moodarc train music`"
            raise ArtifactError(msg)
        valence, arousal = (AxisFusion(*values) for values in config["fusion"])
        return cls(
            ensemble=FeatureEstimator.from_artifact(artifact),
            machine=_machine(artifact),
            heads=[_head(artifact.arrays, number) for number in range(config["heads"])],
            scales=(valence, arousal),
            encoder=OnnxEncoder(artifact.payloads[_MODEL]),
            version=str(config["version"]),
        )

    @classmethod
    def shipped(cls) -> Self:
        """The estimator that comes with the package."""
        return cls.from_artifact(load_shipped(SHIPPED))


def network_probits(heads: Sequence[Head], heard: NDArray[np.float32]) -> NDArray[np.float64]:
    """Z of each head, run and axis: `(n_heads, n, 2)`.

    A head tells each side twice, by its quadrants and by its regression; z is their mean.
    """
    return np.stack(
        [_head_probits(head, part) for head, part in zip(heads, _parts(heard, heads), strict=True)]
    )


def fit_fusion(
    probits: NDArray[np.float64], positive: NDArray[np.bool_], *, rated_deviation: float
) -> AxisFusion:
    """Weights of one axis by maximum likelihood, the deviation from the spread of rated music.

    Args:
        probits: (n, 3), of ensemble, machine and network, of clips that none of them had heard; a
            column of zeros where there is no such kind.
        positive: (n,), the clips' sides.
        rated_deviation: of rated music along the axis.
    """
    sign = np.where(positive, 1.0, -1.0)
    asked = np.ptp(probits, axis=0) > 0.0
    best = minimize(
        lambda weights: -float(log_ndtr(sign * (probits[:, asked] @ weights)).sum()),
        x0=np.full(int(asked.sum()), 1.0 / 3.0),
        bounds=[(_LEAST_WEIGHT, 5.0)] * int(asked.sum()),
        method="L-BFGS-B",
    )
    weights = np.zeros(probits.shape[1])
    weights[asked] = best.x
    spread = float(np.var(probits @ weights))
    deviation = rated_deviation / float(np.sqrt(1.0 + spread))
    ensemble, machine, network = (float(weight) for weight in weights)
    return AxisFusion(ensemble, machine, network, deviation)


def _mixture(
    kinds: Sequence[tuple[NDArray[np.float64], NDArray[np.float64]]],
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Mean and variance of z over kinds (weights `(2,)`, probits `(n_members, n, 2)`)."""
    total = sum(weights for weights, _ in kinds)
    mean = sum(weights * z.mean(axis=0) for weights, z in kinds)
    square = sum(weights * total * (z**2).mean(axis=0) for weights, z in kinds)
    return np.asarray(mean), np.maximum(square - mean**2, 0.0)


def _head_probits(head: Head, heard: NDArray[np.float32]) -> NDArray[np.float64]:
    quadrants, regression = head(heard)
    positive = np.stack(
        [quadrants[:, 0] + quadrants[:, 3], quadrants[:, 0] + quadrants[:, 1]], axis=1
    )
    by_quadrant = ndtri(np.clip(positive, _PROBABILITY_FLOOR, 1.0 - _PROBABILITY_FLOOR))
    return np.asarray((by_quadrant + regression) / 2.0)


def _parts(heard: NDArray[np.float32], heads: Sequence[Head]) -> list[NDArray[np.float32]]:
    """Each head's share of the joined vectors: its means and its deviations."""
    means, deviations = np.split(heard, 2, axis=1)
    pairs = zip(
        np.split(means, len(heads), axis=1), np.split(deviations, len(heads), axis=1), strict=True
    )
    return [np.concatenate(pair, axis=1) for pair in pairs]


def _machine(artifact: Artifact) -> KernelMachine | None:
    """The machine of a model folder, where it has one.

    Raises:
        ArtifactError: its features lie in other blocks than this version's.
    """
    config = artifact.config
    if config["machine"] is None:
        return None
    if config["blocks"] != list(FEATURE_BLOCKS):
        msg = (
            "the model weighs other blocks of features than this moodarc computes; "
            "reinstall moodarc or train the model again (moodarc train music)"
        )
        raise ArtifactError(msg)
    width, slope = config["machine"]
    return KernelMachine.from_arrays(artifact.arrays, FEATURE_BLOCKS, width=width, slope=slope)


def _head(arrays: Mapping[str, NDArray[Any]], number: int) -> Head:
    def pair(part: str) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        first, second = (arrays[f"head{number}.{part}{layer}"] for layer in (0, 1))
        return first.astype(np.float32), second.astype(np.float32)

    return Head(weights=pair("weight"), biases=pair("bias"))
