import json
import os
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from moodarc.affect import GoalKind
from moodarc.catalog import Tags
from moodarc.cli import main
from moodarc.cli.list_options import GoalName
from moodarc.library.playlists import read_playlist
from moodarc.listener import POPULATION_DYNAMICS
from moodarc.music.metadata import MetadataPrior
from moodarc.sensing import from_point
from moodarc.session import with_all_parts
from moodarc.storage import open_store
from synthetic_library import make_library, place_all

LIBRARY = make_library(200, seed=4)


@pytest.fixture
def db(tmp_path) -> Path:
    """A database with a library."""
    path = tmp_path / "music.db"
    with open_store(path) as store:
        place_all(store, LIBRARY)
    return path


@pytest.fixture
def ask(db, capsys):
    """Run `moodarc playlist` with JSON."""

    def run(*options: str) -> dict:
        capsys.readouterr()
        code = main(["playlist", *options, "--db", str(db), "--json"])
        captured = capsys.readouterr()
        assert code == 0, captured.err
        return json.loads(captured.out)

    return run


@pytest.fixture
def refuse(db, capsys):
    """Run `moodarc playlist` on what cannot be used; its one line."""

    def run(*options: str) -> str:
        assert main(["playlist", *options, "--db", str(db)]) == 2
        captured = capsys.readouterr()
        assert captured.out == ""
        (line,) = captured.err.splitlines()
        return line

    return run


def test_the_goals_are_those_of_the_house_but_the_point():
    assert {goal.value for goal in GoalName} == set(GoalKind) - {GoalKind.POINT}


def test_json_has_the_promised_form(ask):
    answer = ask("--va", "-0.5", "-0.5", "--goal", "lift", "--n", "6")
    assert list(answer) == ["goal", "belief", "intent", "offer", "tracks"]
    assert answer["goal"]["kind"] == "lift"
    assert answer["goal"]["reach"].startswith("Ends at")
    assert answer["belief"]["valence"] == pytest.approx(-0.5)
    assert len(answer["tracks"]) == 6
    for track in answer["tracks"]:
        assert list(track) == [
            "path",
            "title",
            "artist",
            "duration_s",
            "affect",
            "score",
            "reasons",
        ]
        values = [reason["value"] for reason in track["reasons"]]
        assert sum(values) == pytest.approx(track["score"], abs=1e-6)
        assert all(set(reason) == {"name", "value", "text"} for reason in track["reasons"])


def test_a_lift_leads_from_sad_to_happy(ask):
    affects = [t["affect"] for t in ask("--mood", "sad", "--goal", "lift", "--n", "8")["tracks"]]
    assert affects[0]["valence"] < -0.5
    assert affects[-1]["quadrant"] == "happy"


def test_minutes_limit_the_list(ask):
    total_s = sum(
        track["duration_s"] for track in ask("--va", "0.5", "0.5", "--minutes", "25")["tracks"]
    )
    assert 24 * 60 < total_s <= 25 * 60


def test_terms_are_a_feeling(ask):
    belief = ask("--terms", "happy=4, calm=2")["belief"]
    assert belief["valence"] > 0.5
    assert belief["source"].startswith("self_report")


def test_a_seed_is_mood_and_taste(ask):
    answer = ask("--seed", "Song 7", "--as-measured")
    seed = with_all_parts(LIBRARY, MetadataPrior.shipped())[6]
    assert answer["belief"]["source"] == 'the mood of "Song 7"'
    assert answer["belief"]["valence"] == pytest.approx(seed.analysis.affect.valence, abs=1e-6)
    assert str(seed.path) not in [track["path"] for track in answer["tracks"]]
    assert "taste" in [reason["name"] for reason in answer["tracks"][0]["reasons"]]


def test_a_mood_beside_a_seed_is_the_feeling(ask):
    answer = ask("--seed", "7", "--va", "0.1", "0.2")
    assert answer["belief"]["valence"] == pytest.approx(0.1)


def test_to_leads_to_a_point(ask):
    answer = ask("--va", "0.5", "0.5", "--to", "-0.5", "-0.4")
    assert answer["goal"]["kind"] == "point"
    assert answer["goal"]["target"] == {"valence": -0.5, "arousal": -0.4}


def test_without_a_feeling_what_was_stored_is_weighed_with_how_people_feel(ask, db):
    assert main(["feel", "--va", "0.6", "0.4", "--db", str(db)]) == 0
    answer = ask()
    home = POPULATION_DYNAMICS.valence.home
    assert home + 0.1 < answer["belief"]["valence"] < 0.6


def test_what_was_said_three_times_is_believed_more(ask, db):
    at = datetime.now(UTC)
    with open_store(db) as store:
        for listener, times in {"ann": (1.0, 0.5, 0.0), "bob": (0.0,)}.items():
            store.listeners.ensure(listener)
            for hours in times:
                said = from_point(0.6, 0.4, at - timedelta(hours=hours))
                store.readings.add(listener, said)
    thrice, once = (ask("--listener", who)["belief"]["valence"] for who in ("ann", "bob"))
    assert once + 0.01 < thrice < 0.6


def test_the_feeling_of_another_listener_is_not_taken(ask, db):
    main(["feel", "--va", "0.6", "0.4", "--db", str(db), "--listener", "ann"])
    assert ask("--listener", "bob")["belief"]["valence"] == POPULATION_DYNAMICS.valence.home


def test_with_no_feeling_at_all_it_starts_from_the_average_and_says_so(db, capsys):
    assert main(["playlist", "--db", str(db)]) == 0
    assert "how people feel on average" in " ".join(capsys.readouterr().err.split())


def test_each_list_is_kept_as_a_decision(ask, db):
    answer = ask("--mood", "calm", "--listener", "ann")
    with open_store(db) as store:
        (decision,) = store.decisions.of("ann")
    assert [offer.score for offer in decision.offers] == [t["score"] for t in answer["tracks"]]
    assert decision.reach == answer["goal"]["reach"]


@pytest.mark.parametrize("ending", [".m3u8", ".xspf", ".jspf"])
def test_a_file_holds_the_list(ask, tmp_path, ending):
    file = tmp_path / f"list{ending}"
    answer = ask("--mood", "happy", "-o", str(file))
    found = read_playlist(file)
    assert [str(entry.path) for entry in found.entries] == [t["path"] for t in answer["tracks"]]
    assert found.title.startswith("moodarc match")


def test_people_see_a_table_a_plot_and_the_reach(db, capsys, tmp_path):
    file = tmp_path / "list.m3u8"
    options = ["--va", "-0.5", "-0.5", "--goal", "lift", "-o", str(file), "--db", str(db)]
    assert main(["playlist", *options]) == 0
    shown = capsys.readouterr().out
    for word in ("track", "length", "why", "lively", "12 tracks", "Ends at", str(file)):
        assert word in shown


def test_two_feelings_at_once_are_refused(refuse):
    assert "give only one of --mood, --va and --terms" in refuse("--mood", "sad", "--va", "0", "0")


def test_an_unknown_goal_names_the_known_ones(refuse):
    line = refuse("--goal", "fly")
    assert all(goal in line for goal in GoalName)


def test_a_goal_and_a_point_are_refused_together(refuse):
    assert "give one of them" in refuse("--goal", "lift", "--to", "0", "0")


def test_an_unknown_mood_is_refused(refuse):
    assert "hapy" in refuse("--mood", "hapy")


def test_an_unknown_ending_is_refused(refuse, tmp_path):
    line = refuse("--mood", "sad", "-o", str(tmp_path / "a.txt"))
    assert "ends in '.txt'; name a file that ends in .m3u8 or .xspf or .jspf" in line
    assert "has no ending" in refuse("--mood", "sad", "-o", str(tmp_path / "list"))


@pytest.mark.parametrize(
    ("options", "complaint"),
    [
        (("--n", "0"), "a list of 0 tracks"),
        (("--minutes", "nan"), "a list of nan minutes"),
        (("--to", "5", "5"), "--to 5 5; expected valence and arousal in [-1, 1]"),
        (("-o", "x.txt"), "ends in '.txt'"),
    ],
)
def test_bad_input_is_one_line_also_without_a_feeling(refuse, options, complaint):
    assert complaint in refuse(*options)


def test_an_empty_library_is_one_line_also_without_a_feeling(tmp_path, capsys):
    assert main(["playlist", "--db", str(tmp_path / "new.db")]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert "moodarc scan" in line


@pytest.mark.parametrize(
    ("name", "complaint"),
    [("a.txt", "ends in '.txt'"), ("no/where.m3u8", "is no folder"), ("f.xspf", "it is a folder")],
)
def test_a_file_that_cannot_be_written_is_refused_before_planning(
    refuse, tmp_path, monkeypatch, *, name, complaint
):
    def never(*_arguments, **_more):
        pytest.fail("planned before it looked where to write")

    monkeypatch.setattr("moodarc.session.plan_playlist", never)
    (tmp_path / "f.xspf").mkdir()
    assert complaint in refuse("--mood", "sad", "-o", str(tmp_path / name))


@pytest.mark.parametrize("seed", ["no such song at all", "9999"])
def test_an_unknown_seed_is_refused(refuse, seed):
    assert "`moodarc tracks`" in refuse("--seed", seed)


def test_an_empty_library_asks_for_a_scan(tmp_path, capsys):
    assert main(["playlist", "--mood", "sad", "--db", str(tmp_path / "new.db")]) == 2
    assert "moodarc scan" in capsys.readouterr().err


def test_a_name_that_is_no_unicode_passes_through(tmp_path, capsys):
    path = Path("/music") / os.fsdecode(b"caf\xe9 \n.flac")
    track = replace(LIBRARY[0], path=path, tags=Tags())
    db, file = tmp_path / "odd.db", tmp_path / "odd.m3u8"
    with open_store(db) as store:
        place_all(store, [track, LIBRARY[1]])
    options = ["playlist", "--va", "0", "0", "--seed", "2", "--db", str(db)]
    assert main([*options, "-o", str(file)]) == 0
    assert "\\xe9" in capsys.readouterr().out
    assert read_playlist(file).entries[0].path == path
    assert main([*options, "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert os.fsencode(answer["tracks"][0]["path"]) == os.fsencode(path)


def test_explain_adds_every_part_of_every_score(db, capsys):
    options = ["--va", "-0.5", "-0.5", "--goal", "lift", "--n", "4", "--explain", "--db", str(db)]
    assert main(["playlist", *options]) == 0
    shown = capsys.readouterr().out
    assert shown.count("certainty") == shown.count("= +") == 4
    assert shown.count("flow key") == 3


@pytest.mark.parametrize("columns", [60, 80, 120])
def test_the_answer_fits_the_terminal(db, capsys, monkeypatch, *, columns):
    monkeypatch.setenv("COLUMNS", str(columns))
    assert main(["playlist", "--mood", "sad", "--goal", "lift", "--db", str(db)]) == 0
    assert max(map(len, capsys.readouterr().out.splitlines())) <= columns
