import numpy as np
import pytest

from moodarc.errors import InputError
from moodarc.sensing.physiology import ecg_beats_s, heart_beats, ppg_beats_s, rr_intervals_ms

BEATS_S = np.cumsum(0.8 + 0.05 * np.sin(np.arange(60)))  # 48 s, 0.75 to 0.85 s apart


def ecg(rate_hz=250.0, noise=0.02, seed=0):
    """R waves of 10 ms, T waves of 60 ms after them, a breathing baseline, noise."""
    times = np.arange(0.0, BEATS_S[-1] + 1.0, 1.0 / rate_hz)
    signal = 0.3 * np.sin(2 * np.pi * 0.25 * times)
    for beat in BEATS_S:
        signal += np.exp(-0.5 * ((times - beat) / 0.01) ** 2)
        signal += 0.25 * np.exp(-0.5 * ((times - beat - 0.25) / 0.06) ** 2)
    return signal + np.random.default_rng(seed).normal(0.0, noise, len(times))


def ppg(rate_hz=64.0, noise=0.02, seed=0):
    """A systolic wave and a smaller one after it, a breathing baseline, noise."""
    times = np.arange(0.0, BEATS_S[-1] + 1.0, 1.0 / rate_hz)
    signal = 0.5 * np.sin(2 * np.pi * 0.25 * times)
    for beat in BEATS_S:
        signal += np.exp(-0.5 * ((times - beat) / 0.09) ** 2)
        signal += 0.3 * np.exp(-0.5 * ((times - beat - 0.3) / 0.1) ** 2)
    return signal + np.random.default_rng(seed).normal(0.0, noise, len(times))


@pytest.mark.parametrize("upside_down", [False, True])
def test_the_beats_of_an_ecg_are_found_where_they_are(upside_down):
    found = ecg_beats_s(-ecg() if upside_down else ecg(), 250.0)
    assert len(found) == len(BEATS_S)
    np.testing.assert_allclose(found, BEATS_S, atol=0.012)


def test_the_beats_of_a_pulse_wave_are_found_where_they_are():
    found = ppg_beats_s(ppg(), 64.0)
    assert len(found) == len(BEATS_S)
    np.testing.assert_allclose(found, BEATS_S, atol=0.06)


@pytest.mark.parametrize(("find", "signal"), [(ecg_beats_s, ecg), (ppg_beats_s, ppg)])
def test_the_size_of_a_signal_does_not_matter(find, signal):
    rate_hz = 250.0
    values = signal(rate_hz)
    np.testing.assert_array_equal(find(values, rate_hz), find(1000.0 * values + 7.0, rate_hz))


def test_variability_comes_through_from_the_raw_signal():
    told = heart_beats(rr_intervals_ms(ecg_beats_s(ecg(), 250.0)))
    true = heart_beats(rr_intervals_ms(BEATS_S))
    assert told.rate_bpm == pytest.approx(true.rate_bpm, rel=0.005)
    assert told.rmssd_ms == pytest.approx(true.rmssd_ms, rel=0.1)


def test_a_flat_line_has_no_beats():
    assert ecg_beats_s(np.zeros(2500), 250.0).size == 0
    assert ppg_beats_s(np.zeros(640), 64.0).size == 0


@pytest.mark.parametrize("signal", [np.zeros(100), np.full(2500, np.nan), np.zeros((2, 2500))])
def test_what_is_no_signal_is_refused(signal):
    with pytest.raises(InputError, match="expected finite numbers of at least 5 s"):
        ecg_beats_s(signal, 250.0)


def test_too_low_a_rate_is_refused():
    with pytest.raises(InputError, match="samples a second"):
        ecg_beats_s(np.zeros(1000), 20.0)
