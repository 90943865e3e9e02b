import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from scipy.special import expit
from tests.random_estimators import familiar, random_machine

from moodarc.music.emotion import KernelMachine
from moodarc.music.emotion.estimator import probits_of_quadrants
from moodarc.music.emotion.kernel.machine import (
    PAIRS,
    block_scale,
    coupled,
    squared_distances,
)
from moodarc.music.segments import FEATURE_BLOCKS


def test_the_margins_are_those_of_the_formula():
    machine, features = random_machine(), familiar(3)
    scores = machine.normaliser(features)
    blocks = np.array(FEATURE_BLOCKS)
    names = sorted(set(FEATURE_BLOCKS))
    for run, margins in zip(scores, machine.margins(features), strict=True):
        expected = machine.intercepts.astype(float).copy()
        for other, coefficients in zip(machine.support, machine.coefficients, strict=True):
            parts = [np.mean((run - other)[blocks == name] ** 2) for name in names]
            expected += np.exp(-machine.width / 2 * np.mean(parts)) * coefficients
        np.testing.assert_allclose(margins, expected, rtol=1e-4, atol=1e-4)


def test_every_block_weighs_alike_however_wide_it_is():
    scale = block_scale(["narrow", *["wide"] * 50])
    assert scale[0] ** 2 == pytest.approx((scale[1:] ** 2).sum())
    assert (scale**2).sum() == pytest.approx(1.0)


def test_distances_are_squared_and_never_negative():
    rng = np.random.default_rng(0)
    a, b = rng.normal(size=(5, 7)).astype(np.float32), rng.normal(size=(4, 7)).astype(np.float32)
    expected = ((a[:, None] - b[None]) ** 2).sum(axis=2)
    np.testing.assert_allclose(squared_distances(a, b), expected, rtol=1e-5)
    assert (squared_distances(a, a) >= 0.0).all()


@given(arrays.arrays(float, (3, 6), elements=st.floats(-50, 50)), st.floats(0.1, 5))
def test_coupled_margins_are_a_distribution_whatever_they_are(margins, slope):
    p = coupled(margins, slope)
    np.testing.assert_allclose(p.sum(axis=1), 1.0)
    assert (p >= 0.0).all()


def test_coupling_is_the_product_of_the_pairs_probabilities():
    margins = np.random.default_rng(1).normal(size=(1, 6))
    product = np.ones(4)
    for (first, second), margin in zip(PAIRS, margins[0], strict=True):
        product[first] *= expit(1.5 * margin)
        product[second] *= expit(-1.5 * margin)
    np.testing.assert_allclose(coupled(margins, 1.5)[0], product / product.sum())


def test_without_any_margin_nothing_is_told():
    p = coupled(np.zeros((1, 6)), 2.0)
    np.testing.assert_allclose(p, 0.25)
    np.testing.assert_allclose(probits_of_quadrants(p), 0.0, atol=1e-12)


def test_kept_as_arrays_and_made_again_it_says_the_same():
    machine = random_machine()
    again = KernelMachine.from_arrays(machine.to_arrays(), FEATURE_BLOCKS, width=0.5, slope=1.5)
    np.testing.assert_array_equal(machine.probits(familiar()), again.probits(familiar()))
