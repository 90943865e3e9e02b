"""export, erase, listeners."""

import json
from datetime import UTC, datetime

import pytest

from moodarc.affect import AffectReading, AffectState
from moodarc.storage import open_store


@pytest.fixture
def ada(db, monkeypatch):
    monkeypatch.setenv("MOODARC_LISTENER", "ada")
    with open_store(db) as store:
        for name in ("ada", "bob"):
            store.listeners.ensure(name)
        state = AffectState(valence=0.5, arousal=0.5, at=datetime(2026, 1, 1, tzinfo=UTC))
        reading = AffectReading(state=state, modality="self_report", note="glad über alles")
        store.readings.add("ada", reading)
    return db


@pytest.mark.usefixtures("ada")
def test_export_writes_json_on_standard_output(run):
    data = run("export", "--json").data
    assert data["readings"][0]["note"] == "glad über alles"
    assert json.loads(run("export").stdout) == data


@pytest.mark.usefixtures("ada")
def test_export_writes_a_file(run, tmp_path):
    file = tmp_path / "ada.json"
    counts = run("export", "-o", file, "--json").data
    assert counts == {
        "listener": "ada",
        "file": str(file),
        "readings": 1,
        "events": 0,
        "decisions": 0,
    }
    assert json.loads(file.read_text())["listener"] == "ada"
    assert "cannot be written" in run("export", "-o", tmp_path, code=2).stderr


@pytest.mark.usefixtures("ada")
def test_an_unknown_listener_is_exit_2(run):
    for command in ("export", "erase"):
        result = run(command, "--listener", "eve", code=2)
        assert "no listener is called 'eve' (known: ada, bob)" in result.stderr


def test_erase_wants_a_yes_where_nobody_can_be_asked(run, ada):
    assert "give --yes" in run("erase", code=2).stderr
    assert "glad" in run("export").stdout
    assert run("erase", "--yes", "--json").data == {
        "listener": "ada",
        "erased": {
            "events": 0,
            "readings": 1,
            "decisions": 0,
            "sessions": 0,
            "corrections": 0,
            "samples": 0,
            "facts": 0,
            "tokens": 0,
            "files": 0,
        },
    }
    assert "glad" not in "".join(p.read_bytes().decode("latin-1") for p in ada.parent.glob("*.db*"))


@pytest.mark.parametrize(("answer", "code", "left"), [("n\n", 1, 2), ("y\n", 0, 1)])
@pytest.mark.usefixtures("ada")
def test_erase_asks_at_a_terminal(run, monkeypatch, *, answer, code, left):
    monkeypatch.setattr("moodarc.cli.erase.is_terminal", lambda: True)
    run("erase", input=answer, code=code)
    assert len(run("listeners", "--json").data) == left


@pytest.mark.usefixtures("ada")
def test_listeners_marks_the_chosen_one(run):
    assert run("listeners").stdout == "* ada\n  bob\n"
    assert run("listeners", "--listener", "bob", "--json").data == [
        {"name": "ada", "chosen": False},
        {"name": "bob", "chosen": True},
    ]


@pytest.mark.usefixtures("db")
def test_no_listeners_is_no_error(run):
    assert "nobody has been here yet" in run("listeners").stderr
