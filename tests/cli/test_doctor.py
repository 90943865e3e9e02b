"""A doctor who is not shaken by anything."""

import importlib
from pathlib import Path

import pytest

from moodarc.cli import health
from moodarc.cli.requirements import CORE, installed_version, requirements


def findings(run, *, code=None):
    for exit_code in (0, 1) if code is None else (code,):
        try:
            result = run("doctor", code=exit_code)
        except AssertionError:
            continue
        return result.stdout
    pytest.fail("the doctor neither left with 0 nor with 1")


def by_topic(db="/nowhere/x.db"):
    found = {}
    for finding in health.examine(lambda: str(db), settings_file=Path("/nowhere.toml")):
        found.setdefault(finding.topic, {})[finding.name] = finding
    return found


def test_everything_that_is_needed_is_looked_at(db):
    found = by_topic(db)
    assert {"numpy", "scipy", "av", "soundfile", "sqlalchemy"} <= set(found["package"])
    assert all(finding.ok for finding in found["package"].values())
    assert all(finding.ok for finding in found["format"].values())
    assert {"wav", "mp3", "flac", "ogg", "m4a"} <= set(found["format"])
    assert found["database"][str(db)].text.startswith("4 tracks, ")
    assert "dev" in found["extra"]


def test_doctor_makes_no_database(run, tmp_path, monkeypatch):
    monkeypatch.setenv("MOODARC_DB", str(tmp_path / "none.db"))
    assert "not there yet" in findings(run)
    assert not (tmp_path / "none.db").exists()


def test_a_damaged_database_is_a_finding(run, tmp_path, monkeypatch):
    (tmp_path / "bad.db").write_bytes(b"x" * 5000)
    monkeypatch.setenv("MOODARC_DB", str(tmp_path / "bad.db"))
    assert "not a database" in findings(run, code=1)


def test_a_database_too_large_to_be_looked_at_whole_says_so(db, monkeypatch):
    monkeypatch.setattr("moodarc.storage.inspection._CHECK_S", -1.0)
    monkeypatch.setattr("moodarc.storage.inspection._STEPS", 1)
    finding = by_topic(db)["database"][str(db)]
    assert finding.ok
    assert finding.text.endswith("too large for every page to be looked at")


def test_wrong_settings_are_a_finding(run, tmp_path, monkeypatch):
    (tmp_path / "c.toml").write_text("nonsense = 1")
    monkeypatch.setenv("MOODARC_CONFIG", str(tmp_path / "c.toml"))
    assert "unknown setting 'nonsense'" in findings(run, code=1)


def test_a_package_that_cannot_be_imported_is_a_finding(monkeypatch):
    def broken(name, *args):
        if name == "soundfile":
            msg = "libsndfile.so: wrong ELF class"
            raise OSError(msg)
        return importlib.import_module(name, *args)

    monkeypatch.setattr(health, "import_module", broken)
    finding = by_topic()["package"]["soundfile"]
    assert not finding.ok
    assert "wrong ELF class" in finding.text
    assert "--force-reinstall soundfile" in finding.remedy


def test_a_missing_extra_says_how_to_get_it(monkeypatch):
    absent = {"librosa", "scikit-learn"}
    monkeypatch.setattr(
        health,
        "installed_version",
        lambda name: None if name in absent else installed_version(name),
    )
    finding = by_topic()["extra"]["train"]
    assert finding.ok is None
    assert finding.remedy == "pip install 'moodarc[train]'"


def test_doctor_as_json_is_as_healthy_as_its_exit_code(run, monkeypatch):
    found = [health.Finding("model", "affect", ok=True, text="Affect; macro-F1 0.75")]
    monkeypatch.setattr(health, "examine", lambda _db, **_more: iter(found))
    assert run("doctor", "--json").data == {
        "ok": True,
        "findings": [
            {
                "topic": "model",
                "name": "affect",
                "ok": True,
                "text": "Affect; macro-F1 0.75",
                "remedy": "",
            }
        ],
    }


def test_requirements_know_the_core_and_the_extras():
    found = requirements()
    assert {"numpy", "typer"} <= set(found[CORE])
    assert "pytest" in found["dev"]
    assert "moodarc" not in found["bench"]
