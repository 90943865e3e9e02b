"""The emotion curve of one track as it stands in its library.

A service holds its library without curves, which are half of its memory and are looked at one track
at a time. This takes the stored curve the way that the track's affect went: with all its parts
(`parts`), onto the library's scale (`library_scale`), after what the listener said (`corrections`).
"""

from typing import Final

from moodarc.affect import AffectCurve, TrackAffect, combine
from moodarc.catalog import Track, TrackAnalysis
from moodarc.session.library_scale import LibraryScale
from moodarc.session.parts import PART_NAMES, moved_curve

__all__ = ["library_curve"]

_SOUND: Final = "sound"


def library_curve(stored: TrackAnalysis, known: Track, scale: LibraryScale) -> AffectCurve:
    """The curve of a stored analysis, where the track lies as `known` in its library.

    Args:
        stored: with its curve, as it was analysed.
        known: the same track with its affect in the library, and what that is made of.
        scale: of the library.
    """
    if known.analysis is None:
        return stored.curve
    together = _with_all_parts(stored.affect, known)
    curve = moved_curve(stored.curve, stored.affect, together)
    return moved_curve(scale.apply_to_curve(curve), scale.apply(together), known.analysis.affect)


def _with_all_parts(sound: TrackAffect, known: Track) -> TrackAffect:
    """What all parts say together; to the last digit the sound's where that is alone."""
    parts = {part.name: part.affect for part in known.parts if part.name in PART_NAMES}
    return combine(parts)[0] if set(parts) - {_SOUND} else sound
