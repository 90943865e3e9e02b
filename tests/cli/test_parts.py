"""What a track is known from, on the screen and as JSON."""

from dataclasses import replace

import pytest

from moodarc.affect import TrackAffect, Variance
from moodarc.catalog import AffectPart, Tags
from moodarc.cli.parts import certainty_json, certainty_line, part_lines
from moodarc.storage import Placement, open_store
from synthetic_library import make_track

LYRICS = TrackAffect(-0.25, 0.125, Variance(0.25, 0.25))


@pytest.fixture
def library(tmp_path, monkeypatch):
    """Six tracks, the first of which is known from everything there is."""
    tags = [
        Tags(title="So sad", artist="Ada", album="One", genre="Blues"),
        *(Tags(title=f"Song {n}", artist="Ada", album="One" if n < 2 else "Two") for n in range(4)),
        Tags(title="Alone"),
    ]
    tracks = [
        replace(make_track(n, (-0.1 * n, 0.05 * n), variance=0.1), tags=tag)
        for n, tag in enumerate(tags, start=1)
    ]
    file = tmp_path / "library.db"
    with open_store(file) as store:
        store.tracks.place([placement(track) for track in tracks])
    monkeypatch.setenv("MOODARC_DB", str(file))
    return tracks


def placement(track):
    first = track.track_id == 1
    return Placement(
        track_id=None,
        path=track.path,
        size_bytes=1,
        mtime_ns=1,
        content_hash=track.content_hash,
        analyser=track.analysis.analyser,
        tags=track.tags,
        analysis=track.analysis,
        lyrics=LYRICS if first else None,
        lyrics_stamp="dummy-1",
    )


@pytest.mark.usefixtures("library")
def test_show_tells_the_parts_with_value_deviation_and_share(run):
    shown = run("show", 1).stdout
    assert "known from" in shown
    for label in ("sound", "lyrics", "genre", "title, mood words", "artist's others", "album's"):
        assert any(line.strip().startswith(label) for line in shown.splitlines()), label
    assert "-0.25 +-0.50" in shown
    assert "certainty" in shown


def test_the_parts_as_json_are_those_of_the_track_and_their_shares_sum_to_one(library, run):
    told = run("show", 1, "--json").data
    parts = {part["name"]: part for part in told["parts"]}
    assert list(parts) == ["sound", "lyrics", "genre", "words", "artist", "album"]
    assert sum(part["share"] for part in parts.values()) == pytest.approx(1.0)
    assert parts["lyrics"]["valence"] == -0.25
    assert parts["lyrics"]["sd"] == {"valence": 0.5, "arousal": 0.5}
    assert parts["sound"]["valence"] == pytest.approx(library[0].analysis.affect.valence)
    assert told["affect"]["valence"] < parts["sound"]["valence"]
    sure = told["certainty"]
    assert sure["probability"] == pytest.approx(max(told["affect"]["shares"].values()))


def test_a_track_alone_is_known_from_its_sound(library, run):
    told = run("show", 6, "--json").data
    assert [(part["name"], part["share"]) for part in told["parts"]] == [("sound", 1.0)]
    assert told["affect"]["valence"] == pytest.approx(library[5].analysis.affect.valence)


@pytest.mark.usefixtures("library")
def test_a_playlist_is_made_of_the_combined_values_and_explains_each_share(run):
    told = run("playlist", "--mood", "sad", "--n", 6, "--as-measured", "--json").data
    of_first = next(track for track in told["tracks"] if track["title"] == "So sad")
    assert of_first["affect"]["valence"] == run("show", 1, "--json").data["affect"]["valence"]
    [heard] = [reason for reason in of_first["reasons"] if reason["name"] == "known_from"]
    assert heard["value"] == 0.0
    assert heard["text"].startswith("known from sound ")
    total = sum(reason["value"] for reason in of_first["reasons"])
    assert total == pytest.approx(of_first["score"], abs=1e-6)


@pytest.mark.usefixtures("library")
def test_the_explanation_has_a_line_of_shares_and_the_short_reason_none(run):
    asked = ("playlist", "--mood", "sad", "--n", 6)
    assert "known from sound" in run(*asked, "--explain").stdout
    assert "known from" not in run(*asked).stdout


@pytest.mark.parametrize(
    ("point", "variance", "word"),
    [
        ((0.9, 0.9), 0.01, "sure"),
        ((0.3, 0.9), 0.2, "fairly sure"),
        ((0.1, 0.2), 0.1, "unsure"),
        ((0.0, 0.0), 0.1, "open"),
    ],
)
def test_certainty_is_the_strongest_quadrants_share_in_words(point, variance, word):
    affect = TrackAffect(*point, Variance(variance, variance))
    told = certainty_json(affect)
    assert told["words"] == word
    assert certainty_line(affect) == f"{word} ({100 * told['probability']:.0f} %)"


def test_no_parts_are_no_lines():
    assert list(part_lines([])) == []


def test_a_value_next_to_nothing_has_no_minus():
    part = AffectPart("lyrics", TrackAffect(-0.001, -0.004, Variance(0.25, 0.25)), 0.1)
    assert "lyrics           +0.00 +-0.50   +0.00 +-0.50" in list(part_lines([part]))[1]
