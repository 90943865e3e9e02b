"""What the engine knows of tracks: how long they are, and what they express.

It is made once for a library and shared by all engines over it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Self

from moodarc.catalog import Track

__all__ = ["TrackNumbers"]


@dataclass(frozen=True, slots=True, eq=False)
class TrackNumbers:
    """Numbers by track id, of the tracks that are analysed.

    Attributes:
        duration_s: length in seconds.
        affect: perceived valence and arousal.
    """

    duration_s: Mapping[int, float]
    affect: Mapping[int, tuple[float, float]]

    @classmethod
    def of(cls, tracks: Iterable[Track]) -> Self:
        """Of a library."""
        analysed = [(t.track_id, t.analysis) for t in tracks if t.analysis is not None]
        return cls(
            {track_id: a.descriptors.duration_s for track_id, a in analysed},
            {track_id: (a.affect.valence, a.affect.arousal) for track_id, a in analysed},
        )
