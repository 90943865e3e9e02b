import numpy as np
import pytest

from moodarc.catalog import TrackTable
from moodarc.recommend import SeedSimilarity
from synthetic_library import make_track

SEED = SeedSimilarity(affect=(0.5, 0.5), tempo_bpm=120.0, key=0, mode=1, energy=0.5)


def similarity(point=(0.5, 0.5), **sound) -> float:
    return float(SEED.score(TrackTable.from_tracks([make_track(1, point, sound=sound)]))[0])


def test_a_track_that_sounds_the_same_is_wholly_alike():
    assert similarity() == 1.0


@pytest.mark.parametrize(
    ("sound", "lost"),
    [
        ({"energy": 0.9}, 0.4 / 4),
        ({"key": 6}, 6 / 7 / 4),
        ({"tempo_bpm": 120.0 * 2**0.25}, 0.5 / 4),
        ({"loudness_lufs": -40.0}, 0.0),
    ],
)
def test_each_part_of_the_sound_counts_a_quarter(sound, lost):
    assert similarity(**sound) == pytest.approx(1 - lost, abs=1e-6)


def test_emotion_counts_a_quarter():
    assert similarity((-0.5, -0.5)) == pytest.approx(1 - 0.5 / 4)


def test_it_falls_as_the_sound_moves_away():
    walk = [similarity(energy=energy) for energy in np.linspace(0.5, 1.0, 6)]
    assert walk == sorted(walk, reverse=True)
