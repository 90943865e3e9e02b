r"""What plays side by side in sessions, as further voices beside a network, mixed by a gate.

    p(j | history) = g_0 softmax(states @ vectors^T + bias)_j + sum_c g_c voice_c(j)
    voice_c(j)     = sum_k w_{c,k} table_c[item k steps back, j] / sum_k w_{c,k}

Albums and lists are played in their order, and a table of counts knows that order by heart where a
network must squeeze it into embeddings; the network knows the rest (longer context, items that were
seldom played). Four voices:

- `next`: what followed the last item (first-order Markov),
- `after`: what came within `REACH` plays after an item in one session, weighted 1 / distance
  (sequential rules; Kamehkhosh, Jannach and Ludewig, RecTemp 2017),
- `before`: likewise, what came before it,
- `again`: the items of the history themselves (RepeatNet's idea, Ren et al., AAAI 2019).

The gate g and the weights w of the steps back are learned with the network. While they are, the
very step to be foretold is taken out of the tables (leave one out); else they would seem to know
everything.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from moodarc.catalog import Interactions

__all__ = ["EVIDENCE_SIZE", "N_VOICES", "REACH", "Table", "Tables", "count_tables", "mixed"]

REACH: Final = 8
"""plays on either side of an item that `after` and `before` look at, and steps back they start"""
N_VOICES: Final = 4
EVIDENCE_SIZE: Final = 2


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """Counts, rows by the item that is known.

    Attributes:
        counts: float32 (n_items, n_items).
        leaving: float32 (n_items,), their sums by row.
    """

    counts: sp.csr_array
    leaving: NDArray[np.float32]

    @classmethod
    def of(cls, counts: sp.csr_array) -> "Table":
        """With its sums."""
        counts.sort_indices()
        return cls(counts, np.asarray(counts.sum(axis=1), dtype=np.float32))


@dataclass(frozen=True, slots=True, eq=False)
class Tables:
    """What is played beside what.

    Attributes:
        following: steps from row to column.
        after: 1 / distance, summed over what came after within `REACH`.
        before: the same of what came before, its transpose.
    """

    following: Table
    after: Table
    before: Table

    @classmethod
    def of(cls, following: sp.csr_array, after: sp.csr_array) -> "Tables":
        """With what follows from both."""
        return cls(Table.of(following), Table.of(after), Table.of(sp.csr_array(after.T)))

    def spoken(self, steps: NDArray[np.float32]) -> list[tuple[NDArray[np.float32], Table]]:
        """Each table, and the weights of the steps back that it starts at."""
        reach = (steps[0, :1], steps[1, :REACH], steps[2, :REACH])
        return list(zip(reach, (self.following, self.after, self.before), strict=True))

    def evidence(self, last: NDArray[np.integer]) -> NDArray[np.float32]:
        """float32 (..., 2): what the gate is told of the last item; -1 = none."""
        leaving = np.where(last >= 0, self.following.leaving[last], 0.0)
        return np.stack([np.log1p(leaving), leaving < 1.0], axis=-1).astype(np.float32)

    def told(
        self, back: NDArray[np.int64], target: NDArray[np.int64], *, together: NDArray[np.bool_]
    ) -> NDArray[np.float32]:
        """float32 (n, 3, reach): shares of targets in `next`, `after`, `before`, leaving one out.

        Args:
            back: (n, reach) item rows 1, 2, ... steps before the target; -1 = none.
            target: (n,) item rows.
            together: (n, reach), whether that step was counted with the target.
        """
        reach = back.shape[1]
        distance = np.arange(1, reach + 1)
        known = np.maximum(back, 0)
        aim = np.broadcast_to(target[:, None], back.shape)
        told = np.zeros((len(target), 3, reach), dtype=np.float32)
        first = together[:, 0].astype(np.float32)
        told[:, 0, 0] = _share(self.following, (known[:, 0], target), first)
        own = np.where(together, 1.0 / distance, 0.0).astype(np.float32)
        told[:, 1] = _share(self.after, (known, aim), own)
        told[:, 2] = _share(self.before, (known, aim), np.zeros_like(own))
        told *= (back >= 0)[:, None]
        return told


def count_tables(plays: Interactions) -> Tables:
    """Tables of one listener's plays, within a session where there are sessions."""
    shape = (plays.n_items, plays.n_items)
    after = sp.csr_array(shape, dtype=np.float32)
    following = after
    for distance in range(1, REACH + 1):
        beside = plays.listener[distance:] == plays.listener[:-distance]
        if plays.session is not None:
            beside &= plays.session[distance:] == plays.session[:-distance]
        pairs = (plays.item[:-distance][beside], plays.item[distance:][beside])
        counts = sp.coo_array((np.ones(len(pairs[0]), np.float32), pairs), shape=shape).tocsr()
        following = counts if distance == 1 else following
        after = after + counts / np.float32(distance)
    return Tables.of(following, sp.csr_array(after))


def mixed(
    scores: NDArray[np.float32],
    history: NDArray[np.int32],
    *,
    tables: Tables,
    gate: NDArray[np.float32],
    steps: NDArray[np.float32],
) -> NDArray[np.float32]:
    """Logarithms of the mixture.

    Args:
        scores: (n, n_items) of the network; overwritten.
        history: (n, length) item rows, the latest last; -1 before the first.
        tables: of the voices.
        gate: (n, 1 + N_VOICES), shares that sum to 1.
        steps: (N_VOICES, length), weights of 1, 2, ... steps back.
    """
    scores -= scores.max(axis=1, keepdims=True)
    np.exp(scores, out=scores)
    scores *= (gate[:, 0] / scores.sum(axis=1))[:, None]
    heard = [_beside(history, weights, table) for weights, table in tables.spoken(steps)]
    heard.append(_weighted(history, steps[3], n_items=scores.shape[1]))
    for place, voice in enumerate(heard, start=1):
        rows = np.repeat(np.arange(len(scores)), np.diff(voice.indptr))
        scores[rows, voice.indices] += gate[rows, place] * voice.data  # no entry occurs twice
    return np.log(np.maximum(scores, np.finfo(np.float32).tiny), out=scores)


def _share(
    table: Table, where: tuple[NDArray[np.int64], NDArray[np.int64]], own: NDArray[np.float32]
) -> NDArray[np.float32]:
    """Shares of entries, each with its own count taken out."""
    rows, columns = where
    found = np.asarray(table.counts[rows.ravel(), columns.ravel()]).reshape(rows.shape) - own
    left = table.leaving[rows] - own
    shares: NDArray[np.float32] = np.where(left > 1e-3, found / np.maximum(left, 1e-3), 0.0)
    return np.clip(shares, 0.0, 1.0)


def _weighted(
    history: NDArray[np.int32], steps: NDArray[np.float32], *, n_items: int
) -> sp.csr_array:
    """float32 (n, n_items), the history's items with the weights of their places, sum 1."""
    latest = history[:, ::-1][:, : len(steps)]
    weights = np.where(latest >= 0, steps[: latest.shape[1]], np.float32(0.0))
    weights /= np.maximum(weights.sum(axis=1, keepdims=True), np.float32(1e-9))
    row, place = np.nonzero(latest >= 0)
    spots = (row, latest[row, place])
    return sp.coo_array((weights[row, place], spots), shape=(len(history), n_items)).tocsr()


def _beside(history: NDArray[np.int32], steps: NDArray[np.float32], table: Table) -> sp.csr_array:
    known = _weighted(history, steps, n_items=len(table.leaving))
    known.data /= np.maximum(table.leaving[known.indices], np.float32(1e-3))
    return sp.csr_array(known @ table.counts)
