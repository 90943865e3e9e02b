r"""The numbers of many tracks that a search computes on, one row a track.

Besides the table of the catalogue: what every search would derive from it anew. It is derived once,
in float32 and with each column lying by itself; `take` hands out the few rows of a search in
float64, so that what is compared there is exact. A large library also has
k-d trees (Bentley 1975), which find the tracks near a point without reading the others: one of the
emotion vectors, and one of (valence, arousal, root of the doubt), whose squared distance from
$(t, 0)$ is $\lVert x - t \rVert^2$ and the doubt together, what the expected match falls by.
"""

from dataclasses import dataclass, fields, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import KDTree

from moodarc.affect import emotion_vectors
from moodarc.catalog import TrackTable
from moodarc.recommend import key_code, octave_of

__all__ = ["Columns"]

_MANY: Final = 2000
"""tracks, among which a tree is quicker than reading all"""

Floats = NDArray[np.floating]


@dataclass(frozen=True, slots=True, eq=False)
class Columns:
    """Tracks as numbers.

    Attributes:
        table: of the catalogue.
        duration_s: float64 (n,), exact, so that a time limit is kept to the last digit.
        valence: (n,).
        arousal: (n,).
        square: (n,), the squared distance from the origin.
        doubt: (n,), the variances of both, summed.
        emotion: (4, n), the emotion vectors at length 1.
        octave: (n,), of the tempo (`octave_of`); NaN = no beat.
        key: int64 (n,), of `key_code`.
        in_plane: tree of valence, arousal and root of doubt; None among few tracks.
        in_emotion: tree of the emotion vectors, likewise.
    """

    table: TrackTable
    duration_s: NDArray[np.float64]
    valence: Floats
    arousal: Floats
    square: Floats
    doubt: Floats
    emotion: Floats
    octave: Floats
    key: NDArray[np.int64]
    in_plane: KDTree | None = None
    in_emotion: KDTree | None = None

    @classmethod
    def of(cls, table: TrackTable, duration_s: NDArray[np.float64]) -> "Columns":
        """All columns of a table."""
        vectors = emotion_vectors(table.affect, table.variance)
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
        emotion = np.ascontiguousarray(vectors.T, dtype=np.float32)
        doubt, many = table.variance.sum(axis=1), len(table) >= _MANY
        return cls(
            table=table,
            duration_s=duration_s,
            valence=np.ascontiguousarray(table.affect[:, 0]),
            arousal=np.ascontiguousarray(table.affect[:, 1]),
            square=np.square(table.affect).sum(axis=1),
            doubt=doubt,
            emotion=emotion,
            octave=octave_of(table.tempo_bpm).astype(np.float32),
            key=key_code(table.key, table.mode),
            in_plane=KDTree(np.column_stack([table.affect, np.sqrt(doubt)])) if many else None,
            in_emotion=KDTree(emotion.T) if many else None,
        )

    def __len__(self) -> int:
        return len(self.duration_s)

    @property
    def points(self) -> NDArray[np.float64]:
        """(n, 2), valence and arousal."""
        return np.stack([self.valence, self.arousal], axis=1, dtype=np.float64)

    def take(self, rows: NDArray[np.int64]) -> "Columns":
        """Only these rows, in this order, in float64."""
        own = {f.name: getattr(self.table, f.name)[rows] for f in fields(self.table)}
        # products in double precision, so that twins stay twins in any company
        own["embedding"] = own["embedding"].astype(np.float64)
        return Columns(
            table=replace(self.table, **own),
            duration_s=self.duration_s[rows],
            valence=self.valence[rows].astype(np.float64),
            arousal=self.arousal[rows].astype(np.float64),
            square=self.square[rows].astype(np.float64),
            doubt=self.doubt[rows].astype(np.float64),
            emotion=self.emotion[:, rows].astype(np.float64),
            octave=octave_of(own["tempo_bpm"]),
            key=self.key[rows],
        )
