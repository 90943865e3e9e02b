import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from moodarc.evaluation.hybrid_choice import accurate_share, balanced_share

GRID = tuple(round(0.1 * k, 1) for k in range(11))
values = st.lists(st.floats(0.01, 1), min_size=11, max_size=11)


@given(values, values)
def test_the_balanced_share_has_the_greatest_harmonic_mean(ndcg, match):
    chosen = balanced_share(*(dict(zip(GRID, one, strict=True)) for one in (ndcg, match)))
    means = [
        2.0 / (max(ndcg) / one + max(match) / other) for one, other in zip(ndcg, match, strict=True)
    ]
    assert means[GRID.index(chosen)] == pytest.approx(max(means))


@given(values, st.floats(0.1, 10), st.floats(0.1, 10))
def test_units_do_not_move_the_balance(ndcg, one, other):
    match = np.array(ndcg[::-1])
    plain, scaled = (
        balanced_share(
            dict(zip(GRID, a * np.array(ndcg), strict=True)),
            dict(zip(GRID, b * match, strict=True)),
        )
        for a, b in ((1.0, 1.0), (one, other))
    )
    means = np.array(ndcg) / max(ndcg), match / match.max()
    harmonic = means[0] * means[1] / (means[0] + means[1])
    assert harmonic[GRID.index(plain)] == pytest.approx(harmonic[GRID.index(scaled)])


def test_where_nothing_is_found_the_most_emotion_is_taken():
    nothing = dict.fromkeys(GRID, 0.0)
    assert balanced_share(nothing, nothing) == 0.0
    assert accurate_share(nothing, nothing) == 0.0


def test_without_doubt_the_best_is_taken():
    ndcg = dict(zip(GRID, np.arange(11) / 20, strict=True))
    assert accurate_share(ndcg, dict.fromkeys(GRID, 0.0)) == 1.0
    assert accurate_share(ndcg, dict.fromkeys(GRID, 0.051)) == 0.9
