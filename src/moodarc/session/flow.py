"""How each track would follow another, in the score's unit: tempo, key, loudness, timbre."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from moodarc.catalog import TrackTable
from moodarc.recommend import (
    KEY_FLOWS,
    key_code,
    loudness_flow,
    octave_flow,
    octave_of,
    timbre_flow,
)
from moodarc.session.policy import PathPolicy

__all__ = ["FlowColumns", "flow_parts"]

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class FlowColumns:
    """What flow compares of n tracks, ready for being compared again and again.

    Attributes:
        octave: (n,), of the tempo; NaN = no beat.
        key: int64 (n,), of `key_code`.
        loudness_lufs: float64 (n,).
        embedding: (n, d), each number of all tracks lying together.
    """

    octave: Floats
    key: NDArray[np.int64]
    loudness_lufs: Floats
    embedding: NDArray[np.floating]

    @classmethod
    def of(cls, table: TrackTable) -> "FlowColumns":
        """Those of a table."""
        return cls(
            octave=octave_of(table.tempo_bpm),
            key=key_code(table.key, table.mode),
            loudness_lufs=table.loudness_lufs.astype(np.float64),
            embedding=np.asfortranarray(table.embedding),
        )

    def parts(self, policy: PathPolicy, before: ArrayLike) -> dict[str, Floats]:
        """See `flow_parts`."""
        rows = np.asarray(before, dtype=np.int64)
        octave, lufs = self.octave[rows, None], self.loudness_lufs[rows, None]
        return {
            "flow_tempo": policy.tempo * octave_flow(octave, self.octave),
            "flow_key": policy.key * KEY_FLOWS[self.key[rows]].take(self.key, axis=-1),
            "flow_loudness": policy.loudness * loudness_flow(lufs, self.loudness_lufs),
            "flow_timbre": policy.timbre * timbre_flow(self.embedding[rows], self.embedding),
        }


def flow_parts(
    policy: PathPolicy, table: TrackTable, before: ArrayLike
) -> dict[str, NDArray[np.float64]]:
    """Flow from the rows `before` into every row, by part.

    Args:
        policy: the weights.
        table: n tracks.
        before: rows of the predecessors, any shape (...).

    Returns:
        float64 (..., n) for each of flow_tempo, flow_key, flow_loudness and flow_timbre.
    """
    return FlowColumns.of(table).parts(policy, before)
