"""`moodarc train music`: the shipped affect estimator from a folder of labelled clips, with card.

The card's figures come from the same run: the estimator is first cross-validated over the folds,
then trained on all of them.
"""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from moodarc.artifacts import Artifact, save_artifact
from moodarc.datasets import load_panda_4q
from moodarc.errors import InputError
from moodarc.evaluation.music_emotion import cross_validated_rows, load_runs
from moodarc.evaluation.report import BenchRow, fingerprint
from moodarc.music.emotion.training import FeatureTrainingConfig, Selection, train
from moodarc.parallel import Executor

__all__ = ["train_music"]

MODEL_VERSION = "music-descriptors-1"
"""raised with every new set of shipped weights, so that stored analyses are made again"""


def train_music(
    folder: Path, out: Path, executor: Executor, *, config: FeatureTrainingConfig | None = None
) -> tuple[BenchRow, ...]:
    """Cross-validate, train on everything, write the model folder; returns the card's figures.

    Raises:
        DatasetError: the folder is not in 4Q's format, or has too few folds.
        AudioError: a clip cannot be decoded.
        InputError: `out` is something else than a model folder.
    """
    if out.exists() and not (out / "manifest.json").is_file():
        msg = f"{out} is there and is no model folder; give another --out DIR"
        raise InputError(msg)  # now, not after the training
    settings = config or FeatureTrainingConfig()
    clips = load_panda_4q(folder)
    data = load_runs(clips, executor)
    rows = cross_validated_rows(clips, data, settings)
    estimator, selection = train(data, settings, version=MODEL_VERSION)
    trained_on = fingerprint(clip.path for clip in clips)
    artifact = estimator.to_artifact(_card(len(clips), trained_on, selection, rows=rows))
    save_artifact(
        out,
        _half_precision(_naming_data(artifact, trained_on)),
        command="moodarc train music --data DIR",
        seed=settings.seed,
    )
    return rows


def _naming_data(artifact: Artifact, trained_on: str) -> Artifact:
    """With the data's fingerprint, by which a bench knows clips that the model has seen."""
    return replace(artifact, config={**artifact.config, "trained_on": trained_on})


def _half_precision(artifact: Artifact) -> Artifact:
    """Weights at 16 bits: half the size; estimates move by less than 0.0001."""
    arrays = {
        name: array if name == "quantiles" else array.astype("float16")
        for name, array in artifact.arrays.items()
    }
    return replace(artifact, arrays=arrays)


def _card(n_clips: int, data: str, selection: Selection, *, rows: Iterable[BenchRow]) -> str:
    figures = "\n".join(_figure(row) for row in rows)
    return f"""# {MODEL_VERSION}: valence and arousal from descriptors

**What it does.** From the sound of a track, or of any run of its 3-second segments, it estimates
perceived valence and arousal in [-1, 1] with variance. It is the baseline that a network must beat.

**Data.** {n_clips} clips of about 30 s of the 4Q audio emotion set (Panda, Malheiro, Paiva 2018;
research use, not shipped), fingerprint `{data}`: one Russell quadrant a clip, from editors' mood
words. The scale of the values comes from the spread of rated valence and energy in the 360 film
music excerpts of Eerola & Vuoskoski (2011).

**Method.** Rank-normalised features of `moodarc.music.segments`, an ensemble of networks with one
hidden layer ({selection.setting.hidden} units, L2 {selection.setting.weight_decay:g}; selected by
cross-validation inside the training folds), trained on whole clips, halves, 9- and 15-second runs.
A probit read-out turns quadrant probabilities into a point with variance (see
`moodarc.music.emotion.estimator`).

**Figures.** Artist-disjoint cross-validation over folds 0-3, selection nested in the training
folds, 95 % intervals by bootstrap over artists. Repeat: `moodarc bench music --data DIR --refit`.
The features themselves were designed while looking at earlier cross-validations on these folds, so
the figures may be optimistic by a point or two.

| figure | value | 95 % interval |
|---|---|---|
{figures}

**Limits.** The labels are quadrants of popular Western recordings with a clear mood; values near
the axes and the distance from the origin were never labelled. Sad against peaceful is the weakest
pair. Sound only: it does not hear what is sung. Segments of a curve are told less surely than whole
tracks, and their variance says so. Not for judging people: it speaks of music, not of listeners.

**Licence.** The weights: Apache-2.0. The clips are not redistributed in any form.
"""


def _figure(row: BenchRow) -> str:
    interval = "" if row.low is None else f"{row.low:.3f} to {row.high:.3f}"
    return f"| {row.name} | {row.value:.3f} | {interval} |"
