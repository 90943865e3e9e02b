"""How people in general move: as they say of each other (BAEK), and as they were seen to.

`POPULATION_MODEL` is the paper's MMM, a table of expectations. `FELT_PRIOR` and `FELT_RATES` are
fitted on the 4,044 steps of 41 people within a day (K. Hoemann et al. 2020,
`datasets.felt_moments`; median step half an hour), from the eighteen scores only; they hold no row
of anybody. `moodarc bench forecast-lists --data FILE` measures the first on people left out, and
`evaluation.felt_steps.fit_population` gives these figures again.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from moodarc.listener.mental_model_prior import TransitionPrior

__all__ = ["FELT_PRIOR", "FELT_RATES", "FELT_SCATTER", "FELT_STEP_H", "POPULATION_MODEL"]

POPULATION_MODEL: NDArray[np.float64] = np.array(
    [
        [0.34, 0.16, 0.14, 0.36],
        [0.17, 0.35, 0.34, 0.14],
        [0.15, 0.29, 0.41, 0.15],
        [0.35, 0.13, 0.13, 0.39],
    ]
)
"""MMM, what people in general expect of each other (BAEK eq. 23, after Thornton and Tamir 2017)."""
POPULATION_MODEL.setflags(write=False)

FELT_STEP_H: Final = 0.5
"""Median hours between two moments of a day."""

FELT_PRIOR: Final = TransitionPrior(
    np.array(
        [
            [0.6240, 0.0990, 0.0882, 0.1888],
            [0.2810, 0.3821, 0.1386, 0.1983],
            [0.1652, 0.1616, 0.5086, 0.1646],
            [0.2310, 0.0824, 0.1254, 0.5612],
        ]
    ),
    strength=4.0,
)
"""From one moment to the next, whatever the time between them (`fit_prior`)."""

FELT_RATES: NDArray[np.float64] = np.array(
    [
        [-1.3056, 0.4375, 0.1736, 0.6945],
        [1.2022, -2.9912, 0.7947, 0.9943],
        [0.4433, 0.8869, -1.9572, 0.6270],
        [0.8212, 0.3908, 0.5779, -1.7899],
    ]
)
"""Per hour (`fit_generator` with a prior of no weight)."""
FELT_RATES.setflags(write=False)

FELT_SCATTER: Final = 2.5
"""How closely a felt vector keeps to its forecast m: as one draw of Dirichlet(scatter * m), whose
variance is m (1 - m) / (scatter + 1) (`fit_scatter`)."""
