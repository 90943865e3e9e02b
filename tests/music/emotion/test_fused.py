from dataclasses import replace
from importlib.resources import files

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import log_ndtr, ndtri
from tests.random_estimators import (
    WIDTH,
    estimator_of,
    familiar,
    fused_of,
    pooled_vectors,
    random_head,
)
from tests.tiny_networks import random_hearing, random_modules, state_of
from tests.tiny_training import NETWORK

from moodarc.artifacts import load_artifact, load_shipped, save_artifact
from moodarc.errors import ArtifactError
from moodarc.music.emotion import SHIPPED, AxisFusion, FusedEstimator, OnnxEncoder
from moodarc.music.emotion.convolution.training import export_onnx
from moodarc.music.emotion.fused import fit_fusion, network_probits


@pytest.fixture(scope="module")
def model():
    """A real encoder as ONNX."""
    return export_onnx([state_of(*random_modules())], NETWORK.network)


def naive_mixture(fused, features, heard):
    """Mean and variance of one Gaussian a member, each kind with its share of the weight."""
    z = {
        "ensemble": fused.ensemble.probits(features),
        "machine": fused.machine.probits(features)[None],
        "network": network_probits(fused.heads, heard),
    }
    n = len(features)
    mean, variance = np.zeros((n, 2)), np.zeros((n, 2))
    for axis, scale in enumerate(fused.scales):
        total = scale.ensemble + scale.machine + scale.network
        for run in range(n):
            parts = [
                (getattr(scale, kind) / total / len(of_kind), scale.deviation * total * one)
                for kind, of_kind in z.items()
                for one in of_kind[:, run, axis]
            ]
            centre = sum(share * value for share, value in parts)
            mean[run, axis] = centre
            variance[run, axis] = sum(
                share * (scale.deviation**2 + (value - centre) ** 2) for share, value in parts
            )
    return mean, variance


@given(st.floats(-4.0, 30.0), st.floats(-4.0, 12.0), st.integers(0, 1000))
@settings(max_examples=40, deadline=None)
def test_whatever_is_heard_the_mean_is_an_affect_and_the_variance_at_least_the_deviations(
    feature_power, heard_power, seed
):
    fused = fused_of(3, 2)
    told = fused.estimate(
        familiar(4, seed) * np.float32(10.0**feature_power),
        pooled_vectors(4, 2, seed) * np.float32(10.0**heard_power),
    )
    assert np.abs(told.mean).max() <= 1.0
    assert np.isfinite(told.variance).all()
    assert (told.variance >= np.square([0.3, 0.25]) * (1.0 - 1e-6)).all()


@given(st.integers(1, 4), st.integers(1, 3), st.integers(0, 1000))
@settings(max_examples=20, deadline=None)
def test_the_estimate_is_the_mean_and_variance_of_the_mixture_of_all_members(
    n_members, n_heads, seed
):
    fused = fused_of(n_members, n_heads)
    heard = pooled_vectors(5, n_heads, seed)
    told = fused.estimate(familiar(5, seed), heard)
    mean, variance = naive_mixture(fused, familiar(5, seed), heard)
    np.testing.assert_allclose(told.mean, np.clip(mean, -1.0, 1.0), atol=1e-5)
    np.testing.assert_allclose(told.variance, variance, atol=1e-5)
    assert told.mean.dtype == told.variance.dtype == np.float32


def test_a_network_of_weight_0_changes_nothing():
    both = fused_of(3, 2, fusion=((0.7, 0.4, 0.0, 0.3), (0.9, 0.4, 0.0, 0.25)))
    with_heads = both.estimate(familiar(), pooled_vectors())
    alone = replace(both, heads=[]).estimate(familiar(), pooled_vectors())
    np.testing.assert_allclose(with_heads.mean, alone.mean, atol=1e-6)
    np.testing.assert_allclose(with_heads.variance, alone.variance, atol=1e-6)


def test_a_machine_of_weight_0_changes_nothing():
    both = fused_of(3, 2, fusion=((0.7, 0.0, 0.4, 0.3), (0.9, 0.0, 0.4, 0.25)))
    kinds = (both, replace(both, machine=None))
    told, alone = (fused.estimate(familiar(), pooled_vectors()) for fused in kinds)
    np.testing.assert_allclose(told.mean, alone.mean, atol=1e-6)
    np.testing.assert_allclose(told.variance, alone.variance, atol=1e-6)


def test_an_ensemble_of_weight_0_changes_nothing():
    both = fused_of(3, 2, fusion=((0.0, 0.0, 0.7, 0.3), (0.0, 0.0, 0.9, 0.25)))
    other = replace(both, ensemble=replace(both.ensemble, members=estimator_of(1, 9).members))
    first, second = (one.estimate(familiar(), pooled_vectors()) for one in (both, other))
    np.testing.assert_array_equal(first.mean, second.mean)
    z = network_probits(both.heads, pooled_vectors()).mean(axis=0)
    np.testing.assert_allclose(first.mean, np.clip(z * (0.21, 0.225), -1.0, 1.0), atol=1e-6)


def test_without_heads_and_machine_it_is_the_ensembles_estimator():
    """Their weight is then what the estimator calls sharpness."""
    alone = estimator_of(3, scales=((0.7, 0.3), (1.2, 0.25)))
    fused = replace(
        fused_of(3, 0, fusion=((0.7, 0.0, 0.5, 0.3), (1.2, 0.0, 0.5, 0.25)), machine=False),
        ensemble=estimator_of(3),
    )
    told, expected = (
        fused.estimate(familiar(), np.zeros((12, 0), np.float32)),
        alone.estimate(familiar()),
    )
    np.testing.assert_allclose(told.mean, expected.mean, atol=1e-6)
    np.testing.assert_allclose(told.variance, expected.variance, atol=1e-6)


class Saying:
    """A half that says the same z of each run, without doubt."""

    def __init__(self, z):
        self._z = z

    def read(self, features):
        return np.full((1, len(features), 2), self._z), np.zeros((len(features), 1))


def sure_head(*, positive):
    """A head that tells both axes to lie on one side, by quadrants and by regression alike."""
    bias = np.zeros(8, dtype=np.float32)
    bias[0 if positive else 2] = 3.0
    bias[4:6] = 1.0 if positive else -1.0
    head = random_head()
    nothing = tuple(np.zeros_like(layer) for layer in head.weights)
    return replace(head, weights=nothing, biases=(np.zeros_like(head.biases[0]), bias))


def test_halves_that_disagree_raise_the_variance():
    told = {}
    for positive in (True, False):
        fused = replace(
            fused_of(1, 0, machine=False),
            ensemble=Saying(1.2),
            heads=[sure_head(positive=positive)],
        )
        told[positive] = fused.estimate(familiar(1), pooled_vectors(1, 1))
    assert (told[False].variance > 1.3 * told[True].variance).all()
    assert (np.abs(told[False].mean) < np.abs(told[True].mean)).all()


def test_heads_that_agree_with_each_other_add_no_variance():
    fused = replace(
        fused_of(1, 0, fusion=((0.0, 0.0, 0.7, 0.3), (0.0, 0.0, 0.7, 0.25)), machine=False),
        heads=[sure_head(positive=True)] * 2,
    )
    told = fused.estimate(familiar(), pooled_vectors())
    np.testing.assert_allclose(told.variance, [[0.3**2, 0.25**2]] * 12, atol=1e-6)


def test_features_unlike_the_training_data_raise_the_variance_to_that_of_knowing_nothing():
    # far from all that it learned a machine says little, and what agrees with it varies less: the
    # doubt itself is seen without one
    fused = fused_of(3, 2, machine=False)
    strange = familiar()
    strange[:, : strange.shape[1] // 5] = 100.0
    known, doubted = (fused.estimate(table, pooled_vectors()) for table in (familiar(), strange))
    assert (doubted.variance > known.variance).all()
    assert doubted.variance.max() < 1 / 3
    strange[:] = 100.0
    for any_kinds in (fused, fused_of(3, 2)):
        told = any_kinds.estimate(strange, pooled_vectors())
        np.testing.assert_allclose(told.variance, 1 / 3, atol=1e-6)


def test_a_heads_z_is_the_mean_of_what_its_quadrants_and_its_regression_say():
    heads, vectors = [random_head(seed) for seed in range(2)], pooled_vectors(6)
    for number, (head, z) in enumerate(zip(heads, network_probits(heads, vectors), strict=True)):
        own = slice(number * WIDTH, (number + 1) * WIDTH)
        for run, row in enumerate(vectors):
            means, deviations = row[: 2 * WIDTH][own], row[2 * WIDTH :][own]
            (p,), (regression,) = head(np.concatenate([means, deviations])[None])
            happy, angry, _, peaceful = p
            expected = [
                (ndtri(happy + peaceful) + regression[0]) / 2,
                (ndtri(happy + angry) + regression[1]) / 2,
            ]
            assert z[run] == pytest.approx(expected, abs=1e-6)


def halves(n=600, *, seed=0, slope=1.4):
    """Probits of a kind that knows the side and of one that does not, and the sides."""
    rng = np.random.default_rng(seed)
    knowing, guessing = rng.normal(size=(2, n))
    return knowing, guessing, knowing * slope + rng.normal(size=n) > 0


def fusion_of(*probits, positive, rated_deviation=0.4):
    """Of the probits of ensemble, machine and network."""
    probits = np.stack(probits, axis=1)
    return fit_fusion(probits, positive, rated_deviation=rated_deviation)


def test_only_the_kind_that_knows_something_gets_weight():
    knowing, guessing, positive = halves()
    by_ensemble = fusion_of(knowing, guessing, guessing[::-1], positive=positive)
    by_machine = fusion_of(guessing, knowing, guessing[::-1], positive=positive)
    by_network = fusion_of(guessing, guessing[::-1], knowing, positive=positive)
    assert by_ensemble.ensemble == pytest.approx(1.4, abs=0.2)
    assert max(by_ensemble.machine, by_ensemble.network) < 0.15
    assert by_machine.machine == pytest.approx(by_ensemble.ensemble, abs=1e-3)
    assert by_network.network == pytest.approx(by_ensemble.ensemble, abs=1e-3)


def test_a_kind_that_is_not_there_gets_no_weight():
    knowing, guessing, positive = halves()
    fusion = fusion_of(knowing, np.zeros_like(knowing), guessing, positive=positive)
    assert fusion.machine == 0.0
    assert fusion.ensemble > 1.0


def test_the_weights_are_the_likeliest_of_a_grid():
    rng = np.random.default_rng(3)
    truth = rng.normal(size=400)
    first, second = truth + rng.normal(size=(2, 400))
    positive = truth + 0.5 * rng.normal(size=400) > 0
    fusion = fusion_of(first, np.zeros_like(first), second, positive=positive)
    sign = np.where(positive, 1.0, -1.0)
    grid = np.linspace(0.0, 2.0, 101)
    likelihood = {
        (a, b): log_ndtr(sign * (a * first + b * second)).sum() for a in grid for b in grid
    }
    best = max(likelihood, key=likelihood.get)
    assert (fusion.ensemble, fusion.network) == pytest.approx(best, abs=0.02)


def test_a_kind_that_is_wrong_is_ignored_and_not_turned_round():
    knowing, guessing, positive = halves()
    fusion = fusion_of(-knowing, guessing, guessing[::-1], positive=positive)
    assert 0.0 <= fusion.ensemble < 0.01


def test_the_fused_values_spread_as_people_rate_them():
    knowing, guessing, positive = halves()
    fusion = fusion_of(
        knowing, guessing, knowing + guessing, positive=positive, rated_deviation=0.406
    )
    z = fusion.ensemble * knowing + fusion.machine * guessing
    z += fusion.network * (knowing + guessing)
    assert fusion.deviation**2 * (1.0 + np.var(z)) == pytest.approx(0.406**2)


def test_saved_and_loaded_it_says_the_same(tmp_path, model):
    before = fused_of(3, 2, encoder=OnnxEncoder(model))
    save_artifact(tmp_path / "model", before.to_artifact("card", model), command="none")
    after = FusedEstimator.from_artifact(load_artifact(tmp_path / "model"))
    assert (after.scales, after.version) == (before.scales, "random-2")
    assert isinstance(after.scales[0], AxisFusion)
    first, second = (one.estimate(familiar(), pooled_vectors()) for one in (before, after))
    np.testing.assert_array_equal(first.mean, second.mean)
    np.testing.assert_array_equal(first.variance, second.variance)
    hearing = random_hearing(3)
    np.testing.assert_array_equal(before.encoder(hearing), after.encoder(hearing))


def test_a_machine_over_other_blocks_is_refused(model):
    artifact = fused_of(1, 1).to_artifact("card", model)
    config = {**artifact.config, "blocks": ["one"] * len(artifact.config["blocks"])}
    with pytest.raises(ArtifactError, match="other blocks of features"):
        FusedEstimator.from_artifact(replace(artifact, config=config))


def test_without_heads_and_machine_it_is_saved_too(tmp_path, model):
    before = fused_of(2, 0, machine=False)
    save_artifact(tmp_path / "model", before.to_artifact("card", model), command="none")
    after = FusedEstimator.from_artifact(load_artifact(tmp_path / "model"))
    assert list(after.heads) == []
    nothing = np.zeros((12, 0), np.float32)
    np.testing.assert_array_equal(
        after.estimate(familiar(), nothing).mean, before.estimate(familiar(), nothing).mean
    )


def test_a_folder_of_another_kind_is_refused(model):
    other = replace(estimator_of(1).to_artifact("card"), payloads={"model.onnx": model})
    with pytest.raises(ArtifactError, match="build it again with `moodarc train music`"):
        FusedEstimator.from_artifact(other)


def test_a_folder_without_the_network_is_refused(model):
    artifact = replace(fused_of(1, 1).to_artifact("card", model), payloads={})
    with pytest.raises(ArtifactError, match="build it again with `moodarc train music`"):
        FusedEstimator.from_artifact(artifact)


def test_a_model_of_other_features_is_refused(model):
    artifact = fused_of(1, 1).to_artifact("card", model)
    other = {**artifact.config, "features": ["loudness"]}
    with pytest.raises(ArtifactError, match="train the model again"):
        FusedEstimator.from_artifact(replace(artifact, config=other))


def test_the_shipped_model_is_whole_and_small():
    folder = files("moodarc") / "weights" / SHIPPED
    artifact = load_artifact(folder)  # each file against its hash
    assert artifact.manifest.command.startswith("moodarc train music")
    listed = {"card.md", "config.json", "model.onnx", "model.safetensors"}
    assert set(artifact.manifest.files) == listed
    assert all(len(path.read_bytes()) < 8_000_000 for path in folder.iterdir())


def test_the_shipped_card_tells_data_figures_limits_and_licence():
    card = load_shipped(SHIPPED).card
    for section in ("What it does", "Data", "Method", "Figures", "Limits", "Licence"):
        assert f"**{section}.**" in card
    assert FusedEstimator.shipped().version in card.splitlines()[0]
    measures = ("macro_f1", "valence_accuracy", "arousal_accuracy")
    for name in ("music", "music.network"):
        for measure in measures:
            assert f"| {name}.{measure} | 0." in card


def test_the_shipped_model_weighs_all_kinds():
    estimator = FusedEstimator.shipped()
    assert len(estimator.ensemble.members) == 8
    assert len(estimator.heads) == 2
    assert estimator.version == load_shipped(SHIPPED).config["version"]
    valence, arousal = estimator.scales
    assert valence.machine > 0.05
    assert arousal.machine == 0.0
    for scale in estimator.scales:
        assert scale.ensemble > 0.05
        assert scale.network > 0.05
        assert 0.1 < scale.deviation < 0.5


def test_the_shipped_networks_give_the_vectors_that_their_heads_read():
    estimator = FusedEstimator.shipped()
    vectors = estimator.encoder(random_hearing(3))
    width = sum(len(head.weights[0]) // 2 for head in estimator.heads)
    assert vectors.shape == (3, width)
    assert np.isfinite(vectors).all()


def test_the_shipped_ensemble_places_their_median_track_near_the_middle():
    ensemble = FusedEstimator.shipped().ensemble
    middle = ensemble.normaliser.quantiles[len(ensemble.normaliser.quantiles) // 2]
    told = ensemble.estimate(middle[None])
    assert np.abs(told.mean).max() < 0.6
    assert (ensemble.normaliser(middle[None]) == 0.0).mean() > 0.9
