import pytest
from hypothesis import given
from hypothesis import strategies as st

from moodarc.affect import EVERYDAY_EMOTIONS, Quadrant, checked_emotions_vector
from moodarc.errors import VocabularyError


def test_table_5_holds_seven_eight_one_and_two():
    quadrants = list(EVERYDAY_EMOTIONS.values())
    assert [quadrants.count(quadrant) for quadrant in Quadrant] == [7, 8, 1, 2]


@pytest.mark.parametrize(
    ("checked", "row"),
    [
        # Rows of BAEK Table 6: listener 646 at day 6, 12 h; 1925 at 3, 13 h and at 3, 15 h.
        (["joy", "love", "hope"], (0.6667, 0, 0, 0.3333)),
        (["joy", "love", "awe", "hope", "satisfaction"], (0.6, 0, 0, 0.4)),
        (["pride", "fear", "hope"], (0.3333, 0.3333, 0, 0.3333)),
    ],
)
def test_checked_emotions_give_rows_of_table_6(checked, row):
    assert checked_emotions_vector(checked) == pytest.approx(row, abs=5e-5)


def test_nothing_checked_is_nothing_known():
    assert checked_emotions_vector([]) == (0, 0, 0, 0)


@given(st.lists(st.sampled_from(list(EVERYDAY_EMOTIONS)), min_size=1))
def test_order_and_repetition_do_not_matter(checked):
    once = checked_emotions_vector(sorted(set(checked)))
    assert checked_emotions_vector([*checked, *reversed(checked)]) == once
    assert sum(once) == pytest.approx(1)


def test_a_word_outside_table_5_is_refused():
    with pytest.raises(VocabularyError, match="did you mean gratitude"):
        checked_emotions_vector(["grattitude"])
