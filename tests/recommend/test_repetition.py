import numpy as np
import pytest

from moodarc.catalog import TrackTable
from moodarc.recommend import ArtistRepetition, repetition_after
from synthetic_library import make_track


@pytest.fixture
def table() -> TrackTable:
    names = ["Ann", "Bob", "ann ", None]
    return TrackTable.from_tracks([make_track(i, artist=name) for i, name in enumerate(names)])


def test_the_penalty_halves_with_each_half_life():
    np.testing.assert_allclose(repetition_after([1, 4, 7], half_life=3.0), [1, 0.5, 0.25])


def test_only_the_artist_just_heard_pays_in_full(table):
    ann = int(table.artist[0])
    np.testing.assert_array_equal(ArtistRepetition((ann,)).score(table), [-1, 0, -1, 0])


def test_the_nearest_hearing_counts(table):
    ann, bob = table.artist[:2].tolist()
    scores = ArtistRepetition((ann, bob, ann, bob)).score(table)
    np.testing.assert_allclose(scores[:2], [-(2**-0.5), -1.0], rtol=1e-6)


def test_unknown_artists_repeat_nobody(table):
    assert ArtistRepetition((-1, -1)).score(table)[3] == 0.0
