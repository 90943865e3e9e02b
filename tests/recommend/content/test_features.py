import numpy as np
import pytest

from moodarc.catalog import ItemContent
from moodarc.recommend.content import content_points, normalised
from taste_groups import make_content


def some_content() -> ItemContent:
    nan = np.nan
    return ItemContent(
        affect=np.array([[0.5, -0.5], [nan, nan], [-0.5, 0.5]], np.float32),
        variance=np.full((3, 2), 0.1, np.float32),
        descriptors=np.array([[100, 1, nan], [140, 1, nan], [nan, 1, nan]], np.float32),
        artist=np.array([0, 0, -1]),
    )


def test_columns_are_standardised_over_those_that_have_them_and_the_unknown_is_the_mean():
    points = content_points(some_content())
    expected = [[-1, 0, 0, 1, -1], [1, 0, 0, 0, 0], [0, 0, 0, -1, 1]]
    np.testing.assert_allclose(points, expected, atol=1e-6)


def test_emotion_counts_as_many_descriptors_as_it_is_told_to():
    lengths = [
        (content_points(make_content(), affect_weight=weight)[:, -2:] ** 2).sum()
        for weight in (1.0, 3.0)
    ]
    assert lengths[1] == pytest.approx(3.0 * lengths[0], rel=1e-5)


def test_units_do_not_matter():
    content = make_content()
    other = ItemContent(
        affect=content.affect * 0.5,
        variance=content.variance,
        descriptors=content.descriptors * np.float32(1000.0) + np.float32(7.0),
        artist=content.artist,
    )
    np.testing.assert_allclose(content_points(other), content_points(content), atol=1e-3)


def test_points_without_length_stay_where_they_are():
    found = normalised(np.array([[3.0, 4.0], [0.0, 0.0]], np.float32))
    np.testing.assert_allclose(found, [[0.6, 0.8], [0.0, 0.0]], atol=1e-6)
