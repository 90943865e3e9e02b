import math

import numpy as np
import pytest
from scipy.stats import multivariate_normal
from tests.shared import shared_data

from moodarc.affect import THAYER_QUADRANTS, ThayerTerm, term_point
from moodarc.datasets import FeltMoments, load_felt_moments
from moodarc.datasets.felt_moments import FELT_EMOTIONS
from moodarc.errors import DatasetError
from moodarc.evaluation.affect_dynamics import (
    held_out,
    learn_dynamics,
    person_series,
)
from moodarc.evaluation.felt_points import FELT_TERMS, felt_points
from moodarc.listener import POPULATION_DYNAMICS, DynamicsPrior, OrnsteinUhlenbeck
from moodarc.listener.dynamics_fit import series_of


def simulated(n_people, n, rng):
    """People with home bases of their own who feel as one process moves, and report with noise."""
    process = OrnsteinUhlenbeck(home=0.2, home_variance=0.04, variance=0.1, time_constant_h=3.0)
    people = []
    for _ in range(n_people):
        hours = np.cumsum(rng.exponential(1.5, n))
        apart = np.abs(np.subtract.outer(hours, hours))
        felt = multivariate_normal.rvs(
            np.full(n, rng.normal(0.2, 0.2)),
            process.variance * np.exp(-apart / 3.0),
            random_state=rng,
        )
        people.append(series_of(hours, felt + rng.normal(0, math.sqrt(0.03), n), np.ones(n)))
    return people


def moments(scores, hours, subjects=None):
    n = len(scores)
    return FeltMoments(
        subjects=np.zeros(n, np.int64) if subjects is None else np.asarray(subjects),
        days=np.ones(n, np.int64),
        hours=np.asarray(hours, dtype=float),
        scores=np.asarray(scores, dtype=float),
        valence=np.zeros(n),
        arousal=np.zeros(n),
        left_out=0,
    )


def only(**given):
    return [given.get(name, 0.0) for name in FELT_EMOTIONS]


def test_each_emotion_lies_in_its_quadrant():
    assert {e: THAYER_QUADRANTS[term] for e, term in FELT_TERMS.items()} == FELT_EMOTIONS


def test_a_moment_is_the_mean_of_its_emotions_weighted_by_their_scores():
    (point,) = felt_points(moments([only(Happy=3.0, Sad=1.0)], [0.0]))
    happy, sad = np.array(term_point(ThayerTerm.HAPPY)), np.array(term_point(ThayerTerm.SAD))
    np.testing.assert_allclose(point, (3 * happy + sad) / 4)


def test_a_persons_moments_stand_in_order_of_time_without_those_that_have_none():
    given = moments([only(Happy=1.0), only(Sad=1.0), only(Calm=1.0)], [5.0, np.nan, 2.0])
    (series,) = person_series(given, 0)
    assert series.hours == [2.0, 5.0]
    assert series.values[1] == pytest.approx(term_point(ThayerTerm.HAPPY)[0])


def test_without_times_nothing_can_be_learned():
    with pytest.raises(DatasetError, match="column ts"):
        person_series(moments([only(Sad=1.0)] * 2, [np.nan, 1.0]), 0)


def test_people_simulated_alike_are_learned_as_they_were_made():
    learned = learn_dynamics(simulated(20, 80, np.random.default_rng(0)))
    assert learned.process.home == pytest.approx(0.2, abs=0.12)
    assert learned.process.variance == pytest.approx(0.1, rel=0.3)
    assert learned.process.time_constant_h == pytest.approx(3.0, rel=0.4)
    assert learned.noise == pytest.approx(0.03, rel=0.4)


def test_people_who_move_as_the_model_are_foretold_best_by_it():
    scores = held_out(simulated(10, 60, np.random.default_rng(1)))
    best = scores["ornstein_uhlenbeck"].mean()
    assert best > scores["independent"].mean() + 0.05
    assert best > scores["random_walk"].mean() + 0.01


def test_people_without_dynamics_are_foretold_no_better_by_them():
    rng = np.random.default_rng(2)
    people = [
        series_of(np.cumsum(rng.exponential(1.0, 60)), rng.normal(mean, 0.3, 60), np.ones(60))
        for mean in rng.normal(0, 0.2, 10)
    ]
    scores = held_out(people)
    assert scores["ornstein_uhlenbeck"].mean() < scores["independent"].mean() + 0.01


@pytest.mark.shared_data
@pytest.mark.parametrize("dimension", [0, 1])
def test_what_ships_is_what_the_published_table_teaches(dimension):
    table = shared_data("emotion_series", "hoemann_esm_41_people.parquet")
    learned = learn_dynamics(person_series(load_felt_moments(table), dimension))
    shipped = list(POPULATION_DYNAMICS)[dimension]
    for name in ("home", "home_variance", "variance", "time_constant_h"):
        assert getattr(shipped, name) == pytest.approx(getattr(learned.process, name), rel=0.01)
    assert learned.log_variance_sd == pytest.approx(DynamicsPrior().log_variance_sd, rel=0.15)
    assert learned.log_time_constant_sd == pytest.approx(
        DynamicsPrior().log_time_constant_sd, rel=0.2
    )
