"""What all tests share: no settings of this machine, and small records."""

import pytest

from moodarc.settings import Settings


@pytest.fixture(autouse=True)
def own_folders(monkeypatch, tmp_path):
    """The program finds no configuration, database or cache but those of the test."""
    for name in (*Settings.model_fields, "config"):
        monkeypatch.delenv(f"MOODARC_{name.upper()}", raising=False)
    for name in ("CONFIG", "DATA", "CACHE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name.lower()))
