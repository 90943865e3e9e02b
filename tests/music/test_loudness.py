import numpy as np
import pytest
from scipy import signal

from moodarc.music.loudness import SILENCE_LUFS, LoudnessMeter, k_weighting


def measured(sound, rate):
    meter = LoudnessMeter(rate, sound.shape[1])
    for start in range(0, len(sound), 10_007):
        meter.push(sound[start : start + 10_007].astype(np.float32))
    return meter.integrated()


def tone(rate, dbfs, *, seconds=20, hertz=997):
    sound = 10 ** (dbfs / 20) * np.sin(2 * np.pi * hertz * np.arange(seconds * rate) / rate)
    return sound[:, None]


def test_the_filter_at_48_khz_is_the_table_of_the_standard():
    shelf, high_pass = k_weighting(48_000)
    assert shelf == pytest.approx(
        [
            1.53512485958697,
            -2.69169618940638,
            1.19839281085285,
            1,
            -1.69065929318241,
            0.73248077421585,
        ]
    )
    assert high_pass == pytest.approx([1, -2, 1, 1, -1.9900474548, 0.9900722504], abs=1e-9)


@pytest.mark.parametrize("rate", [22_050, 44_100, 48_000, 96_000])
def test_a_full_scale_997_hz_tone_in_one_channel_measures_minus_3_01(rate):
    assert measured(tone(rate, 0.0), rate) == pytest.approx(-3.01, abs=0.05)


def test_the_same_tone_in_both_channels_is_3_lu_louder():
    mono = tone(48_000, -20.0)
    assert measured(np.hstack([mono, mono]), 48_000) == pytest.approx(-20.0, abs=0.02)


def test_silence_is_gated_out_of_the_mean():
    sound = np.vstack([tone(48_000, -20.0), np.zeros((48_000 * 20, 1))])
    assert measured(sound, 48_000) == pytest.approx(-23.01, abs=0.1)


def test_quiet_parts_ten_lu_below_the_rest_do_not_count():
    sound = np.vstack([tone(48_000, -20.0), tone(48_000, -45.0)])
    assert measured(sound, 48_000) == pytest.approx(-23.01, abs=0.1)


def test_nothing_but_silence_has_the_floor():
    assert measured(np.zeros((48_000, 2)), 48_000) == SILENCE_LUFS


def test_less_than_a_block_has_the_floor():
    assert measured(tone(48_000, 0.0)[:1000], 48_000) == SILENCE_LUFS


def test_single_precision_filtering_agrees_with_double():
    rng = np.random.default_rng(0)
    sound = np.cumsum(rng.normal(size=(44_100 * 20, 2)), axis=0)
    sound /= np.abs(sound).max()
    weighted = signal.sosfilt(k_weighting(44_100), sound, axis=0)
    step = 4410
    power = (
        (weighted[: len(sound) // step * step].reshape(-1, step, 2) ** 2).mean(axis=1).sum(axis=1)
    )
    blocks = np.convolve(power, np.full(4, 0.25), mode="valid")
    lufs = -0.691 + 10 * np.log10(blocks)
    audible = blocks[lufs > -70]
    gate = -0.691 + 10 * np.log10(audible.mean()) - 10
    kept = audible[-0.691 + 10 * np.log10(audible) > gate]
    expected = -0.691 + 10 * np.log10(kept.mean())
    assert measured(sound, 44_100) == pytest.approx(expected, abs=0.01)


def test_the_back_channels_of_surround_weigh_more_and_the_low_frequency_one_nothing():
    silent = np.zeros((48_000 * 5, 6))
    front, low, back = silent.copy(), silent.copy(), silent.copy()
    for sound, channel in ((front, 0), (low, 3), (back, 4)):
        sound[:, channel] = tone(48_000, -20.0, seconds=5)[:, 0]
    assert measured(low, 48_000) == SILENCE_LUFS
    assert measured(back, 48_000) - measured(front, 48_000) == pytest.approx(1.49, abs=0.01)


def test_the_short_term_loudness_follows_the_sound():
    sound = np.vstack([tone(48_000, -20.0, seconds=6), tone(48_000, -30.0, seconds=6)])
    meter = LoudnessMeter(48_000, 1)
    meter.push(sound.astype(np.float32))
    assert meter.short_term() == pytest.approx([-23.01, -23.01, -33.01, -33.01], abs=0.1)
