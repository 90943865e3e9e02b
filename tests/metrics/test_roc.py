import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import roc_auc_score

from moodarc.errors import InputError
from moodarc.metrics import roc_auc

PAIRS = st.lists(
    st.tuples(st.booleans(), st.integers(0, 6).map(float)), min_size=2, max_size=40
).filter(lambda pairs: 0 < sum(truth for truth, _ in pairs) < len(pairs))


@given(PAIRS)
def test_it_is_scikit_learns_also_with_ties(pairs):
    truth, scores = zip(*pairs, strict=True)
    assert roc_auc(truth, scores) == pytest.approx(roc_auc_score(truth, scores))


@given(PAIRS)
def test_turning_the_scores_round_turns_the_area_round(pairs):
    truth, scores = (np.array(column, dtype=float) for column in zip(*pairs, strict=True))
    assert roc_auc(truth, -scores) == pytest.approx(1.0 - roc_auc(truth, scores))


def test_one_class_alone_has_no_area():
    assert math.isnan(roc_auc([1, 1], [0.2, 0.3]))


@pytest.mark.parametrize("scores", [[0.1], [0.1, math.nan]])
def test_what_cannot_be_measured_is_refused(scores):
    with pytest.raises(InputError):
        roc_auc([0, 1], scores)
