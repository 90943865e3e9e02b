import numpy as np
import pytest

from moodarc.catalog import ItemContent
from moodarc.errors import InputError
from moodarc.recommend.context import Standard, context_columns, item_columns
from taste_groups import make_content


def test_columns_are_standardised_by_what_is_known():
    rows = np.array([[1.0, 5.0], [3.0, np.nan], [5.0, 5.0]], np.float32)
    found = Standard.of(rows).apply(rows)
    step = np.sqrt(1.5)
    np.testing.assert_allclose(
        found, [[-step, 0.0, 1.0], [0.0, 0.0, 0.0], [step, 0.0, 1.0]], atol=1e-6
    )


def test_absent_context_is_zeros_and_a_flag():
    standard = Standard.of(np.array([[1.0], [3.0]], np.float32))
    assert context_columns(None, 2, standard).tolist() == [[0.0, 0.0], [0.0, 0.0]]
    assert context_columns(np.array([[3.0]], np.float32), 1, standard).tolist() == [[1.0, 1.0]]


def test_a_model_without_context_looks_at_none():
    assert context_columns(np.ones((2, 5), np.float32), 2, Standard.of(None)).shape == (2, 0)


def test_context_of_another_width_is_refused():
    standard = Standard.of(np.ones((4, 2), np.float32))
    with pytest.raises(InputError, match="expected"):
        context_columns(np.ones((1, 3), np.float32), 1, standard)


def test_items_have_affect_and_descriptors_each_with_a_flag():
    assert item_columns(make_content(), 40).shape == (40, 3 + 6)
    assert item_columns(ItemContent.unknown(4), 4).tolist() == [[0.0, 0.0, 0.0]] * 4
    assert item_columns(None, 4).shape == (4, 0)


def test_items_without_emotion_have_their_descriptors_alone():
    whole, plain = (item_columns(make_content(), 40, emotion=told) for told in (True, False))
    np.testing.assert_array_equal(plain, whole[:, 3:])
    assert item_columns(ItemContent.unknown(4), 4, emotion=False).shape == (4, 0)
