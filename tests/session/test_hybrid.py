import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from moodarc.errors import InputError
from moodarc.session.fusion import Situation, fused_policy
from moodarc.session.hybrid import HYBRID_PARTS, fuse, hybrid_weights, place_shares
from moodarc.session.policy import PathPolicy

unit = st.floats(0, 1)
situations = st.builds(Situation, certainty=unit, distance=unit, change=unit)
tables = hnp.arrays(np.float64, (3, 8), elements=st.floats(-5, 5).map(lambda x: round(x, 1)))
masks = hnp.arrays(np.bool_, (3, 8))


@given(tables, masks)
def test_a_share_is_what_stands_below_and_half_of_what_is_level(scores, left_out):
    found = place_shares(scores, left_out)
    for row, item in np.ndindex(scores.shape):
        others = [k for k in range(8) if k != item and not left_out[row, k]]
        if left_out[row, item]:
            assert found[row, item] == 0.0
        elif not others:
            assert found[row, item] == 1.0
        else:
            own = scores[row, item]
            below = sum((scores[row, k] < own) + 0.5 * (scores[row, k] == own) for k in others)
            assert found[row, item] == pytest.approx(below / len(others))


@given(tables, masks)
def test_shares_do_not_depend_on_the_unit_of_a_score(scores, left_out):
    stretched = 100.0 * scores**3 - 7.0
    np.testing.assert_array_equal(place_shares(scores, left_out), place_shares(stretched, left_out))


@given(situations, unit)
def test_weights_are_those_that_a_list_is_planned_with(situation, share):
    planned = fused_policy(PathPolicy(affect=1.0 - share, preference=share), situation)
    found = hybrid_weights([situation, situation], preference=share)
    assert tuple(found) == HYBRID_PARTS
    for part, values in found.items():
        assert values.tolist() == [getattr(planned, part)] * 2


def test_a_strong_feeling_moves_the_list_towards_emotion():
    calm, strong = Situation(certainty=1.0), Situation(certainty=1.0, change=1.0)
    weights = hybrid_weights([calm, strong], preference=0.6)
    parts = {"affect": np.array([[1.0, 0.0]] * 2), "preference": np.array([[0.0, 1.0]] * 2)}
    fused = fuse(parts, weights)
    assert fused[0].argmax() == 1
    assert fused[1].argmax() == 0


@pytest.mark.parametrize("share", [-0.1, 1.1, np.nan])
def test_a_lambda_outside_its_range_is_refused(share):
    with pytest.raises(InputError, match="lambda is"):
        hybrid_weights([Situation()], preference=share)


@given(
    hnp.arrays(np.float64, (2, 3, 5), elements=unit), hnp.arrays(np.float64, (2, 3), elements=unit)
)
def test_the_fused_score_is_the_weighted_mean_of_its_parts(values, weights):
    names = dict(zip("ab", values, strict=True)), dict(zip("ab", weights, strict=True))
    fused = fuse(*names)
    for row, item in np.ndindex(3, 5):
        total = weights[:, row].sum()
        mean = (weights[:, row] * values[:, row, item]).sum() / total if total else 0.0
        assert fused[row, item] == pytest.approx(mean)


def test_parts_without_a_weight_are_refused():
    with pytest.raises(InputError, match="expected one for each of affect"):
        fuse({"affect": np.zeros((1, 2))}, {"preference": 1.0})
