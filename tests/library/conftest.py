"""Small real audio files, and the library they go to."""

import numpy as np
import pytest
import soundfile

import dummy_analyser
from moodarc.library import scan
from moodarc.parallel import Executor
from moodarc.storage import open_store


def write_audio(path, *, level=0.25, seconds=0.2, rate=8000):
    """A tone whose level makes its content differ from that of others."""
    path.parent.mkdir(parents=True, exist_ok=True)
    samples = np.full(int(seconds * rate), level, dtype=np.float32)
    samples *= np.sin(np.arange(len(samples)) * 0.3).astype(np.float32)
    suffix = path.suffix.lower()
    kind = {".mp3": "MP3", ".flac": "FLAC", ".ogg": "OGG"}.get(suffix, "WAV")
    with path.open("wb") as file:
        soundfile.write(file, samples, rate, format=kind)
    return path


@pytest.fixture
def audio():
    return write_audio


@pytest.fixture
def music(tmp_path):
    """A folder with four files in four formats."""
    folder = tmp_path / "music"
    for number, name in enumerate(("a.wav", "b.flac", "c.ogg", "sub/d.mp3")):
        write_audio(folder / name, level=0.1 + number / 10)
    return folder


class Library:
    """A database and scans into it, in this process."""

    def __init__(self, store):
        self.store = store

    def scan(self, *paths, executor=None, load=dummy_analyser.load_dummy, **more):
        here = executor or Executor(workers=0)
        return scan(paths, self.store, load_analyser=load, executor=here, **more)

    def paths(self):
        return {track.track_id: track.path.name for track in self.store.tracks.all()}

    def reasons(self):
        return {failure.path.name: failure.reason for failure in self.store.failures.below()}

    def status(self, track_id):
        return self.store.tracks.states_of([track_id])[0].status.value


@pytest.fixture
def library(tmp_path):
    with open_store(tmp_path / "library.db") as store:
        yield Library(store)
