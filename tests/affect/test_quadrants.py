import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import multivariate_normal

from moodarc.affect import (
    QUADRANT_CENTRES,
    EmotionVector,
    Quadrant,
    Variance,
    emotion_vector,
    emotion_vectors,
    quadrant_of,
    shares,
)
from moodarc.errors import InputError

value = st.floats(-1, 1)
spread = st.floats(1e-4, 2)


def gaussian_mass(point, variance):
    """The quadrants' mass by SciPy's numerical integration of the joint distribution."""
    law = multivariate_normal(point, np.diag(variance))
    left, below, both = (law.cdf(corner) for corner in ([0, 50], [50, 0], [0, 0]))
    return [1 - left - below + both, left - both, both, below - both]


@pytest.mark.parametrize(
    ("point", "variance"),
    [((0.3, -0.2), (0.1, 0.4)), ((-0.9, 0.05), (0.01, 0.2)), ((0, 0.6), (0.3, 0.3))],
)
def test_the_shares_are_the_integral_over_each_quadrant(point, variance):
    assert emotion_vector(*point, Variance(*variance)) == pytest.approx(
        gaussian_mass(point, variance), abs=1e-5
    )


def test_the_shares_are_how_often_a_draw_falls_in_each_quadrant():
    draws = np.random.default_rng(7).normal((0.2, -0.4), (0.5, 0.7), size=(200_000, 2))
    labels = [quadrant_of(v, a) for v, a in draws.tolist()]
    counted = [labels.count(quadrant) / len(labels) for quadrant in Quadrant]
    assert emotion_vector(0.2, -0.4, Variance(0.25, 0.49)) == pytest.approx(counted, abs=0.005)


@given(value, value, st.tuples(st.just(0.0) | spread, st.just(0.0) | spread))
def test_shares_are_never_negative_and_sum_to_one(valence, arousal, variance):
    vector = emotion_vector(valence, arousal, Variance(*variance))
    assert min(vector) >= 0
    assert sum(vector) == pytest.approx(1)


@given(value, value, st.tuples(spread, spread))
def test_a_mirrored_point_has_mirrored_shares(valence, arousal, variance):
    happy, angry, sad, peaceful = emotion_vector(valence, arousal, Variance(*variance))
    mirrored = emotion_vector(-valence, arousal, Variance(*variance))
    assert mirrored == pytest.approx((angry, happy, peaceful, sad))


@given(st.floats(0.01, 1), value, spread)
def test_less_variance_leaves_more_on_the_points_own_side(valence, arousal, variance):
    unsure = emotion_vector(valence, arousal, Variance(variance, 0.1))
    surer = emotion_vector(valence, arousal, Variance(variance / 2, 0.1))
    assert surer.happy + surer.peaceful >= unsure.happy + unsure.peaceful - 1e-12


@pytest.mark.parametrize("quadrant", list(Quadrant))
def test_a_certain_point_is_all_of_its_quadrant(quadrant):
    vector = emotion_vector(*QUADRANT_CENTRES[quadrant], Variance(0, 0))
    assert max(vector) == 1
    assert vector.quadrant is quadrant is quadrant_of(*QUADRANT_CENTRES[quadrant])


def test_a_certain_point_on_an_axis_is_shared_by_its_two_sides():
    assert emotion_vector(0, 0.5, Variance(0, 0)) == (0.5, 0.5, 0, 0)
    assert quadrant_of(0, 0.5) is quadrant_of(0.5, 0) is quadrant_of(0, 0) is None


def test_a_tie_and_an_empty_vector_have_no_quadrant():
    assert EmotionVector(0.5, 0.5, 0, 0).quadrant is None
    assert EmotionVector(0, 0, 0, 0).quadrant is None


def test_many_points_are_their_single_vectors():
    points, variances = [(0.1, 0.2), (-0.3, 0.4)], [(0.1, 0.1), (0.0, 0.5)]
    rows = [emotion_vector(*p, Variance(*v)) for p, v in zip(points, variances, strict=True)]
    np.testing.assert_allclose(emotion_vectors(points, variances), rows)


@given(st.lists(st.floats(0, 1e300), min_size=4, max_size=4))
def test_amounts_become_shares_in_their_proportion(amounts):
    vector = shares(dict(zip(Quadrant, amounts, strict=True)))
    assert sum(vector) == pytest.approx(1 if any(amounts) else 0)
    total = sum(amount / 4 for amount in amounts)
    if total > 1e-300:
        assert vector == pytest.approx([amount / total / 4 for amount in amounts], abs=1e-12)


@pytest.mark.parametrize("amount", [-1.0, float("nan"), float("inf")])
def test_an_amount_that_cannot_be_shared_is_refused(amount):
    with pytest.raises(InputError, match="finite numbers >= 0"):
        shares({Quadrant.HAPPY: amount})
