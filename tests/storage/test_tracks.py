"""Tracks go in and come out as they were."""

import os
from dataclasses import asdict, replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from moodarc.affect import TrackAffect, Variance
from moodarc.catalog import Tags
from moodarc.errors import StorageError, UnknownTrackError
from moodarc.storage import TrackFilter, TrackStatus, open_store

ODD = Path(os.fsdecode(b"/music/caf\xe9 \xff.ogg"))


def test_a_track_comes_back_as_it_went_in(store, records):
    tags = Tags(
        title="Eins",
        artist="Ada",
        year=1999,
        moods=("calm", "warm"),
        musicbrainz={"recording": "abc"},
        replaygain_track_db=-7.5,
    )
    [number] = store.tracks.place([records.placement(tags=tags)])
    track, expected = store.tracks.get(number), records.analysis()
    assert track.tags == tags
    assert track.path == Path("/music/one.ogg")
    assert track.analysis.descriptors == expected.descriptors
    assert track.analysis.affect == expected.affect
    assert track.analysis.speech_probability == expected.speech_probability
    for name, value in asdict(expected.curve).items():
        np.testing.assert_array_equal(getattr(track.analysis.curve, name), value)


def test_an_empty_curve_survives(store, records):
    analysis = records.analysis()
    none = np.zeros((0, 2), dtype=np.float32)
    object.__setattr__(analysis, "curve", type(analysis.curve)(none[:, 0], 3.0, none, none))
    [number] = store.tracks.place([records.placement(analysis=analysis)])
    assert store.tracks.get(number).analysis.curve.values.shape == (0, 2)


def test_a_path_that_is_no_unicode_survives(store, records):
    store.tracks.place([records.placement(ODD)])
    assert os.fsencode(store.tracks.with_path(ODD).path) == b"/music/caf\xe9 \xff.ogg"
    assert store.tracks.at_paths([ODD])[ODD].track_id == 1


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
@given(name=st.binary(min_size=1, max_size=30).filter(lambda b: b"/" not in b and b"\0" not in b))
def test_any_file_name_that_linux_allows_survives(store, records, name):
    path = Path("/music/x" + os.fsdecode(name))
    known = store.tracks.at_paths([path]).get(path)
    number = known and known.track_id
    [number] = store.tracks.place([records.placement(path, track_id=number)])
    assert store.tracks.get(number).path == path


def test_an_unknown_number_names_the_way_to_the_list(store):
    with pytest.raises(UnknownTrackError, match="`moodarc tracks`"):
        store.tracks.get(17)


def test_placing_a_known_track_again_doubles_nothing(store, records):
    [number] = store.tracks.place([records.placement()])
    assert store.tracks.place([records.placement(track_id=number)]) == [number]
    assert store.tracks.count() == 1


def test_a_batch_that_fails_is_taken_back_whole(store, records):
    broken = records.placement("/music/two.ogg", size_bytes=None)
    with pytest.raises(StorageError, match="NOT NULL"):
        store.tracks.place([records.placement(), broken])
    assert store.tracks.count() == 0


def test_a_new_file_whose_place_another_scan_has_filled_is_that_track(store, tmp_path, records):
    with open_store(tmp_path / "music.db") as other:
        [theirs] = other.tracks.place([records.placement()])
    assert store.tracks.place([records.placement(content="c2")]) == [theirs]
    assert [state.content_hash for state in store.tracks.states_of([theirs])] == ["c2"]
    assert store.tracks.count() == 1


def test_a_known_track_displaces_what_another_scan_put_in_its_new_place(store, records):
    [mover] = store.tracks.place([records.placement("/old.ogg")])
    [theirs] = store.tracks.place([records.placement("/new.ogg")])
    store.tracks.place([records.placement("/new.ogg", track_id=mover)])
    mine, other = store.tracks.states_of([mover, theirs])
    assert (mine.path, mine.status) == (Path("/new.ogg"), TrackStatus.PRESENT)
    assert other.status is TrackStatus.MISSING


def test_a_displaced_track_that_another_scan_found_elsewhere_stays_there(store, records):
    [first] = store.tracks.place([records.placement()])
    store.tracks.place([records.placement("/elsewhere.ogg", track_id=first)])
    store.tracks.place([records.placement(content="c2", displaced=first)])
    assert store.tracks.states_of([first])[0].status is TrackStatus.PRESENT


def test_a_displaced_track_is_missing_and_gives_its_place_away(store, records):
    [first] = store.tracks.place([records.placement()])
    [second] = store.tracks.place([records.placement(content="c2", displaced=first)])
    assert (
        store.tracks.at_paths([Path("/music/one.ogg")])[Path("/music/one.ogg")].track_id == second
    )
    assert store.tracks.states_of([first])[0].status is TrackStatus.MISSING


def test_an_embedding_comes_back_and_none_stays_none(store, records):
    heard = np.array([0.6, -0.8, 1e-7], dtype=np.float32)
    analysis = replace(records.analysis(), embedding=heard)
    [number] = store.tracks.place([records.placement(analysis=analysis)])
    [other] = store.tracks.place([records.placement("/music/two.ogg", content="c2")])
    found = store.tracks.get(number).analysis.embedding
    np.testing.assert_array_equal(found, heard)
    assert found.dtype == np.float32
    assert store.tracks.get(other).analysis.embedding is None


def test_copies_share_one_analysis(store, records):
    store.tracks.place([records.placement(), records.placement("/b.ogg", analysis=None)])
    assert store.tracks.get(2).analysis.affect == store.tracks.get(1).analysis.affect


def test_one_of_several_copies_is_playable(store, records):
    store.tracks.place([records.placement(), records.placement("/b.ogg")])
    assert [track.track_id for track in store.tracks.playable()] == [1]
    store.tracks.mark([1], TrackStatus.MISSING)
    assert [track.track_id for track in store.tracks.playable()] == [2]


def test_without_curves_everything_else_is_the_same(store, records):
    store.tracks.place([records.placement(), records.placement("/b.ogg", content="c2")])
    for bare, whole in zip(
        store.tracks.playable(curves=False), store.tracks.playable(), strict=True
    ):
        assert len(whole.analysis.curve.values)
        assert not len(bare.analysis.curve.values)
        same = replace(bare, analysis=replace(bare.analysis, curve=whole.analysis.curve))
        assert same == whole


def test_speech_missing_and_broken_tracks_are_not_playable(store, records):
    store.tracks.place(
        [
            records.placement("/a", content="1", analysis=records.analysis(speech=0.75)),
            records.placement("/b", content="2"),
            records.placement("/c", content="3"),
            records.placement("/d", content="4"),
        ]
    )
    store.tracks.mark([2], TrackStatus.MISSING)
    store.tracks.mark([3], TrackStatus.BROKEN)
    assert [track.track_id for track in store.tracks.playable()] == [4]
    assert [t.track_id for t in store.tracks.all(TrackFilter(speech=True))] == [1]


def test_changed_content_drops_the_analysis_nobody_shares(store, records):
    [number] = store.tracks.place([records.placement()])
    store.tracks.place([records.placement(track_id=number, content="c2")])
    assert not store.tracks.has_analysis("c1", "dummy-1")
    assert store.tracks.has_analysis("c2", "dummy-1")


def test_changed_content_keeps_the_analysis_of_a_copy(store, records):
    store.tracks.place([records.placement(), records.placement("/b.ogg")])
    store.tracks.place([records.placement(track_id=1, content="c2")])
    assert store.tracks.has_analysis("c1", "dummy-1")


def test_the_newer_analyser_speaks_for_the_track(store, records):
    [number] = store.tracks.place([records.placement()])
    better = records.analysis(analyser="dummy-2", valence=-0.5, arousal=-0.5)
    store.tracks.place([records.placement(track_id=number, analysis=better)])
    assert store.tracks.get(number).analysis.affect.valence == -0.5
    assert store.tracks.get(number).analysis.analyser == "dummy-2"


@pytest.mark.parametrize(
    ("words", "found"),
    [("ada", [1]), ("CAFE del", [2]), ("100%", [3]), ("", [1, 2, 3]), ("nothing", []), ("a_b", [])],
)
def test_search_wants_all_words_without_case_accents_or_wildcards(store, records, *, words, found):
    store.tracks.place(
        [
            records.placement("/m/1.ogg", content="1"),
            records.placement("/m/2.ogg", content="2", tags=Tags(title="Café del Mar")),
            records.placement("/m/3.ogg", content="3", tags=Tags(title="100% axb")),
        ]
    )
    assert [t.track_id for t in store.tracks.all(TrackFilter(search=words))] == found


def test_search_finds_the_file_name_of_a_track_without_tags(store, records):
    store.tracks.place([records.placement(ODD, tags=Tags())])
    assert store.tracks.count(TrackFilter(search="caf")) == 1


def test_a_quadrant_is_filtered_by_the_perceived_emotion(store, records):
    sad = records.analysis(valence=-0.5, arousal=-0.5)
    store.tracks.place(
        [records.placement("/a", content="1"), records.placement("/b", content="2", analysis=sad)]
    )
    assert [t.track_id for t in store.tracks.all(TrackFilter(quadrant="sad"))] == [2]
    assert [t.track_id for t in store.tracks.all(TrackFilter(quadrant="peaceful"))] == [1]


def test_below_takes_a_folder_and_not_its_namesakes(store, records):
    paths = ["/music/a/1.ogg", "/music/a.ogg", "/music/ab/2.ogg", "/music/a/b/3.ogg", "/music/a0"]
    store.tracks.place([records.placement(p, content=p) for p in paths])
    assert [str(s.path) for s in store.tracks.below(Path("/music/a"))] == [
        "/music/a/1.ogg",
        "/music/a/b/3.ogg",
    ]
    assert len(list(store.tracks.below(Path("/")))) == 5
    assert [str(s.path) for s in store.tracks.below(Path("/music/a.ogg"))] == ["/music/a.ogg"]


def test_a_listing_longer_than_a_page_is_whole_and_in_order(store, records):
    store.tracks.place([records.placement(f"/m/{i}", content=str(i)) for i in range(1203)])
    assert [t.track_id for t in store.tracks.all()] == list(range(1, 1204))
    assert [t.track_id for t in store.tracks.all(limit=501)] == list(range(1, 502))
    assert list(store.tracks.all(limit=0)) == []


def test_what_lyrics_express_goes_in_comes_out_and_goes_away(store, records):
    lyrics = TrackAffect(-0.5, 0.25, Variance(0.125, 0.25))
    [number] = store.tracks.place([records.placement(lyrics=lyrics, lyrics_stamp="dummy-1")])
    assert store.tracks.get(number).lyrics == lyrics
    assert store.tracks.playable()[0].lyrics == lyrics
    assert store.tracks.states_of([number])[0].lyrics_stamp == "dummy-1"
    store.tracks.place([records.placement(track_id=number, lyrics_stamp="dummy-2")])
    assert store.tracks.get(number).lyrics is None
