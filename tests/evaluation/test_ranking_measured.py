"""Differences of models in the same histories, and pools of several trials."""

import numpy as np
import pytest

from moodarc.evaluation.ranking_measured import Measured, paired


def measured(model: str, values, *, protocol: str = "full", group=None) -> Measured:
    values = np.asarray(values, np.float64)
    group = np.arange(len(values)) if group is None else np.asarray(group)
    return Measured(protocol=protocol, model=model, figures={"hr10": values}, group=group)


def test_a_difference_has_an_interval_of_its_own():
    easy = np.random.default_rng(0).random(200)  # how easy each listener is, for both models
    one, other = measured("a", easy + 0.02), measured("b", easy)
    (row,) = one.less(other).rows("x")
    assert row.name == "recommend.x.full.a_less_b.hr10"
    assert row.value == pytest.approx(0.02)
    assert row.high - row.low < 1e-9
    (alone,) = one.rows("x")
    assert alone.high - alone.low > 0.05


def test_what_is_undefined_for_one_model_is_in_no_difference():
    found = measured("a", [1.0, np.nan, 0.5]).less(measured("b", [0.5, 1.0, 0.5])).rows("x")
    assert [row.value for row in found] == [0.25]


def test_pairs_are_of_one_protocol_and_need_both_models():
    found = [measured("a", [1.0]), measured("b", [0.5]), measured("a", [1.0], protocol="cold")]
    made = paired(found, [("a", "b"), ("a", "c")])
    assert [(one.protocol, one.model) for one in made] == [("full", "a_less_b")]


def test_a_pool_keeps_whose_history_was_asked_in_which_trial():
    pool = Measured.pooled([measured("a", [1.0, 0.0]), measured("a", [0.5], group=[1])])
    assert pool.figures["hr10"].tolist() == [1.0, 0.0, 0.5]
    assert pool.group.tolist() == [0, 1, 1]
    assert pool.repeats.tolist() == [0, 0, 1]
    assert Measured.pooled([pool]) is pool
