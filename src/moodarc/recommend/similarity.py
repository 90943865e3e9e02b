"""How alike a track sounds to a favourite one: content-based taste (MISSION LE-2).

Similarity is the mean of four parts, each in [0, 1]: perceived emotion (`affect_match`), pulse
(`tempo_flow`), key (`key_flow`) and energy (1 - |difference|). Emotion counts as much as each of
the others, because the path already steers it; what is added here is the sound.
"""

from dataclasses import dataclass

import numpy as np

from moodarc.affect import affect_match
from moodarc.catalog import TrackTable
from moodarc.recommend.key_flow import key_flow
from moodarc.recommend.scorer import Scores
from moodarc.recommend.tempo_flow import tempo_flow

__all__ = ["SeedSimilarity"]


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
        parts = (
            affect_match(table.affect, self.affect),
            tempo_flow(self.tempo_bpm, table.tempo_bpm),
            key_flow((self.key, self.mode), (table.key, table.mode)),
            1.0 - np.abs(table.energy.astype(np.float64) - self.energy),
        )
        similarity: Scores = np.mean(parts, axis=0).astype(np.float32)
        return similarity
