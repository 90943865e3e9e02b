import json
import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from cv2 import IMREAD_COLOR, imdecode
from tests.felt_diaries import write_diaries, write_songs

from moodarc.cli import extras
from moodarc.cli.forecast_learned import learned_forecast
from moodarc.listener import (
    FELT_RATES,
    POPULATION_MODEL,
    LearnedForecaster,
    believe,
    believe_log,
    transitions_after,
)
from moodarc.sensing import from_point
from moodarc.storage import open_store

NAMES = ("happy", "angry", "sad", "peaceful")
TYPED = "60 5 5 30 / 20 50 20 10 / 10,20,60,10 / 3 .5 1.5 5"
PNG = b"\x89PNG\r\n\x1a\n"


@pytest.fixture(autouse=True)
def empty(tmp_path, monkeypatch):
    file = tmp_path / "new.db"
    monkeypatch.setenv("MOODARC_DB", str(file))
    return file


@pytest.fixture
def ada(empty):
    """A listener of ten readings, half an hour apart, the last a minute ago."""
    rng, now = np.random.default_rng(0), datetime.now(UTC)
    with open_store(empty) as store:
        store.listeners.ensure("ada")
        for place in range(10):
            point = np.clip(rng.normal(0.3, 0.4, 2), -1, 1).tolist()
            at = now - timedelta(minutes=1 + 30 * (9 - place))
            store.readings.add("ada", from_point(*point, at))
    return "ada"


def matrix_of(answer):
    transitions = answer["model"]["transitions"]
    return np.array([[transitions[a][b] for b in NAMES] for a in NAMES]) / 100


def shares(answer, place, key="quadrants"):
    return np.array([answer["forecast"][place][key][name] for name in NAMES])


def test_a_listener_without_history_gets_the_populations_forecast_and_is_told_so(run, empty):
    shown = run("forecast").stdout
    assert "people's, as 41 were seen to move" in shown
    assert "no reading yet" in shown
    assert "moodarc feel" in shown
    answer = run("forecast", "--json").data
    assert answer["model"]["name"] == "population"
    assert matrix_of(answer) == pytest.approx(transitions_after(FELT_RATES, 1.0))
    expected = believe([], datetime.now(UTC)).emotion_vector
    assert shares(answer, 0) == pytest.approx(np.array(expected))
    with open_store(empty) as store:
        assert store.listeners.names() == []


def test_a_listener_with_history_gets_their_own(run, ada):
    answer = run("forecast", "--listener", ada, "--json").data
    assert (answer["listener"], answer["model"]["name"]) == ("ada", "personal")
    assert answer["model"]["steps"] == 9
    assert matrix_of(answer).sum(axis=1) == pytest.approx(1)
    assert np.abs(matrix_of(answer) - transitions_after(FELT_RATES, 1.0)).max() > 0.02
    assert [row["hours"] for row in answer["forecast"]] == [0, 1, 2, 3, 4, 5, 6]
    assert answer["source"].startswith("self_report 1 min ago")
    assert shares(answer, 1) == pytest.approx(shares(answer, 0) @ matrix_of(answer))


def test_the_table_shows_what_the_json_tells(run, ada):
    answer = run("forecast", "--listener", ada, "--json").data
    shown = run("forecast", "--listener", ada).stdout
    assert "learned from 9 steps of ada" in shown
    for row in matrix_of(answer):
        assert any(all(f"{cell:.0%}" in line for cell in row) for line in shown.splitlines())
    line = next(line for line in shown.splitlines() if line.startswith("  3 h "))
    assert f"{100 * shares(answer, 3)[0]:.0f} % (" in line
    assert "8 of 10 answers" in shown


def test_hours_and_minutes_choose_the_lines(run):
    answer = run("forecast", "--hours", 1.5, "--every", 30, "--json").data
    assert [row["hours"] for row in answer["forecast"]] == [0, 0.5, 1, 1.5]
    shown = run("forecast", "--hours", 1.5, "--every", 30).stdout
    assert "\n  30 min " in shown
    assert "\n  1 h 30 " in shown


def test_typed_chances_are_the_model(run):
    answer = run("forecast", "--transitions", TYPED, "--mood", "sad", "--json").data
    assert answer["model"]["name"] == "typed"
    assert matrix_of(answer)[2].tolist() == pytest.approx([0.1, 0.2, 0.6, 0.1])
    assert matrix_of(answer)[3].tolist() == pytest.approx([0.3, 0.05, 0.15, 0.5])
    expected = shares(answer, 0) @ np.linalg.matrix_power(matrix_of(answer), 3)
    assert shares(answer, 3) == pytest.approx(expected)


def test_the_papers_population_can_be_asked_for(run):
    answer = run("forecast", "--model", "mmm", "--va", 0.9, 0.9, "--json").data
    assert matrix_of(answer) == pytest.approx(POPULATION_MODEL)


def test_a_feeling_given_here_is_where_it_starts_and_is_not_stored(run, ada, empty):
    answer = run("forecast", "--listener", ada, "--va", -0.9, -0.9, "--json").data
    assert answer["forecast"][0]["valence"] == answer["forecast"][0]["arousal"] == -0.9
    assert answer["forecast"][0]["quadrants"]["sad"] > 0.9
    with open_store(empty) as store:
        assert len(store.readings.of(ada)) == 10


def test_what_json_writes_can_be_the_model_of_another_day(run, ada, tmp_path):
    told = run("forecast", "--listener", ada, "--json")
    file = tmp_path / "model.json"
    file.write_text(told.stdout)
    again = run("forecast", "--model", file, "--va", 0, 0, "--json").data
    assert matrix_of(again) == pytest.approx(matrix_of(told.data))
    file.write_text(json.dumps(told.data["model"] | {"step_min": 30}))
    assert run("forecast", "--model", file, "--json").data["model"]["step_min"] == 30


def test_a_picture_is_drawn(run, ada, tmp_path):
    file = tmp_path / "ahead.png"
    result = run("forecast", "--listener", ada, "--plot", file)
    assert str(file) in result.stderr
    assert file.read_bytes().startswith(PNG)
    picture = imdecode(np.frombuffer(file.read_bytes(), np.uint8), IMREAD_COLOR)
    assert picture.shape[0] > 500
    # BGR of the four quadrants, each on a node of its own
    for colour in ((0, 159, 230), (0, 94, 213), (178, 114, 0), (115, 158, 0)):
        assert (np.abs(picture.astype(int) - colour).max(axis=2) <= 2).sum() > 3000


@pytest.mark.parametrize("name", ["$a", r"$\bad$", "音楽 🎵", "a_b^{"])
def test_any_name_can_stand_in_a_picture(run, tmp_path, name):
    run("forecast", "--listener", name, "--plot", tmp_path / "p.png")
    assert (tmp_path / "p.png").read_bytes().startswith(PNG)


def test_a_picture_needs_its_extra_and_says_which(run, monkeypatch, tmp_path):
    monkeypatch.setattr(extras, "find_spec", lambda _name: None)
    lines = run("forecast", "--plot", tmp_path / "p.png", code=2).stderr.splitlines()
    assert len(lines) == 1
    assert "matplotlib" in lines[0]
    assert 'pip install "moodarc[plot]"' in lines[0]


def test_without_a_picture_matplotlib_is_not_loaded():
    program = (
        "import sys; from moodarc.cli import main; main(['forecast']); "
        "sys.exit('matplotlib' in sys.modules)"
    )
    finished = subprocess.run([sys.executable, "-c", program], check=False, capture_output=True)
    assert finished.returncode == 0


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("--transitions", "1 2 3"), "four rows"),
        (("--transitions", "a b c d / 1 1 1 1 / 1 1 1 1 / 1 1 1 1"), "no numbers"),
        (("--transitions", "101 0 0 0 / 1 1 1 1 / 1 1 1 1 / 1 1 1 1"), "0 to 100"),
        (("--transitions", "nan 0 0 0 / 1 1 1 1 / 1 1 1 1 / 1 1 1 1"), "0 to 100"),
        (("--transitions", "1 1 1 1 / 0 0 0 0 / 1 1 1 1 / 1 1 1 1"), "angry leads nowhere"),
        (("--transitions", TYPED, "--model", "mmm"), "leave --model out"),
        (("--model", "no/such.json"), "personal, population, mmm"),
        (("--hours", "72", "--every", "1"), "1 to 200"),
        (("--hours", "1", "--every", "90"), "1 to 200"),
        (("--mood", "sad", "--va", "0", "0"), "one way"),
        (("--plot", "picture.svg"), ".png"),
        (("--plot", "no/such/folder/p.png"), "cannot be written"),
    ],
)
def test_what_makes_no_sense_is_one_line_with_the_remedy(run, options, told):
    lines = run("forecast", *options, code=2).stderr.splitlines()
    assert len(lines) == 1
    assert told in lines[0]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[1, 2]",
        "{}",
        '{"model": 3}',
        "not json",
        "[" * 50_000,
        '{"transitions": {"happy": 1}}',
        '{"transitions": "happy"}',
        '{"transitions": [[1]], "step_min": "x"}',
        json.dumps({"transitions": {a: dict.fromkeys(NAMES, "1") for a in NAMES}}),
        json.dumps({"transitions": {a: dict.fromkeys(NAMES, -1) for a in NAMES}}),
        json.dumps({"transitions": {a: dict.fromkeys(NAMES, 1) for a in NAMES}, "step_min": 0}),
        json.dumps({"transitions": {a: dict.fromkeys(NAMES, 1) for a in NAMES}, "step_min": 1e309}),
        b"\xff\xfe\x00",
    ],
)
def test_a_file_that_is_no_model_is_one_line(run, tmp_path, text):
    file = tmp_path / "model.json"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    assert len(run("forecast", "--model", file, code=2).stderr.splitlines()) == 1


def test_the_learned_forecaster_says_what_it_is(run, ada):
    own = run("forecast", "--listener", ada, "--json").data
    answer = run("forecast", "--listener", ada, "--model", "learned", "--json").data
    assert own["model"]["forecast_by"] == own["model"]["name"] == "personal"
    assert answer["model"]["forecast_by"] == "learned"
    shipped = LearnedForecaster.shipped()
    assert answer["model"]["forecast_version"] == shipped.version
    assert answer["model"]["attention_share"] == shipped.attention_share
    # the diagram stays that of the mental model
    assert matrix_of(answer) == pytest.approx(matrix_of(own))
    shown = run("forecast", "--listener", ada, "--model", "learned").stdout
    assert f"by {shipped.version}, learned from people's moments" in shown
    assert "learned from 9 steps of ada" in shown


@pytest.fixture(params=["UTC", "Asia/Tokyo"])
def zone(request, monkeypatch):
    monkeypatch.setenv("TZ", request.param)
    return ZoneInfo(request.param)


def test_a_learned_forecast_is_by_the_local_clock(run, ada, zone):
    answer = run("forecast", "--listener", ada, "--model", "learned", "--json").data
    at = datetime.fromisoformat(answer["at"])
    with open_store(Path(os.environ["MOODARC_DB"])) as store:
        readings = store.readings.of(ada)
    forecaster = LearnedForecaster.shipped().local_to(zone)
    hours = [row["hours"] for row in answer["forecast"]]
    expected = forecaster.forecast(readings, believe_log(readings, at), hours)
    for place, one in enumerate(expected):
        assert shares(answer, place) == pytest.approx(np.array(one.vector))
        assert shares(answer, place, "low") == pytest.approx(np.array(one.low))
        assert answer["forecast"][place]["valence"] == pytest.approx(one.state.valence)


def test_a_learned_forecast_needs_no_history(run, empty, tmp_path):
    file = tmp_path / "ahead.png"
    answer = run("forecast", "--model", "learned", "--plot", file, "--json").data
    assert answer["model"]["name"] == "population"
    assert answer["model"]["forecast_by"] == "learned"
    for place in range(7):
        assert shares(answer, place).sum() == pytest.approx(1)
    assert file.read_bytes().startswith(PNG)
    assert "no reading yet" in run("forecast", "--model", "learned").stdout
    with open_store(empty) as store:
        assert store.listeners.names() == []


def test_a_learned_forecast_starts_from_the_feeling_given(run):
    answer = run("forecast", "--model", "learned", "--va", -0.9, -0.9, "--json").data
    other = run("forecast", "--model", "learned", "--va", 0.9, 0.9, "--json").data
    assert answer["forecast"][0]["valence"] == pytest.approx(-0.9)
    assert answer["forecast"][1]["valence"] < other["forecast"][1]["valence"]


def test_what_a_learned_forecast_writes_can_be_the_model_of_another_day(run, ada, tmp_path):
    told = run("forecast", "--listener", ada, "--model", "learned", "--json")
    file = tmp_path / "model.json"
    file.write_text(told.stdout)
    again = run("forecast", "--model", file, "--va", 0, 0, "--json").data
    assert matrix_of(again) == pytest.approx(matrix_of(told.data))


def test_the_picture_of_a_learned_forecast_shows_where_it_looked_back(run, ada, tmp_path):
    plain, learned = tmp_path / "a.png", tmp_path / "b.png"
    run("forecast", "--listener", ada, "--plot", plain)
    run("forecast", "--listener", ada, "--model", "learned", "--plot", learned)
    heights = [
        imdecode(np.frombuffer(file.read_bytes(), np.uint8), IMREAD_COLOR).shape[0]
        for file in (plain, learned)
    ]
    assert heights[1] > heights[0] + 300


def test_each_head_looks_back_on_the_newest_moments(ada, empty):
    with open_store(empty) as store:
        readings = store.readings.of(ada)
    _, made_by = learned_forecast(
        readings, believe_log(readings, datetime.now(UTC)), [0.0, 2.0], zone=UTC
    )
    # nine before the last, which is the present one
    assert made_by.attended.shape[1] == len(made_by.ago_h) == 10
    assert made_by.attended.sum(axis=1) == pytest.approx(1, abs=1e-5)
    assert made_by.ago_h[-1] == 0
    assert made_by.ago_h[0] == pytest.approx(4.5, abs=0.05)
    assert made_by.hour == 2


def test_more_moments_than_the_attention_sees_are_drawn(run, ada, tmp_path):
    now = datetime.now(UTC)
    with open_store(Path(os.environ["MOODARC_DB"])) as store:
        for place in range(70):
            at = now - timedelta(hours=10 + place)
            store.readings.add(ada, from_point(0.1, 0.2, at))
    run("forecast", "--listener", ada, "--model", "learned", "--plot", tmp_path / "p.png")


def test_the_bench_of_lists_runs_from_the_command_line(run, tmp_path):
    data, songs = write_diaries(tmp_path / "f.parquet"), write_songs(tmp_path / "s.parquet")
    shown = run("bench", "forecast-lists", "--data", data, "--tracks", songs).stdout
    assert "forecast_lists.full.pmm_smoothed.t1.balanced_accuracy" in shown
