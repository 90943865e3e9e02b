"""moodarc correct, and where its answer is seen."""

import pytest

from moodarc.storage import open_store
from synthetic_library import make_embedding, make_track, place_all, sounding


@pytest.fixture
def library(tmp_path, monkeypatch):
    file = tmp_path / "library.db"
    tracks = [make_track(n, (0.1 * n - 0.5, -0.2), variance=0.1) for n in range(1, 9)]
    sounding_ones = [
        sounding(track, make_embedding(0 if track.track_id in {3, 4} else track.track_id))
        for track in tracks
    ]
    with open_store(file) as store:
        place_all(store, sounding_ones)
    monkeypatch.setenv("MOODARC_DB", str(file))
    return file


def stored(library):
    with open_store(library) as store:
        return store.corrections.standing("me")


def test_a_correction_is_kept_and_the_answer_is_one_line(run, library):
    said = run("correct", "3", "--not", "sad").stdout
    assert said.startswith("Song 3: kept that it is not sad; sad ")
    assert said.count("\n") == 1
    assert "other track" in said
    assert [one.words for one in stored(library)] == ["it is not sad"]


@pytest.mark.usefixtures("library")
def test_the_answer_as_json_has_before_after_and_the_others(run):
    told = run("correct", "Song 3", "--at", "0.6", "0.7", "--json").data
    assert (told["track_id"], told["kind"], told["value"]) == (3, "at", [0.6, 0.7])
    assert told["before"]["quadrant"] == "sad"
    assert told["after"]["quadrant"] == "happy"
    assert told["after"]["variance"]["valence"] < told["before"]["variance"]["valence"]
    assert told["others_moved"] >= 1


@pytest.mark.usefixtures("library")
def test_show_tracks_and_playlists_see_it_and_other_listeners_do_not(run):
    run("correct", "3", "--is", "happy")
    shown = run("show", "3", "--json").data
    assert shown["parts"][-1]["name"] == "correction"
    assert shown["affect"]["quadrant"] == "happy"
    assert shown["affect_in_library"]["valence"] > 0.0
    assert "your correction" in run("show", "3").stdout
    assert "your corrections" in run("show", "4").stdout
    happy = run("tracks", "--quadrant", "happy", "--json").data
    assert 3 in [track["track_id"] for track in happy]
    listed = run("tracks", "--json", "--limit", "3").data
    assert listed[2]["affect"]["quadrant"] == "happy"
    assert run("tracks", "--quadrant", "happy", "--json", "--listener", "bob").data == []
    assert "your correction" in run("playlist", "--mood", "happy", "--explain").stdout


def test_what_was_said_can_be_taken_back(run, library):
    before = run("show", "3", "--json").data
    run("correct", "3", "--is", "happy")
    said = run("correct", "3", "--undo").stdout
    assert said.startswith("Song 3: taken back; happy ")
    assert stored(library) == []
    assert run("show", "3", "--json").data == before
    assert "nothing of track 3 that stands" in run("correct", "3", "--undo", code=2).stderr


@pytest.mark.usefixtures("library")
def test_one_thing_is_said_at_a_time(run):
    assert "0 corrections; give one of" in run("correct", "3", code=2).stderr
    both = run("correct", "3", "--is", "sad", "--not", "happy", code=2)
    assert "2 corrections; give one of" in both.stderr
    assert "expected a quadrant" in run("correct", "3", "--at", "2", "0", code=2).stderr
    assert "no track has" in run("correct", "77", "--is", "sad", code=2).stderr


@pytest.mark.usefixtures("library")
def test_export_hands_it_over_and_erase_removes_it(run):
    run("correct", "3", "--is", "happy")
    [row] = run("export", "--json").data["corrections"]
    assert (row["track_id"], row["kind"], row["value"]) == (3, "is", "happy")
    assert run("erase", "--yes", "--json").data["erased"]["corrections"] == 1
    assert run("show", "3", "--json").data["affect"]["quadrant"] == "sad"


def test_a_track_that_no_playlist_uses_is_corrected_all_the_same(run, tmp_path, monkeypatch):
    file = tmp_path / "spoken.db"
    with open_store(file) as store:
        place_all(store, [make_track(1, speech=0.9), make_track(2)])
    monkeypatch.setenv("MOODARC_DB", str(file))
    assert "not among what playlists use" in run("correct", "1", "--is", "sad").stdout
    assert run("correct", "1", "--is", "sad", "--json").data["after"] is None
