import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moodarc.affect import (
    THAYER_ANGLES_DEG,
    THAYER_QUADRANTS,
    Quadrant,
    ThayerTerm,
    quadrant_of,
    term_point,
    terms_point,
    terms_vector,
)
from moodarc.errors import InputError, VocabularyError

scores = st.dictionaries(st.sampled_from(list(ThayerTerm)), st.floats(0, 5), max_size=12)


def test_the_circle_starts_at_pleased_and_goes_by_thirty_degrees():
    assert THAYER_ANGLES_DEG[ThayerTerm.PLEASED] == 15
    assert list(THAYER_ANGLES_DEG.values()) == list(range(15, 360, 30))


@pytest.mark.parametrize("term", list(ThayerTerm))
def test_a_term_lies_on_the_circle_in_the_quadrant_of_table_3(term):
    valence, arousal = term_point(term)
    assert math.hypot(valence, arousal) == pytest.approx(1)
    assert quadrant_of(valence, arousal) is THAYER_QUADRANTS[term]


def test_table_3_is_as_printed():
    assert [term.value for term, q in THAYER_QUADRANTS.items() if q is Quadrant.PEACEFUL] == [
        "calm",
        "peaceful",
        "relaxed",
    ]


def test_scored_terms_are_their_weighted_mean():
    # happy (45 degrees) at weight 3/4, sad (195 degrees) at 1/4.
    expected = (
        0.75 * math.cos(math.radians(45)) + 0.25 * math.cos(math.radians(195)),
        0.75 * math.sin(math.radians(45)) + 0.25 * math.sin(math.radians(195)),
    )
    assert terms_point({"happy": 3, "sad": 1}) == pytest.approx(expected)


def test_opposite_terms_cancel_as_a_point_and_stay_as_shares():
    assert terms_point({"happy": 4, "bored": 4}) == pytest.approx((0, 0))
    assert terms_vector({"happy": 4, "bored": 4}) == (0.5, 0, 0.5, 0)


@given(scores)
def test_the_point_stays_inside_the_circle(given_scores):
    assert math.hypot(*terms_point(given_scores)) <= 1 + 1e-9


@given(scores)
def test_the_shares_sum_to_one_or_all_are_nothing(given_scores):
    vector = terms_vector(given_scores)
    assert min(vector) >= 0
    assert sum(vector) == pytest.approx(1 if any(given_scores.values()) else 0)


@given(st.dictionaries(st.sampled_from(list(ThayerTerm)), st.floats(0.1, 2.5), min_size=1))
def test_only_the_proportion_of_the_scores_matters(given_scores):
    doubled = {term: 2 * score for term, score in given_scores.items()}
    assert terms_point(doubled) == pytest.approx(terms_point(given_scores), abs=1e-9)
    assert terms_vector(doubled) == pytest.approx(terms_vector(given_scores))


@pytest.mark.parametrize("score", [-0.1, 5.1, float("nan"), float("inf")])
def test_a_score_outside_the_scale_is_refused(score):
    with pytest.raises(InputError, match="expected 0"):
        terms_vector({"happy": score})


def test_a_word_that_is_no_term_is_refused_with_the_nearest():
    with pytest.raises(VocabularyError, match="did you mean pleased"):
        terms_point({"pleasd": 3})


def test_terms_are_taken_in_any_case():
    assert terms_vector({"HAPPY": 1}) == (1, 0, 0, 0)
