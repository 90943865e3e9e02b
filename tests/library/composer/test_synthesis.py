import numpy as np
import pytest

from moodarc.library.composer.rules import character_of
from moodarc.library.composer.score import Note
from moodarc.library.composer.synthesis import (
    CEILING,
    INSTRUMENTS,
    LEAD_IN_S,
    RATE,
    _drums,
    _master,
    _tone,
    perform,
)

CALM = character_of(0.5, -0.5)


@pytest.mark.parametrize("name", INSTRUMENTS)
@pytest.mark.parametrize("midi", [33, 69, 88])
def test_a_tone_has_its_pitch_peak_one_and_silent_ends(name, midi):
    tone = _tone(INSTRUMENTS[name], midi, 1.0, character=CALM)
    hz = 440.0 * 2.0 ** ((midi - 69) / 12)
    spectrum = np.abs(np.fft.rfft(tone * np.hanning(len(tone)), 8 * RATE))
    assert np.argmax(spectrum) / 8 == pytest.approx(hz, rel=0.006)
    assert abs(tone[0]) < 1e-6
    assert abs(tone[-1]) < 1e-6
    assert 0.8 < np.abs(tone).max() <= 1.0


def test_a_brighter_character_has_a_higher_spectral_centroid():
    def centroid(arousal):
        tone = _tone(INSTRUMENTS["strings"], 60, 1.0, character=character_of(0.0, arousal))
        power = np.abs(np.fft.rfft(tone)) ** 2
        return float(np.arange(len(power)) @ power / power.sum())

    assert centroid(-0.9) < centroid(0.0) < centroid(0.9)


def test_a_struck_tone_dies_and_a_blown_one_stays():
    def share_left(name):
        tone = _tone(INSTRUMENTS[name], 69, 1.0, character=CALM)
        return np.abs(tone[RATE * 8 // 10 : RATE]).max() / np.abs(tone[: RATE // 2]).max()

    assert share_left("marimba") < 0.1
    assert share_left("flute") > 0.8


def test_drums_start_and_end_in_silence(rng):
    for drum in _drums(rng).values():
        assert abs(drum[0]) < 1e-6
        assert abs(drum[-1]) < 1e-6


def test_the_master_has_the_level_asked_for_and_stays_under_the_ceiling(rng):
    noise = rng.standard_normal((2, 4 * RATE))
    quiet, loud = _master(noise.copy(), -30.0), _master(noise.copy(), 0.0)
    assert 20 * np.log10(quiet.std()) == pytest.approx(-30.0, abs=0.01)
    assert np.abs(loud).max() <= CEILING


def test_a_note_sounds_at_its_beat(rng):
    notes = [Note("lead", 4.0, 1.0, 72, 0.8)]
    sound = perform(notes, CALM, band={"lead": "marimba"}, rng=rng)
    onset_s = np.argmax(np.abs(sound).sum(axis=1) > 1e-3) / RATE
    assert onset_s == pytest.approx(LEAD_IN_S + 4 * 60.0 / CALM.tempo_bpm, abs=0.005)
