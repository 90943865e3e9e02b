"""An analyser that hears nothing and answers from the file's bytes: quick, and always the same.

A file whose name says so makes it fail as real decoders do.
"""

import os
import time
from pathlib import Path

import numpy as np
import soundfile

from moodarc.affect import AffectCurve, TrackAffect, Variance
from moodarc.catalog import Descriptors, TrackAnalysis
from moodarc.errors import AudioError


class DummyAnalyser:
    def __init__(self, version="dummy-1"):
        self.version = version

    def analyse(self, path: Path, *, max_duration_s: float) -> TrackAnalysis:
        time.sleep(float(os.environ.get("DUMMY_DELAY_S", "0")))
        if "slow" in path.name:
            time.sleep(30)
        if "crash" in path.name:
            os._exit(3)
        if "bug" in path.name:
            msg = "two\nlines"
            raise ValueError(msg)
        try:
            samples, rate = soundfile.read(os.fsencode(path), dtype="float32", always_2d=True)
        except soundfile.SoundFileError as error:
            msg = f"{path.name}: is not audio ({error})"
            raise AudioError(msg) from error
        if len(samples) / rate > max_duration_s:
            msg = f"{path.name}: is too long"
            raise AudioError(msg)
        return _analysis(samples[:, 0], rate, self.version, spoken="speech" in path.name)


def load_dummy():
    return DummyAnalyser()


def load_better_dummy():
    return DummyAnalyser("dummy-2")


def load_nan_dummy():
    class Broken(DummyAnalyser):
        def analyse(self, path, *, max_duration_s):
            found = super().analyse(path, max_duration_s=max_duration_s)
            object.__setattr__(found, "speech_probability", float("nan"))
            return found

    return Broken()


def _analysis(samples, rate, version, *, spoken):
    loud = float(np.sqrt(np.mean(samples**2))) if len(samples) else 0.0
    values = np.full((2, 2), loud, dtype=np.float32)
    return TrackAnalysis(
        analyser=version,
        descriptors=Descriptors(
            valence=loud,
            energy=loud,
            danceability=0.5,
            acousticness=0.5,
            instrumentalness=0.5,
            liveness=0.5,
            speechiness=0.9 if spoken else 0.1,
            tempo_bpm=100.0,
            beat_strength=0.5,
            loudness_lufs=-20.0,
            key=0,
            mode=1,
            key_strength=0.5,
            time_signature=4,
            duration_s=len(samples) / rate,
        ),
        affect=TrackAffect(2 * loud - 1, 1 - 2 * loud, Variance(0.1, 0.1)),
        curve=AffectCurve(np.array([0, 3], dtype=np.float32), 3.0, values, values),
        speech_probability=0.9 if spoken else 0.1,
    )
