"""How closely related the keys of two neighbours are.

Distance is counted in steps on the circle of fifths between the keys' signatures (0 to 6; a minor
key has the signature of its relative major), plus one step where the mode changes. Probe-tone
ratings place keys in this order: fifths and relatives near, the tritone far (Krumhansl and
Kessler, Psychological Review 89, 1982). Flow is 1 in the same key and 0 at the largest distance,
7 steps. Where either key is unknown nothing can be said, and flow is 0.5.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from moodarc.catalog import TrackTable
from moodarc.recommend.scorer import Scores

__all__ = ["KEY_FLOWS", "KeyFlow", "key_code", "key_distance", "key_flow"]

UNKNOWN_FLOW = 0.5
"""Flow where a key is unknown: neither helps nor hurts."""
MAX_STEPS = 7
"""Six steps to the tritone and one for the mode."""


def key_flow(
    before: tuple[ArrayLike, ArrayLike], after: tuple[ArrayLike, ArrayLike]
) -> NDArray[np.float64]:
    """Flow between keys, each given as (key, mode); arrays broadcast.

    `key` is the pitch class of the tonic, 0 = C ... 11 = B, -1 = none; `mode` is 1 for major, 0
    for minor, -1 for none.

    Returns:
        float64, in [0, 1].

    >>> c_major, a_minor, f_sharp_minor = (0, 1), (9, 0), (6, 0)
    >>> [round(float(key_flow(c_major, k)), 2) for k in (c_major, a_minor, f_sharp_minor, (-1, -1))]
    [1.0, 0.86, 0.43, 0.5]
    """
    fifths, mode_changes = key_distance(before, after)
    return np.where(
        _is_known(before) & _is_known(after),
        1.0 - (fifths + mode_changes) / MAX_STEPS,
        UNKNOWN_FLOW,
    )


def key_distance(
    before: tuple[ArrayLike, ArrayLike], after: tuple[ArrayLike, ArrayLike]
) -> tuple[NDArray[np.int8], NDArray[np.bool_]]:
    """Fifths between the signatures of known keys, in [0, 6], and whether the mode changes.

    >>> c_major, e_minor = (0, 1), (4, 0)
    >>> [part.item() for part in key_distance(c_major, e_minor)]
    [1, True]
    """
    key_a, mode_a, key_b, mode_b = map(_integers, (*before, *after))
    apart = np.abs(_fifths(key_a, mode_a) - _fifths(key_b, mode_b))
    return np.minimum(apart, 12 - apart), np.asarray(mode_a != mode_b)


def _integers(values: ArrayLike) -> NDArray[np.int8]:
    return np.asarray(values, dtype=np.int8)


def _is_known(key: tuple[ArrayLike, ArrayLike]) -> NDArray[np.bool_]:
    return np.asarray(np.minimum(*map(_integers, key)) >= 0)


def _fifths(key: NDArray[np.int8], mode: NDArray[np.int8]) -> NDArray[np.int8]:
    """Place of the key's signature on the circle of fifths in [0, 12), C major and A minor = 0."""
    relative_major = np.where(mode == 0, key + 3, key)
    return (relative_major * 7) % 12


def key_code(key: ArrayLike, mode: ArrayLike) -> NDArray[np.int64]:
    """A number for each key, the place in `KEY_FLOWS`; all that are not known share the last."""
    code = 2 * np.asarray(key, dtype=np.int64) + np.asarray(mode, dtype=np.int64)
    return np.where(_is_known((key, mode)), code, _CODES - 1)


_CODES: Final = 2 * 12 + 1
_EACH: Final = (np.append(np.arange(24) // 2, -1), np.append(np.arange(24) % 2, -1))
KEY_FLOWS: Final = key_flow((_EACH[0][:, None], _EACH[1][:, None]), _EACH)
"""float64 (25, 25), `key_flow` between all keys by their codes, for looking up"""


@dataclass(frozen=True, slots=True)
class KeyFlow:
    """Flow from a track in `key` and `mode` into each track of a table."""

    key: int
    mode: int
    name: str = "flow_key"

    def score(self, table: TrackTable) -> Scores:
        """Flow into each row, in [0, 1]."""
        return key_flow((self.key, self.mode), (table.key, table.mode)).astype(np.float32)
