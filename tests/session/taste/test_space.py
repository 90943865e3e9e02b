from dataclasses import replace

import numpy as np
import pytest

from moodarc.catalog import Tags
from moodarc.music.metadata import GENRES
from moodarc.session.taste import TasteSpace
from moodarc.session.taste.space import DESCRIPTORS, N_SOUND
from synthetic_library import make_library, make_track, sounding

WIDTH = 1 + len(DESCRIPTORS) + N_SOUND + len(GENRES)
SOUND = slice(1 + len(DESCRIPTORS), 1 + len(DESCRIPTORS) + N_SOUND)


def of_genre(track, genre):
    return replace(track, tags=Tags(genre=genre))


def test_there_is_a_row_of_finite_traits_for_each_analysed_track():
    tracks = make_library(30)
    space = TasteSpace.of([*tracks[:10], replace(tracks[10], analysis=None), *tracks[11:]])
    assert space.traits.shape == (29, WIDTH)
    assert np.isfinite(space.traits).all()
    assert [space.row_of[i] for i in space.track_id.tolist()] == list(range(29))
    assert (space.traits[:, 0] == 1.0).all()


def test_descriptors_are_standard_scores_of_a_usual_length_of_1():
    space = TasteSpace.of(make_library(400))
    energy = space.traits[:, 1 + DESCRIPTORS.index("energy")] * np.sqrt(len(DESCRIPTORS))
    assert energy.mean() == pytest.approx(0.0, abs=1e-9)
    assert energy.std() == pytest.approx(1.0)


def test_what_does_not_vary_or_is_not_known_is_0():
    tracks = [sounding(track, None) for track in make_library(5)]
    space = TasteSpace.of(tracks)
    assert (space.traits[:, SOUND] == 0.0).all()
    assert (space.traits[:, 1 + DESCRIPTORS.index("liveness")] == 0.0).all()


def test_a_track_without_embedding_is_as_usual_among_those_with_one():
    tracks = make_library(6)
    space = TasteSpace.of([sounding(tracks[0], None), *tracks[1:]])
    assert (space.traits[0, SOUND] == 0.0).all()
    assert (space.traits[1:, SOUND] != 0.0).any(axis=1).all()


def test_genres_are_shares():
    space = TasteSpace.of(
        [of_genre(make_track(i), tag) for i, tag in enumerate(["Jazz", "Jazz; Folk", "?", None])]
    )
    shares = space.traits[:, -len(GENRES) :]
    assert shares.sum(axis=1).tolist() == [1.0, 1.0, 0.0, 0.0]
    assert shares[:, GENRES.index("jazz")].tolist() == [1.0, 0.5, 0.0, 0.0]


def test_unknown_artists_are_artists_of_their_own():
    names = ["Nico", None, "nico", None]
    space = TasteSpace.of([make_track(i, artist=name) for i, name in enumerate(names)])
    assert space.artist[0] == space.artist[2]
    assert len(set(space.artist.tolist())) == 3


def test_an_empty_library_is_a_space_of_no_rows():
    assert TasteSpace.of([]).traits.shape == (0, WIDTH)
