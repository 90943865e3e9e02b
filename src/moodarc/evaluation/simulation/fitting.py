r"""SIMULATION: what SiTunes tells of how simulated people feel after music, by moments.

Of a listener's records in everyday life, each about the listener's own mean: after y, before x,
rating r (a standard score). Least squares gives $y = \beta x + c\,r$ and what is left, e. Then

- gain $g = \tau / s$, with $\tau^2$ the mean product of what is left in records of one track by
  different listeners, and s = .4, how far tracks differ in what they express (a judgement: nothing
  at hand says what these tracks express but for a streaming service's columns, which serve the
  set's own task only);
- reading noise $\rho = W (1 - \beta / (1 - g))$, W the variance of x: what a reading is off the
  feeling makes the slope flatter;
- response noise, what is left of e beside the track, the reading after and the doubt about the
  feeling before; it comes out below 0, that is too small to be told, and is set to a floor;
- bias, the variance between listeners of the mean change, less what chance makes of it.

The slope on the rating mixes two things, that what is liked lifts and that who was lifted rates
well; `Parameters.liking_gain` takes half.
"""

from dataclasses import replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from moodarc.datasets import SiTunesStage
from moodarc.evaluation.simulation.listeners import PARAMETERS, Parameters

__all__ = ["fitted_parameters"]

Array = NDArray[np.float64]

_TRACKS_DIFFER: Final = 0.4
_CAUSAL: Final = 0.5
_FLOOR: Final = 0.0025
_DISLIKED: Final = 2.0


def fitted_parameters(stage: SiTunesStage, parameters: Parameters = PARAMETERS) -> Parameters:
    """The parameters with those that everyday listening tells.

    Args:
        stage: SiTunes' second; records that stand twice count once.
        parameters: the judgements.
    """
    once = ~stage.repeats
    who, track = stage.listeners[once], stage.tracks[once]
    before, after = stage.before[once], stage.after[once]
    rating = _about_own_mean(stage.rating[once], who)
    axes = [
        _axis(before[:, axis], after[:, axis], rating / rating.std(), who=who, track=track)
        for axis in (0, 1)
    ]
    gain, slope, reading, response, bias = zip(*axes, strict=True)
    return replace(
        parameters,
        gain=gain,
        liking_gain=_CAUSAL * slope[0],
        reading_noise=reading,
        response_noise=response,
        bias=bias,
        common=max(0.0, _shared(rating, track)) / float(rating.var()),
        skipped=float((stage.rating[once] <= _DISLIKED).mean()),
    )


def _axis(
    before: Array, after: Array, rating: Array, *, who: NDArray[np.int64], track: NDArray[np.int64]
) -> tuple[float, float, float, float, float]:
    """Gain, slope on the rating, reading noise, response noise, bias of one dimension."""
    x, y = _about_own_mean(before, who), _about_own_mean(after, who)
    (beta, slope), *_ = np.linalg.lstsq(np.column_stack([x, rating]), y, rcond=None)
    left = y - beta * x - slope * rating
    shared = max(0.0, _shared(left, track))
    gain = float(np.sqrt(shared)) / _TRACKS_DIFFER
    spread = float(x.var())
    reading = max(_FLOOR, spread * (1.0 - float(beta) / (1.0 - gain)))
    doubt = (1.0 - gain) ** 2 * max(0.0, spread - reading) * reading / spread
    response = max(_FLOOR, float(left.var()) - shared - reading - doubt)
    return gain, float(slope), reading, response, _between(after - before, who)


def _about_own_mean(values: Array, who: NDArray[np.int64]) -> Array:
    _, row = np.unique(who, return_inverse=True)
    centred: Array = values - (np.bincount(row, values) / np.bincount(row))[row]
    return centred


def _shared(values: Array, track: NDArray[np.int64]) -> float:
    """Mean product of the values of two records of one track."""
    _, row, n = np.unique(track, return_inverse=True, return_counts=True)
    sums, squares = np.bincount(row, values), np.bincount(row, values**2)
    return float((sums**2 - squares).sum() / (n * (n - 1)).sum())


def _between(values: Array, who: NDArray[np.int64]) -> float:
    """Variance between listeners' means, less what their number of records makes of chance."""
    _, row, n = np.unique(who, return_inverse=True, return_counts=True)
    mean = np.bincount(row, values) / n
    within = float(((values - mean[row]) ** 2).sum() / (len(values) - len(n)))
    return max(0.0, float(mean.var(ddof=1)) - within * float((1.0 / n).mean()))
