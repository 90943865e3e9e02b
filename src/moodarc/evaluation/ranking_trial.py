"""A recommender asked once: the places of what came next, and the lists it would have shown."""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from moodarc.catalog import Histories
from moodarc.evaluation.emotion_reranking import EmotionReranking
from moodarc.protocols import Trial, place_among, place_in_catalogue
from moodarc.recommend import Recommender

__all__ = ["LISTED", "Answers", "ask"]

LISTED: Final = 10
"""tracks of a list whose emotion is compared with the listener's"""
_BLOCK: Final = 512
"""histories scored at a time"""

_Found = tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.int32]]
"""the parts of `Answers`, of a block"""


@dataclass(frozen=True, slots=True, eq=False)
class Answers:
    """What a recommender said.

    Attributes:
        full: float64 (n,), the place of each target among all candidates, from 1.
        sampled: likewise among its negatives; empty without any.
        listed: int32 (n_histories, LISTED), the rows it would have shown.
    """

    full: NDArray[np.float64]
    sampled: NDArray[np.float64]
    listed: NDArray[np.int32]


def ask(
    recommender: Recommender,
    trial: Trial,
    *,
    negatives: NDArray[np.int32] | None,
    repeats: bool,
    candidates: NDArray[np.bool_] | None = None,
    reranking: EmotionReranking | None = None,
) -> tuple[Answers, ...]:
    """Score every history once and find the places of its targets.

    Args:
        recommender: whom to ask.
        trial: what.
        negatives: int32 (n, n_negatives) of each target; None = none are asked.
        repeats: whether items of the history are candidates.
        candidates: (n_items,) which items are any; None = all.
        reranking: what changes the lists before they are shown.

    Returns:
        What the scores say; with `reranking`, what they say after it, too.
    """
    asked = _Asked(trial, negatives, repeats)
    parts = [
        _block(recommender, asked, start, only=candidates, reranking=reranking)
        for start in range(0, len(trial.histories), _BLOCK)
    ]
    return tuple(
        Answers(*(np.concatenate(column) for column in zip(*of_blocks, strict=True)))
        for of_blocks in zip(*parts, strict=True)
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Asked:
    trial: Trial
    negatives: NDArray[np.int32] | None
    repeats: bool


def _block(
    recommender: Recommender,
    asked: _Asked,
    start: int,
    *,
    only: NDArray[np.bool_] | None,
    reranking: EmotionReranking | None,
) -> list[_Found]:
    histories = asked.trial.histories.take(slice(start, start + _BLOCK))
    scores = recommender.score(histories)
    left_out = _left_out(histories, scores.shape, repeats=asked.repeats, only=only)
    found = [_found(asked, start, scores, left_out=left_out)]
    if reranking is not None:
        mixed = reranking.mixed(scores, left_out, start)
        found.append(_found(asked, start, mixed, left_out=left_out))
    return found


def _found(
    asked: _Asked,
    start: int,
    scores: NDArray[np.floating[Any]],
    *,
    left_out: NDArray[np.bool_] | None,
) -> _Found:
    trial, negatives = asked.trial, asked.negatives
    first, last = np.searchsorted(trial.history, [start, start + _BLOCK])
    rows, target = trial.history[first:last] - start, trial.target[first:last]
    full = [
        place_in_catalogue(scores[some], target[part], None if left_out is None else left_out[some])
        for part, some in _portions(rows)
    ]
    sampled = [
        np.empty(0)
        if negatives is None
        else place_among(scores[some], target[part], negatives[first:last][part])
        for part, some in _portions(rows)
    ]
    return np.concatenate(full), np.concatenate(sampled), _best(scores, left_out)


def _portions(rows: NDArray[np.int64]) -> list[tuple[slice, NDArray[np.int64]]]:
    """Targets in portions, so that no more score rows are copied than a block has."""
    return [
        (slice(start, start + _BLOCK), rows[start : start + _BLOCK])
        for start in range(0, max(len(rows), 1), _BLOCK)
    ]


def _left_out(
    histories: Histories,
    shape: tuple[int, ...],
    *,
    repeats: bool,
    only: NDArray[np.bool_] | None,
) -> NDArray[np.bool_] | None:
    if repeats and only is None:
        return None
    mask = np.zeros(shape, dtype=bool) if only is None else np.tile(~only, (shape[0], 1))
    if not repeats:
        mask[histories.rows(), histories.item] = True
    return mask


def _best(
    scores: NDArray[np.floating[Any]], left_out: NDArray[np.bool_] | None
) -> NDArray[np.int32]:
    values = scores if left_out is None else np.where(left_out, -np.inf, scores)
    n = min(LISTED, values.shape[1])
    rows = np.argpartition(-values, n - 1, axis=1)[:, :n]
    order = np.argsort(-np.take_along_axis(values, rows, axis=1), axis=1, kind="stable")
    return np.take_along_axis(rows, order, axis=1).astype(np.int32)
