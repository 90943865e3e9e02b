import itertools
from dataclasses import fields, replace

import numpy as np
import pytest
from tests.felt_diaries import felt
from tests.shared import shared_data

from moodarc.affect import EmotionVector
from moodarc.datasets import FELT_EMOTIONS, FeltMoments, load_felt_moments
from moodarc.errors import DatasetError, InputError
from moodarc.evaluation.band_coverage import held_out_bands
from moodarc.evaluation.felt_steps import felt_shares, fit_population, following, steps_of
from moodarc.evaluation.quadrant_forecasts import (
    MODELS,
    forecast_quadrants,
    forward_forecasts,
    later_half,
    table_errors,
    unseen_forecasts,
)
from moodarc.listener import (
    FELT_PRIOR,
    FELT_RATES,
    FELT_SCATTER,
    FELT_STEP_H,
    POPULATION_MODEL,
    fit_scatter,
    forecast,
    personal_model,
)
from moodarc.protocols import bootstrap_interval


@pytest.fixture(scope="module")
def moments():
    return felt()


def rows_of(moments, rows):
    kept = {field.name: getattr(moments, field.name) for field in fields(FeltMoments)}
    return FeltMoments(
        **{name: value if name == "left_out" else value[rows] for name, value in kept.items()}
    )


def rng():
    return np.random.default_rng(0)


def test_shares_are_the_scores_of_each_quadrants_words(moments):
    words = list(FELT_EMOTIONS)
    scores = np.zeros((1, 18))
    scores[0, [words.index("Grateful"), words.index("Worn_out"), words.index("Serene")]] = 3, 2, 1
    one = replace(rows_of(moments, [0]), scores=scores)
    assert felt_shares(one).tolist() == [[0.5, 0, pytest.approx(1 / 3), pytest.approx(1 / 6)]]


def test_the_next_moment_is_of_the_same_person_and_day(moments):
    one, two = following(moments, 1), following(moments, 2)
    # six moments a day
    assert one[:7].tolist() == [1, 2, 3, 4, 5, -1, 7]
    assert two[:7].tolist() == [2, 3, 4, 5, -1, -1, 8]
    assert one[-1] == two[-1] == -1
    assert len(steps_of(moments, np.arange(12))) == 10
    assert steps_of(moments, np.arange(12)).hours == pytest.approx(0.5)


def naive(moments, row, *, ahead, model):
    """The forecast from a row, written out with one person's past."""
    vectors, now = felt_shares(moments), EmotionVector(*felt_shares(moments)[row])
    mine = [r for r in range(row + 1) if moments.subjects[r] == moments.subjects[row]]
    if model == "persistence":
        return np.array(now)
    if model == "own_mean":
        return vectors[mine].mean(axis=0)
    pairs = [(a, b) for a, b in itertools.pairwise(mine) if following(moments, 1)[a] == b]
    counts = sum((np.outer(vectors[a], vectors[b]) for a, b in pairs), np.zeros((4, 4)))
    if model == "pmm_smoothed":
        return np.array(forecast(now, FELT_PRIOR.smooth(counts), ahead))
    totals = counts.sum(axis=1, keepdims=True)
    own = np.divide(counts, totals, out=np.zeros((4, 4)), where=totals > 0)
    told = np.array(forecast(now, own, ahead))
    return (
        told if model == "pmm" and told.any() else np.array(forecast(now, POPULATION_MODEL, ahead))
    )


@pytest.mark.parametrize("model", MODELS)
def test_each_model_forecasts_as_its_formula_from_the_persons_own_past(moments, model):
    found = forecast_quadrants(moments)
    for row in (0, 1, 2, 5, 6, 20, 24, 60, 143):
        for ahead in (1, 2):
            expected = naive(moments, row, ahead=ahead, model=model)
            assert found.told[model, ahead][row] == pytest.approx(expected)


@pytest.mark.parametrize("protocol", ["forward", "unseen", "shipped"])
def test_no_forecast_knows_what_comes_later(moments, protocol):
    # Only what follows the cut is changed; the prior of `forward` is of first halves alone.
    def run(given):
        if protocol == "forward":
            return forward_forecasts(given)
        return forecast_quadrants(given)

    person = moments.subjects == 5
    cut = np.flatnonzero(person)[20]
    changed = moments.scores.copy()
    changed[cut + 1 :] = np.roll(changed[cut + 1 :], 3, axis=1)
    before, after = run(moments), run(replace(moments, scores=changed))
    for key, told in before.told.items():
        assert told[: cut + 1] == pytest.approx(after.told[key][: cut + 1])


def test_the_prior_of_unseen_people_is_not_theirs(moments):
    found = unseen_forecasts(moments, rng=rng(), n_folds=6)
    person = moments.subjects == 2
    others = rows_of(moments, ~person)
    population = fit_population(others, np.unique(others.subjects), step_h=0.5)
    alone = forecast_quadrants(moments, prior=population.prior)
    for ahead in (1, 2):
        expected = alone.told["pmm_smoothed", ahead][person]
        assert found.told["pmm_smoothed", ahead][person] == pytest.approx(expected)


def test_forward_counts_the_later_half_of_everybodys_days(moments):
    found = forward_forecasts(moments)
    assert found.counts.tolist() == (moments.days >= 2).tolist()
    assert later_half(rows_of(moments, moments.days < 3)).tolist() == (
        (moments.days == 2)[moments.days < 3].tolist()
    )


def test_forecasts_are_shares_and_the_truth_is_absent_where_the_day_ends(moments):
    found = forecast_quadrants(moments)
    for told in found.told.values():
        assert told.min() >= 0
        assert told.sum(axis=1) == pytest.approx(1)
    assert found.scored(1).sum() == 6 * 4 * 5
    assert found.scored(2).sum() == 6 * 4 * 4


def test_at_their_first_moment_the_paper_is_at_a_loss(moments):
    found = forecast_quadrants(moments)
    assert found.at_a_loss[np.unique(moments.subjects, return_index=True)[1]].all()
    assert found.at_a_loss.sum() < len(moments) / 4


def test_errors_are_those_of_the_papers_tables():
    # Table 10's listener: t0 + 1 as felt, and as Table 11 forecasts it by the PMM.
    felt_then, told = np.array([[0.67, 0, 0, 0.33]]), np.array([[0.65, 0.06, 0, 0.29]])
    errors = table_errors(felt_then, told)
    assert errors["mae"] == pytest.approx([0.02, 0.06, 0, 0.04])
    assert errors["mse"] == pytest.approx([0.0004, 0.0036, 0, 0.0016])
    assert errors["nrmse"] == pytest.approx(errors["rmse"])


def test_one_day_only_leaves_nothing_to_go_forward_to(moments):
    with pytest.raises(DatasetError, match="one day"):
        forward_forecasts(rows_of(moments, moments.days == 0))


def test_fewer_people_than_folds_are_refused(moments):
    with pytest.raises(InputError, match="folds"):
        unseen_forecasts(rows_of(moments, moments.subjects < 3), rng=rng())


def test_the_model_of_a_long_past_is_that_of_personal_model(moments):
    found = forecast_quadrants(moments)
    day = felt_shares(moments)[:6]
    expected = forecast(EmotionVector(*day[5]), personal_model(day, paper=True), 1)
    assert found.told["pmm", 1][5] == pytest.approx(expected)


def test_bands_of_held_out_people_hold_about_what_they_say():
    bands = held_out_bands(felt(people=6, days=4, moments=8), n_folds=3)
    assert bands.truth.shape == bands.expected.shape == (6 * 2 * 7, 4)
    assert (bands.ends[:, 0] <= bands.ends[:, 1]).all()
    assert 0.65 < bands.inside.mean() < 0.95


@pytest.fixture(scope="module")
def hoemann():
    return load_felt_moments(shared_data("emotion_series", "hoemann_esm_41_people.parquet"))


@pytest.mark.shared_data
class TestRealPeople:
    def test_the_shipped_population_is_what_these_people_teach(self, hoemann):
        people = np.unique(hoemann.subjects)
        found = fit_population(hoemann, people, step_h=FELT_STEP_H)
        assert found.prior.matrix == pytest.approx(FELT_PRIOR.matrix, abs=5e-4)
        assert found.prior.strength == pytest.approx(FELT_PRIOR.strength)
        assert found.rates == pytest.approx(FELT_RATES, abs=0.02)

    def test_smoothing_beats_the_paper_and_the_own_mean_on_unseen_people(self, hoemann):
        found = unseen_forecasts(hoemann, rng=rng())
        scored = found.scored(1)
        error = {
            model: table_errors(found.truth[1][scored], found.told[model, 1][scored])[
                "nrmse"
            ].mean()
            for model in MODELS
        }
        assert min(error, key=error.get) == "pmm_smoothed"
        assert error["pmm"] < error["mmm"] < error["persistence"]

    def test_eight_of_ten_answers_lie_in_the_bands_and_the_scatter_is_as_shipped(self, hoemann):
        few = rows_of(hoemann, hoemann.subjects <= np.unique(hoemann.subjects)[14])
        bands = held_out_bands(few, n_folds=3)
        inside = bootstrap_interval(np.mean, bands.inside, groups=bands.subjects, rng=rng())
        assert inside.low < 0.85
        assert inside.high > 0.75
        found = forecast_quadrants(hoemann)
        scored = found.scored(1)
        told = found.told["pmm_smoothed", 1][scored]
        assert fit_scatter(found.truth[1][scored], told) == pytest.approx(FELT_SCATTER, abs=0.15)
