"""`moodarc bench graph`: links, tracks and lists told from the graph of who heard what (LIN-6).

One LightGCN is trained for each seed, on four fifths of what each listener heard; nothing of
emotion is put into it. Three tasks are told from it (Fig. 3 of the paper):

- *edge*: the songs held out of listeners with 10 or more, Recall@20 over all they have not heard,
  beside popularity;
- *node*: the quadrant of a song, from the vectors of songs by *other* artists (five folds, no
  artist in two);
- *list*: the quadrant of most songs of what a listener heard, where three or more of them have one
  and there is no tie. Lists are told in 20 folds. Without the songs' own labels: no label of any
  song by an artist who occurs in a fold's lists is known while it is told, so the other lists are
  labelled by what else they hold.

The baseline of nodes and lists is the quadrant that is most frequent among those learned from.
Figures are means over the seeds; intervals draw listeners (edge, list) or artists (node).
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from moodarc.affect import Quadrant
from moodarc.catalog import Interactions, ItemContent
from moodarc.datasets import load_taste_profile
from moodarc.errors import DatasetError
from moodarc.evaluation.report import BenchReport, BenchRow, fingerprint
from moodarc.metrics import accuracy, macro_f1
from moodarc.protocols import Split, Trial, bootstrap_interval, group_folds, held_share
from moodarc.randomness import derive_rng
from moodarc.recommend.lightgcn import (
    GraphItems,
    LightGCN,
    ListMood,
    majority_quadrants,
    quadrants_of,
    track_shares,
)
from moodarc.recommend.recommender import Known, Recommender
from moodarc.recommend.simple import Popularity

__all__ = ["bench_graph"]

Rows = NDArray[np.int64]
_CLASSES: Final = tuple(range(len(Quadrant)))
_FEWEST: Final = 10
_HELD: Final = 0.2
_TOP: Final = 20
_FOLDS: Final = {"node": 5, "list": 20}
_LABELLED: Final = 3
_RESAMPLES: Final = 400
_FEWEST_SONGS: Final = 200
"""of a known quadrant"""


@dataclass(frozen=True, slots=True, eq=False)
class _Told:
    """Classes of nodes or lists: the truth, what was told, what the baseline says, and whose."""

    truth: Rows
    guess: Rows
    majority: Rows
    group: Rows


@dataclass(frozen=True, slots=True, eq=False)
class _Trial:
    """What one seed came to: Recall@20 of each listener, and what was told of songs and lists."""

    edges: NDArray[np.float64]
    popularity: NDArray[np.float64]
    nodes: _Told
    lists: _Told


def bench_graph(
    taste: Path, content: Path, *, seed: int = 0, seeds: int = 3, recipe: LightGCN | None = None
) -> BenchReport:
    """The three tasks.

    Args:
        taste: in the format of `datasets.taste_profile`.
        content: Deezer's table, with `MSD_sng_id`.
        seed: of the first split and training.
        seeds: how many.
        recipe: of the graph; None = the defaults.

    Raises:
        DatasetError: a table is not in its format, or they hardly meet.
    """
    plays = load_taste_profile(taste, deezer=content)
    songs = plays.content or ItemContent.unknown(plays.interactions.n_items)
    quadrant = quadrants_of(songs.affect)
    if (quadrant >= 0).sum() < _FEWEST_SONGS:
        n = (quadrant >= 0).sum()
        msg = f"{n} songs of {taste} have a quadrant in {content}; expected {_FEWEST_SONGS}"
        raise DatasetError(msg)
    made = recipe or LightGCN()
    trials = [
        _try(made, plays.interactions, quadrant, artist=songs.artist, seed=seed + place)
        for place in range(seeds)
    ]
    rows = [
        *_edge_rows(trials, seed=seed),
        *_class_rows("node", [trial.nodes for trial in trials], seed=seed),
        *_class_rows("list", [trial.lists for trial in trials], seed=seed),
        BenchRow(name="graph.seeds", value=seeds, higher_is_better=None),
        BenchRow(name="graph.edges", value=len(plays.interactions), higher_is_better=None),
    ]
    return BenchReport("graph", fingerprint([taste, content]), tuple(rows))


def _try(
    recipe: LightGCN, plays: Interactions, quadrant: Rows, *, artist: Rows, seed: int
) -> _Trial:
    """One split, one training, all tasks."""
    rng = derive_rng(seed, "held")
    split = held_share(plays, rng=rng, share=_HELD, least=_FEWEST)
    known = Known(plays=split.train, validation=split.validation, seed=seed)
    graph = recipe.fit(known)
    return _Trial(
        edges=_recalls(graph, split.test),
        popularity=_recalls(Popularity().fit(known), split.test),
        nodes=_nodes(graph, split, quadrant, artist=artist, seed=seed),
        lists=_lists(graph, split, quadrant, artist=artist, seed=seed),
    )


def _recalls(recommender: Recommender, test: Trial) -> NDArray[np.float64]:
    """Recall@20 of each list."""
    scores = recommender.score(test.histories)
    scores[test.histories.rows(), test.histories.item] = -np.inf
    top = np.argpartition(-scores, _TOP, axis=1)[:, :_TOP]
    hit = (top[test.history] == test.target[:, None]).any(axis=1)
    asked = np.bincount(test.history, minlength=len(test.histories))
    return np.bincount(test.history, hit, minlength=len(test.histories)) / asked


def _nodes(graph: GraphItems, split: Split, quadrant: Rows, *, artist: Rows, seed: int) -> _Told:
    """Songs that somebody heard, told from those by other artists."""
    heard = np.bincount(split.train.item, minlength=graph.n_items) > 0
    rows = np.flatnonzero(heard & (quadrant >= 0))
    by = np.where(artist[rows] >= 0, artist[rows], artist.max() + 1 + rows)
    rng = derive_rng(seed, "folds")
    folds = group_folds(quadrant[rows], by, n_folds=_FOLDS["node"], rng=rng)
    guess, majority = np.empty((2, len(rows)), dtype=np.int64)
    for fold in range(_FOLDS["node"]):
        asked = folds == fold
        labels = np.where(asked, -1, quadrant[rows])
        guess[asked] = track_shares(graph.vectors[rows], labels)[asked].argmax(axis=1)
        majority[asked] = _most_frequent(labels)
    return _Told(quadrant[rows], guess, majority, by)


def _lists(graph: GraphItems, split: Split, quadrant: Rows, *, artist: Rows, seed: int) -> _Told:
    """Lists, told from other lists whose labels come from other artists."""
    lists = split.test.histories
    truth = majority_quadrants(lists, quadrant, at_least=_LABELLED)
    asked = derive_rng(seed, "lists").permutation(np.flatnonzero(truth >= 0))
    guess, majority = np.full((2, len(lists)), -1)
    for fold in np.array_split(asked, _FOLDS["list"]):
        seen = _without_artists_of(lists.take(fold).item, quadrant, artist)
        labels = majority_quadrants(lists, seen)
        labels[fold] = -1
        tracks = track_shares(graph.vectors, seen)
        told = ListMood.fit(lists, labels, tracks=tracks).shares(lists.take(fold), tracks)
        guess[fold], majority[fold] = told.argmax(axis=1), _most_frequent(labels)
    rows = np.flatnonzero(truth >= 0)
    return _Told(truth[rows], guess[rows], majority[rows], lists.listener[rows].astype(np.int64))


def _without_artists_of(items: NDArray[np.int32], quadrant: Rows, artist: Rows) -> Rows:
    """Quadrants of songs by artists who are not among those of some items; the others are -1."""
    hidden = np.isin(artist, artist[items][artist[items] >= 0])
    hidden[items] = True
    return np.where(hidden, -1, quadrant)


def _most_frequent(labels: Rows) -> int:
    return int(np.bincount(labels[labels >= 0]).argmax())


def _edge_rows(trials: Sequence[_Trial], *, seed: int) -> Iterator[BenchRow]:
    ways = {
        "edge": [trial.edges for trial in trials],
        "edge.popularity": [trial.popularity for trial in trials],
    }
    for name, recalls in ways.items():
        rng = np.random.default_rng(seed)
        of_listeners = np.mean(recalls, axis=0)
        interval = bootstrap_interval(np.mean, of_listeners, rng=rng, resamples=_RESAMPLES)
        yield BenchRow.of(f"graph.{name}.recall20", interval)


def _class_rows(task: str, told: Sequence[_Told], *, seed: int) -> Iterator[BenchRow]:
    """Accuracy and macro-F1 of what was told and of the baseline, each the mean over the seeds."""
    macro = partial(macro_f1, classes=_CLASSES)
    metrics: dict[str, Callable[..., float]] = {"accuracy": accuracy, "macro_f1": macro}
    of_seed = np.repeat(np.arange(len(told)), [len(one.truth) for one in told])
    truth, guess, majority, group = (
        np.concatenate([getattr(one, name) for one in told])
        for name in ("truth", "guess", "majority", "group")
    )
    yield BenchRow(name=f"graph.{task}.n", value=len(told[0].truth), higher_is_better=None)
    for name, way in {"": guess, "majority.": majority}.items():
        for metric, measure in metrics.items():
            interval = bootstrap_interval(
                _mean_of_seeds(measure),
                *(of_seed, truth, way),
                rng=np.random.default_rng(seed),
                groups=group,
                resamples=_RESAMPLES,
            )
            yield BenchRow.of(f"graph.{task}.{name}{metric}", interval)


def _mean_of_seeds(metric: Callable[..., float]) -> Callable[..., float]:
    def measure(seeds: Rows, truth: Rows, guess: Rows) -> float:
        values = [metric(truth[seeds == seed], guess[seeds == seed]) for seed in np.unique(seeds)]
        return float(np.mean(values))

    return measure
