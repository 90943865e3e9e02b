import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.sounds import song

from moodarc.music.descriptors import estimate_key, measure
from moodarc.music.harmony import ALBRECHT_SHANAHAN
from moodarc.music.perceptual import ESTIMATORS, perceptual
from moodarc.music.segments import describe, track_features
from moodarc.music.spectra import stream_spectra


def naive_key(chroma):
    """The profile of largest correlation, by the formula, key by key."""
    found = []
    for mode, profile in ((1, ALBRECHT_SHANAHAN.major), (0, ALBRECHT_SHANAHAN.minor)):
        for tonic in range(12):
            turned = [profile[(pitch - tonic) % 12] for pitch in range(12)]
            found.append((float(np.corrcoef(turned, chroma)[0, 1]), tonic, mode))
    return max(found)


@given(st.integers(0, 2**32 - 1))
def test_the_key_is_the_best_correlated_of_24_profiles(seed):
    chroma = np.random.default_rng(seed).random((3, 12)).astype(np.float32)
    strength, tonic, mode = naive_key(chroma.sum(axis=0, dtype=np.float64))
    key, told_mode, told_strength = estimate_key(chroma)
    assert told_strength == pytest.approx(strength, abs=1e-6)
    assert (key, told_mode) == ((tonic, mode) if strength >= 0.3 else (-1, -1))


def test_a_scale_played_evenly_has_the_key_of_its_heavier_notes():
    c_major = np.zeros((1, 12), dtype=np.float32)
    c_major[0, [0, 2, 4, 5, 7, 9, 11]] = [3, 1, 2, 1, 2.5, 1, 1]
    assert estimate_key(c_major)[:2] == (0, 1)
    a_minor = np.zeros((1, 12), dtype=np.float32)
    a_minor[0, [9, 11, 0, 2, 4, 5, 7]] = [3, 1, 2, 1, 2.5, 1, 1]
    assert estimate_key(a_minor)[:2] == (9, 0)


def test_where_all_pitch_classes_weigh_the_same_no_key_is_named():
    assert estimate_key(np.ones((4, 12), dtype=np.float32)) == (-1, -1, 0.0)


def test_the_record_holds_what_was_measured():
    segments = describe(stream_spectra([song(90, 57, minor=True, rate=16_000).astype(np.float32)]))
    features = track_features(segments)
    found = measure(segments, features, loudness_lufs=-14.5, valence=-0.5, duration_s=42.7)
    assert found.valence == 0.25
    assert (found.loudness_lufs, found.duration_s) == (-14.5, 42.7)
    assert (found.key, found.mode, found.time_signature) == (9, 0, 4)
    assert found.tempo_bpm == pytest.approx(90, rel=0.01)
    assert {name: getattr(found, name) for name in ESTIMATORS} == {
        name: perceptual(name, features) for name in ESTIMATORS
    }
