from pathlib import Path

import numpy as np
import pytest

from moodarc.affect import AffectCurve, TrackAffect, Variance
from moodarc.catalog import DESCRIPTOR_NAMES, Descriptors, Tags, Track, TrackAnalysis, TrackTable


def descriptors(track_id):
    """Descriptors of which each holds its own number, so that a column cannot be mistaken."""
    return Descriptors(
        **{name: track_id * 100 + place for place, name in enumerate(DESCRIPTOR_NAMES)}
        | {"key": track_id % 12, "mode": track_id % 2}
    )


def track(track_id, artist, *, analysed=True, embedding=None):
    empty = np.zeros((0, 2), dtype=np.float32)
    analysis = TrackAnalysis(
        analyser="test 1",
        descriptors=descriptors(track_id),
        affect=TrackAffect(track_id / 10, -track_id / 10, Variance(0.1, 0.2)),
        curve=AffectCurve(np.zeros(0, dtype=np.float32), 3.0, empty, empty),
        speech_probability=0.0,
        embedding=embedding,
    )
    return Track(
        track_id=track_id,
        path=Path(f"/music/{track_id}.ogg"),
        content_hash=str(track_id),
        tags=Tags(artist=artist),
        analysis=analysis if analysed else None,
    )


def test_the_table_holds_the_analysed_tracks_in_their_order():
    table = TrackTable.from_tracks([track(5, "A"), track(1, "B", analysed=False), track(2, "C")])
    assert len(table) == 2
    assert table.track_id.tolist() == [5, 2]
    np.testing.assert_allclose(table.affect, [[0.5, -0.5], [0.2, -0.2]], rtol=1e-6)
    np.testing.assert_allclose(table.variance, [[0.1, 0.2]] * 2, rtol=1e-6)


@pytest.mark.parametrize(
    "name", ["tempo_bpm", "key", "mode", "loudness_lufs", "energy", "duration_s"]
)
def test_each_column_is_the_descriptor_of_its_name(name):
    table = TrackTable.from_tracks([track(2, "A"), track(7, "A")])
    expected = [getattr(descriptors(number), name) for number in (2, 7)]
    assert getattr(table, name).tolist() == expected


def test_one_artist_has_one_number_however_it_is_spelt_and_the_unknown_have_none():
    names = ["Björk", "björk ", None, "", "Nico"]
    table = TrackTable.from_tracks([track(i, name) for i, name in enumerate(names)])
    assert table.artist.tolist() == [0, 0, -1, -1, 1]


def test_a_track_without_embedding_has_a_row_of_nan():
    heard = np.array([0.6, 0.8], np.float32)
    table = TrackTable.from_tracks([track(1, "A"), track(2, "A", embedding=heard)])
    assert table.embedding.dtype == np.float32
    np.testing.assert_array_equal(table.embedding, np.float32([[np.nan, np.nan], [0.6, 0.8]]))


def test_an_embedding_of_another_size_than_most_is_left_out():
    sizes = (2, 3, 2)
    own = [track(i, "A", embedding=np.ones(size, np.float32)) for i, size in enumerate(sizes)]
    assert np.isnan(TrackTable.from_tracks(own).embedding).tolist() == [
        [False, False],
        [True, True],
        [False, False],
    ]


def test_an_empty_library_is_a_table_of_no_rows():
    table = TrackTable.from_tracks([])
    assert len(table) == 0
    assert table.affect.shape == table.variance.shape == (0, 2)
    assert table.embedding.shape == (0, 0)
