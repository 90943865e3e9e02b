"""What reads descriptors, trained together, and the weights by which all kinds are fused.

The fusion is fitted on clips that none of the kinds had heard; whoever calls sees to that.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from moodarc.music.emotion import FeatureEstimator
from moodarc.music.emotion.fused import AxisFusion, fit_fusion
from moodarc.music.emotion.kernel import KernelMachine
from moodarc.music.emotion.kernel.training import (
    KernelTrainingConfig,
    MachineSelection,
    train_machine,
)
from moodarc.music.emotion.training import (
    FeatureTrainingConfig,
    LabelledRuns,
    Selection,
    sides,
    train,
)
from moodarc.music.rated_music import RATED_DEVIATION

__all__ = ["LearnedDescriptors", "fusion_of", "learn_descriptors"]

_FUSED: Final = ("ensemble", "machine", "network")
_AROUSAL: Final = 1


@dataclass(frozen=True, slots=True, eq=False)
class LearnedDescriptors:
    """The two kinds that read descriptors, with what selection chose for them.

    Attributes:
        ensemble: of small networks.
        machine: the kernel machine.
        chosen: settings of the ensemble, and its held-out probits.
        chosen_machine: settings of the machine, and its held-out probits.
    """

    ensemble: FeatureEstimator
    machine: KernelMachine
    chosen: Selection
    chosen_machine: MachineSelection

    @property
    def probits(self) -> dict[str, NDArray[np.float64]]:
        """Of both kinds for each clip, (n, 2), by estimators that had not heard its fold."""
        return {"ensemble": self.chosen.probits, "machine": self.chosen_machine.probits}


def learn_descriptors(
    runs: LabelledRuns,
    features: FeatureTrainingConfig,
    machine: KernelTrainingConfig,
    *,
    version: str,
) -> LearnedDescriptors:
    """Select and train both kinds on the clips given.

    Args:
        runs: the clips.
        features: settings of the ensemble.
        machine: settings of the machine.
        version: names the ensemble.

    Raises:
        DatasetError: fewer than two folds, or a fold's complement that lacks a quadrant.
    """
    ensemble, chosen = train(runs, features, version=version)
    fitted, chosen_machine = train_machine(runs, machine)
    return LearnedDescriptors(ensemble, fitted, chosen, chosen_machine)


def fusion_of(
    runs: LabelledRuns, probits: Mapping[str, NDArray[np.float64]]
) -> tuple[AxisFusion, AxisFusion]:
    """Weights of both axes; the machine is asked for valence only.

    For arousal it told the sides of held-out clips hardly better than the others do (.902 and
    .899 right), and music of other corpora worse: by likeness to the training clips alone, what is
    unlike them all has no side.

    Args:
        runs: n labelled clips.
        probits: of "ensemble", "machine" and "network", (n, 2) each, of clips that none of them
            had heard; a kind that is absent is not asked.
    """
    nothing = np.zeros((len(runs.quadrant), 2))
    told = np.stack([probits.get(kind, nothing) for kind in _FUSED], axis=2)
    told[:, _AROUSAL, _FUSED.index("machine")] = 0.0
    valence, arousal = (
        fit_fusion(told[:, axis], positive, rated_deviation=rated)
        for axis, (positive, rated) in enumerate(
            zip(sides(runs.quadrant), RATED_DEVIATION, strict=True)
        )
    )
    return valence, arousal
