"""The library as columns: what scorers and path planners compute on."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from moodarc.catalog.track import Track

__all__ = ["TrackTable"]


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class TrackTable:
    """One row a track; all columns have length n. Ties in a ranking break by row.

    Attributes:
        track_id: int64 (n,).
        affect: float32 (n, 2), valence and arousal in [-1, 1].
        variance: float32 (n, 2).
        tempo_bpm: float32 (n,); 0 = no beat.
        key: int8 (n,), pitch class of the tonic; -1 = none.
        mode: int8 (n,), 1 major, 0 minor, -1 none.
        loudness_lufs: float32 (n,).
        energy: float32 (n,), [0, 1].
        duration_s: float32 (n,).
        artist: int64 (n,), a number for each artist; -1 = unknown, which equals no other.
        embedding: float32 (n, d), what the emotion network hears; NaN in the row of a track that
            has none, d = 0 where none has any.
    """

    track_id: NDArray[np.int64]
    affect: NDArray[np.float32]
    variance: NDArray[np.float32]
    tempo_bpm: NDArray[np.float32]
    key: NDArray[np.int8]
    mode: NDArray[np.int8]
    loudness_lufs: NDArray[np.float32]
    energy: NDArray[np.float32]
    duration_s: NDArray[np.float32]
    artist: NDArray[np.int64]
    embedding: NDArray[np.float32]

    def __len__(self) -> int:
        return len(self.track_id)

    @classmethod
    def from_tracks(cls, tracks: Sequence[Track]) -> "TrackTable":
        """The table of all analysed tracks among `tracks`, in their order."""
        rows = [(track, track.analysis) for track in tracks if track.analysis is not None]
        analyses = [analysis for _, analysis in rows]
        sound = [analysis.descriptors for analysis in analyses]
        return cls(
            track_id=np.array([track.track_id for track, _ in rows], dtype=np.int64),
            affect=_pairs([(a.affect.valence, a.affect.arousal) for a in analyses]),
            variance=_pairs([a.affect.variance[:2] for a in analyses]),
            tempo_bpm=np.array([d.tempo_bpm for d in sound], dtype=np.float32),
            key=np.array([d.key for d in sound], dtype=np.int8),
            mode=np.array([d.mode for d in sound], dtype=np.int8),
            loudness_lufs=np.array([d.loudness_lufs for d in sound], dtype=np.float32),
            energy=np.array([d.energy for d in sound], dtype=np.float32),
            duration_s=np.array([d.duration_s for d in sound], dtype=np.float32),
            artist=_artist_numbers([track for track, _ in rows]),
            embedding=_embeddings([a.embedding for a in analyses]),
        )


def _pairs(values: Sequence[tuple[float, float]]) -> NDArray[np.float32]:
    return np.asarray(values, dtype=np.float32).reshape(-1, 2)


def _embeddings(own: Sequence[NDArray[np.float32] | None]) -> NDArray[np.float32]:
    """One row each; those of another size than most are of another network and left out."""
    sizes = Counter(len(one) for one in own if one is not None)
    size = sizes.most_common(1)[0][0] if sizes else 0
    if not size:
        return np.zeros((len(own), 0), dtype=np.float32)
    none = np.full(size, np.nan, dtype=np.float32)
    rows = [none if one is None or len(one) != size else one for one in own]
    return np.concatenate(rows, dtype=np.float32).reshape(-1, size)


def _artist_numbers(tracks: Sequence[Track]) -> NDArray[np.int64]:
    numbers: dict[str, int] = {}
    return np.array(
        [
            -1
            if not track.tags.artist
            else numbers.setdefault(track.tags.artist.casefold().strip(), len(numbers))
            for track in tracks
        ],
        dtype=np.int64,
    )
