"""How alike a track sounds to a favourite one: content-based taste (MISSION LE-2).

Similarity is the mean of four parts, each in [0, 1]: perceived emotion (`affect.affect_match`),
pulse (`tempo_flow`), key (`key_flow`) and energy (1 - |difference|). Emotion counts as much as each
of the others, because the path already steers it; what is added here is the sound.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from moodarc.catalog import TrackTable
from moodarc.recommend.affect_match import SQUARED_DIAGONAL
from moodarc.recommend.key_flow import KEY_FLOWS, key_code
from moodarc.recommend.scorer import Scores
from moodarc.recommend.tempo_flow import octave_flow, octave_of

__all__ = ["SeedSimilarity"]

Codes = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class SeedSimilarity:
    """Likeness to one seed track.

    Attributes:
        affect: valence and arousal of the seed, in [-1, 1].
        tempo_bpm: 0 = no beat.
        key: pitch class of the tonic; -1 = none.
        mode: 1 major, 0 minor, -1 none.
        energy: in [0, 1].
    """

    affect: tuple[float, float]
    tempo_bpm: float
    key: int
    mode: int
    energy: float
    name: str = "taste"

    def score(self, table: TrackTable) -> Scores:
        """Similarity of each row, in [0, 1]."""
        return self.among(
            affect=(table.affect[:, 0], table.affect[:, 1]),
            octave=octave_of(table.tempo_bpm).astype(np.float32),
            key=key_code(table.key, table.mode),
            energy=table.energy,
        )

    def among(
        self, *, affect: tuple[Scores, Scores], octave: Scores, key: Codes, energy: Scores
    ) -> Scores:
        """The same of tracks whose tempi and keys are at hand as `octave_of` and `key_code`."""
        squared = np.square(affect[0] - self.affect[0])
        squared += np.square(affect[1] - self.affect[1])
        squared *= 1.0 / SQUARED_DIAGONAL
        similarity: Scores = np.subtract(2.0, np.sqrt(squared, out=squared), out=squared)
        similarity -= np.abs(energy - self.energy)
        similarity += octave_flow(float(octave_of(self.tempo_bpm)), octave)
        similarity += KEY_FLOWS[key_code(self.key, self.mode)].astype(np.float32).take(key)
        similarity *= 0.25
        return similarity
