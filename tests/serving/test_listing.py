"""Columns find and sort as a plain loop does, with what is not analysed among them."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moodarc.affect import Quadrant
from moodarc.serving.listing import Columns, Wanted
from moodarc.storage import TrackStatus, open_store
from synthetic_library import make_library, place_all

GENRES = (None, "Rock", "Jazz")


@pytest.fixture(scope="module")
def library(tmp_path_factory):
    db = tmp_path_factory.mktemp("listing") / "music.db"
    tracks = [
        replace(track, tags=replace(track.tags, genre=GENRES[track.track_id % 3]))
        for track in make_library(60)
    ]
    with open_store(db) as store:
        place_all(store, tracks)
        store.tracks.mark([5, 6], TrackStatus.MISSING)
        columns = Columns.of(store, store.tracks.playable())
    return lambda: (tracks, columns)  # hypothesis shows what a test was given


@given(
    quadrant=st.none() | st.sampled_from(Quadrant),
    genre=st.none() | st.sampled_from(["Rock", "Jazz", "Folk"]),
    least=st.none() | st.floats(-1, 1),
    most=st.none() | st.floats(0, 1),
    word=st.sampled_from(["", "song", "ARTIST 1", "9", "zz"]),
)
def test_every_filter_is_that_of_a_plain_loop(library, *, quadrant, genre, least, most, word):
    tracks, columns = library()
    wanted = Wanted(
        search=word,
        exact={} if genre is None else {"genre": genre},
        quadrant=quadrant,
        bounds={"valence": (least, None), "energy": (None, most)},
        sort="added",
    )
    expected = [
        track.track_id
        for track in tracks
        if quadrant in (None, track.analysis.affect.quadrant)
        and genre in (None, track.tags.genre)
        and (least is None or track.analysis.affect.valence >= least)
        and (most is None or track.analysis.descriptors.energy <= most)
        and all(
            part
            in f"{track.title} {track.tags.artist} {track.tags.genre or ''} {track.path}".lower()
            for part in word.lower().split()
        )
    ]
    assert columns.found(wanted).tolist() == expected


def test_a_status_is_found(library):
    _, columns = library()
    wanted = Wanted(exact={"status": "missing"}, bounds={})
    assert columns.found(wanted).tolist() == [5, 6]


def test_what_has_no_value_comes_last_either_way(library):
    _, columns = library()
    holes = {**columns.numbers, "valence": columns.numbers["valence"].copy()}
    holes["valence"][[0, 7]] = float("nan")
    holed = replace(columns, numbers=holes)
    for descending in (False, True):
        wanted = Wanted(exact={}, bounds={}, sort="valence", descending=descending)
        assert sorted(holed.found(wanted)[-2:].tolist()) == [1, 8]
