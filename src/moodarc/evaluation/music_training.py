"""`moodarc train music`: the shipped affect estimator from labelled and rated music, with card.

The card's figures come from the same run: everything is first cross-validated over the folds, then
trained on all of them. Finished networks are kept in the work folder, so that a run that was
interrupted goes on from there.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

import numpy as np

from moodarc.artifacts import Artifact, save_artifact
from moodarc.errors import InputError
from moodarc.evaluation.music_folds import (
    MusicData,
    MusicTrainingConfig,
    cross_validate,
    held_out_probits,
    load_music,
)
from moodarc.evaluation.music_learners import (
    LearnedDescriptors,
    fusion_of,
    learn_descriptors,
)
from moodarc.evaluation.music_refit import refit_rows
from moodarc.evaluation.report import BenchRow
from moodarc.music.emotion import FusedEstimator
from moodarc.music.emotion.convolution.training import (
    NetworkJob,
    export_onnx,
    head_of,
    trained_states,
)
from moodarc.parallel import Executor

__all__ = ["MODEL_VERSION", "MusicSources", "train_music"]

MODEL_VERSION: Final = "music-emotion-2"
"""raised with every new set of shipped weights, so that stored analyses are made again"""


@dataclass(frozen=True, slots=True, kw_only=True)
class MusicSources:
    """What is learned from, and where.

    Attributes:
        labelled: folder in 4Q's format.
        rated: VGMIDI's folder; None = no rated pieces.
        work: folder for what was heard and for finished networks.
        config: settings.
    """

    labelled: Path
    work: Path
    rated: Path | None = None
    config: MusicTrainingConfig = field(default_factory=MusicTrainingConfig)


def train_music(sources: MusicSources, out: Path, executor: Executor) -> tuple[BenchRow, ...]:
    """Cross-validate, train on everything, write the model folder; returns the card's figures.

    Raises:
        DatasetError: a folder is not in its format, or has too few folds.
        AudioError: a clip cannot be decoded.
        InputError: `out` is something else than a model folder.
    """
    if out.exists() and not (out / "manifest.json").is_file():
        msg = f"{out} is there and is no model folder; give another --out DIR"
        raise InputError(msg)  # now, not after the training
    config, work = sources.config, sources.work
    data = load_music(sources.labelled, sources.rated, executor, work=work)
    rows = tuple(refit_rows(data, cross_validate(data, config, executor, work=work)))
    estimator, learned, model = _final(data, config, executor, work=work)
    card = _card(data, learned, estimator, rows=rows)
    artifact = _half_precision(estimator.to_artifact(card, model))
    # by the data's fingerprint a bench knows clips that the model has seen
    named = replace(artifact, config={**artifact.config, "trained_on": data.fingerprint})
    command = "moodarc train music --data DIR" + (" --rated DIR" if data.pieces else "")
    save_artifact(out, named, command=command, seed=config.seed)
    return rows


def _final(
    data: MusicData, config: MusicTrainingConfig, executor: Executor, *, work: Path
) -> tuple[FusedEstimator, LearnedDescriptors, bytes]:
    """The estimator from all clips, what read descriptors, and the encoders as ONNX."""
    seeds = range(config.seed, config.seed + config.networks)
    jobs = [NetworkJob(folds=data.folds, seed=seed) for seed in seeds]
    states = trained_states(
        data.heard, jobs, config.network, kept=work / "networks", executor=executor
    )
    features = replace(config.features, seed=config.seed)
    learned = learn_descriptors(data.runs, features, config.machine, version=MODEL_VERSION)
    network = held_out_probits(data, config, executor, work=work)
    estimator = FusedEstimator(
        ensemble=learned.ensemble,
        machine=learned.machine,
        heads=[head_of(state) for state in states],
        scales=fusion_of(data.runs, {**learned.probits, "network": network}),
        version=MODEL_VERSION,
    )
    return estimator, learned, export_onnx(states, config.network.network)


def _half_precision(artifact: Artifact) -> Artifact:
    """Networks' weights at 16 bits: half the size; estimates move by less than 0.001."""
    arrays = {
        name: array.astype(np.float16) if name.startswith(("member", "head")) else array
        for name, array in artifact.arrays.items()
    }
    return replace(artifact, arrays=arrays)


def _card(
    data: MusicData,
    learned: LearnedDescriptors,
    estimator: FusedEstimator,
    *,
    rows: Iterable[BenchRow],
) -> str:
    figures = "\n".join(_figure(row) for row in rows)
    setting, machine = learned.chosen.setting, learned.chosen_machine
    weights = ", ".join(
        f"{axis} {scale.ensemble:.2f}, {scale.machine:.2f} and {scale.network:.2f}"
        for axis, scale in zip(("valence", "arousal"), estimator.scales, strict=True)
    )
    return f"""# {MODEL_VERSION}: valence and arousal from descriptors and a network

**What it does.** From the sound of a track, or of any run of its 3-second segments, it estimates
perceived valence and arousal in [-1, 1] with variance. Dominance is not told: no music with such
labels was at hand.

**Data.** {len(data.clips)} clips of about 30 s of the 4Q audio emotion set (Panda, Malheiro, Paiva
2018; research use, not shipped), fingerprint `{data.fingerprint}`: one Russell quadrant a clip,
from editors' mood words. {len(data.pieces)} piano arrangements of VGMIDI (Ferreira and Whitehead
2019; research use, not shipped), rendered by FluidSynth with the FluidR3_GM soundfont, with valence
and arousal by about 29 listeners each: for the network only. The scale of the values comes from the
spread of rated valence and energy in the 360 film music excerpts of Eerola & Vuoskoski (2011).

**Method.** Three kinds of learner. (1) Rank-normalised features of `moodarc.music.segments`, an
ensemble of networks with one hidden layer ({setting.hidden} units, L2 {setting.weight_decay:g};
selected by cross-validation inside the training folds), trained on whole clips, halves, 9- and
15-second runs. (2) Support vector machines for the pairs of quadrants (C {machine.cost:g}, width
{machine.width:g}, selected likewise) over these features and `moodarc.music.texture`, on a kernel
that weighs all blocks of features alike, trained on whole clips and the 9 s in their middles.
(3) {len(estimator.heads)} convolutional networks (`moodarc.music.emotion.convolution`) over 96 mel
bands and two chromagrams, pre-trained to tell the descriptors of each segment, with a 64-d
embedding before the heads for quadrants, valence and arousal. A probit read-out turns probabilities
into points; the three probits are added with weights fitted on clips that none had heard
({weights}). The machine is asked for valence only: tried for arousal too, it
told held-out clips no better, and composed and piano pieces worse (composer set: Spearman .70
instead of .81), which is why it was left out.

**Figures.** Artist-disjoint cross-validation over folds 0-3 (VGMIDI: no series of games on both
sides), selection, fusion and calibration nested in the training folds, 95 % intervals by bootstrap
over artists (series). One network a fold. Repeat: `moodarc bench music --data DIR --rated DIR
--refit --seeds 5`. The features and the network's design were chosen while looking at earlier
cross-validations on these folds, so the figures may be optimistic by a point or two.

| figure | value | 95 % interval |
|---|---|---|
{figures}

**Limits.** The labels are quadrants of popular Western recordings with a clear mood; values near
the axes and the distance from the origin were labelled only for piano pieces. Sad against peaceful
is the weakest pair. Sound only: it does not hear what is sung. Segments of a curve are told less
surely than whole tracks, and their variance says so. Not for judging people: it speaks of music,
not of listeners.

**Licence.** The weights: Apache-2.0. The clips and pieces are not redistributed in any form.
"""


def _figure(row: BenchRow) -> str:
    interval = "" if row.low is None else f"{row.low:.3f} to {row.high:.3f}"
    return f"| {row.name} | {row.value:.3f} | {interval} |"
