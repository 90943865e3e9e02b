import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.fft import dct
from scipy.stats import kurtosis, skew

from moodarc.music.hearing import Hearing
from moodarc.music.texture import TEXTURE_NAMES, segment_texture, texture_features


def hearing_of(n=4, seed=0, *, level=-40.0):
    rng = np.random.default_rng(seed)
    bands = level + 10.0 * rng.normal(size=(n, 120, 96)) * rng.uniform(0.5, 2.0, 96)
    chroma = rng.gamma(0.5, size=(n, 24, 2, 12))
    return Hearing(bands.astype(np.float32), chroma.astype(np.float32))


def features_of(hearing, onsets=None):
    if onsets is None:
        onsets = np.random.default_rng(9).random(120 * len(hearing))
    return texture_features(segment_texture(hearing), onsets.astype(np.float32))


def value(features, name):
    return float(features[TEXTURE_NAMES.index(name)])


def test_there_is_one_finite_value_for_each_name():
    features = features_of(hearing_of())
    assert features.shape == (len(TEXTURE_NAMES),)
    assert features.dtype == np.float32
    assert np.isfinite(features).all()
    assert len(set(TEXTURE_NAMES)) == len(TEXTURE_NAMES)


def test_the_cepstrums_moments_are_those_of_all_frames_of_the_run():
    hearing = hearing_of()
    cepstra = dct(hearing.bands.reshape(-1, 96).astype(float), axis=1, norm="ortho")[:, :20]
    features = features_of(hearing)
    for number in (0, 7, 19):
        of_one = cepstra[:, number]
        assert value(features, f"cepstrum.mean_{number}") == pytest.approx(of_one.mean(), rel=1e-4)
        spread = value(features, f"cepstrum.spread_{number}")
        assert spread == pytest.approx(np.log(of_one.std()), abs=1e-4)
        assert value(features, f"cepstrum.skew_{number}") == pytest.approx(skew(of_one), abs=1e-2)
        fourth = value(features, f"cepstrum.kurtosis_{number}")
        assert fourth == pytest.approx(kurtosis(of_one), abs=2e-2)


def test_the_steps_correlations_are_those_of_the_cepstra_a_tenth_of_a_second_apart():
    hearing = hearing_of()
    cepstra = dct(hearing.bands.astype(float), axis=2, norm="ortho")[..., :20]
    steps = (cepstra[:, 4:] - cepstra[:, :-4]).reshape(-1, 20)
    products = steps.T @ steps
    features = features_of(hearing)
    expected = products[3, 8] / np.sqrt(products[3, 3] * products[8, 8])
    assert value(features, "cepstral_steps.together_3_8") == pytest.approx(expected, abs=1e-4)
    assert value(features, "cepstral_steps.spread_5") == pytest.approx(
        np.log(np.sqrt((steps[:, 5] ** 2).mean())), abs=1e-4
    )


@given(st.integers(1, 3), st.integers(0, 100))
@settings(max_examples=15, deadline=None)
def test_a_run_is_described_by_the_mean_of_its_segments_statistics(n, seed):
    """So a window costs an average, and twice the same segments change nothing."""
    once = segment_texture(hearing_of(n, seed))
    onsets = np.zeros(120 * n, dtype=np.float32)
    twice = texture_features(np.concatenate([once, once]), np.tile(onsets, 2))
    np.testing.assert_allclose(twice, texture_features(once, onsets), rtol=1e-4, atol=1e-4)


def test_a_louder_record_moves_the_first_cepstral_mean_alone():
    hearing = hearing_of()
    louder = Hearing(hearing.bands + np.float32(6.0), hearing.chroma)
    before, after = features_of(hearing), features_of(louder)
    moved = {n for n, a, b in zip(TEXTURE_NAMES, before, after, strict=True) if abs(a - b) > 0.05}
    assert moved == {"cepstrum.mean_0"}


@pytest.mark.parametrize("steps", [1, 5, 11])
def test_recurrence_does_not_know_the_key(steps):
    hearing = hearing_of()
    turned = Hearing(hearing.bands, np.roll(hearing.chroma, steps, axis=3))
    np.testing.assert_allclose(features_of(hearing), features_of(turned), rtol=1e-4, atol=1e-5)


def test_a_fifth_held_is_found_at_the_interval_of_a_fifth():
    chroma = np.zeros((2, 24, 2, 12), dtype=np.float32)
    chroma[..., [0, 7]] = 1.0
    features = features_of(Hearing(hearing_of(2).bands, chroma))
    found = {k: value(features, f"chroma_recurrence.treble_4_{k}") for k in range(12)}
    assert sorted(k for k, share in found.items() if share > 1e-3) == [0, 5, 7]


def test_a_band_that_swings_five_times_a_second_is_found_in_its_modulation_range():
    bands = np.full((2, 120, 96), -40.0, dtype=np.float32)
    bands[:, :, 30:36] += 10.0 * np.sin(2 * np.pi * 5.0 * np.arange(120) / 40.0)[:, None]
    features = features_of(Hearing(bands, hearing_of(2).chroma))
    strength = {
        (band, step): value(features, f"band_modulation.{band}_{step}")
        for band in range(16)
        for step in range(9)
    }
    assert max(strength, key=strength.get) == (5, 5)  # bins 13 to 17 of 1/3 Hz


def test_a_beat_is_the_tempograms_peak():
    onsets = np.zeros(480)
    onsets[::20] = 1.0
    features = features_of(hearing_of(4), onsets)
    assert value(features, "tempogram.20") > 0.7
    assert value(features, "tempogram.20") > 3 * abs(value(features, "tempogram.30"))
    assert value(features, "tempogram.peak_lag") + 4 == 20


def test_silence_has_a_texture_too():
    nothing = np.zeros((1, 24, 2, 12), np.float32)
    silence = Hearing(np.full((1, 120, 96), -100.0, np.float32), nothing)
    assert np.isfinite(features_of(silence, np.zeros(120))).all()
