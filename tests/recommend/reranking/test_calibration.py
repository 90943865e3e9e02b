import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from moodarc.errors import InputError
from moodarc.recommend import calibrated, quadrant_divergence, stretched

seeds = st.integers(0, 10_000)


def drawn(seed, n=12):
    rng = np.random.default_rng(seed)
    return rng.standard_normal(n), rng.dirichlet(np.ones(4), n), rng.dirichlet(np.ones(4))


def naive_divergence(p, q):
    mixed = 0.99 * np.array(q) + 0.01 * np.array(p)
    return sum(a * math.log(a / b) for a, b in zip(p, mixed, strict=True) if a > 0)


@given(seeds)
def test_the_divergence_is_the_naive_sum(seed):
    _, shares, wanted = drawn(seed)
    told = quadrant_divergence(wanted, shares)
    assert told == pytest.approx([naive_divergence(wanted, q) for q in shares])


def test_the_divergence_of_a_mixture_with_itself_is_zero_and_of_its_opposite_the_most():
    assert quadrant_divergence([2, 1, 1, 0], [4, 2, 2, 0]) == pytest.approx(0.0)
    assert quadrant_divergence([1, 0, 0, 0], [0, 1, 0, 0]) == pytest.approx(math.log(100))
    assert quadrant_divergence([1, 0, 0, 0], [0, 0, 0, 0]) == pytest.approx(math.log(100))
    assert quadrant_divergence([0, 0, 0, 0], [0, 1, 0, 0]) == 0.0


@given(seeds, st.floats(0, 1))
def test_each_track_is_the_naive_best_at_its_place(seed, weight):
    relevance, shares, wanted = drawn(seed)
    unit, taken = stretched(relevance), []
    for row in calibrated(relevance, shares, wanted, weight=weight).tolist():
        value = {
            it: (1 - weight) * sum(unit[[*taken, it]])
            - weight
            * (len(taken) + 1)
            * naive_divergence(wanted, np.mean(shares[[*taken, it]], axis=0))
            for it in set(range(len(unit))) - set(taken)
        }
        assert value[row] >= max(value.values()) - 1e-9
        taken.append(row)
    assert sorted(taken) == list(range(len(unit)))


@given(seeds)
def test_with_weight_zero_or_nothing_wanted_relevance_alone_orders(seed):
    relevance, shares, wanted = drawn(seed)
    plain = np.argsort(-relevance, kind="stable").tolist()
    assert calibrated(relevance, shares, wanted, weight=0.0).tolist() == plain
    assert calibrated(relevance, shares, np.zeros(4)).tolist() == plain


@given(seeds)
def test_a_calibrated_list_is_nearer_to_what_is_wanted(seed):
    relevance, shares, wanted = drawn(seed, 60)
    plain, ours = (calibrated(relevance, shares, wanted, weight=it, n=10) for it in (0.0, 1.0))
    gap = [float(quadrant_divergence(wanted, shares[rows].sum(0))) for rows in (plain, ours)]
    assert gap[1] <= gap[0] + 0.02


@given(seeds, st.integers(0, 20))
def test_a_shorter_list_is_the_head_of_the_longer(seed, n):
    told = drawn(seed)
    assert calibrated(*told, n=n).tolist() == calibrated(*told)[:n].tolist()


def test_a_weight_outside_its_range_is_refused():
    with pytest.raises(InputError, match="expected 0"):
        calibrated([1.0], [[1, 0, 0, 0]], [1, 0, 0, 0], weight=-1.0)
