"""How errors go together (`CorrectionConfig`), learned from judged libraries.

What is maximised is the log probability of what people said of the tracks that were *not*
corrected, after some were: any tracks, and, as listeners may well do, only such as are told
wrongly. By the likelihood of the corrections alone, those of the second kind would teach that the
whole library is wrong. A prior of the three shares of an axis, Dirichlet(2, 2, 2), keeps them off
the edges. Each set of corrections is drawn once, so that all settings are asked the same.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import expit, softmax

from moodarc.evaluation.corrections_data import JudgedLibrary
from moodarc.evaluation.corrections_draws import SETTINGS, drawn
from moodarc.music.corrections import CorrectionConfig, Evidence, correct, told_log_probability

__all__ = ["fit_config", "log_probability"]

_SETS: Final = 2
"""of each setting, in each library"""
_CORRECTIONS: Final = 20
"""in a set"""
_LONGEST: Final = 2.0
"""1 - cosine of two embeddings is no more"""
_START: Final = np.array([-2.0, -1.0, -2.0, -1.0, -2.0])
_STEPS: Final = 120


def fit_config(
    libraries: Sequence[JudgedLibrary], *, start: CorrectionConfig, rng: np.random.Generator
) -> CorrectionConfig:
    """The shares and the length by which other tracks are told best.

    Args:
        libraries: rated or labelled.
        start: variance of points and words, which are not learned here.
        rng: draws the sets.
    """
    asked = [
        (library, drawn(library, setting, _CORRECTIONS, rng=rng))
        for library in libraries
        for setting in SETTINGS
        for _ in range(_SETS)
    ]
    sets = [(library, said) for library, said in asked if said is not None]

    def cost(parameters: NDArray[np.float64]) -> float:
        config = _config(parameters, start)
        told = sum(log_probability(library, said, config) for library, said in sets)
        return -told - _log_prior(config)

    options = {"maxfev": _STEPS, "xatol": 0.02, "fatol": 0.02}
    return _config(minimize(cost, _START, method="Nelder-Mead", options=options).x, start)


def log_probability(library: JudgedLibrary, said: Evidence, config: CorrectionConfig) -> float:
    """Of what people said of all tracks but the corrected ones, after these were corrected."""
    after = correct(library.estimates, said, config=config)
    others = np.setdiff1d(np.arange(len(library)), said.rows)
    if library.rated:
        judged = Evidence.of_points(others, library.points[others])
    else:
        judged = Evidence.of_quadrants(others, library.quadrants[others])
    told = told_log_probability(judged, after.mean[others], after.variance[others], config=config)
    return float(told.sum())


def _log_prior(config: CorrectionConfig) -> float:
    shared, alike = np.array(config.shared), np.array(config.alike)
    shares = np.maximum([shared, alike, 1.0 - shared - alike], np.finfo(float).tiny)
    return float(np.log(shares).sum())


def _config(parameters: NDArray[np.float64], start: CorrectionConfig) -> CorrectionConfig:
    """From five free numbers: two logits an axis against what is a track's own, and the length."""
    shares = [softmax([*parameters[2 * axis : 2 * axis + 2], 0.0]).tolist() for axis in (0, 1)]
    return replace(
        start,
        shared=(shares[0][0], shares[1][0]),
        alike=(shares[0][1], shares[1][1]),
        length=float(_LONGEST * expit(parameters[4])),
    )
