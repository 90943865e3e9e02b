"""Which weight the attention gets, and on whom that is decided."""

import numpy as np
import pytest
from tests.felt_people import TINY
from tests.learned_models import fitted, made_rows

from moodarc.evaluation import learned_forecasts
from moodarc.evaluation.learned_forecasts import SHARES, chosen_share, fit_learned


def people(*columns):
    return np.column_stack(columns)


def test_the_least_weight_within_one_standard_error_is_chosen():
    chosen = learned_forecasts._least_within_error
    noise = np.tile([-0.1, 0.1], 8)
    even = np.full(16, 0.3)
    # the third is best by .01, with an error of .026 against the first
    assert chosen(people(even + 0.01 + noise, even + 0.5, even, even, even)) == SHARES[0]
    assert chosen(people(even + 0.01, even + 0.5, even, even, even)) == SHARES[2]
    assert chosen(people(even, even, even, even, even)) == SHARES[0]
    assert chosen(people(*(even - 0.01 * k for k in range(5)))) == SHARES[4]


def test_nobody_who_is_judged_was_learned_from(monkeypatch):
    learned, judged = [], []
    fit, misses = learned_forecasts.fit_learned, learned_forecasts._misses

    def fits(rows, config, *, seed):
        learned.append(set(rows.subjects))
        return fit(rows, config, seed=seed)

    def misses_of(model, rows):
        judged.append(set(rows.subjects))
        return misses(model, rows)

    monkeypatch.setattr(learned_forecasts, "fit_learned", fits)
    monkeypatch.setattr(learned_forecasts, "_misses", misses_of)
    rng = np.random.default_rng(0)
    share, errors = chosen_share(made_rows(), TINY, seed=0, rng=rng)
    assert len(learned) == len(judged) == 4
    assert all(not known & held for known, held in zip(learned, judged, strict=True))
    assert set.union(*judged) == set(made_rows().subjects)
    assert share in SHARES
    assert list(errors) == list(SHARES)
    assert all(0 < error < 1 for error in errors.values())


def test_every_person_counts_alike():
    rows = made_rows().take(made_rows().ahead == 1)
    found = learned_forecasts._misses(fitted(), rows)
    assert found.shape == (8, len(SHARES))
    told = fitted().forecaster(0.5).foretold(rows.histories, rows.horizon_h.tolist()).affect[:, 0]
    errors = np.abs(rows.came.affect[:, 0] - told)
    expected = [errors[rows.subjects == one].mean() for one in range(8)]
    assert found[:, SHARES.index(0.5)] == pytest.approx(expected)


def test_the_same_seed_gives_the_same_model():
    again = fit_learned(made_rows(), TINY, seed=0)
    assert again.model == fitted().model
    assert again.regression.median.weights.tolist() == fitted().regression.median.weights.tolist()
    assert fit_learned(made_rows(), TINY, seed=1).model != fitted().model
