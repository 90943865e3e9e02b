"""What went on in sittings like this one: session-based nearest neighbours.

The neighbours of a history are the earlier sittings that share most with it, the latest plays
counting most:

    sim(h, s) = sum over shared items of 2^(-plays ago / half_life) / sqrt(|s|)

Each neighbour s votes for its items near the latest play that it shares with h, for those that came
after it in full and for those before it in part:

    score(i) = sum over s of sim(h, s) * 2^(-|place of i - place of the shared one| / reach)

This is V-SKNN (Ludewig and Jannach 2018) with the order within neighbours of STAN (Garg et al.
2019), in powers of two. No neighbour's order is looked at twice: all is done for many histories at
once over lists of (history, sitting, item). As `user_knn` it holds listeners' rows.
"""

from dataclasses import dataclass
from typing import ClassVar, Self

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from moodarc.artifacts import Artifact
from moodarc.catalog import Histories, Interactions
from moodarc.recommend.co_plays import popularity_behind, sittings
from moodarc.recommend.neighbours.nearest import largest_of_rows
from moodarc.recommend.packing import packed, packed_sparse, unpacked, unpacked_sparse
from moodarc.recommend.recency import damp_heard, plays_ago
from moodarc.recommend.recommender import Known, Recommender

__all__ = ["SessionKNN", "SittingNeighbours"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionKNN:
    """Settings.

    Attributes:
        neighbours: sittings that vote for a history.
        half_life: of plays in the history, in plays, > 0.
        reach: plays within a neighbour over which its votes halve, > 0.
        backward: share of its vote that an item before the shared one gets, in [0, 1].
        again: factor of an item that the history already has, in [0, 1].
    """

    neighbours: int = 200
    half_life: float = 2.0
    reach: float = 4.0
    backward: float = 0.5
    again: float = 0.2

    name: ClassVar[str] = "session_knn"

    def fit(self, known: Known) -> Recommender:
        """Keep the sittings."""
        return SittingNeighbours(_places(known.plays), popularity_behind(known.plays), self)

    @classmethod
    def paper(cls) -> Self:
        """As V-SKNN: where an item stood in a neighbour does not matter."""
        return cls(neighbours=100, reach=1e9, backward=1.0, again=1.0)

    @classmethod
    def unpack(cls, artifact: Artifact) -> Recommender:
        """What `pack` wrote.

        Raises:
            ArtifactError: another model's folder.
        """
        behind, starts = unpacked(artifact, cls.name, {"behind": 1, "places.indptr": 1})
        places = unpacked_sparse(artifact, "places", (len(starts) - 1, len(behind)))
        settings = {
            name: artifact.config[name] for name in cls.__dataclass_fields__ if name != "name"
        }
        return SittingNeighbours(places, behind, cls(**settings))


@dataclass(frozen=True, slots=True, eq=False)
class SittingNeighbours:
    """Sittings by items.

    Attributes:
        places: float32 (n_sittings, n_items), when the item was last played in it, from 1.
        behind: popularity.
        settings: how neighbours are found and vote.
    """

    places: sp.csr_array
    behind: NDArray[np.float32]
    settings: SessionKNN

    @property
    def n_items(self) -> int:
        """Size of the item vocabulary."""
        return len(self.behind)

    def score(self, histories: Histories) -> NDArray[np.float32]:
        """float32 (n, n_items), sums of votes, >= 0."""
        heard = _latest(histories, self.n_items, self.settings.half_life)
        near, shared = self._neighbours(heard)
        history = np.repeat(np.arange(len(histories)), np.diff(near.indptr))
        pair, item, distance = self._items(near.indices, shared)
        vote = near.data[pair] * np.exp2(-np.abs(distance) / self.settings.reach)
        vote = np.where(distance < 0, self.settings.backward * vote, vote)
        size = len(histories) * self.n_items
        votes = np.bincount(history[pair] * self.n_items + item, vote, minlength=size)
        scores = votes.reshape(len(histories), self.n_items).astype(np.float32) + self.behind
        damp_heard(scores, heard, self.settings.again)
        return scores

    def _neighbours(self, heard: sp.csr_array) -> tuple[sp.csr_array, NDArray[np.float32]]:
        """Similarities (n, n_sittings) of the nearest, and where each last met the history."""
        ones = np.ones_like(self.places.data)
        holding = sp.csr_array((ones, self.places.indices, self.places.indptr), self.places.shape)
        found = sp.csr_array(heard @ holding.T)
        found.sort_indices()
        found.data /= np.sqrt(np.diff(self.places.indptr))[found.indices]
        near = largest_of_rows(found, self.settings.neighbours)
        return near, self._meeting(heard, near)

    def _meeting(self, heard: sp.csr_array, near: sp.csr_array) -> NDArray[np.float32]:
        """The place in each neighbour of the shared item that was heard last."""
        history = np.repeat(np.arange(near.shape[0]), np.diff(near.indptr))
        pair, item, place = self._items(near.indices, np.zeros(near.nnz, np.float32))
        weight = _looked_up(heard, history[pair], item)
        best = np.maximum.reduceat(weight, _first(pair)) if len(pair) else weight
        latest = weight == best[pair]
        met = np.zeros(near.nnz, dtype=np.float32)
        met[pair[latest]] = place[latest]
        return met

    def _items(
        self, sitting: NDArray[np.int32], origin: NDArray[np.float32]
    ) -> tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.float32]]:
        """All items of the sittings: number in the list, item, and place less `origin`."""
        lengths = np.diff(self.places.indptr)[sitting]
        pair = np.repeat(np.arange(len(sitting)), lengths)
        before = np.cumsum(lengths) - lengths
        at = np.arange(len(pair)) + (self.places.indptr[sitting] - before)[pair]
        return pair, self.places.indices[at], self.places.data[at] - origin[pair]

    def pack(self) -> Artifact:
        """As a model folder."""
        names = [name for name in SessionKNN.__dataclass_fields__ if name != "name"]
        settings = {name: getattr(self.settings, name) for name in names}
        arrays = packed_sparse("places", self.places) | {"behind": self.behind}
        return packed(SessionKNN.name, arrays, settings=settings)


def _places(plays: Interactions) -> sp.csr_array:
    row = sittings(plays, "session")
    order = np.argsort(row, kind="stable")
    row, item = row[order], plays.item[order]
    first = np.searchsorted(row, row)
    place = np.arange(len(row)) - first + 1.0
    shape = (int(row.max(initial=-1)) + 1, plays.n_items)
    last = _last_of_each(row * plays.n_items + item)
    found = sp.coo_array((place[last].astype(np.float32), (row[last], item[last])), shape).tocsr()
    found.sort_indices()
    return found


def _latest(histories: Histories, n_items: int, half_life: float) -> sp.csr_array:
    """float32 (n, n_items): how much the last play of each item counts; columns ascend."""
    row = histories.rows()
    last = _last_of_each(row * n_items + histories.item)
    count = np.exp2(-plays_ago(histories)[last] / half_life)
    # a play of long ago still makes neighbours where nothing later does
    count = np.maximum(count, 1e-6).astype(np.float32)
    shape = (len(histories), n_items)
    found = sp.coo_array((count, (row[last], histories.item[last])), shape=shape).tocsr()
    found.sort_indices()
    return found


def _last_of_each(keys: NDArray[np.int64]) -> NDArray[np.intp]:
    """Where each distinct key stands for the last time."""
    _, from_end = np.unique(keys[::-1], return_index=True)
    return len(keys) - 1 - from_end


def _looked_up(
    matrix: sp.csr_array, row: NDArray[np.int64], column: NDArray[np.int32]
) -> NDArray[np.float32]:
    """Values at (row, column) of a matrix with sorted columns; 0 where it has none."""
    width = matrix.shape[1]
    rows = np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.indptr))
    keys = rows * width + matrix.indices
    wanted = row * width + column
    at = np.minimum(np.searchsorted(keys, wanted), max(len(keys) - 1, 0))
    return np.where(keys[at] == wanted, matrix.data[at], np.float32(0.0))


def _first(group: NDArray[np.int64]) -> NDArray[np.intp]:
    """Where each run of equal numbers starts."""
    return np.flatnonzero(np.concatenate([[True], group[1:] != group[:-1]]))
