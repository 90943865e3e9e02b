from datetime import UTC, datetime

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from moodarc.affect import (
    PLACED_WORD_VARIANCE,
    UNINFORMED_VARIANCE,
    Expression,
    expression_affect,
    word_affect,
)
from moodarc.errors import InputError
from moodarc.sensing.face.reading import (
    FELT_VARIANCE,
    MODALITY,
    expression_entropy,
    expression_variance,
    face_reading,
    no_reading,
    several_faces,
)
from moodarc.sensing.face.validity import NO_FACE

AT = datetime(2026, 1, 1, tzinfo=UTC)

distributions = st.lists(st.floats(0.0, 1.0), min_size=7, max_size=7).map(
    lambda values: (np.array(values) + 1e-3) / (np.array(values) + 1e-3).sum()
)


@given(distributions)
def test_the_state_is_that_of_em_4_and_carries_the_seven_shares(p):
    reading = face_reading(p, AT)
    assert (reading.state.valence, reading.state.arousal) == pytest.approx(expression_affect(p))
    np.testing.assert_allclose(reading.expression, p)
    assert (reading.modality, reading.is_valid, reading.state.dominance) == (MODALITY, True, None)
    assert reading.state.variance.dominance is None


@given(distributions)
def test_no_face_is_surer_than_a_word_or_less_sure_than_nothing(p):
    for name in ("valence", "arousal"):
        variance = getattr(expression_variance(p), name)
        assert variance >= getattr(PLACED_WORD_VARIANCE, name) + FELT_VARIANCE - 1e-12
        assert variance <= UNINFORMED_VARIANCE


@given(st.integers(0, 6), st.floats(0.0, 1.0), st.floats(0.0, 1.0))
def test_the_less_sure_the_expression_the_more_is_left_open(place, first, second):
    less, more = sorted((first, second))
    surer, vaguer = (
        expression_variance((1 - share) * np.eye(7)[place] + share / 7) for share in (less, more)
    )
    assert vaguer.valence >= surer.valence - 1e-9
    assert vaguer.arousal >= surer.arousal - 1e-9


def test_a_sure_expression_leaves_what_a_word_leaves_and_the_felt():
    variance = expression_variance(np.eye(7)[list(Expression).index(Expression.HAPPY)])
    said = word_affect("happy").variance
    assert variance.valence == pytest.approx(said.valence + FELT_VARIANCE)


def test_seven_shares_alike_say_nothing():
    variance = expression_variance(np.full(7, 1 / 7))
    assert variance[:2] == pytest.approx((UNINFORMED_VARIANCE, UNINFORMED_VARIANCE))


def test_the_variance_within_and_between_is_that_of_draws_from_the_mixture():
    rng = np.random.default_rng(1)
    p = np.array([0.0, 0.0, 0.0, 0.9, 0.0, 0.1, 0.0])
    points = np.array([expression_affect(row)[0] for row in np.eye(7)])
    drawn = points[rng.choice(7, size=200_000, p=p)]
    drawn = drawn + rng.normal(0.0, PLACED_WORD_VARIANCE.valence**0.5, drawn.size)
    doubt = expression_entropy(p)
    expected = (1 - doubt) * drawn.var() + doubt * UNINFORMED_VARIANCE + FELT_VARIANCE
    assert expression_variance(p).valence == pytest.approx(expected, rel=0.02)


def test_between_two_expressions_far_apart_more_is_open_than_between_near_ones():
    far, near = np.zeros(7), np.zeros(7)
    far[[3, 4]] = 0.5  # happy, sad
    near[[0, 2]] = 0.5  # angry, fear
    assert expression_variance(far).valence > expression_variance(near).valence


def test_a_face_that_was_not_read_leaves_everything_open_and_says_why():
    reading = no_reading(NO_FACE, AT)
    assert (reading.is_valid, reading.validity, reading.confidence) == (False, "no face", 0.0)
    assert (reading.expression, reading.state.variance.valence) == (None, UNINFORMED_VARIANCE)


def test_several_faces_are_told_in_the_note():
    reading = face_reading(np.eye(7)[3], AT, confidence=0.9, note=several_faces(2))
    assert (reading.note, reading.confidence) == ("2 faces; the largest central one was read", 0.9)


def test_what_is_no_distribution_is_refused():
    with pytest.raises(InputError, match="seven probabilities"):
        face_reading([0.5] * 7, AT)
