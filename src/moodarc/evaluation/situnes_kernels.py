"""Who is alike, track and situation by kernels: Gaussian-process regression of the label.

    f ~ GP(0, sum_k w_k K_k),   y = m + f + noise

with kernels that are products of *same listener*, *same track*, *same genre*, a likeness of sound,
and *same kind* of activity, weather or part of the day. The weights w are those under which the
training labels are likeliest (Rasmussen and Williams 2006, eq. 5.8), with a weak pull towards
equal small shares; nothing is drawn and no row outside the training rows has a say. The label is
0 or 1, so the mean of y is read as a probability after clipping.
"""

from dataclasses import dataclass
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray

from moodarc.evaluation.situnes_ratings import Ratings

__all__ = ["KernelModel", "kernels_of"]

Rows = NDArray[np.int64]
Numbers = NDArray[np.float64]
Kernels = dict[str, NDArray[np.float32]]

_PULL: Final = 0.05
"""of the weak prior on log weights"""
_STEPS: Final = 25
_NEAR_PLACE: Final = 1000.0
"""in SiTunes' scaled degrees: about a quarter of the usual way between two records of a listener"""
_NEAR_MOOD: Final = 0.3
"""in valence and arousal"""
_JITTER: Final = 1e-6


def kernels_of(ratings: Ratings, rows: Rows, inputs: tuple[str, ...]) -> Kernels:
    """The kernels among some rows, each (m, m), by name.

    Args:
        ratings: all.
        rows: (m,) of them.
        inputs: groups of `INPUTS` that may be known.
    """
    listener, track, genre = (
        _same(values[rows]) for values in (ratings.listeners, ratings.tracks, ratings.genres)
    )
    sound = _near(ratings.sound[rows])
    kernels = {
        "listener": listener,
        "track": track,
        "genre": genre,
        "sound": sound,
        "listener.track": listener * track,
        "listener.genre": listener * genre,
        "listener.sound": listener * sound,
    }
    kinds = {name: _same(ratings.kinds[name][rows]) for name in inputs if name in ratings.kinds}
    if {"wrist", "weather"} <= kinds.keys():
        kinds["wrist.weather"] = kinds["wrist"] * kinds["weather"]
    for name, kind in kinds.items():
        kernels |= {name: kind, f"{name}.sound": kind * sound, f"{name}.listener": kind * listener}
    for name in kinds.keys() & {"wrist", "weather"}:
        kernels[f"{name}.near"] = _near(ratings.columns[name][rows])
    if "place" in inputs:
        kernels["place.listener"] = listener * _near_place(ratings.columns["place"][rows])
    if "emotion" in inputs:
        kernels |= _of_moods(ratings.columns["emotion"][rows], listener)
    return kernels


def _of_moods(moods: Numbers, listener: NDArray[np.float32]) -> Kernels:
    near = np.exp(-_squares(moods) / (2.0 * _NEAR_MOOD**2)).astype(np.float32)
    line = (moods @ moods.T).astype(np.float32)
    return {
        "emotion.near": near,
        "emotion.line": line,
        "emotion.near.listener": near * listener,
        "emotion.line.listener": line * listener,
    }


def _same(values: Rows) -> NDArray[np.float32]:
    return np.asarray(values[:, None] == values, dtype=np.float32)


def _near(values: Numbers) -> NDArray[np.float32]:
    """Likeness of standardised columns: 1 for the same, e^-1 for two rows at random."""
    spread = values.std(axis=0)
    kept = spread > 1e-9
    if not kept.any():
        return np.ones((len(values), len(values)), dtype=np.float32)
    standard = (values[:, kept] - values[:, kept].mean(axis=0)) / spread[kept]
    return np.asarray(np.exp(-_squares(standard) / (2.0 * kept.sum())), dtype=np.float32)


def _near_place(places: Numbers) -> NDArray[np.float32]:
    return np.asarray(np.exp(-np.sqrt(_squares(places[:, :2])) / _NEAR_PLACE), dtype=np.float32)


def _squares(values: Numbers) -> Numbers:
    norms = np.square(values).sum(axis=1)
    return np.asarray(np.maximum(norms[:, None] + norms - 2.0 * values @ values.T, 0.0))


@dataclass(frozen=True, slots=True, eq=False)
class KernelModel:
    """Weights of kernels.

    Attributes:
        weights: by kernel, > 0, in the label's variance.
        noise: variance of the label about its mean.
        mean: of the training labels.
    """

    weights: dict[str, float]
    noise: float
    mean: float

    @classmethod
    def fit(cls, kernels: Kernels, labels: Numbers) -> Self:
        """The weights under which the labels (n,) of the kernels' rows (n, n) are likeliest."""
        from scipy.optimize import minimize  # noqa: PLC0415 - half a second of import

        off = labels - labels.mean()
        spread = max(float(off.var()), _JITTER)
        stacked = np.stack([kernel.ravel() for kernel in kernels.values()])
        centre = np.log(0.5 * spread / len(stacked))

        def loss(logs: Numbers) -> tuple[float, Numbers]:
            value, slope = _misfit(stacked, off, np.exp(logs))
            pull = np.append(logs[:-1] - centre, 0.0)
            return value + 0.5 * _PULL * float(pull @ pull), slope + _PULL * pull

        start = np.append(np.full(len(stacked), centre), np.log(0.5 * spread))
        limits = [(np.log(1e-6 * spread), np.log(3.0 * spread))] * len(start)
        options = {"maxiter": _STEPS}
        found = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=limits, options=options)
        weights = np.exp(found.x)
        named = dict(zip(kernels, weights[:-1].tolist(), strict=True))
        return cls(named, float(weights[-1]), float(labels.mean()))

    def tell(self, kernels: Kernels, labels: Numbers) -> Numbers:
        """The mean label of the rows after the first len(labels), whose labels are known.

        Args:
            kernels: (n + m, n + m) of known and asked rows.
            labels: (n,).
        """
        from scipy.linalg import cho_factor, cho_solve  # noqa: PLC0415 - as above

        n = len(labels)
        size = len(next(iter(kernels.values())))
        total = np.zeros((size, size))
        for name, weight in self.weights.items():
            total += weight * kernels[name]
        known = total[:n, :n] + (self.noise + _JITTER) * np.eye(n)
        pulls = cho_solve(cho_factor(known, lower=True), labels - self.mean)
        return np.asarray(self.mean + total[n:, :n] @ pulls)


def _misfit(stacked: NDArray[np.float32], off: Numbers, weights: Numbers) -> tuple[float, Numbers]:
    """-log likelihood less its constant, and its slope in the logs of the weights."""
    from scipy.linalg import cho_factor, cho_solve  # noqa: PLC0415 - as above

    n = len(off)
    known = (weights[:-1].astype(np.float32) @ stacked).reshape(n, n).astype(np.float64)
    known[np.diag_indices(n)] += weights[-1] + _JITTER
    factor = cho_factor(known, lower=True)
    pulls = cho_solve(factor, off)
    inner = cho_solve(factor, np.eye(n)) - np.outer(pulls, pulls)
    value = 0.5 * float(off @ pulls) + float(np.log(np.diag(factor[0])).sum())
    slopes = np.append(stacked @ inner.ravel().astype(np.float32), np.trace(inner))
    return value, 0.5 * slopes * weights
