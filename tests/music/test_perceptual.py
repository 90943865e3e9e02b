import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.sounds import cadence, click_track, saw, sine, song

from moodarc.catalog import DESCRIPTOR_NAMES
from moodarc.music.perceptual import ESTIMATORS, Evidence, perceptual, speech_probability
from moodarc.music.segments import TRACK_FEATURE_NAMES, describe, track_features
from moodarc.music.spectra import stream_spectra

ANALYSIS_RATE = 16_000
COLUMN = {name: column for column, name in enumerate(TRACK_FEATURE_NAMES)}


def features_of(sound):
    return track_features(describe(stream_spectra([sound.astype(np.float32)])))


def features_with(values):
    features = np.zeros(len(TRACK_FEATURE_NAMES), dtype=np.float32)
    for name, value in values.items():
        features[COLUMN[name]] = value
    return features


def all_evidence(name, position):
    """Features whose evidence for `name` all stands at `position` of its ramp."""
    return features_with(
        {e.feature: e.none + position * (e.full - e.none) for e in ESTIMATORS[name]}
    )


def test_every_estimator_is_a_descriptor_and_reads_features_that_exist():
    assert set(ESTIMATORS) <= set(DESCRIPTOR_NAMES)
    read = [evidence.feature for ramps in ESTIMATORS.values() for evidence in ramps]
    assert [name for name in read if name not in COLUMN] == []
    assert all(e.none != e.full for ramps in ESTIMATORS.values() for e in ramps)


@pytest.mark.parametrize("name", ESTIMATORS)
@pytest.mark.parametrize(
    ("position", "value"), [(-1.0, 0.0), (0.0, 0.0), (0.3, 0.3), (1.0, 1.0), (2.0, 1.0)]
)
def test_a_ramp_is_straight_and_ends_at_0_and_1(name, position, value):
    assert perceptual(name, all_evidence(name, position)) == pytest.approx(value, abs=1e-5)


@given(
    st.sampled_from(sorted(ESTIMATORS)),
    st.lists(st.floats(-100, 100, width=32), min_size=5, max_size=5),
)
def test_it_is_the_mean_of_its_evidence(name, values):
    ramps = ESTIMATORS[name]
    features = features_with({e.feature: v for e, v in zip(ramps, values, strict=False)})
    expected = 0.0
    for evidence in ramps:
        share = (float(features[COLUMN[evidence.feature]]) - evidence.none) / (
            evidence.full - evidence.none
        )
        expected += min(max(share, 0.0), 1.0) / len(ramps)
    assert perceptual(name, features) == pytest.approx(expected, abs=1e-6)


def test_either_end_of_a_ramp_may_be_the_larger():
    falling = [e for ramps in ESTIMATORS.values() for e in ramps if e.none > e.full]
    assert Evidence("high_ratio.mean|mean", -8.0, -24.0) in falling


def test_a_loud_buzz_has_more_energy_than_a_soft_hum():
    buzz = np.tile(saw(220, 0.2, rate=ANALYSIS_RATE, amplitude=0.9), 60) * np.repeat(
        np.tile([1.0, 0.3], 30), int(0.2 * ANALYSIS_RATE)
    )
    hum = sine(220, 12, rate=ANALYSIS_RATE, amplitude=0.03)
    loud, soft = (perceptual("energy", features_of(sound)) for sound in (buzz, hum))
    assert loud > soft + 0.3


def test_a_beat_is_danceable_and_a_held_chord_is_not():
    beat = features_of(click_track(120, 24, rate=ANALYSIS_RATE))
    held = features_of(sine(220, 24, rate=ANALYSIS_RATE))
    assert perceptual("danceability", beat) > perceptual("danceability", held) + 0.3


def test_pure_partials_sound_more_acoustic_than_noise():
    rng = np.random.default_rng(0)
    noise = features_of(0.3 * rng.normal(size=12 * ANALYSIS_RATE))
    chords = features_of(0.2 * cadence(60, minor=False, times=3, rate=ANALYSIS_RATE))
    assert perceptual("acousticness", chords) > perceptual("acousticness", noise) + 0.5


def test_music_is_not_speech():
    features = features_of(song(120, 60, minor=False, rate=ANALYSIS_RATE))
    assert speech_probability(features) < 0.3
    assert speech_probability(features) == perceptual("speechiness", features)
