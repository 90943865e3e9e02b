"""What is expected of a listener's transitions before their own history speaks: a Dirichlet prior.

Row i of a listener's matrix is drawn from Dirichlet(s M_i), with M the population's matrix and the
strength s a number of imagined steps; N_ij soft steps (BAEK eq. 13) give the posterior mean

    P_ij = (N_ij + s M_ij) / (N_i + s).

A row never seen is the population's, and a long history speaks for itself.

M is fitted on other people as the transitions of one hidden emotion of which each felt vector gives
the shares: the maximum of sum ln-scores E(after) . ln(E(before) M), by expectation-maximisation.
The strength is the one of highest marginal likelihood, written as the chain of forecasts that it is
(Dawid 1984: prequential): the ln-score of each step of each person, forecast from the steps before
it. The closed form of counted steps (Dirichlet-multinomial) takes shares for certain emotions and
so people for more alike than they are: it asks for ten times the strength and forecasts worse.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from moodarc.errors import InputError
from moodarc.listener.mental_model_steps import EmotionSteps

__all__ = ["STRENGTHS", "TransitionPrior", "fit_matrix", "fit_prior", "prequential_score"]

STRENGTHS: Final = tuple(np.geomspace(0.25, 64.0, 33).tolist())
"""The strengths that `fit_prior` chooses among, in steps from an emotion."""

# what is never seen among people may still happen to one
_LEAST_SHARE: Final = 1e-3
_ROUNDS: Final = 200


@dataclass(frozen=True, slots=True, eq=False)
class TransitionPrior:
    """Dirichlet(strength * matrix[i]) for each row i.

    Attributes:
        matrix: float64 (4, 4), rows sum to 1, every cell > 0.
        strength: how many steps from an emotion the population weighs, > 0.

    Raises:
        InputError: a matrix or strength that is none of this.
    """

    matrix: NDArray[np.float64]
    strength: float

    def __post_init__(self) -> None:
        matrix = np.array(self.matrix, dtype=np.float64)
        if matrix.shape != (4, 4) or not (matrix > 0.0).all():
            msg = f"a prior's matrix of shape {matrix.shape}; expected (4, 4) with all cells > 0"
            raise InputError(msg)
        if not np.allclose(matrix.sum(axis=1), 1.0, atol=1e-6):
            msg = f"rows of the prior sum to {matrix.sum(axis=1).tolist()}; expected 1 each"
            raise InputError(msg)
        if not 0.0 < self.strength < np.inf:
            msg = f"the prior's strength is {self.strength!r}; expected a number of steps above 0"
            raise InputError(msg)
        matrix.setflags(write=False)
        object.__setattr__(self, "matrix", matrix)

    def smooth(self, counts: ArrayLike) -> NDArray[np.float64]:
        """Posterior mean after soft steps; (..., 4, 4) -> (..., 4, 4), rows sum to 1."""
        alpha = self.strength * self.matrix + np.asarray(counts, dtype=np.float64)
        return np.asarray(alpha / alpha.sum(axis=-1, keepdims=True))


def fit_matrix(steps: EmotionSteps) -> NDArray[np.float64]:
    """The population's matrix: transitions of the hidden emotion, every cell at least .001.

    Raises:
        InputError: some emotion was never left.
    """
    if not (steps.before.sum(axis=0) > 0.0).all():
        msg = f"in {len(steps)} steps some emotion was never left; a population needs all four"
        raise InputError(msg)
    matrix = np.full((4, 4), 0.25)
    for _ in range(_ROUNDS):
        told = np.maximum(steps.before @ matrix, 1e-12)
        expected = matrix * (steps.before.T @ (steps.after / told))
        matrix = expected / expected.sum(axis=1, keepdims=True)
    matrix = np.maximum(matrix, _LEAST_SHARE)
    return np.asarray(matrix / matrix.sum(axis=1, keepdims=True))


def prequential_score(person: EmotionSteps, prior: TransitionPrior) -> float:
    """Sum of ln-scores of a person's steps, each forecast from those before it; <= 0.

    >>> even = TransitionPrior(np.full((4, 4), 0.25), 4.0)
    >>> one = EmotionSteps.between([(1, 0, 0, 0), (0, 0, 0, 1)])
    >>> round(prequential_score(one, even) / float(np.log(0.25)), 12)
    1.0
    """
    steps = person.before[:, :, None] * person.after[:, None, :]
    earlier = np.cumsum(steps, axis=0) - steps
    told = np.einsum("ni,nij->nj", person.before, prior.smooth(np.maximum(earlier, 0.0)))
    return float((person.after * np.log(np.maximum(told, 1e-12))).sum())


def fit_prior(people: Sequence[EmotionSteps]) -> TransitionPrior:
    """The prior that other people's series ask for.

    Args:
        people: the steps of each, of people other than those to be forecast.

    Raises:
        InputError: some emotion was never left by any of them.
    """
    matrix = fit_matrix(EmotionSteps.joined(people))
    priors = [TransitionPrior(matrix, strength) for strength in STRENGTHS]
    return max(priors, key=lambda prior: sum(prequential_score(one, prior) for one in people))
