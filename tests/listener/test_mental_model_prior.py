import numpy as np
import pytest
from scipy.special import gammaln
from tests.felt_diaries import felt

from moodarc.errors import InputError
from moodarc.evaluation.felt_steps import steps_of
from moodarc.listener import (
    FELT_PRIOR,
    EmotionSteps,
    TransitionPrior,
    fit_matrix,
    fit_prior,
    prequential_score,
)

EVEN = np.full((4, 4), 0.25)


def chain(rng, matrix, n):
    states = [0]
    for _ in range(n):
        states.append(rng.choice(4, p=matrix[states[-1]]))
    return EmotionSteps.between(np.eye(4)[states])


def people(**changes):
    moments = felt(**changes)
    return [
        steps_of(moments, np.flatnonzero(moments.subjects == person))
        for person in np.unique(moments.subjects)
    ]


def naive_score(steps, prior):
    total, counts = 0.0, np.zeros((4, 4))
    for before, after in zip(steps.before, steps.after, strict=True):
        told = before @ prior.smooth(counts)
        total += sum(share * np.log(chance) for share, chance in zip(after, told, strict=True))
        counts += np.outer(before, after)
    return total


def test_the_score_forecasts_each_step_from_those_before_it():
    for person in people(people=2):
        assert prequential_score(person, FELT_PRIOR) == pytest.approx(
            naive_score(person, FELT_PRIOR)
        )


def test_for_certain_emotions_the_score_is_the_dirichlet_multinomial_evidence():
    # The chain rule of the marginal likelihood, with the closed form as its oracle.
    steps, prior = chain(np.random.default_rng(0), FELT_PRIOR.matrix, 60), FELT_PRIOR
    alpha, counts = prior.strength * prior.matrix, steps.counts
    evidence = (gammaln(alpha + counts) - gammaln(alpha)).sum()
    evidence += (gammaln(alpha.sum(1)) - gammaln((alpha + counts).sum(1))).sum()
    assert prequential_score(steps, prior) == pytest.approx(evidence)


def test_the_matrix_of_certain_emotions_is_their_relative_frequency():
    steps = chain(np.random.default_rng(1), FELT_PRIOR.matrix, 3000)
    counts = steps.counts
    assert fit_matrix(steps) == pytest.approx(counts / counts.sum(1, keepdims=True), abs=1e-6)


def test_the_matrix_of_mixed_shares_forecasts_better_than_their_soft_counts():
    rng = np.random.default_rng(2)
    before = rng.dirichlet(np.ones(4), size=2000)
    steps = EmotionSteps(before, before @ FELT_PRIOR.matrix, np.full(2000, np.nan))
    counts = steps.counts / steps.counts.sum(1, keepdims=True)
    assert fit_matrix(steps) == pytest.approx(FELT_PRIOR.matrix, abs=0.02)
    assert np.abs(counts - FELT_PRIOR.matrix).max() > 0.1


def test_people_who_are_alike_ask_for_a_stronger_prior_than_people_who_differ():
    rng = np.random.default_rng(3)
    alike = [chain(rng, FELT_PRIOR.matrix, 100) for _ in range(15)]
    own = [np.array([rng.dirichlet(2 * row) for row in FELT_PRIOR.matrix]) for _ in range(15)]
    differ = [chain(rng, matrix, 100) for matrix in own]
    assert fit_prior(alike).strength > 4 * fit_prior(differ).strength


def test_an_emotion_that_nobody_left_teaches_nothing():
    with pytest.raises(InputError, match="never left"):
        fit_prior([EmotionSteps.between(np.eye(4)[[0, 1, 2, 0]])])
    with pytest.raises(InputError, match="never left"):
        fit_prior([])


@pytest.mark.parametrize(
    ("matrix", "strength", "told"),
    [
        (np.eye(4), 1.0, "cells > 0"),
        (EVEN[:3], 1.0, "cells > 0"),
        (2 * EVEN, 1.0, "sum to"),
        (EVEN, 0.0, "strength"),
        (EVEN, float("inf"), "strength"),
        (EVEN, float("nan"), "strength"),
    ],
)
def test_what_is_no_prior_is_refused(matrix, strength, told):
    with pytest.raises(InputError, match=told):
        TransitionPrior(matrix, strength)


def test_a_prior_keeps_a_matrix_of_its_own():
    matrix = EVEN.copy()
    prior = TransitionPrior(matrix, 1.0)
    matrix[0, 0] = 9
    assert prior.matrix[0, 0] == 0.25
    with pytest.raises(ValueError, match="read-only"):
        prior.matrix[0, 0] = 1
