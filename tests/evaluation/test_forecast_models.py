"""Baselines, the belief as a forecaster, and the choice of the attention's weight."""

from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
import pytest
from tests.felt_people import TINY
from tests.learned_models import made_rows

from moodarc.evaluation import learned_forecasts
from moodarc.evaluation.belief_forecasts import belief_forecasts
from moodarc.evaluation.forecast_baselines import fit_baselines
from moodarc.evaluation.learned_forecasts import SHARES, chosen_share

START = datetime(1970, 1, 1, tzinfo=UTC)


def test_first_moments_alone_carry_nothing():
    rows = made_rows()
    first = rows.take(np.array([len(one) == 1 for one in rows.histories]))
    assert fit_baselines(first).carried.tolist() == np.zeros((2, 6)).tolist()


def person(number):
    rows = made_rows()
    return rows.take(rows.subjects == number)


def test_the_order_of_rows_changes_no_belief():
    rows = made_rows()
    rows = rows.take(rows.subjects < 3)
    order = np.random.default_rng(0).permutation(len(rows))
    mixed = replace(
        rows,
        histories=tuple(rows.histories[place] for place in order),
        subjects=rows.subjects[order],
        horizon_h=rows.horizon_h[order],
    )
    assert belief_forecasts(mixed).affect == pytest.approx(belief_forecasts(rows).affect[order])


def chosen(monkeypatch, people):
    """The weight chosen for people `(n, 5)` of these errors."""
    parts = iter(np.array_split(np.array(people, float), 4))
    monkeypatch.setattr(learned_forecasts, "fit_learned", lambda *_, **__: None)
    monkeypatch.setattr(learned_forecasts, "_misses", lambda *_: next(parts))
    return chosen_share(made_rows(), TINY, seed=0, rng=np.random.default_rng(0))


def test_a_weight_that_is_surely_better_is_chosen(monkeypatch):
    rng = np.random.default_rng(0)
    people = np.array([0.3, 0.29, 0.28, 0.2, 0.25]) + rng.normal(0, 1e-3, (40, 5))
    share, errors = chosen(monkeypatch, people)
    assert share == 0.75
    assert list(errors) == list(SHARES)
    assert list(errors.values()) == pytest.approx(people.mean(axis=0))


def test_the_least_weight_within_one_standard_error_is_chosen(monkeypatch):
    # behind the best (.5) by .1 (0) and .008 (.25), give or take .06 / 39 ** .5 = .0096
    swing = np.tile([0.06, -0.06], 20)
    people = np.tile([0.4, 0.308, 0.3, 0.301, 0.302], (40, 1))
    people[:, 0] += swing
    people[:, 1] += swing
    assert chosen(monkeypatch, people)[0] == 0.25
    people[:, 1] += 0.002
    # .010 > .0096: no longer within
    assert chosen(monkeypatch, people)[0] == 0.5


def test_no_weight_better_than_the_regression_leaves_it_alone(monkeypatch):
    assert chosen(monkeypatch, np.tile([0.3, 0.3, 0.3, 0.3, 0.3], (8, 1)))[0] == 0.0
