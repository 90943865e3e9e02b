"""`moodarc bench forecast-lists`: lists made ahead of time against the lists they should have been.

BAEK-9 on real people and real tracks. From each felt moment the emotion vector at the next moment
of the day and the one after is forecast; the ten tracks nearest to it (cosine, eq. 18) are held
against the ten nearest to what was then felt. Models and their past are those of
`quadrant_forecasts`, protocol `unseen`: priors are of other people.

Of two lists of n = 10 from N tracks with h in common: precision = recall = F1 = h / n; balanced
accuracy over the catalogue = (h / n + (N - 2 n + h) / (N - n)) / 2; similarity = mean cosine of the
ten tracks with what was truly felt. `random` is what ten tracks drawn blindly score on average,
`true_list` what the true list itself does: the floor and the ceiling of similarity.

A list of ten out of many alike tracks is a narrow target, so that N matters: the paper has 570
tracks, so 570 are drawn (ten draws, their mean), and `full` is the whole table.

Tracks: Deezer's table (V and A of the songs, clipped z / 3), turned to vectors by the paper's
regression (`music.quadrant_regression.PAPER`), or the film-music excerpts with their rated degrees.

The paper (50 of 12,212 people of Trampe et al. 2015, chosen for regular histories; 570 songs)
claims at t + 1 / t + 2 for its PMM precision .672 / .626, balanced accuracy .821 / .766 and
similarity .948 / .910, for the MMM .278 / .273, .555 / .494 and .794 / .740; by the definition
above its precisions are balanced accuracies of .833 / .810 and .633 / .630.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from moodarc.datasets import load_deezer_mood, load_felt_moments, load_soundtracks
from moodarc.errors import DatasetError
from moodarc.evaluation.quadrant_forecasts import (
    HORIZONS,
    MODELS,
    QuadrantForecasts,
    unseen_forecasts,
)
from moodarc.evaluation.report import BenchReport, BenchRow, fingerprint
from moodarc.music.quadrant_regression import PAPER, degree_shares
from moodarc.protocols import Interval, bootstrap_interval
from moodarc.randomness import derive_rng

__all__ = [
    "LIST_LENGTH",
    "PAPER_CATALOGUE",
    "ListScores",
    "bench_forecast_lists",
    "compare_lists",
    "load_track_vectors",
    "nearest_tracks",
]

_Values = NDArray[np.float64]

LIST_LENGTH: Final = 10
PAPER_CATALOGUE: Final = 570
_DRAWS: Final = 10
_CHUNK: Final = 256
# Smaller than any difference that matters, greater than what rounding makes of equal tracks.
_TIE: Final = 1e-12


@dataclass(frozen=True, slots=True, eq=False)
class ListScores:
    """Of n pairs of lists; `precision` is recall and F1 too.

    Attributes:
        precision: float64 (n,) in [0, 1].
        balanced_accuracy: float64 (n,) in [0, 1], over the catalogue.
        similarity: float64 (n,) mean cosine of the list's tracks with what was felt.
    """

    precision: _Values
    balanced_accuracy: _Values
    similarity: _Values


def load_track_vectors(table: Path) -> _Values:
    """Happy, angry, sad, peaceful of each track of a table, float64 (n, 4).

    Args:
        table: parquet in the format of `datasets.deezer_mood`, or CSV of `datasets.soundtracks`.

    Raises:
        DatasetError: the table is not in its format, or holds twenty tracks or fewer.
    """
    if table.suffix == ".csv":
        vectors = degree_shares(load_soundtracks(table).degrees)
    else:
        songs = load_deezer_mood(table)
        vectors = PAPER.predict(*songs.affect[list(songs.row.values())].T)
    if len(vectors) <= 2 * LIST_LENGTH:
        msg = f"{table} holds {len(vectors)} tracks; expected more than {2 * LIST_LENGTH}"
        raise DatasetError(msg)
    return vectors


def nearest_tracks(vectors: ArrayLike, wanted: ArrayLike) -> NDArray[np.int64]:
    """The ten tracks of greatest cosine with each wanted vector; ties go to the earlier row.

    Args:
        vectors: (n_tracks, 4).
        wanted: (n, 4).

    Returns:
        int64 (n, 10) rows of tracks, each list ascending by row, as the overlap of lists asks.
    """
    tracks, asked = _unit(vectors), _unit(wanted)
    tie = _TIE * np.arange(len(tracks))
    rows = np.empty((len(asked), LIST_LENGTH), dtype=np.int64)
    for start in range(0, len(asked), _CHUNK):
        misfit = tie - asked[start : start + _CHUNK] @ tracks.T
        best = np.argpartition(misfit, LIST_LENGTH, axis=1)[:, :LIST_LENGTH]
        rows[start : start + _CHUNK] = np.sort(best, axis=1)
    return rows


def compare_lists(vectors: ArrayLike, felt: ArrayLike, told: ArrayLike) -> ListScores:
    """Lists from forecasts against lists from what was felt.

    Args:
        vectors: (n_tracks, 4).
        felt: (n, 4).
        told: (n, 4) forecasts of it.
    """
    return _scores(_unit(vectors), _unit(felt), true_list=nearest_tracks(vectors, felt), told=told)


def bench_forecast_lists(moments: Path, tracks: Path, *, seed: int = 0) -> BenchReport:
    """All models' lists, over 570 tracks and over the whole table.

    Args:
        moments: in the format of `datasets.felt_moments`.
        tracks: as `load_track_vectors` takes them.
        seed: of folds, draws and intervals.

    Raises:
        DatasetError: a table is not in its format, or of fewer than five people.
    """
    felt, vectors = load_felt_moments(moments), load_track_vectors(tracks)
    people = len(np.unique(felt.subjects))
    if people < 5:
        msg = f"{moments} is of {people} people; expected 5 or more, for lists of unseen people"
        raise DatasetError(msg)
    forecasts = unseen_forecasts(felt, rng=derive_rng(seed, "folds"))
    if not forecasts.scored(max(HORIZONS)).any():
        msg = f"no day of {moments} holds three moments; there is nothing to forecast"
        raise DatasetError(msg)
    rows = [*_counts(forecasts, len(vectors)), *_all_rows(forecasts, vectors, seed)]
    return BenchReport("forecast-lists", fingerprint([moments, tracks]), tuple(rows))


def _counts(forecasts: QuadrantForecasts, n_tracks: int) -> Iterator[BenchRow]:
    counts = {
        "people": len(np.unique(forecasts.subjects)),
        "tracks": n_tracks,
        "at_a_loss": int((forecasts.at_a_loss & forecasts.scored(1)).sum()),
        **{f"t{ahead}.moments": int(forecasts.scored(ahead).sum()) for ahead in HORIZONS},
    }
    for name, count in counts.items():
        yield BenchRow(name=f"forecast_lists.{name}", value=count, higher_is_better=None)


def _all_rows(forecasts: QuadrantForecasts, vectors: _Values, seed: int) -> Iterator[BenchRow]:
    catalogues = {"full": [vectors]}
    if len(vectors) > PAPER_CATALOGUE:
        rng = derive_rng(seed, "catalogue")
        drawn = [rng.choice(len(vectors), PAPER_CATALOGUE, replace=False) for _ in range(_DRAWS)]
        catalogues = {str(PAPER_CATALOGUE): [vectors[np.sort(rows)] for rows in drawn]} | catalogues
    for name, draws in catalogues.items():
        for ahead in HORIZONS:
            for model, scores in _by_model(forecasts, draws, ahead):
                subjects = forecasts.subjects[forecasts.scored(ahead)]
                path = f"forecast_lists.{name}.{model}.t{ahead}"
                rng = derive_rng(seed, "interval")
                if model in MODELS:
                    yield from _overlap_rows(path, scores, subjects, rng=rng)
                similarity = _interval(scores.similarity, subjects, rng)
                yield BenchRow.of(f"{path}.similarity", similarity)


def _by_model(
    forecasts: QuadrantForecasts, catalogues: list[_Values], ahead: int
) -> Iterator[tuple[str, ListScores]]:
    """The scores of each model, mean over catalogues; then floor and ceiling."""
    scored = forecasts.scored(ahead)
    felt = forecasts.truth[ahead][scored]
    told = {model: forecasts.told[model, ahead][scored] for model in MODELS} | {"true_list": felt}
    found: dict[str, list[ListScores]] = {name: [] for name in (*told, "random")}
    for vectors in catalogues:
        tracks, asked, true_list = _unit(vectors), _unit(felt), nearest_tracks(vectors, felt)
        for name, wanted in told.items():
            found[name].append(_scores(tracks, asked, true_list=true_list, told=wanted))
        found["random"].append(_blind(tracks, asked))
    for name, many in found.items():
        columns = ("precision", "balanced_accuracy", "similarity")
        yield (
            name,
            ListScores(
                *(np.mean([getattr(one, column) for one in many], axis=0) for column in columns)
            ),
        )


def _scores(
    tracks: _Values, felt: _Values, *, true_list: NDArray[np.int64], told: ArrayLike
) -> ListScores:
    offered = nearest_tracks(tracks, told)
    hits = (offered[:, :, None] == true_list[:, None, :]).any(axis=2).sum(axis=1)
    rejected = (len(tracks) - 2 * LIST_LENGTH + hits) / (len(tracks) - LIST_LENGTH)
    precision = hits / LIST_LENGTH
    similarity = np.einsum("nke,ne->n", tracks[offered], felt) / LIST_LENGTH
    return ListScores(precision, (precision + rejected) / 2.0, similarity)


def _blind(tracks: _Values, felt: _Values) -> ListScores:
    even = np.full(len(felt), LIST_LENGTH / len(tracks))
    return ListScores(even, np.full(len(felt), 0.5), felt @ tracks.mean(axis=0))


def _overlap_rows(
    path: str, scores: ListScores, subjects: NDArray[np.int64], *, rng: np.random.Generator
) -> Iterator[BenchRow]:
    same = _interval(scores.precision, subjects, rng)
    for name in ("precision", "recall", "f1"):
        yield BenchRow.of(f"{path}.{name}", same)
    balanced = _interval(scores.balanced_accuracy, subjects, rng)
    yield BenchRow.of(f"{path}.balanced_accuracy", balanced)


def _interval(values: _Values, subjects: NDArray[np.int64], rng: np.random.Generator) -> Interval:
    """The mean over moments, drawn by person."""
    return bootstrap_interval(_mean, values, groups=subjects, rng=rng)


def _mean(values: _Values) -> float:
    return float(values.mean())


def _unit(vectors: ArrayLike) -> _Values:
    values = np.asarray(vectors, dtype=np.float64)
    lengths = np.linalg.norm(values, axis=-1, keepdims=True)
    return np.asarray(np.divide(values, lengths, out=np.zeros_like(values), where=lengths > 0.0))
