import numpy as np
import pytest
from tests.sounds import click_track, sine

from moodarc.music.rhythm import (
    MODULATION_NAMES,
    PULSE_NAMES,
    find_pulse,
    modulation,
    pulse_statistics,
)
from moodarc.music.spectra import spectra
from moodarc.music.timbre import TIMBRE_NAMES, frame_timbre

RATE = 16_000


def onsets_of(sound):
    timbre = frame_timbre(spectra(sound, len(sound) // 48_000))
    return timbre.values[:, TIMBRE_NAMES.index("flux")]


@pytest.mark.parametrize("bpm", [72, 90, 100, 120, 128, 150])
def test_the_tempo_of_a_click_track_is_found(bpm):
    pulse = find_pulse(onsets_of(click_track(bpm, 30, rate=RATE)))
    assert pulse.tempo_bpm == pytest.approx(bpm, rel=0.01)
    assert pulse.strength > 0.3


@pytest.mark.parametrize("beats", [3, 4])
def test_the_metre_of_an_accented_click_track_is_found(beats):
    pulse = find_pulse(onsets_of(click_track(120, 30, rate=RATE, beats_per_bar=beats)))
    assert pulse.beats_per_bar == beats


def test_silence_has_no_beat():
    assert find_pulse(np.zeros(1200, dtype=np.float32)).tempo_bpm == 0.0
    assert (pulse_statistics(np.zeros(1200, dtype=np.float32)) == 0.0).all()


def test_a_held_tone_has_a_weaker_beat_than_clicks():
    held = find_pulse(onsets_of(sine(440, 30, rate=RATE)))
    clicks = find_pulse(onsets_of(click_track(120, 30, rate=RATE)))
    assert held.strength < clicks.strength / 2


def test_no_onsets_at_all_are_no_error():
    assert find_pulse(np.zeros(0, dtype=np.float32)).tempo_bpm == 0.0


def test_the_pulse_statistics_do_not_hang_on_the_level():
    onsets = onsets_of(click_track(100, 30, rate=RATE))
    strength = PULSE_NAMES.index("strength")
    assert pulse_statistics(onsets)[strength] == pytest.approx(
        pulse_statistics(2 * onsets)[strength], abs=1e-4
    )


def test_a_tone_that_swells_four_times_a_second_is_modulated_there():
    seconds = 6
    time = np.arange(seconds * RATE) / RATE
    swelling = sine(1000, seconds, rate=RATE) * (1 + 0.9 * np.sin(2 * np.pi * 5 * time))
    timbre = frame_timbre(spectra(swelling.astype(np.float32), 2))
    onsets = timbre.values[:, TIMBRE_NAMES.index("flux")]
    rows = modulation(timbre.mel_db, onsets, 120)
    assert rows.shape == (2, len(MODULATION_NAMES))
    bands = [MODULATION_NAMES.index(f"modulation_band1_{low}hz") for low in (0.3, 1, 2, 4, 8)]
    assert np.argmax(rows[0, bands]) == 3
