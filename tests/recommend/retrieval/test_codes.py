import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from moodarc.errors import InputError
from moodarc.recommend.retrieval import Held, ItemVectors
from moodarc.recommend.retrieval.codes import code_queries, code_vectors, products


def drawn(seed, spread):
    rng = np.random.default_rng(seed)
    lengths = np.exp(spread * rng.standard_normal((40, 1)))
    return (rng.standard_normal((40, 16)) * lengths).astype(np.float32), (
        rng.standard_normal((5, 16)) * 10.0 ** rng.integers(-3, 4, (5, 1))
    ).astype(np.float32)


@pytest.mark.parametrize("held", Held)
@given(seed=st.integers(0, 10_000), spread=st.floats(0.0, 2.0))
def test_no_product_is_further_off_than_the_bound(held, seed, spread):
    vectors, queries = drawn(seed, spread)
    codes, coded = code_vectors(vectors, held), code_queries(queries, held)
    scale = np.ones(40) if codes.scale is None else codes.scale.astype(np.float64)
    told = products(codes.values, coded) * scale
    truth = queries.astype(np.float64) @ vectors.T.astype(np.float64)
    bound = coded.length * codes.residual + coded.error * codes.length
    rounding = 24 * 2.0**-23 * np.outer(coded.length, codes.length * scale)
    assert (np.abs(told - truth) <= np.outer(bound, scale) + rounding).all()


def test_int8_is_symmetric_and_uses_its_range():
    codes = code_vectors(np.float32([[0.0, -2.0, 1.0]]), Held.INT8)
    assert codes.values.tolist() == [[0, -127, 64]]
    opposite = code_vectors(np.float32([[0.0, 2.0, -1.0]]), Held.INT8)
    assert opposite.values.tolist() == [[0, 127, -64]]
    assert codes.scale == pytest.approx([2 / 127])


def test_a_vector_of_zeros_stays_zero():
    codes = code_vectors(np.zeros((1, 3), np.float32), Held.INT8)
    assert codes.values.tolist() == [[0, 0, 0]]
    assert codes.residual == 0.0


def test_numbers_beyond_the_type_are_refused():
    with pytest.raises(InputError, match="hold int8 or float32"):
        code_vectors(np.float32([[1e6]]), Held.FLOAT16)
    with pytest.raises(InputError, match="NaN"):
        ItemVectors.of([[np.nan]])
    with pytest.raises(InputError, match="expected \\(n_items, size\\)"):
        ItemVectors.of([1.0])
    with pytest.raises(InputError, match="expected finite numbers \\(1,\\)"):
        ItemVectors.of([[1.0]], bias=[1.0, 2.0])
