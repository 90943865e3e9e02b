import numpy as np
import pytest
from tests.tiny_networks import (
    SIZES,
    random_hearing,
    random_modules,
    state_of,
    vectors_by_torch,
)

from moodarc.errors import ArtifactError
from moodarc.music.emotion.convolution.encoder import OnnxEncoder
from moodarc.music.emotion.convolution.training import export_onnx


@pytest.fixture(scope="module")
def networks():
    """Two networks of random weights, unlike each other."""
    return [random_modules(seed) for seed in (0, 1)]


@pytest.fixture(scope="module")
def models(networks):
    """The first alone, and both side by side."""
    states = [state_of(*modules) for modules in networks]
    return export_onnx(states[:1], SIZES), export_onnx(states, SIZES)


@pytest.mark.parametrize("n_segments", [1, 3, 4])
def test_the_vectors_are_those_of_the_network_that_was_exported(networks, models, n_segments):
    hearing = random_hearing(n_segments, seed=n_segments)
    found = OnnxEncoder(models[0])(hearing)
    assert found.shape == (n_segments, SIZES.width)
    assert found.dtype == np.float32
    assert found.std(axis=0).max() > 1e-3 or n_segments == 1
    np.testing.assert_allclose(found, vectors_by_torch(networks[0][0], hearing), atol=1e-4)


@pytest.mark.parametrize("n_segments", [1, 3, 4])
def test_two_networks_side_by_side_give_their_vectors_joined(networks, models, n_segments):
    hearing = random_hearing(n_segments, seed=n_segments)
    found = OnnxEncoder(models[1])(hearing)
    expected = [vectors_by_torch(encoder, hearing) for encoder, _ in networks]
    assert np.abs(expected[0] - expected[1]).max() > 0.1
    np.testing.assert_allclose(found, np.concatenate(expected, axis=1), atol=1e-4)


def test_the_same_hearing_gives_the_same_vectors_twice_and_is_left_as_it_was(models):
    hearing = random_hearing(2)
    before = hearing.bands.copy(), hearing.chroma.copy()
    encoder = OnnxEncoder(models[0])
    np.testing.assert_array_equal(encoder(hearing), encoder(hearing))
    np.testing.assert_array_equal(hearing.bands, before[0])
    np.testing.assert_array_equal(hearing.chroma, before[1])


@pytest.mark.parametrize(
    "damage", [lambda _: b"", lambda _: b"no network", lambda m: m[: len(m) // 2]]
)
def test_a_damaged_network_is_refused_with_the_remedy(models, damage):
    with pytest.raises(
        ArtifactError, match=r"network of music emotion cannot be loaded .*reinstall"
    ):
        OnnxEncoder(damage(models[0]))
