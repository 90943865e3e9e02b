"""The numbers of many tracks that a search computes on, one row a track.

Besides the table of the catalogue: what every search would derive from it anew. It is derived once,
in float32 and with each column lying by itself; `take` hands out the few rows of a search in
float64, so that what is compared there is exact. In a large library neighbours also lie together in
boxes (`boxes`).
"""

from dataclasses import dataclass, fields, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from moodarc.affect import emotion_vectors
from moodarc.catalog import TrackTable
from moodarc.recommend import key_code, octave_of
from moodarc.session.boxes import Boxes

__all__ = ["Columns"]

BOXED: Final = 2000
"""tracks, of which boxes are worth their time"""

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
        in_plane: boxes of valence, arousal and doubt; None among few tracks.
        in_emotion: boxes of the emotion vectors, likewise.
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
    in_plane: Boxes | None = None
    in_emotion: Boxes | None = None

    @classmethod
    def of(cls, table: TrackTable, duration_s: NDArray[np.float64]) -> "Columns":
        """All columns of a table."""
        vectors = emotion_vectors(table.affect, table.variance)
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
        emotion = np.ascontiguousarray(vectors.T, dtype=np.float32)
        doubt, boxed = table.variance.sum(axis=1), len(table) >= BOXED
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
            in_plane=Boxes.of(np.vstack([table.affect.T, doubt])) if boxed else None,
            in_emotion=Boxes.of(emotion) if boxed else None,
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
