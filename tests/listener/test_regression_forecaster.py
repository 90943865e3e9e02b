"""Three maps of one summary."""

import numpy as np
import pytest
from tests.learned_models import fitted, made_rows

from moodarc.listener import RegressionForecaster, fit_regression, population_of
from moodarc.listener.median_regression import fit_median
from moodarc.listener.summary import SUMMARY_FEATURES, summarised


def summaries():
    rows = made_rows()
    population = fitted().regression.population
    return np.stack(
        [
            summarised(one, ahead, population)
            for one, ahead in zip(rows.histories, rows.horizon_h.tolist(), strict=True)
        ]
    )


def test_people_are_quantiles_of_what_they_felt():
    values = np.random.default_rng(0).uniform(-1, 1, (5000, 2))
    people = population_of(values)
    assert people.shape == (25, 2)
    assert people[12] == pytest.approx(np.median(values, axis=0))
    assert (np.diff(people, axis=0) > 0).all()


def test_forecasts_keep_to_their_ranges_whatever_comes():
    rng = np.random.default_rng(1)
    told = fitted().regression(rng.normal(0, 100, (200, len(SUMMARY_FEATURES))))
    assert np.abs(told.affect).max() <= 1
    assert (told.spread >= 0.03).all()
    assert (told.shares > 0).all()
    assert told.shares.sum(axis=1) == pytest.approx(np.ones(200))


def test_the_median_is_that_of_the_median_regression():
    inputs, came = summaries(), made_rows().came
    told = fitted().regression(inputs).affect
    assert told == pytest.approx(np.clip(fit_median(inputs, came.affect, ridge=0.5)(inputs), -1, 1))


def test_the_spread_is_as_large_as_errors_are():
    inputs, came = summaries(), made_rows().came
    told = fitted().regression(inputs)
    errors = np.abs(came.affect - told.affect).mean(axis=0)
    assert told.spread.mean(axis=0) == pytest.approx(errors, rel=0.05)
    assert fitted().regression.usual == pytest.approx(came.shares.mean(axis=0))


def test_it_beats_the_median_of_people_among_whom_it_was_learned():
    inputs, came = summaries(), made_rows().came
    told = fit_regression(inputs, came, fitted().regression.population)(inputs)
    errors = np.abs(came.affect - told.affect).mean()
    assert errors < 0.9 * np.abs(came.affect - np.median(came.affect, axis=0)).mean()


def test_arrays_and_back_say_the_same():
    own = fitted().regression
    again = RegressionForecaster.of_arrays(own.arrays())
    assert again(summaries()).affect.tolist() == own(summaries()).affect.tolist()
    with pytest.raises(KeyError, match="usual"):
        RegressionForecaster.of_arrays({k: v for k, v in own.arrays().items() if k != "usual"})
