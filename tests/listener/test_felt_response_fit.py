import numpy as np
import pytest

from moodarc.errors import InputError
from moodarc.listener import Listenings, fit_felt_response

TRUE = np.array([[0.1, 0.6, 0.0, 0.2, 0.0], [0.0, 0.0, 0.5, 0.0, 0.1]])
SPREAD = np.array([0.15, 0.05, 0.05, 0.05, 0.05])


def world(*, people=40, each=30, seed=0, noise=0.2):
    rng = np.random.default_rng(seed)
    n = people * each
    who = np.repeat(np.arange(people), each)
    before, track = rng.uniform(-0.7, 0.7, (2, n, 2))
    own = TRUE + rng.normal(size=(people, 2, 5)) * SPREAD
    inputs = np.column_stack([np.ones(n), before, track])
    after = np.einsum("nk,nak->na", inputs, own[who]) + rng.normal(0.0, noise, (n, 2))
    heard = Listenings(
        listeners=who,
        tracks=np.arange(n),
        at_s=np.arange(n),
        before=before,
        after=after,
        rating=np.full(n, np.nan),
    )
    return heard, track


def test_planted_coefficients_spread_and_noise_are_found():
    people = fit_felt_response(*world())
    np.testing.assert_allclose(people.response.mean, TRUE, atol=0.06)
    np.testing.assert_allclose(people.response.noise, 0.04, rtol=0.15)
    spread = np.sqrt(np.diagonal(people.response.covariance, axis1=1, axis2=2))
    np.testing.assert_allclose(spread[:, 0], 0.15, rtol=0.35)
    assert (spread[:, 1:] < 0.12).all()


def test_the_stated_doubt_about_the_mean_holds_it():
    inside = []
    for seed in range(12):
        people = fit_felt_response(*world(people=12, each=20, seed=seed))
        inside.append(np.abs(people.response.mean - TRUE) <= 2.2 * people.deviation)
    assert np.mean(inside) > 0.85


def test_a_stranger_has_more_doubt_than_the_mean():
    people = fit_felt_response(*world(people=10))
    spread = np.diagonal(people.response.covariance, axis1=1, axis2=2)
    assert (spread > np.square(people.deviation)).all()


def test_couplings_that_nothing_shows_stay_at_nought():
    heard, track = world(people=5, each=10)
    people = fit_felt_response(heard, np.zeros_like(track))
    np.testing.assert_allclose(people.response.mean[:, 3:], 0.0, atol=1e-9)
    np.testing.assert_allclose(people.deviation[:, 3:], 0.15, rtol=1e-6)


def test_too_few_listeners_or_a_mood_that_is_missing_are_refused():
    heard, track = world(people=2)
    with pytest.raises(InputError, match="2 listeners"):
        fit_felt_response(heard, track)
    heard, track = world(people=4)
    heard.before[3, 0] = np.nan
    with pytest.raises(InputError, match="finite"):
        fit_felt_response(heard, track)
