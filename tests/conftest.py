"""What all tests share: no settings of this machine, and small records."""

import signal
import sys
from pathlib import Path

import pytest

from moodarc.settings import Settings

# worker processes import the dummy analyser by its name
sys.path.insert(0, str(Path(__file__).parent))

# a suite started in the background of a shell is born deaf to Ctrl-C, and so would be the programs
# that it starts and interrupts
signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(autouse=True)
def own_folders(monkeypatch, tmp_path):
    """The program finds no configuration, database or cache but those of the test."""
    for name in (*Settings.model_fields, "config"):
        monkeypatch.delenv(f"MOODARC_{name.upper()}", raising=False)
    monkeypatch.delenv("COLUMNS", raising=False)  # which xdist sets in its workers
    for name in ("CONFIG", "DATA", "CACHE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name.lower()))
