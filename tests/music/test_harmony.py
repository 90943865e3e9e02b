import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.sounds import cadence, chord, sine

from moodarc.music.descriptors import estimate_key
from moodarc.music.harmony import (
    CHORD_NAMES,
    CHROMA_STATISTIC_NAMES,
    chord_statistics,
    chroma_statistics,
    frame_harmony,
    key_correlations,
    relative_chroma,
)
from moodarc.music.spectra import spectra

RATE = 16_000


def harmony_of(sound):
    return frame_harmony(spectra(sound.astype(np.float32), len(sound) // 48_000).long_magnitude)


@pytest.mark.parametrize("minor", [False, True])
@pytest.mark.parametrize("tonic", [0, 3, 7, 10])
def test_the_key_of_a_cadence_is_found(tonic, minor):
    harmony = harmony_of(cadence(60 + tonic, minor=minor, rate=RATE, times=3))
    key, mode, strength = estimate_key(harmony.chroma)
    assert (key, mode) == (tonic, 0 if minor else 1)
    assert strength > 0.6


def test_a_tone_falls_on_its_pitch_class_also_when_the_tuning_is_off():
    for shift in (-0.4, 0.0, 0.3):
        harmony = harmony_of(sine(440 * 2 ** (shift / 12), 3, rate=RATE))
        assert np.argmax(harmony.chroma.sum(axis=0)) == 9
        assert harmony.tuning == pytest.approx(shift, abs=0.05)


def test_silence_has_no_key():
    harmony = harmony_of(np.zeros(48_000))
    assert harmony.chroma.sum() == 0.0
    assert estimate_key(harmony.chroma)[:2] == (-1, -1)


@given(st.lists(st.floats(0, 1), min_size=12, max_size=12), st.integers(0, 11))
def test_transposing_turns_the_key_and_nothing_else(weights, steps):
    chroma = np.array([weights], dtype=np.float32)
    turned = np.roll(chroma, steps, axis=1)
    before, after = key_correlations(chroma)[0], key_correlations(turned)[0]
    assert after[:12] == pytest.approx(np.roll(before[:12], steps), abs=1e-5)
    assert after[12:] == pytest.approx(np.roll(before[12:], steps), abs=1e-5)


@given(st.integers(0, 11), st.integers(0, 2**16))
def test_the_statistics_do_not_change_when_a_song_is_transposed(steps, seed):
    chroma = np.random.default_rng(seed).random((24, 12)).astype(np.float32)
    turned = np.roll(chroma, steps, axis=1)
    for statistic in (
        lambda c: chroma_statistics(c, 24),
        lambda c: chord_statistics(c, 8, 24),
        lambda c: relative_chroma(c.sum(axis=0)),
    ):
        assert statistic(turned) == pytest.approx(statistic(chroma), abs=1e-4)


def test_a_major_chord_is_told_from_a_minor_one():
    column = CHORD_NAMES.index("chord_major")
    major = harmony_of(chord([60, 64, 67], 3.2, rate=RATE)).treble
    minor = harmony_of(chord([60, 63, 67], 3.2, rate=RATE)).treble
    assert chord_statistics(major, 8, 24)[0, column] == 1.0
    assert chord_statistics(minor, 8, 24)[0, column] == 0.0
    strength = CHROMA_STATISTIC_NAMES.index("major_minus_minor")
    assert chroma_statistics(major, 24)[0, strength] > chroma_statistics(minor, 24)[0, strength]


def test_a_semitone_is_rougher_than_a_fifth():
    semitone = harmony_of(sine(440, 3, rate=RATE) + sine(466.16, 3, rate=RATE))
    fifth = harmony_of(sine(440, 3, rate=RATE) + sine(659.26, 3, rate=RATE))
    roughness = 3
    assert semitone.partials[:, roughness].mean() > 5 * fifth.partials[:, roughness].mean()
