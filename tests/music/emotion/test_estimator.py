from dataclasses import replace
from importlib.resources import files

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import ndtri
from scipy.stats import norm

from moodarc.affect import emotion_vectors
from moodarc.artifacts import load_artifact, load_shipped, save_artifact
from moodarc.errors import ArtifactError
from moodarc.music.emotion import SHIPPED, AxisScale, FeatureEstimator, Member, RankNormaliser
from moodarc.music.segments import TRACK_FEATURE_NAMES

N_FEATURES = len(TRACK_FEATURE_NAMES)


def estimator_of(n_members, seed=0, *, scales=((1.0, 0.3), (1.0, 0.25))):
    """An ensemble of random networks; `scales` are (sharpness, deviation) of both axes."""
    rng = np.random.default_rng(seed)

    def weights(*shape):
        return (rng.normal(size=shape) * 0.1).astype(np.float32)

    members = [
        Member((weights(N_FEATURES, 6), weights(6, 4)), (weights(6), weights(4)))
        for _ in range(n_members)
    ]
    normaliser = RankNormaliser.fit(rng.normal(size=(200, N_FEATURES)).astype(np.float32), 21)
    valence, arousal = (AxisScale(*pair) for pair in scales)
    return FeatureEstimator(normaliser, members, (valence, arousal), "random-1")


def features(n=12, seed=1):
    return np.random.default_rng(seed).normal(size=(n, N_FEATURES)).astype(np.float32)


def one_column(values):
    return np.array(values, dtype=np.float32)[:, None]


@given(
    st.lists(st.integers(-50, 50), min_size=3, max_size=40, unique=True),
    st.integers(-60, 60),
)
def test_a_normal_score_is_that_of_the_rank_among_the_training_tracks(training, value):
    training = sorted(training)
    score = RankNormaliser.fit(one_column(training), len(training))(one_column([value]))[0, 0]
    below = sum(other < value for other in training)
    if value in training:
        rank = below / (len(training) - 1)
    elif below in {0, len(training)}:
        rank = float(below > 0)
    else:  # between two of them, in proportion
        low, high = training[below - 1], training[below]
        rank = (below - 1 + (value - low) / (high - low)) / (len(training) - 1)
    expected = np.clip(norm.ppf(rank), -3.0, 3.0)
    assert score == pytest.approx(expected, abs=1e-3)


@given(st.integers(1, 18))
def test_a_value_that_many_tracks_share_has_the_middle_of_their_ranks(n_zeros):
    training = [0.0] * (n_zeros + 1) + [float(n) for n in range(1, 20 - n_zeros)]
    score = RankNormaliser.fit(one_column(training), 20)(one_column([0.0]))[0, 0]
    middle = n_zeros / 19 / 2
    assert score == pytest.approx(np.clip(ndtri(middle), -3, 3), abs=1e-3)


def test_a_feature_that_never_varies_says_nothing():
    normaliser = RankNormaliser.fit(one_column([5.0] * 10), 11)
    assert normaliser(one_column([5.0]))[0, 0] == 0.0
    assert normaliser(one_column([4.0, 6.0]))[:, 0].tolist() == [-3.0, 3.0]


@given(st.lists(st.floats(-10, 10, width=32), min_size=5, max_size=30))
def test_scores_ascend_with_the_values_and_stay_within_three(values):
    normaliser = RankNormaliser.fit(one_column(np.linspace(-5, 5, 50)), 21)
    scores = normaliser(one_column(sorted(values)))[:, 0]
    assert (np.diff(scores) >= 0.0).all()
    assert np.abs(scores).max() <= 3.0
    assert scores.dtype == np.float32


def test_a_change_of_unit_changes_no_score():
    training = features(80)
    plain, scaled = (RankNormaliser.fit(table, 21) for table in (training, 1000.0 * training))
    np.testing.assert_allclose(
        plain(features(seed=5)), scaled(1000.0 * features(seed=5)), atol=1e-3
    )


def test_a_member_is_relu_and_softmax():
    estimator = estimator_of(1)
    scores = estimator.normaliser(features(3))
    member = estimator.members[0]
    for row, told in zip(scores, member.probabilities(scores), strict=True):
        hidden = [
            max(float(row @ member.weights[0][:, unit]) + float(member.biases[0][unit]), 0.0)
            for unit in range(6)
        ]
        logits = [
            sum(h * float(member.weights[1][u, q]) for u, h in enumerate(hidden))
            + float(member.biases[1][q])
            for q in range(4)
        ]
        weights = [np.exp(logit) for logit in logits]
        assert told == pytest.approx([w / sum(weights) for w in weights], rel=1e-4)


@given(st.integers(0, 1000), st.floats(0.05, 0.3), st.floats(0.05, 0.3))
def test_the_canonical_map_gives_a_members_probabilities_of_the_sides_back(seed, one, other):
    estimator = estimator_of(1, seed, scales=((1.0, one), (1.0, other)))
    told = estimator.estimate(features(5))
    vectors = emotion_vectors(told.mean, told.variance)
    p = estimator.members[0].probabilities(estimator.normaliser(features(5)))
    happy, angry, _, peaceful = range(4)
    np.testing.assert_allclose(
        vectors[:, happy] + vectors[:, peaceful], p[:, happy] + p[:, peaceful], atol=1e-4
    )
    np.testing.assert_allclose(
        vectors[:, happy] + vectors[:, angry], p[:, happy] + p[:, angry], atol=1e-4
    )


def test_the_ensemble_is_the_mean_and_variance_of_the_mixture_of_its_members():
    scales = ((1.3, 0.3), (0.8, 0.25))
    whole = estimator_of(5, scales=scales)
    told = whole.estimate(features())
    alone = [replace(whole, members=[member]).estimate(features()) for member in whole.members]
    means = np.stack([estimate.mean for estimate in alone])
    np.testing.assert_allclose(told.mean, means.mean(axis=0), atol=1e-5)
    within = np.stack([estimate.variance for estimate in alone]).mean(axis=0)
    np.testing.assert_allclose(told.variance, within + means.var(axis=0), atol=1e-5)


def test_sharpness_stretches_the_probits_and_leaves_the_sides():
    soft, sharp = (
        estimator_of(1, scales=((c, 0.2), (c, 0.2))).estimate(features()).mean for c in (0.5, 1.0)
    )
    np.testing.assert_allclose(sharp, 2.0 * soft, atol=1e-6)


@settings(max_examples=25)
@given(st.integers(0, 10_000), st.floats(0.1, 20.0), st.floats(0.01, 2.0))
def test_whatever_the_scale_an_estimate_stays_on_the_plane(seed, sharpness, deviation):
    estimator = estimator_of(3, scales=((sharpness, deviation), (sharpness, deviation)))
    told = estimator.estimate(100.0 * features(seed=seed))
    assert np.isfinite(told.mean).all()
    assert np.isfinite(told.variance).all()
    assert np.abs(told.mean).max() <= 1.0
    assert told.variance.min() >= np.float32(deviation**2) * (1 - 1e-6)
    assert told.mean.dtype == told.variance.dtype == np.float32


def test_a_run_is_told_the_same_alone_and_among_others():
    estimator = estimator_of(4)
    together = estimator.estimate(features()).mean
    alone = [estimator.estimate(row[None]).mean[0] for row in features()]
    np.testing.assert_allclose(together, alone, atol=1e-6)


def test_saved_and_loaded_it_is_the_same_to_the_bit(tmp_path):
    before = estimator_of(3)
    save_artifact(tmp_path / "model", before.to_artifact("card"), command="none")
    after = FeatureEstimator.from_artifact(load_artifact(tmp_path / "model"))
    np.testing.assert_array_equal(after.normaliser.quantiles, before.normaliser.quantiles)
    for one, other in zip(before.members, after.members, strict=True):
        for first, second in zip(
            (*one.weights, *one.biases), (*other.weights, *other.biases), strict=True
        ):
            np.testing.assert_array_equal(first, second)
    assert (after.scales, after.version) == (before.scales, before.version)
    first, second = before.estimate(features()), after.estimate(features())
    np.testing.assert_array_equal(first.mean, second.mean)
    np.testing.assert_array_equal(first.variance, second.variance)


def test_a_model_of_other_features_is_refused():
    artifact = estimator_of(1).to_artifact("card")
    other = {**artifact.config, "features": ["loudness"]}
    with pytest.raises(ArtifactError, match="train the model again"):
        FeatureEstimator.from_artifact(replace(artifact, config=other))


def test_the_shipped_model_is_whole_and_small():
    folder = files("moodarc") / "weights" / SHIPPED
    artifact = load_artifact(folder)  # each file against its hash
    assert artifact.manifest.command.startswith("moodarc train music")
    assert set(artifact.manifest.files) == {"card.md", "config.json", "model.safetensors"}
    assert all(len(path.read_bytes()) < 8_000_000 for path in folder.iterdir())


def test_the_shipped_card_tells_data_figures_limits_and_licence():
    card = load_shipped(SHIPPED).card
    for section in ("What it does", "Data", "Method", "Figures", "Limits", "Licence"):
        assert f"**{section}.**" in card
    assert FeatureEstimator.shipped().version in card.splitlines()[0]
    for figure in ("music.macro_f1", "music.valence_accuracy", "music.arousal_accuracy"):
        assert f"| {figure} | 0." in card


def test_the_shipped_model_places_the_median_of_its_training_tracks_near_the_middle():
    estimator = FeatureEstimator.shipped()
    middle = estimator.normaliser.quantiles[len(estimator.normaliser.quantiles) // 2]
    told = estimator.estimate(middle[None])
    assert len(estimator.members) == 8
    assert np.abs(told.mean).max() < 0.6
    assert (estimator.normaliser(middle[None]) == 0.0).mean() > 0.9
