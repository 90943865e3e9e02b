"""How one track follows another, in words: pulse, key and loudness."""

import math

from moodarc.catalog import PITCH_CLASSES, TrackTable
from moodarc.recommend import key_distance

__all__ = ["transition_texts"]


def transition_texts(pair: TrackTable) -> dict[str, str]:
    """A text for each part of `flow.flow_parts`.

    Args:
        pair: two rows, the track before and the track.
    """
    return {
        "flow_tempo": _tempo(*pair.tempo_bpm.tolist()),
        "flow_key": _key(pair),
        "flow_loudness": _loudness(*pair.loudness_lufs.tolist()),
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
