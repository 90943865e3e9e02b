"""What SiTunes' tracks express, from what may ship: genre and sound, never the service's columns.

Valence is that of the genre in our own metadata model (`music.metadata`, learned from 4Q). The
genres here are broad and tell next to nothing of arousal, so arousal comes from the sound: the
equal mean of four standardised columns of openSMILE that rise with arousal (variation of loudness
and of energy, spectral sharpness, zero crossings), scaled to the spread of rated music. The four
were chosen after each column's own slope on the felt change had been seen, beside four other mixes;
their weights are equal and fitted to nothing. So a slope of arousal on them is no untouched
estimate. Over SiTunes' tracks they go along with the service's energy at r about .47, which makes
such a slope too small rather than too large.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from moodarc.datasets import SiTunesMusic
from moodarc.evaluation.situnes_inputs import filled
from moodarc.music.metadata import MetadataPrior
from moodarc.music.metadata.effects import genre_shares
from moodarc.music.rated_music import RATED_DEVIATION

__all__ = ["expressed_by", "genres_of_tracks", "service_affect"]

Numbers = NDArray[np.float64]

_SOUND: Final = (2, 3, 4, 6)
"""places in `SOUND_COLUMNS`: loudness and energy variation, sharpness, zero crossings"""
_SERVICE: Final = (8, 3)
"""places of valence and energy in `SERVICE_COLUMNS`, 0 to 1"""


def expressed_by(music: SiTunesMusic, tracks: NDArray[np.int64]) -> Numbers:
    """Valence and arousal that the tracks express, (n, 2); 0 where nothing is known."""
    shares = np.array([genre_shares(genre) for genre in genres_of_tracks(music, tracks)])
    valence = MetadataPrior.shipped().genres.estimate(shares)[0][:, 0]
    sound = filled(music.sound[:, _SOUND])
    spread = sound.std(axis=0)
    standard = (sound - sound.mean(axis=0)) / np.where(spread > 0.0, spread, 1.0)
    loud = standard.mean(axis=1)
    arousal = RATED_DEVIATION[1] * loud / max(float(loud.std()), 1e-9)
    rows = music.rows_of(tracks)
    told = np.where(rows >= 0, arousal[rows], 0.0)
    return np.asarray(np.clip(np.column_stack([valence, told]), -1.0, 1.0))


def service_affect(music: SiTunesMusic, tracks: NDArray[np.int64]) -> Numbers:
    """The streaming service's valence and energy, in [-1, 1]: for evaluation only."""
    values = 2.0 * filled(music.service[:, _SERVICE]) - 1.0
    rows = music.rows_of(tracks)
    return np.where(rows[:, None] >= 0, values[rows], 0.0)


def genres_of_tracks(music: SiTunesMusic, tracks: NDArray[np.int64]) -> list[str]:
    """The broad genre of each track; "" where there is none."""
    return [music.genres[row] if row >= 0 else "" for row in music.rows_of(tracks)]
