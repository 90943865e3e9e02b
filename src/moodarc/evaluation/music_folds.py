"""Estimators of music's emotion, trained fold by fold and scored on what they never heard.

Artist-disjoint (4Q's folds) and, for rated pieces (VGMIDI), series-disjoint. All that is chosen is
chosen inside the training folds: the descriptors' settings by cross-validation there, and the
weights of the fusion on clips that neither part had heard, for which networks are also trained
without each pair of folds.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import combinations
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from moodarc.affect import Quadrant
from moodarc.datasets import LabelledClip, RatedPiece, load_panda_4q, load_vgmidi, render_midi
from moodarc.errors import DatasetError
from moodarc.evaluation.heard_music import HeardFile, hear_files, joined
from moodarc.evaluation.music_learners import (
    LearnedDescriptors,
    fusion_of,
    learn_descriptors,
)
from moodarc.evaluation.report import fingerprint
from moodarc.music.analyser import DESCRIPTORS_VERSION
from moodarc.music.emotion import FusedEstimator
from moodarc.music.emotion.convolution.heard_clips import HeardClips
from moodarc.music.emotion.convolution.network import NetworkConfig
from moodarc.music.emotion.convolution.training import (
    NetworkJob,
    NetworkTrainingConfig,
    State,
    head_of,
    trained_states,
    vectors_of,
)
from moodarc.music.emotion.fused import network_probits
from moodarc.music.emotion.kernel.training import (
    KernelTrainingConfig,
)
from moodarc.music.emotion.training import (
    FeatureTrainingConfig,
    LabelledRuns,
)
from moodarc.music.hearing import pooled
from moodarc.parallel import Executor
from moodarc.protocols import group_folds

__all__ = [
    "KINDS",
    "HeldOut",
    "MusicData",
    "MusicTrainingConfig",
    "cross_validate",
    "descriptors_without",
    "fold_states",
    "heard_by",
    "held_out_probits",
    "load_music",
]

KINDS: Final = ("descriptors", "network", "fused")
_NUMBER: Final = {quadrant: number for number, quadrant in enumerate(Quadrant)}
_UNKNOWN: Final = -1
_FEWEST_FOLDS: Final = 3
"""one to score, one to weigh the fusion by, one to learn from"""


@dataclass(frozen=True, slots=True, kw_only=True)
class MusicTrainingConfig:
    """Settings of the whole estimator."""

    features: FeatureTrainingConfig = field(default_factory=FeatureTrainingConfig)
    machine: KernelTrainingConfig = field(default_factory=KernelTrainingConfig)
    network: NetworkTrainingConfig = field(default_factory=NetworkTrainingConfig)
    networks: int = 2
    """networks in the shipped model, alike but for their seed"""
    seeds: int = 1
    """how often the cross-validation is repeated, from other seeds"""
    seed: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class MusicData:
    """Labelled clips, then rated pieces, as all kinds of estimator hear them.

    Attributes:
        clips: n labelled ones.
        pieces: m rated ones.
        runs: of the labelled clips.
        features: float32 (n + m, n_features), of whole clips.
        heard: folder of the `HeardClips` of all n + m.
        fold: int64 (n + m,).
        fingerprint: of the labelled clips' files.
    """

    clips: Sequence[LabelledClip]
    pieces: Sequence[RatedPiece]
    runs: LabelledRuns
    features: NDArray[np.float32]
    heard: Path
    fold: NDArray[np.int64]
    fingerprint: str

    @property
    def folds(self) -> tuple[int, ...]:
        """The numbers of the folds."""
        return tuple(int(fold) for fold in np.unique(self.runs.fold))


@dataclass(frozen=True, slots=True, eq=False)
class HeldOut:
    """Estimates of one kind, each by an estimator that never heard the clip's fold.

    Attributes:
        mean: float32 (n_seeds, n + m, 2).
        variance: likewise.
    """

    mean: NDArray[np.float32]
    variance: NDArray[np.float32]


def load_music(labelled: Path, rated: Path | None, executor: Executor, *, work: Path) -> MusicData:
    """Hear all clips once; what was heard is kept in `work`.

    Args:
        labelled: folder in 4Q's format.
        rated: VGMIDI's folder, rendered into `work`; None = no rated pieces.
        executor: decodes and renders.
        work: folder for sound and arrays.

    Raises:
        DatasetError: a folder is not in its format.
        AudioError: a clip cannot be decoded.
        DependencyError: FluidSynth is needed and not there.
    """
    clips = load_panda_4q(labelled)
    n_folds = len({clip.fold for clip in clips})
    if n_folds < _FEWEST_FOLDS:
        msg = f"{labelled} has {n_folds} fold(s); expected at least {_FEWEST_FOLDS}"
        raise DatasetError(msg)
    pieces = load_vgmidi(rated) if rated else []
    rendered = _rendered(pieces, work / "rendered", executor)
    paths = [*(clip.path for clip in clips), *rendered]
    found = fingerprint(paths)
    files = hear_files(paths, executor)
    fold = np.concatenate([[clip.fold for clip in clips], _piece_folds(clips, pieces)])
    told = _heard_clips(clips, pieces, files, fold=fold.astype(np.int64))
    heard = work / f"heard-{_name(found, told)}"
    told.save(heard)
    views = np.stack([file.views for file in files])
    n = len(clips)
    return MusicData(
        clips=clips,
        pieces=pieces,
        runs=LabelledRuns(views[:n], _quadrants(clips), fold[:n].astype(np.int64)),
        features=views[:, 0],
        heard=heard,
        fold=fold.astype(np.int64),
        fingerprint=fingerprint(clip.path for clip in clips),
    )


def cross_validate(
    data: MusicData, config: MusicTrainingConfig, executor: Executor, *, work: Path
) -> dict[str, HeldOut]:
    """Held-out estimates of each kind.

    Args:
        data: of `load_music`.
        config: settings; `seeds` repetitions.
        executor: trains several estimators at a time.
        work: finished networks are kept there, so that an interrupted run goes on.
    """
    pairs = _pair_probits(data, config, executor, work=work)
    found = [
        _one_seed(data, config, pairs, seed=seed, executor=executor, work=work)
        for seed in range(config.seed, config.seed + config.seeds)
    ]
    return {
        kind: HeldOut(
            *(
                np.stack([getattr(each[kind], part) for each in found])
                for part in ("mean", "variance")
            )
        )
        for kind in KINDS
    }


def heard_by(
    states: Sequence[State], clips: HeardClips, rows: NDArray[np.int64], *, config: NetworkConfig
) -> NDArray[np.float32]:
    """Pooled vectors of whole clips, `float32 (n, 2 * width)`, as the states' heads read them."""
    by_network = [vectors_of(state, clips, rows, config=config) for state in states]
    return np.stack(
        [pooled(np.concatenate(vectors, axis=1)) for vectors in zip(*by_network, strict=True)]
    )


def fold_states(
    data: MusicData, config: MusicTrainingConfig, executor: Executor, *, work: Path
) -> list[State]:
    """The network of each fold, which has not heard it."""
    jobs = [_without(data, fold, seed=config.seed) for fold in data.folds]
    return trained_states(
        data.heard, jobs, config.network, kept=work / "networks", executor=executor
    )


def held_out_probits(
    data: MusicData, config: MusicTrainingConfig, executor: Executor, *, work: Path
) -> NDArray[np.float64]:
    """The network's probits of each labelled clip, `(n, 2)`, never having heard its fold."""
    states = fold_states(data, config, executor, work=work)
    clips = HeardClips.load(data.heard)
    told = np.zeros((len(data.clips), 2))
    for fold, state in zip(data.folds, states, strict=True):
        rows = np.flatnonzero(data.runs.fold == fold)
        heard = heard_by([state], clips, rows, config=config.network.network)
        told[rows] = network_probits([head_of(state)], heard)[0]
    return told


def _one_seed(
    data: MusicData,
    config: MusicTrainingConfig,
    pairs: Mapping[int, NDArray[np.float64]],
    *,
    seed: int,
    executor: Executor,
    work: Path,
) -> dict[str, HeldOut]:
    """Held-out estimates of each kind from one seed; `HeldOut` without its first axis."""
    jobs = [_without(data, fold, seed=seed) for fold in data.folds]
    states = trained_states(
        data.heard, jobs, config.network, kept=work / "networks", executor=executor
    )
    configs = (replace(config.features, seed=seed), config.machine)
    learn = partial(descriptors_without, data.runs, configs)
    learned = [outcome.result() for outcome in executor.map(learn, data.folds, ordered=True)]
    clips = HeardClips.load(data.heard)
    shape = (len(data.fold), 2)
    out = {kind: HeldOut(np.zeros(shape, np.float32), np.ones(shape, np.float32)) for kind in KINDS}
    for fold, state, descriptors in zip(data.folds, states, learned, strict=True):
        rows = np.flatnonzero(data.fold == fold)
        heard = heard_by([state], clips, rows, config=config.network.network)
        estimators = _estimators(data, fold, descriptors, network=pairs[fold], state=state)
        for kind, estimator in estimators.items():
            estimate = estimator.estimate(data.features[rows], heard)
            out[kind].mean[rows], out[kind].variance[rows] = estimate.mean, estimate.variance
    return out


def _estimators(
    data: MusicData,
    fold: int,
    descriptors: LearnedDescriptors,
    *,
    network: NDArray[np.float64],
    state: State,
) -> dict[str, FusedEstimator]:
    """Of each kind, calibrated on the training folds only."""
    training = data.runs[data.runs.fold != fold]
    told = {**descriptors.probits, "network": network}
    kinds = {
        "descriptors": descriptors.probits,
        "network": {"network": network},
        "fused": told,
    }
    return {
        kind: FusedEstimator(
            ensemble=descriptors.ensemble,
            machine=descriptors.machine,
            heads=[head_of(state)],
            scales=fusion_of(training, asked),
        )
        for kind, asked in kinds.items()
    }


def _pair_probits(
    data: MusicData, config: MusicTrainingConfig, executor: Executor, *, work: Path
) -> dict[int, NDArray[np.float64]]:
    """For each fold, the network's probits of all *other* folds' clips, never having heard either.

    With folds a, b, c, d the network trained on c and d tells b for the estimator scored on a, and
    a for the one scored on b.
    """
    couples = list(combinations(data.folds, 2))
    jobs = [_without(data, *couple, seed=config.seed) for couple in couples]
    states = trained_states(
        data.heard, jobs, config.network, kept=work / "networks", executor=executor
    )
    clips = HeardClips.load(data.heard)
    n = len(data.clips)
    told = {fold: np.zeros((n, 2)) for fold in data.folds}
    for couple, state in zip(couples, states, strict=True):
        for fold, other in (couple, couple[::-1]):
            rows = np.flatnonzero(data.runs.fold == other)
            heard = heard_by([state], clips, rows, config=config.network.network)
            told[fold][rows] = network_probits([head_of(state)], heard)[0]
    return {fold: values[data.runs.fold != fold] for fold, values in told.items()}


def descriptors_without(
    runs: LabelledRuns, configs: tuple[FeatureTrainingConfig, KernelTrainingConfig], fold: int
) -> LearnedDescriptors:
    """What reads descriptors, selected and trained on all folds but one."""
    others = runs[runs.fold != fold]
    return learn_descriptors(others, *configs, version=f"without-fold-{fold}")


def _without(data: MusicData, *folds: int, seed: int) -> NetworkJob:
    return NetworkJob(folds=tuple(fold for fold in data.folds if fold not in folds), seed=seed)


def _rendered(pieces: Sequence[RatedPiece], cache: Path, executor: Executor) -> list[Path]:
    """FluidSynth is asked for only where there is something to render."""
    return render_midi([piece.midi for piece in pieces], cache, executor=executor) if pieces else []


def _piece_folds(clips: Sequence[LabelledClip], pieces: Sequence[RatedPiece]) -> NDArray[np.int64]:
    """Folds of the rated pieces, of the same numbers as the clips'; a series stays whole."""
    if not pieces:
        return np.zeros(0, dtype=np.int64)
    folds = np.unique([clip.fold for clip in clips])
    signs = [int(piece.valence > 0) + 2 * int(piece.arousal > 0) for piece in pieces]
    groups = [piece.group for piece in pieces]
    rng = np.random.default_rng(0)
    return folds[group_folds(signs, groups, n_folds=len(folds), rng=rng)].astype(np.int64)


def _name(found: str, clips: HeardClips) -> str:
    """Names the files, what is known of them and how they were heard.

    Finished networks go by it, so that none is taken up again after any of these has changed.
    """
    digest = hashlib.blake2b(f"{found} {DESCRIPTORS_VERSION}".encode(), digest_size=8)
    for array in (clips.quadrant, clips.rated, clips.fold):
        digest.update(array.tobytes())
    return digest.hexdigest()


def _quadrants(clips: Sequence[LabelledClip]) -> NDArray[np.int64]:
    return np.array([_NUMBER[clip.quadrant] for clip in clips], dtype=np.int64)


def _heard_clips(
    clips: Sequence[LabelledClip],
    pieces: Sequence[RatedPiece],
    files: Sequence[HeardFile],
    *,
    fold: NDArray[np.int64],
) -> HeardClips:
    none = np.full((len(clips), 2), np.nan)
    rated = np.array([(piece.valence, piece.arousal) for piece in pieces]).reshape(-1, 2)
    lengths = [len(file.features) for file in files]
    return HeardClips(
        bands=joined(files, "bands"),
        chroma=joined(files, "chroma"),
        features=joined(files, "features"),
        offset=np.concatenate([[0], np.cumsum(lengths)]),
        quadrant=np.concatenate([_quadrants(clips), np.full(len(pieces), _UNKNOWN)]),
        rated=np.concatenate([none, rated]).astype(np.float32),
        fold=fold,
    )
