"""The mental model at steps of any length: a Markov chain in continuous time.

A generator Q, float64 (4, 4), has rates >= 0 (per hour) off its diagonal and rows that sum to 0;
after d hours the transition matrix is P(d) = exp(Q d), itself always stochastic.

Three ways lead to one. `generator` takes the logarithm of a matrix; where the logarithm is no
generator (most matrices of real people are not embeddable: Kingman 1962) it is repaired by setting
negative rates to 0 and balancing the diagonal (Israel, Rosenthal and Wei 2001), and the distance
that this costs can be asked for. Where no real logarithm exists, the chain is taken as a Poisson
clock that ticks once a step and moves by P at each tick (uniformisation: Q = P - 1, which is always
a generator). `fit_generator` estimates Q from moments at any times, by the likelihood of what
was felt next.
"""

import warnings
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from moodarc.errors import InputError
from moodarc.listener.mental_model_prior import TransitionPrior
from moodarc.listener.mental_model_steps import EmotionSteps

__all__ = ["fit_generator", "generator", "is_generator", "transitions_after"]

_Values = NDArray[np.float64]

_OFF_DIAGONAL: Final = ~np.eye(4, dtype=bool)
_LEVELS_AN_OCTAVE: Final = 4
"""lengths are rounded to four levels a factor of two, by 9 % at most: few exponentials tell all"""
_RATES: Final = (1e-4, 60.0)
"""least and greatest rate per hour: once in a year awake, once a minute"""


def transitions_after(rates: ArrayLike, hours: ArrayLike) -> _Values:
    """P(d) = exp(Q d); hours (...) -> (..., 4, 4), rows sum to 1.

    Args:
        rates: (4, 4) a generator, per hour.
        hours: each >= 0.

    Raises:
        InputError: no generator, or hours below 0 or not finite.
    """
    q, length = np.asarray(rates, dtype=np.float64), np.asarray(hours, dtype=np.float64)
    if not is_generator(q):
        msg = "these rates are no generator; expected (4, 4), >= 0 off the diagonal, row sums 0"
        raise InputError(msg)
    if not ((length >= 0.0) & np.isfinite(length)).all():
        msg = f"{hours!r} hours ahead; expected finite numbers >= 0"
        raise InputError(msg)
    return _exponentials(q, length)


def is_generator(rates: ArrayLike) -> bool:
    """Whether (4, 4) rates are >= 0 off the diagonal with rows that sum to 0."""
    q = np.asarray(rates, dtype=np.float64)
    if q.shape != (4, 4) or not np.isfinite(q).all():
        return False
    scale = max(1.0, float(np.abs(q).max()))
    return bool((q[_OFF_DIAGONAL] >= 0.0).all() and np.abs(q.sum(axis=1)).max() < 1e-8 * scale)


def generator(matrix: ArrayLike, *, step_h: float = 1.0) -> _Values:
    """The rates per hour of a chain that moves by `matrix` in a step; see the module for how.

    Args:
        matrix: (4, 4) stochastic.
        step_h: hours of a step, > 0.

    Returns:
        float64 (4, 4). exp(Q step) is the matrix where it is embeddable, else near it.

    Raises:
        InputError: a matrix that is not stochastic (a row of zeros has no rates; smooth it first),
            or a step that is not above 0.
    """
    p = np.asarray(matrix, dtype=np.float64)
    if p.shape != (4, 4) or not (p >= 0.0).all() or not np.allclose(p.sum(axis=1), 1.0, atol=1e-6):
        msg = "the matrix has a row that does not sum to 1; smooth it towards the population first"
        raise InputError(msg)
    if not 0.0 < step_h < np.inf:
        msg = f"a step of {step_h!r} hours; expected a number above 0"
        raise InputError(msg)
    logarithm = _real_logarithm(p)
    return _repaired(p - np.eye(4) if logarithm is None else logarithm) / step_h


def fit_generator(steps: EmotionSteps, prior: TransitionPrior, *, step_h: float = 1.0) -> _Values:
    """Rates per hour from steps of any length: the maximum a posteriori.

    Each step of d hours adds sum_j E_j(after) ln (E(before) exp(Q d))_j: what was felt, seen as
    shares of one hidden emotion. The prior adds its strength in imagined steps of `step_h` from
    each emotion, s sum_ij M_ij ln exp(Q step)_ij. A long gap thus tells only where the listener
    usually is, a short one how long a feeling lasts.

    Args:
        steps: of known length; none gives the population's own rates.
        prior: of the population.
        step_h: hours of the prior's step.

    Returns:
        float64 (4, 4), a generator.

    Raises:
        InputError: a step of unknown length.
    """
    if not np.isfinite(steps.hours).all():
        msg = f"{int(np.isnan(steps.hours).sum())} steps are of unknown length; leave them out"
        raise InputError(msg)
    from scipy.optimize import minimize  # noqa: PLC0415 - slow to import

    objective = _Posterior(steps, prior, step_h)
    start = np.log(np.clip(generator(prior.matrix, step_h=step_h)[_OFF_DIAGONAL], *_RATES))
    bounds = [tuple(np.log(_RATES))] * len(start)
    found = minimize(objective.loss, start, method="L-BFGS-B", bounds=bounds)
    return _from_logarithms(found.x)


class _Posterior:
    """What `fit_generator` minimises, a step: minus the log posterior of twelve log rates."""

    def __init__(self, steps: EmotionSteps, prior: TransitionPrior, step_h: float) -> None:
        octaves = np.rint(np.log2(steps.hours) * _LEVELS_AN_OCTAVE) / _LEVELS_AN_OCTAVE
        lengths, self.level_of = np.unique(2.0**octaves, return_inverse=True)
        self.lengths = np.append(lengths, step_h)
        self.steps, self.prior = steps, prior

    def loss(self, logarithms: _Values) -> float:
        after = _exponentials(_from_logarithms(logarithms), self.lengths)
        told = np.einsum("ni,nij->nj", self.steps.before, after[:-1][self.level_of])
        seen = float((self.steps.after * np.log(np.maximum(told, 1e-12))).sum())
        imagined = float((self.prior.matrix * np.log(np.maximum(after[-1], 1e-12))).sum())
        weight = self.prior.strength
        return -(seen + weight * imagined) / (len(self.steps) + weight)


def _exponentials(q: _Values, hours: _Values) -> _Values:
    """`transitions_after` without questions; what rounding leaves below 0 is 0."""
    from scipy.linalg import expm  # noqa: PLC0415 - slow to import

    powers = np.maximum(expm(q * hours[..., None, None]), 0.0)
    return np.asarray(powers / powers.sum(axis=-1, keepdims=True))


def _from_logarithms(logarithms: _Values) -> _Values:
    q = np.zeros((4, 4))
    q[_OFF_DIAGONAL] = np.exp(logarithms)
    np.fill_diagonal(q, -q.sum(axis=1))
    return q


def _real_logarithm(p: _Values) -> _Values | None:
    """The principal logarithm, where it is real and finite."""
    from scipy.linalg import logm  # noqa: PLC0415 - slow to import

    eigenvalues = np.linalg.eigvals(p)
    if ((np.abs(eigenvalues.imag) < 1e-12) & (eigenvalues.real <= 1e-9)).any():
        return None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        logarithm = np.asarray(logm(p))
    sound = np.isfinite(logarithm).all() and np.abs(logarithm.imag).max() < 1e-8
    return logarithm.real if sound else None


def _repaired(q: _Values) -> _Values:
    """Negative rates become 0, and the diagonal takes what is left of each row."""
    rates = np.where(_OFF_DIAGONAL, np.maximum(q, 0.0), 0.0)
    np.fill_diagonal(rates, -rates.sum(axis=1))
    return rates
