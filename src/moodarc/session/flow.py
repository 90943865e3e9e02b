"""How each track would follow another, in the score's unit: tempo, key, loudness, timbre."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from moodarc.catalog import TrackTable
from moodarc.recommend import key_flow, loudness_flow, tempo_flow, timbre_flow
from moodarc.session.policy import PathPolicy

__all__ = ["flow_parts"]


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
    rows = np.asarray(before, dtype=np.int64)[..., None]
    keys = (table.key[rows], table.mode[rows]), (table.key, table.mode)
    return {
        "flow_tempo": policy.tempo * tempo_flow(table.tempo_bpm[rows], table.tempo_bpm),
        "flow_key": policy.key * key_flow(*keys),
        "flow_loudness": policy.loudness
        * loudness_flow(table.loudness_lufs[rows], table.loudness_lufs),
        "flow_timbre": policy.timbre * timbre_flow(table.embedding[rows[..., 0]], table.embedding),
    }
