"""How errors go together (`CorrectionConfig`), learned from judged libraries.

What is maximised is the log probability of each correction by the others of its library
(`music.corrections.left_out`), with a prior of the three shares of an axis, Dirichlet(2, 2, 2), as
a few libraries tell little of what all tracks of one share. Each set of corrections is drawn once,
so that all settings are asked the same.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import expit, softmax

from moodarc.evaluation.corrections_data import JudgedLibrary
from moodarc.music.corrections import CorrectionConfig, Evidence, left_out

__all__ = ["fit_config", "log_probability"]

_SETS: Final = 2
_CORRECTIONS: Final = 100
"""in a set"""
_LONGEST: Final = 2.0
"""1 - cosine of two embeddings is no more"""
_START: Final = np.array([-1.0, -1.0, -1.0, -1.0, -2.0])
_STEPS: Final = 400


def fit_config(
    libraries: Sequence[JudgedLibrary], *, start: CorrectionConfig, rng: np.random.Generator
) -> CorrectionConfig:
    """The shares and the length that tell held-out corrections best.

    Args:
        libraries: points are placed where all tracks are rated, else quadrants are named.
        start: variance of points and words, which are not learned here.
        rng: draws the sets.
    """
    sets = [(library, _drawn(library, rng)) for library in libraries for _ in range(_SETS)]

    def cost(parameters: NDArray[np.float64]) -> float:
        config = _config(parameters, start)
        told = sum(log_probability(library, said, config) for library, said in sets)
        return -told - _log_prior(config)

    options = {"maxfev": _STEPS, "xatol": 0.02, "fatol": 0.02}
    return _config(minimize(cost, _START, method="Nelder-Mead", options=options).x, start)


def log_probability(library: JudgedLibrary, said: Evidence, config: CorrectionConfig) -> float:
    """Of a set of corrections, each told by the others."""
    return float(left_out(library.estimates, said, config=config).sum())


def _log_prior(config: CorrectionConfig) -> float:
    shared, alike = np.array(config.shared), np.array(config.alike)
    shares = np.maximum([shared, alike, 1.0 - shared - alike], np.finfo(float).tiny)
    return float(np.log(shares).sum())


def _drawn(library: JudgedLibrary, rng: np.random.Generator) -> Evidence:
    rows = rng.permutation(len(library))[:_CORRECTIONS]
    if library.rated:
        return Evidence.of_points(rows, library.points[rows])
    return Evidence.of_quadrants(rows, library.quadrants[rows])


def _config(parameters: NDArray[np.float64], start: CorrectionConfig) -> CorrectionConfig:
    """From five free numbers: two logits an axis against what is a track's own, and the length."""
    shares = [softmax([*parameters[2 * axis : 2 * axis + 2], 0.0]).tolist() for axis in (0, 1)]
    return replace(
        start,
        shared=(shares[0][0], shares[1][0]),
        alike=(shares[0][1], shares[1][1]),
        length=float(_LONGEST * expit(parameters[4])),
    )
