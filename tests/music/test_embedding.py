import numpy as np
import pytest

from moodarc.music.embedding import EMBEDDING_SIZE, embed

WIDTH = 96


@pytest.fixture
def vectors():
    return np.random.default_rng(4).uniform(size=(7, WIDTH)).astype(np.float32)


def naive(vectors):
    """The cosine transform of the mean as it is written in a textbook."""
    mean = vectors.mean(axis=0)
    places = np.arange(WIDTH)
    short = np.array(
        [
            sum(mean * np.cos(np.pi * (2 * places + 1) * k / (2 * WIDTH)))
            for k in range(1, EMBEDDING_SIZE + 1)
        ]
    )
    return short / np.linalg.norm(short)


def test_it_is_the_cosine_transform_of_the_mean_of_length_1(vectors):
    np.testing.assert_allclose(embed(vectors), naive(vectors), atol=1e-5)
    assert embed(vectors).dtype == np.float32


def test_order_repetition_and_level_of_the_segments_do_not_matter(vectors):
    for same in (vectors[::-1], np.tile(vectors, (2, 1)), vectors * 3.0, vectors + 1.0):
        np.testing.assert_allclose(embed(same), embed(vectors), atol=1e-5)


def test_it_does_not_change_what_it_is_given(vectors):
    before = vectors.copy()
    embed(vectors)
    np.testing.assert_array_equal(vectors, before)


@pytest.mark.parametrize("width", [0, EMBEDDING_SIZE])
def test_without_an_encoder_of_enough_channels_there_is_none(width):
    assert embed(np.ones((3, width), np.float32)) is None


def test_vectors_that_are_all_alike_have_no_direction():
    assert embed(np.ones((3, WIDTH), np.float32)) is None
