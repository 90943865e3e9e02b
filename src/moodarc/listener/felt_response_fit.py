r"""The population of felt responses from listenings of several people: a mixed linear model.

Each listener has coefficients $w_u \sim N(m, D)$ with $D$ diagonal, and $y = X w_u +$ noise. $m$,
$D$ and the noise are found by expectation and maximisation (Dempster, Laird and Rubin 1977). The
couplings to the track have a prior $N(0, .15^2)$ in $m$: what the listenings do not show stays
small. What a stranger is told with is $N(m, D + V)$, with $V$ the doubt about $m$ itself.
"""

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from moodarc.errors import InputError
from moodarc.listener.felt_response import RESPONSE_INPUTS, FeltResponse
from moodarc.listener.mood_change import Listenings

__all__ = ["COUPLING_DEVIATION", "FeltPopulation", "fit_felt_response"]

COUPLING_DEVIATION: Final = 0.15
"""Of the prior of each coupling: a track at one end of an axis moves a mood by less than a third of
the way in nineteen of twenty people's models; a judgement."""

_ROUNDS: Final = 300
_LEAST_LISTENERS: Final = 3
_LEAST_VARIANCE: Final = 1e-5
_Numbers = NDArray[np.float64]


class FeltPopulation(NamedTuple):
    """People's response, and how surely its means are known.

    Attributes:
        response: of somebody of whom nothing is known.
        deviation: (2, 5) of the posterior of `response.mean`, without the spread between people.
    """

    response: FeltResponse
    deviation: NDArray[np.float64]


def fit_felt_response(
    heard: Listenings, perceived: _Numbers, *, version: str = "untrained"
) -> FeltPopulation:
    """People's response from listenings with a mood before and after.

    Args:
        heard: (n) listenings of at least three listeners.
        perceived: (n, 2) valence and arousal that the tracks express.
        version: of what comes out.

    Raises:
        InputError: fewer listeners, or a value is not finite.
    """
    people = np.unique(heard.listeners)
    given = np.column_stack([heard.before, perceived, heard.after])
    if len(people) < _LEAST_LISTENERS or not np.isfinite(given).all():
        msg = (
            f"{len(people)} listeners, values finite: {bool(np.isfinite(given).all())}; expected "
            f"at least {_LEAST_LISTENERS} and finite moods and tracks"
        )
        raise InputError(msg)
    inputs = np.column_stack([np.ones(len(heard)), heard.before, perceived])
    theirs = [heard.listeners == who for who in people]
    fits = [
        _fit_axis([inputs[rows] for rows in theirs], [heard.after[rows, axis] for rows in theirs])
        for axis in range(2)
    ]
    mean, between, doubt, noise = (np.array(part) for part in zip(*fits, strict=True))
    response = FeltResponse(mean, between + doubt, noise, version)
    return FeltPopulation(response, np.sqrt(np.diagonal(doubt, axis1=1, axis2=2)))


def _fit_axis(
    inputs: list[_Numbers], after: list[_Numbers]
) -> tuple[_Numbers, _Numbers, _Numbers, float]:
    """Mean (5,), its spread between people and the doubt about it (5, 5), and the noise."""
    squares = np.array([x.T @ x for x in inputs])
    products = np.array([x.T @ y for x, y in zip(inputs, after, strict=True)])
    answers, count = float(sum(y @ y for y in after)), sum(len(y) for y in after)
    pull = _pull()
    mean = np.linalg.solve(squares.sum(axis=0) + pull, products.sum(axis=0))
    between, noise = np.full(len(mean), 0.02), 0.05
    for _ in range(_ROUNDS):
        own, doubt = _posteriors(squares, products, mean, between=between, noise=noise)
        mean = np.linalg.solve(len(own) * np.diag(1.0 / between) + pull, own.sum(axis=0) / between)
        spread = np.square(own - mean) + np.diagonal(doubt, axis1=1, axis2=2)
        between = np.maximum(spread.mean(axis=0), _LEAST_VARIANCE)
        second = doubt + own[:, :, None] * own[:, None, :]
        missed = answers - 2.0 * float((products * own).sum()) + float((squares * second).sum())
        noise = max(missed / count, _LEAST_VARIANCE)
    _, doubt = _posteriors(squares, products, mean, between=between, noise=noise)
    kept = np.diag(1.0 / between)
    known = (kept - kept @ doubt @ kept).sum(axis=0) + pull
    return mean, np.diag(between), np.linalg.inv(known), noise


def _posteriors(
    squares: _Numbers, products: _Numbers, mean: _Numbers, *, between: _Numbers, noise: float
) -> tuple[_Numbers, _Numbers]:
    """Each listener's coefficients (u, 5) and their covariance (u, 5, 5)."""
    doubt = np.linalg.inv(squares / noise + np.diag(1.0 / between))
    moments = products / noise + mean / between
    return np.asarray((doubt @ moments[:, :, None])[:, :, 0]), np.asarray(doubt)


def _pull() -> _Numbers:
    """Precision of the prior of the mean: on the couplings only."""
    free = [not name.startswith("track_") for name in RESPONSE_INPUTS]
    return np.diag(np.where(free, 0.0, 1.0 / COUPLING_DEVIATION**2))
