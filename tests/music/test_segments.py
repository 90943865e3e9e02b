from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.sounds import cadence, click_track, sine, song

from moodarc.music.harmony import frame_harmony
from moodarc.music.hearing import hear
from moodarc.music.segments import (
    SEGMENT_FEATURE_NAMES,
    TRACK_FEATURE_NAMES,
    Segments,
    describe,
    track_features,
)
from moodarc.music.spectra import FRONT_END, stream_spectra

RATE = FRONT_END.rate
N_FRAMES = FRONT_END.short_per_segment
LOOK_AHEAD = FRONT_END.long_frame


def described(sound, encoder=None):
    return describe(stream_spectra([sound.astype(np.float32)]), encoder)


def loudest_band(hearing):
    """An encoder of width 2: the highest level in a segment, and the sum of its chroma."""
    return np.stack([hearing.bands.max(axis=(1, 2)), hearing.chroma.sum(axis=(1, 2, 3))], axis=1)


def value(features, name):
    return float(features[TRACK_FEATURE_NAMES.index(name)])


@pytest.fixture(scope="module")
def track():
    """27 s: two blocks of four segments and one of a single segment."""
    return song(100, 62, minor=True, times=3, rate=RATE)[: 27 * RATE]


@pytest.fixture(scope="module")
def segments(track):
    return described(track)


def test_every_number_has_a_name_of_its_own(segments):
    assert len(set(SEGMENT_FEATURE_NAMES)) == len(SEGMENT_FEATURE_NAMES)
    assert len(set(TRACK_FEATURE_NAMES)) == len(TRACK_FEATURE_NAMES)
    assert segments.features.shape == (9, len(SEGMENT_FEATURE_NAMES))
    assert track_features(segments).shape == (len(TRACK_FEATURE_NAMES),)
    assert track_features(segments).dtype == segments.features.dtype == np.float32


def test_a_slice_from_the_start_is_the_description_of_the_cut(track, segments):
    cut = described(track[: 4 * FRONT_END.segment + LOOK_AHEAD])
    run = segments[:4]
    for field in ("features", "onsets", "level_db", "chroma", "treble"):
        np.testing.assert_allclose(
            getattr(run, field), getattr(cut, field), rtol=1e-3, atol=1e-4, err_msg=field
        )
    np.testing.assert_allclose(track_features(run), track_features(cut), rtol=1e-3, atol=1e-3)


def test_a_slice_from_within_differs_from_the_cut_only_where_the_cut_has_no_before(track, segments):
    start, stop = 4 * FRONT_END.segment, 8 * FRONT_END.segment + LOOK_AHEAD
    cut = described(track[start:stop])
    run = segments[4:8]
    np.testing.assert_allclose(run.level_db, cut.level_db, atol=1e-3)
    np.testing.assert_allclose(run.chroma, cut.chroma, rtol=1e-3, atol=1e-3)
    np.testing.assert_allclose(run.onsets[1:], cut.onsets[1:], atol=1e-3)
    np.testing.assert_allclose(run.features[1:], cut.features[1:], rtol=1e-3, atol=1e-2)
    assert cut.onsets[0] == 0.0


@given(st.slices(9))
def test_a_slice_cuts_all_parts_alike(run):
    numbers = np.arange(9, dtype=np.float32)
    frames = np.repeat(numbers, N_FRAMES)
    column = numbers[:, None]
    whole = Segments(column, frames, frames, column, column, heard=column, texture=column)
    if run.step not in {None, 1}:
        return
    part = whole[run]
    expected = list(range(9))[run]
    assert len(part) == len(expected)
    assert part.features[:, 0].tolist() == part.chroma[:, 0].tolist() == expected
    assert part.treble[:, 0].tolist() == part.heard[:, 0].tolist() == expected
    assert part.onsets.tolist() == part.level_db.tolist() == np.repeat(expected, N_FRAMES).tolist()


def test_without_an_encoder_nothing_is_heard(segments):
    assert segments.heard.shape == (9, 0)
    assert segments[2:5].heard.shape == (3, 0)


def test_each_segment_has_the_encoders_vector_of_it_in_order_over_the_blocks(track, segments):
    blocks = list(stream_spectra([track.astype(np.float32)]))
    told = [loudest_band(hear(b, frame_harmony(b.long_magnitude))) for b in blocks]
    with_vectors = described(track, loudest_band)
    assert [len(part) for part in told] == [4, 4, 1]
    np.testing.assert_array_equal(with_vectors.heard, np.concatenate(told))
    np.testing.assert_array_equal(with_vectors.features, segments.features)


def test_the_encoder_hears_each_block_once(track):
    lengths = []

    def counting(hearing):
        lengths.append(len(hearing))
        first = sum(lengths) - len(hearing)
        return np.arange(first, sum(lengths), dtype=np.float32)[:, None]

    heard = described(track, counting).heard
    assert lengths == [4, 4, 1]
    assert heard[:, 0].tolist() == list(range(9))


@settings(max_examples=10, deadline=None)
@given(st.integers(1000, 200_000))
def test_the_description_does_not_depend_on_the_pieces_of_the_stream(size):
    sound = song(120, 60, minor=False, times=2, rate=RATE).astype(np.float32)
    pieces = [sound[start : start + size] for start in range(0, len(sound), size)]
    in_pieces, at_once = describe(stream_spectra(pieces)), described(sound)
    np.testing.assert_allclose(in_pieces.features, at_once.features, rtol=1e-3, atol=1e-3)


def test_mean_deviation_and_step_are_those_of_the_frames(segments):
    level = SEGMENT_FEATURE_NAMES.index("level_db.mean")
    frames = segments.level_db.reshape(-1, N_FRAMES).astype(np.float64)
    np.testing.assert_allclose(segments.features[:, level], frames.mean(axis=1), rtol=1e-4)
    deviation = SEGMENT_FEATURE_NAMES.index("level_db.std")
    np.testing.assert_allclose(segments.features[:, deviation], frames.std(axis=1), rtol=1e-3)
    step = SEGMENT_FEATURE_NAMES.index("level_db.step")
    steps = [np.mean([abs(b - a) for a, b in pairwise(r)]) for r in frames]
    np.testing.assert_allclose(segments.features[:, step], steps, rtol=1e-3)


def test_track_features_are_mean_and_deviation_over_the_segments(segments):
    features = track_features(segments)
    column = SEGMENT_FEATURE_NAMES.index("centroid.mean")
    values = [float(row[column]) for row in segments.features]
    mean = sum(values) / len(values)
    deviation = (sum((v - mean) ** 2 for v in values) / len(values)) ** 0.5
    assert value(features, "centroid.mean|mean") == pytest.approx(mean, rel=1e-4)
    assert value(features, "centroid.mean|std") == pytest.approx(deviation, rel=1e-3)


def test_dynamics_tell_how_far_the_loud_lies_above_the_quiet():
    quiet, loud = (sine(440, 15, rate=RATE, amplitude=size) for size in (0.05, 0.5))
    features = track_features(described(np.concatenate([quiet, loud])))
    assert value(features, "dynamics.range") == pytest.approx(20.0, abs=0.2)
    assert value(features, "dynamics.low_share") == pytest.approx(0.5, abs=0.01)
    quantiles = [value(features, f"dynamics.q{q}") for q in ("0.05", "0.25", "0.5", "0.75", "0.95")]
    assert quantiles == sorted(quantiles)


def test_a_change_of_key_is_counted():
    steady = cadence(60, minor=False, seconds_a_chord=3.0, times=3, rate=RATE)
    moved = cadence(66, minor=False, seconds_a_chord=3.0, times=2, rate=RATE)
    assert value(track_features(described(steady)), "wide.key_changes") == 0.0
    turned = np.concatenate([steady[: 24 * RATE], moved])
    assert value(track_features(described(turned)), "wide.key_changes") == pytest.approx(1 / 3)


def test_transposing_by_an_octave_share_leaves_the_key_free_harmony():
    """The tonic moves by a fourth; what is said of the harmony relative to it stays."""
    names = [f"relative.major_{step}" for step in range(12)]
    low, high = (
        track_features(described(cadence(tonic, minor=False, times=3, rate=RATE)))
        for tonic in (60, 65)
    )
    first, second = ([value(features, name) for name in names] for features in (low, high))
    assert first == pytest.approx(second, abs=0.03)
    assert np.argmax(first) in {0, 7}


@settings(max_examples=20, deadline=None)
@given(st.floats(-30.0, -1.0))
def test_level_changes_the_level_and_not_the_shape(gain_db):
    sound = song(120, 60, minor=False, times=1, rate=RATE)
    before = described(sound).features
    after = described(sound * 10 ** (gain_db / 20)).features

    def column(name):
        return SEGMENT_FEATURE_NAMES.index(name)

    shift = after[:, column("level_db.mean")] - before[:, column("level_db.mean")]
    assert shift == pytest.approx(gain_db, abs=0.05)
    for name in ("centroid.mean", "zero_crossings.mean", "major_strength"):
        assert after[:, column(name)] == pytest.approx(before[:, column(name)], abs=0.02)


@pytest.mark.parametrize("seconds", [0.5, 3.0, 3.5, 12.0, 13.0])
@pytest.mark.parametrize("level", [0.0, 1e-6, 1.0])
def test_any_length_and_level_gives_finite_features(seconds, level):
    features = track_features(described(level * click_track(137, seconds, rate=RATE)))
    assert np.isfinite(features).all()
