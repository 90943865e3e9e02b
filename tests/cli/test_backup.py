"""backup and restore."""

import pytest

from moodarc.storage import open_store


@pytest.fixture
def db(tmp_path, monkeypatch):
    file = tmp_path / "music.db"
    monkeypatch.setenv("MOODARC_DB", str(file))
    with open_store(file) as store:
        store.listeners.ensure("ada")
    return file


def test_a_backup_comes_back_over_what_is_there(run, db, tmp_path):
    file = tmp_path / "moodarc.tar.gz"
    made = run("backup", file, "--json").data
    assert made["size_bytes"] == file.stat().st_size
    assert (made["database"], made["files"]) == ("sqlite", 1)
    run("listener", "new", "--listener", "bob")
    assert "--force" in run("restore", file, code=2).stderr
    done = run("restore", file, "--force")
    assert f"{db} is as it was at 20" in done.stdout
    assert f"what was there before is kept: {db}.before-20" in done.stdout
    assert run("listeners", "--listener", "ada").stdout == "* ada\n"


def test_a_backup_goes_to_another_place(run, db, tmp_path):
    file, other = tmp_path / "moodarc.tar.gz", tmp_path / "other" / "music.db"
    assert f"{file}: " in run("backup", file).stdout
    done = run("restore", file, "--db", other, "--json").data
    assert (done["database"], done["kept"]) == (str(other), [])
    assert other.read_bytes()[:15] == db.read_bytes()[:15]


def test_what_cannot_be_is_one_line(run, db, tmp_path):
    assert "is there already" in run("backup", db, code=2).stderr
    assert "no backup of moodarc" in run("restore", db, "--force", code=2).stderr
    elsewhere = ("--db", tmp_path / "none.db")
    assert "nothing to back up" in run("backup", tmp_path / "x", *elsewhere, code=2).stderr
