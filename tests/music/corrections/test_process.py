"""Corrections as a Gaussian process, beside the dense formula and a sum over the plane."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import norm

from moodarc.errors import InputError
from moodarc.music.corrections import (
    CorrectionConfig,
    Estimates,
    Evidence,
    correct,
    told_log_probability,
)
from moodarc.music.corrections.kernel import likeness

CONFIG = CorrectionConfig(shared=(0.2, 0.1), alike=(0.5, 0.3), length=0.3)
SAD, HAPPY = 2, 0


def catalogue(n, *, seed=0, size=16):
    """Tracks with embeddings that have near and far neighbours."""
    rng = np.random.default_rng(seed)
    embeddings = rng.normal(size=(n, size)) * np.exp(-np.arange(size) / 3)
    embeddings /= np.linalg.norm(embeddings, axis=1, keepdims=True)
    return Estimates(rng.uniform(-0.5, 0.5, (n, 2)), rng.uniform(0.05, 0.2, (n, 2)), embeddings)


def points(n, k, *, seed=1):
    rng = np.random.default_rng(seed)
    return Evidence.of_points(rng.permutation(n)[:k], rng.uniform(-0.6, 0.6, (k, 2)))


def covariance(before, config, axis):
    alike = likeness(before.embeddings, before.embeddings, config.length)
    shared, share = config.shared[axis], config.alike[axis]
    own = (1.0 - shared - share) * np.eye(len(before))
    deviation = np.sqrt(before.variance[:, axis])
    return np.outer(deviation, deviation) * (shared + share * alike + own)


def dense(before, said, config):
    """The textbook formula over all tracks."""
    mean, variance = before.mean.copy(), before.variance.copy()
    for axis in (0, 1):
        whole = covariance(before, config, axis)
        noisy = whole[np.ix_(said.rows, said.rows)] + config.point_variance * np.eye(len(said))
        gain = np.linalg.solve(noisy, whole[said.rows]).T
        mean[:, axis] += gain @ (said.points[:, axis] - before.mean[said.rows, axis])
        variance[:, axis] -= (gain * whole[:, said.rows]).sum(axis=1)
    return np.clip(mean, -1.0, 1.0), variance


@pytest.mark.parametrize("k", [1, 7, 60])
def test_points_give_the_dense_gaussian_process(k):
    before, said = catalogue(80), points(80, k)
    told = correct(before, said, config=CONFIG)
    mean, variance = dense(before, said, CONFIG)
    np.testing.assert_allclose(told.mean, mean, atol=1e-6)
    np.testing.assert_allclose(told.variance, variance, atol=1e-6)


def test_what_is_said_has_the_probability_of_the_belief():
    said = Evidence(
        np.arange(3),
        np.array([[0.2, -0.1], [np.nan, np.nan], [np.nan, np.nan]]),
        np.array([-1, SAD, SAD]),
        np.array([True, True, False]),
    )
    mean, variance = np.array([[0.1, -0.2]] * 3), np.full((3, 2), 0.1)
    found = told_log_probability(said, mean, variance, config=CONFIG)
    density = norm.logpdf([0.2, -0.1], [0.1, -0.2], np.sqrt(0.1 + CONFIG.point_variance)).sum()
    width = np.sqrt(0.1 + CONFIG.word_deviation**2)
    sad = norm.cdf(-0.1 / width) * norm.cdf(0.2 / width)
    np.testing.assert_allclose(found, [density, np.log(sad), np.log(1.0 - sad)])


@pytest.mark.parametrize("holds", [True, False])
def test_one_word_has_the_moments_of_the_plane_summed_up(holds):
    before = Estimates(np.array([[0.1, -0.2]]), np.array([[0.15, 0.1]]), np.ones((1, 1)))
    said = Evidence(np.array([0]), np.full((1, 2), np.nan), np.array([SAD]), np.array([holds]))
    told = correct(before, said, config=CONFIG)

    axis = np.linspace(-3.0, 3.0, 1201)
    valence, arousal = np.meshgrid(axis, axis, indexing="ij")
    sad = norm.cdf(-valence / CONFIG.word_deviation) * norm.cdf(-arousal / CONFIG.word_deviation)
    density = norm.pdf(valence, 0.1, np.sqrt(0.15)) * norm.pdf(arousal, -0.2, np.sqrt(0.1))
    density *= sad if holds else 1.0 - sad
    density /= density.sum()
    mean = np.array([(of * density).sum() for of in (valence, arousal)])
    square = np.array([(of**2 * density).sum() for of in (valence, arousal)])
    np.testing.assert_allclose(told.mean[0], mean, atol=1e-5)
    exact = np.minimum(square - mean**2, before.variance[0])
    np.testing.assert_allclose(told.variance[0], exact, atol=1e-5)


def test_without_a_correction_nothing_moves():
    before = catalogue(10)
    told = correct(before, points(10, 0), config=CONFIG)
    np.testing.assert_array_equal(told.mean, before.mean)
    np.testing.assert_array_equal(told.variance, before.variance)


said_of_some = st.lists(
    st.tuples(
        st.integers(0, 19),
        st.sampled_from(["at", "is", "not"]),
        st.integers(0, 3),
        st.floats(-1, 1),
        st.floats(-1, 1),
    ),
    min_size=1,
    max_size=12,
    unique_by=lambda one: one[0],
)


def evidence(said):
    rows, kinds, quadrants, *at = zip(*said, strict=True)
    placed = np.array([kind == "at" for kind in kinds])
    return Evidence(
        np.array(rows),
        np.where(placed[:, None], np.array(at).T, np.nan),
        np.where(placed, -1, np.array(quadrants)),
        np.array([kind != "not" for kind in kinds]),
    )


@settings(max_examples=40, deadline=None)
@given(said_of_some, st.randoms(use_true_random=False))
def test_the_order_in_which_it_was_said_is_unseen(said, shuffler):
    other = list(said)
    shuffler.shuffle(other)
    before = catalogue(20)
    one, two = (correct(before, evidence(each), config=CONFIG) for each in (said, other))
    np.testing.assert_array_equal(one.mean, two.mean)
    np.testing.assert_array_equal(one.variance, two.variance)


@settings(max_examples=40, deadline=None)
@given(said_of_some)
def test_no_track_becomes_less_sure_and_all_stay_on_the_plane(said):
    before = catalogue(20)
    told = correct(before, evidence(said), config=CONFIG)
    assert (np.abs(told.mean) <= 1.0).all()
    assert (told.variance > 0.0).all()
    assert (told.variance <= before.variance * (1.0 + 1e-9)).all()


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 3), st.booleans(), st.integers(0, 19))
def test_a_word_moves_its_own_track_to_the_side_it_names(quadrant, holds, row):
    before = catalogue(20)
    said = Evidence(
        np.array([row]), np.full((1, 2), np.nan), np.array([quadrant]), np.array([holds])
    )
    told = correct(before, said, config=CONFIG)
    step = (told.mean - before.mean)[row] * said.signs[0]
    assert ((step if holds else -step) > 0.0).all()


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 3), st.integers(0, 19))
def test_a_track_is_where_its_listener_says_it_is_whatever_was_estimated(quadrant, row):
    before = catalogue(20)
    said = Evidence.of_quadrants([row], np.array([quadrant]))
    told = correct(before, said, config=CONFIG)
    assert (told.mean[row] * said.signs[0] > -0.05).all()


def test_the_corrected_track_moves_most_its_neighbours_less_and_far_ones_hardly():
    turn = np.array([0.0, 0.3, 0.8, 1.6])
    embeddings = np.stack([np.cos(turn), np.sin(turn)], axis=1)
    before = Estimates(np.zeros((4, 2)), np.full((4, 2), 0.1), embeddings)
    said = Evidence.of_points([0], np.array([[0.6, -0.6]]))
    config = CorrectionConfig(shared=(0.0, 0.0), alike=(0.6, 0.6), length=0.2)
    told = correct(before, said, config=config)
    for axis, sign in ((0, 1.0), (1, -1.0)):
        steps = sign * told.mean[:, axis]
        assert (np.diff(steps) < 0.0).all()
        assert steps[0] > 0.4
        assert steps[3] < 0.01
    assert (np.diff(told.variance[:, 0]) > 0.0).all()


def test_an_offset_that_all_share_is_learned_from_a_few():
    before = catalogue(200)
    shifted = before.mean[:30] + np.array([0.3, 0.0])
    said = Evidence.of_points(np.arange(30), shifted)
    told = correct(before, said, config=CorrectionConfig(shared=(0.5, 0.5), alike=(0.0, 0.0)))
    steps = (told.mean - before.mean)[30:]
    assert steps[:, 0].mean() == pytest.approx(0.3, abs=0.05)
    assert np.abs(steps[:, 1]).max() < 0.05


def test_tracks_without_an_embedding_share_only_what_all_share():
    before = catalogue(5)
    bare = before.embeddings.copy()
    bare[[0, 4]] = np.nan
    said = Evidence.of_points([0, 1], np.array([[0.9, 0.9], [0.9, 0.9]]))
    config = CorrectionConfig(shared=(0.0, 0.0), alike=(0.5, 0.5), length=0.3)
    told = correct(Estimates(before.mean, before.variance, bare), said, config=config)
    assert (told.mean[0] > before.mean[0]).all()
    np.testing.assert_allclose(told.mean[4], before.mean[4])
    none = Estimates(before.mean, before.variance, np.zeros((5, 0), np.float32))
    alone = correct(none, said, config=config)
    np.testing.assert_allclose(alone.mean[2:], before.mean[2:])


@pytest.mark.parametrize("bare", [False, True])
def test_with_few_landmarks_the_means_are_still_exact(bare):
    before, said = catalogue(120), points(120, 100)
    if bare:
        before.embeddings[::7] = np.nan
    exact = correct(before, said, config=CONFIG)
    near = correct(before, said, config=replace(CONFIG, landmarks=10))
    np.testing.assert_allclose(near.mean, exact.mean, atol=1e-6)
    assert (near.variance <= before.variance).all()


def test_with_few_landmarks_words_say_nearly_the_same():
    before = catalogue(120)
    said = Evidence(
        np.arange(60), np.full((60, 2), np.nan), np.arange(60) % 4, np.arange(60) % 3 > 0
    )
    exact = correct(before, said, config=CONFIG)
    near = correct(before, said, config=replace(CONFIG, landmarks=20))
    assert np.abs(near.mean - exact.mean).max() < 0.1


def test_many_words_of_one_side_settle():
    before = catalogue(400)
    said = Evidence.of_quadrants(np.arange(300), np.full(300, HAPPY))
    told = correct(before, said, config=CONFIG)
    assert (told.mean[:300] > 0.0).all()
    assert np.isfinite(told.mean).all()


def test_what_cannot_be_is_refused():
    before = catalogue(3)
    with pytest.raises(InputError, match="expected 0 to 2"):
        correct(before, Evidence.of_points([3], np.zeros((1, 2))))
    with pytest.raises(InputError, match="newest of each"):
        Evidence.of_points([1, 1], np.zeros((2, 2)))
    with pytest.raises(InputError, match="both or neither"):
        Evidence.of_points([1], np.full((1, 2), np.nan))
    with pytest.raises(InputError, match="one of each"):
        Evidence.of_points([1, 2], np.zeros((1, 2)))
    with pytest.raises(InputError, match="expected"):
        Estimates(np.zeros((3, 2)), np.zeros((3, 2)), np.zeros((2, 4)))
