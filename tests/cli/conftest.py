"""The command line over a small library."""

import json

import numpy as np
import pytest
import soundfile
from typer.testing import CliRunner

import dummy_analyser
from moodarc.cli.app import app
from moodarc.library import scan
from moodarc.parallel import Executor
from moodarc.storage import open_store

FILES = {"calm.wav": 0.05, "loud.wav": 0.9, "speech.wav": 0.3, "sub/[b]odd\udce9\x1b[31m.wav": 0.5}


@pytest.fixture
def music(tmp_path):
    folder = tmp_path / "music"
    for name, level in FILES.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        tone = level * np.sin(np.arange(8000) * 0.3)
        with path.open("wb") as file:
            soundfile.write(file, tone, 8000, format="WAV")
    (folder / "bad.mp3").write_text("no music")
    return folder


@pytest.fixture
def db(tmp_path, music, monkeypatch):
    """A scanned library, chosen by the environment."""
    file = tmp_path / "library.db"
    with open_store(file) as store:
        here = Executor(workers=0)
        scan([music], store, load_analyser=dummy_analyser.load_dummy, executor=here)
    monkeypatch.setenv("MOODARC_DB", str(file))
    return file


@pytest.fixture
def run():
    """Runs one command line in this process; `.data` is its JSON."""

    def invoke(*arguments, code=0, **more):
        result = CliRunner().invoke(app, [str(a) for a in arguments], **more)
        assert result.exit_code == code, result.output
        result.data = json.loads(result.stdout) if "--json" in arguments and code == 0 else None
        return result

    return invoke
