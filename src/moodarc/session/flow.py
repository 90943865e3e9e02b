"""How each track would follow another, in the score's unit: tempo, key, loudness, timbre."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from moodarc.recommend import KEY_FLOWS, loudness_flow, octave_flow, timbre_flow
from moodarc.session.columns import Columns
from moodarc.session.policy import PathPolicy

__all__ = ["Flow"]

Floats = NDArray[np.float64]
Rows = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Flow:
    """Flow among n tracks, ready for being asked again and again.

    Attributes:
        policy: the weights.
        octave: (n,), of the tempo; NaN = no beat.
        key: int64 (n,), of `key_code`.
        loudness_lufs: float64 (n,).
        embedding: (n, d).
    """

    policy: PathPolicy
    octave: NDArray[np.floating]
    key: Rows
    loudness_lufs: Floats
    embedding: NDArray[np.floating]

    @classmethod
    def of(cls, policy: PathPolicy, columns: Columns) -> "Flow":
        """Among tracks."""
        loudness_lufs = columns.table.loudness_lufs.astype(np.float64)
        embedding = columns.table.embedding
        return cls(policy, columns.octave, columns.key, loudness_lufs, embedding)

    @property
    def most(self) -> float:
        """No track follows another better than that."""
        policy = self.policy
        return policy.tempo + policy.key + policy.loudness + policy.timbre

    def parts(self, before: ArrayLike, after: Rows | slice = slice(None)) -> dict[str, Floats]:
        """From the rows `before` (...) into the rows `after`: (..., n) by part."""
        rows, policy = np.asarray(before, dtype=np.int64), self.policy
        octave, lufs = self.octave[rows, None], self.loudness_lufs[rows, None]
        return {
            "flow_tempo": policy.tempo * octave_flow(octave, self.octave[after]),
            "flow_key": policy.key * KEY_FLOWS[self.key[rows]].take(self.key[after], axis=-1),
            "flow_loudness": policy.loudness * loudness_flow(lufs, self.loudness_lufs[after]),
            "flow_timbre": policy.timbre * timbre_flow(self.embedding[rows], self.embedding[after]),
        }

    def into(self, before: Rows, after: Rows) -> Floats:
        """All parts together from each of `before` into each of `after`, (len, len)."""
        flow, *others = self.parts(before, after).values()
        for values in others:
            flow += values
        return flow
