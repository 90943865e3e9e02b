"""How one track follows another, in words: pulse, key, loudness and timbre."""

import math
from typing import Final

import numpy as np

from moodarc.catalog import PITCH_CLASSES, TrackTable
from moodarc.recommend import key_distance, timbre_flow

__all__ = ["transition_texts"]

_ALIKE: Final = 0.75
"""of pairs of tracks that sound less alike: from there on two are said to; a judgement"""


def transition_texts(pair: TrackTable) -> dict[str, str]:
    """A text for each part of `flow.flow_parts`.

    Args:
        pair: two rows, the track before and the track.
    """
    return {
        "flow_tempo": _tempo(*pair.tempo_bpm.tolist()),
        "flow_key": _key(pair),
        "flow_loudness": _loudness(*pair.loudness_lufs.tolist()),
        "flow_timbre": _timbre(pair),
    }


def _tempo(before: float, after: float) -> str:
    if min(before, after) <= 0.0:
        return "no beat to compare"
    octaves = round(math.log2(after / before))
    pulse = {0: "", 1: " (x2)", -1: " (x1/2)"}.get(octaves, "")
    return f"{before:.0f} to {after:.0f} bpm{pulse}"


def _key(pair: TrackTable) -> str:
    keys, modes = pair.key.tolist(), pair.mode.tolist()
    if min(*keys, *modes) < 0:
        return "no key to compare"
    before, after = zip(keys, modes, strict=True)
    fifths, mode_changes = (int(part) for part in key_distance(before, after))
    relation = _relation(fifths, mode_changes=bool(mode_changes))
    return f"{relation}; {_key_name(*after)} after {_key_name(*before)}"


def _relation(fifths: int, *, mode_changes: bool) -> str:
    if fifths == 0:
        return "relative key" if mode_changes else "same key"
    away = "a fifth" if fifths == 1 else f"{fifths} fifths"
    return f"{away} away, other mode" if mode_changes else f"key {away} away"


def _key_name(key: int, mode: int) -> str:
    return f"{PITCH_CLASSES[key]} {'major' if mode else 'minor'}"


def _loudness(before: float, after: float) -> str:
    jump = after - before
    if abs(jump) < 0.05:
        return "as loud as before"
    return f"{abs(jump):.1f} LU {'louder' if jump > 0 else 'softer'}"


def _timbre(pair: TrackTable) -> str:
    before, after = pair.embedding[:1], pair.embedding[1:]
    if not pair.embedding.size or np.isnan(pair.embedding).any():
        return "no sound to compare"
    share = timbre_flow(before, after).item()
    if share >= _ALIKE:
        return f"sounds alike; more than {share:.0%} of pairs of tracks do"
    kind = "another sound" if share <= 1.0 - _ALIKE else "a sound neither like it nor unlike"
    return f"{kind}; {1.0 - share:.0%} of pairs of tracks are more alike"
