"""How one track follows another, in words: pulse, key, loudness and timbre."""

import math
from itertools import pairwise, starmap
from typing import Final

import numpy as np

from moodarc.catalog import PITCH_CLASSES, TrackTable
from moodarc.recommend import key_distance, timbre_flow

__all__ = ["transition_texts"]

Key = tuple[int, int]

_NO_SOUND: Final = "no sound to compare"
_ALIKE: Final = 0.75
"""of pairs of tracks that sound less alike: from there on two are said to; a judgement"""


def transition_texts(table: TrackTable) -> list[dict[str, str]]:
    """A text for each part of `flow.Flow`, for each track of a list after the first.

    Args:
        table: the tracks of the list, in playing order.
    """
    told = {
        "flow_tempo": list(starmap(_tempo, pairwise(table.tempo_bpm.tolist()))),
        "flow_key": _keys(table),
        "flow_loudness": list(starmap(_loudness, pairwise(table.loudness_lufs.tolist()))),
        "flow_timbre": _timbres(table),
    }
    return [dict(zip(told, texts, strict=True)) for texts in zip(*told.values(), strict=True)]


def _tempo(before: float, after: float) -> str:
    if min(before, after) <= 0.0:
        return "no beat to compare"
    octaves = round(math.log2(after / before))
    pulse = {0: "", 1: " (x2)", -1: " (x1/2)"}.get(octaves, "")
    return f"{before:.0f} to {after:.0f} bpm{pulse}"


def _keys(table: TrackTable) -> list[str]:
    keys = list(zip(table.key.tolist(), table.mode.tolist(), strict=True))
    before, after = (table.key[:-1], table.mode[:-1]), (table.key[1:], table.mode[1:])
    distances = zip(*(part.tolist() for part in key_distance(before, after)), strict=True)
    return [
        _key(*pair, fifths=fifths, mode_changes=changes)
        for pair, (fifths, changes) in zip(pairwise(keys), distances, strict=True)
    ]


def _key(before: Key, after: Key, *, fifths: int, mode_changes: bool) -> str:
    if min(*before, *after) < 0:
        return "no key to compare"
    relation = _relation(fifths, mode_changes=mode_changes)
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


def _timbres(table: TrackTable) -> list[str]:
    sound = table.embedding
    if not sound.size:
        return [_NO_SOUND] * (len(sound) - 1)
    shares = np.diagonal(timbre_flow(sound[:-1], sound[1:])).tolist()
    known = np.logical_and.reduce(np.isfinite(sound), axis=1)
    return [
        _timbre(share) if both else _NO_SOUND
        for share, both in zip(shares, (known[:-1] & known[1:]).tolist(), strict=True)
    ]


def _timbre(share: float) -> str:
    if share >= _ALIKE:
        return f"sounds alike; {share:.0%} of pairs of tracks are less alike"
    kind = "different" if share <= 1.0 - _ALIKE else "neither alike nor different"
    return f"sounds {kind}; {1.0 - share:.0%} of pairs of tracks are more alike"
