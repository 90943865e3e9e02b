"""How far what will be felt may lie from the mental model's forecast, by sampling.

Three things are not known, and each is drawn: where the listener is now (the belief's point, as one
of the four emotions; shares that the listener gave are taken as given), how they move (row i of
P(d) from Dirichlet((s + N_i) P_i(d)), the posterior that N_i steps of theirs and s of the
population leave, for each length d for itself), and how an answer scatters about what is
expected (Dirichlet(scatter * m)). The bands are quantiles of the answers drawn; `evaluation`
measures on people left out how many true answers they hold.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from moodarc.affect import AffectBelief
from moodarc.listener.forecaster import BAND

__all__ = ["DRAWS", "answer_bands", "fit_scatter", "start_draws"]

DRAWS = 8000
"""So many that bands do not jump from one time to the next."""

_Values = NDArray[np.float64]


def answer_bands(
    starts: _Values,
    matrix: ArrayLike,
    evidence: ArrayLike | None,
    *,
    scatter: float,
    rng: np.random.Generator,
) -> _Values:
    """Lower and upper ends by emotion at one time ahead, float64 (2, 4) in [0, 1].

    Args:
        starts: (n, 4) draws of the vector now, as `start_draws` gives them.
        matrix: (4, 4) P(d), rows sum to 1.
        evidence: (4,) steps behind each row, > 0; None = the matrix is taken as certain.
        scatter: of answers, > 0.
        rng: source of the draws.
    """
    rows = np.broadcast_to(np.asarray(matrix, dtype=np.float64), (len(starts), 4, 4))
    if evidence is not None:
        rows = _dirichlet(np.asarray(evidence)[:, None] * rows, rng)
    expected = np.einsum("ni,nij->nj", starts, rows)
    answers = _dirichlet(scatter * expected, rng)
    return np.quantile(answers, [(1.0 - BAND) / 2.0, (1.0 + BAND) / 2.0], axis=0)


def start_draws(belief: AffectBelief, n: int, rng: np.random.Generator) -> _Values:
    """Draws of the vector now, float64 (n, 4), whose mean is the belief's vector."""
    shares = np.array(belief.emotion_vector)
    if not shares.any():
        shares = np.full(4, 0.25)
    if belief.vector is not None:
        return np.repeat(shares[None], n, axis=0)
    return np.eye(4)[rng.choice(4, size=n, p=shares / shares.sum())]


def fit_scatter(truth: ArrayLike, expected: ArrayLike) -> float:
    """The scatter that gives answers the variance they had: sum m (1 - m) / sum (x - m)^2 - 1.

    Args:
        truth: (n, 4) what was felt.
        expected: (n, 4) forecasts of it, m.

    Returns:
        at least .1.

    >>> fit_scatter([(1, 0, 0, 0), (0, 0, 0, 1)], [(0.5, 0, 0, 0.5), (0.5, 0, 0, 0.5)])
    0.1
    """
    x, m = np.asarray(truth, dtype=np.float64), np.asarray(expected, dtype=np.float64)
    missed = float(((x - m) ** 2).sum())
    return 100.0 if missed == 0.0 else max(0.1, float((m * (1.0 - m)).sum()) / missed - 1.0)


def _dirichlet(alpha: _Values, rng: np.random.Generator) -> _Values:
    """One draw for each last axis; a cell with parameter 0 stays 0."""
    amounts = rng.standard_gamma(alpha)
    totals = amounts.sum(axis=-1, keepdims=True)
    # parameters so small that all draws underflow: their mean is as good
    means = alpha / np.maximum(alpha.sum(axis=-1, keepdims=True), 1e-300)
    return np.where(totals > 0.0, amounts / np.where(totals > 0.0, totals, 1.0), means)
