"""From a table of plays to a playlist: train, compare, and serve without the training libraries."""

import csv
import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from moodarc.catalog import Tags
from moodarc.cli import main
from moodarc.recommend import load_trained
from moodarc.storage import open_store
from synthetic_library import make_library, place_all

N_TRACKS = 40
SERVE = """
import sys
class Absent:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in ("torch", "sklearn", "pyarrow", "pandas"):
            raise ModuleNotFoundError(f"{name} is blocked", name=name)
sys.meta_path.insert(0, Absent())
from moodarc.cli import main
sys.exit(main(sys.argv[1:]))
"""


def tags(number: int) -> Tags:
    return Tags(artist=f"Artist {number % 20}", title=f"Song {number}")


@pytest.fixture
def db(tmp_path) -> Path:
    """A library whose tracks have artist and title."""
    path = tmp_path / "music.db"
    with open_store(path) as store:
        place_all(store, [replace(t, tags=tags(i)) for i, t in enumerate(make_library(N_TRACKS))])
    return path


@pytest.fixture
def plays(tmp_path) -> Path:
    """Listeners who play the even songs in turn, or the odd ones."""
    file = tmp_path / "plays.csv"
    rng = np.random.default_rng(2)
    with file.open("w", newline="", encoding="utf-8") as stream:
        table = csv.writer(stream)
        table.writerow(["user", "artist", "title", "time"])
        for who in range(60):
            first = rng.integers(N_TRACKS // 2)
            for step in range(14):
                song = tags(((first + step) * 2 + who % 2) % N_TRACKS)
                table.writerow([f"u{who}", song.artist, song.title, 1000 + 200 * step])
    return file


@pytest.fixture
def heard(tmp_path) -> Path:
    file = tmp_path / "heard.csv"
    songs = [tags(number) for number in (4, 6, 8, 10)]
    rows = "".join(f"{song.artist},{song.title}\n" for song in songs)
    file.write_text(f"artist,title\n{rows}", encoding="utf-8")
    return file


@pytest.mark.parametrize("command", [("sequence", "sasrec"), ("cf", "ease")])
def test_a_model_is_trained_and_serves_without_torch(db, *, plays, heard, command):
    (kind, model), tmp_path = command, plays.parent
    out, work = tmp_path / "model", tmp_path / "work"
    train = ["train", kind, "--data", str(plays), "--model", model, "--out", str(out)]
    assert main([*train, "--work", str(work), "--epochs", "25", "--split", "last"]) == 0
    assert load_trained(out).name == model
    assert "Learned from 840 plays of 60 listeners and 40 items" in (out / "card.md").read_text()
    ask = ["playlist", "--va", "0", "0", "--n", "5", "--db", str(db), "--json"]
    wish = ["--history", str(heard), "--model", str(out)]
    finished = subprocess.run(
        [sys.executable, "-c", SERVE, *ask, *wish],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert finished.returncode == 0, finished.stderr
    assert f"{model} knows 4 of the 4 songs you heard" in finished.stderr
    offered = json.loads(finished.stdout)["tracks"]
    even = [int(track["title"].removeprefix("Song ")) % 2 == 0 for track in offered]
    assert np.mean(even) >= 0.8
    for track in offered:
        total = sum(reason["value"] for reason in track["reasons"])
        assert track["score"] == pytest.approx(total, abs=1e-6)
        assert "preference" in {reason["name"] for reason in track["reasons"]}


def test_a_history_needs_a_model(db, heard, capsys):
    assert main(["playlist", "--history", str(heard), "--db", str(db)]) == 2
    assert "--history and --model go together" in capsys.readouterr().err


def test_models_are_compared_in_one_table(tmp_path, plays, capsys):
    table = tmp_path / "table.md"
    code = main(
        [
            *("bench", "recommend", "--data", str(plays), "--models", "popularity,markov"),
            *("--protocol", "full", "--seeds", "1", "--split", "last"),
            *("--table", str(table), "--json", "-", "--work", str(tmp_path)),
        ]
    )
    captured = capsys.readouterr()
    assert code == 0, captured.err
    rows = {row["name"]: row for row in json.loads(captured.out)["rows"]}
    order, popular = (rows[f"recommend.plays.full.{m}.hr10"] for m in ("markov", "popularity"))
    assert order["low"] > popular["high"]
    assert "| markov |" in table.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ("--models oracle", "model oracle; expected some of popularity"),
        ("--protocol half", "protocol half; expected full"),
        ("--split moon", "split 'moon'; expected auto"),
        ("--preset best", "preset 'best'; expected ours or paper"),
        ("--split sessions", "no sessions"),
    ],
)
def test_a_wish_that_makes_no_sense_is_told(plays, *, capsys, options, told):
    assert main(["bench", "recommend", "--data", str(plays), *options.split()]) == 2
    assert told in capsys.readouterr().err


def test_a_model_of_the_other_kind_is_refused(tmp_path, plays, capsys):
    wish = ["train", "cf", "--data", str(plays), "--model", "markov", "--out", str(tmp_path / "m")]
    assert main(wish) == 2
    assert "model 'markov'; expected one of" in capsys.readouterr().err
