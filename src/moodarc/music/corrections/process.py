r"""All tracks' valence and arousal after some were corrected: a Gaussian process on the error.

With features $\phi_i$ (`kernel`) an error is $e_i = \phi_i \cdot w + \epsilon_i$,
$w \sim N(0, I)$, $\epsilon_i \sim N(0, d_i)$, $d_i = 1 - |\phi_i|^2$, on each axis by itself.
Corrections are Gaussian sites of precision $\tau_i$ and moment $\nu_i$ on $e_i$ (`sites`), so that

$$A = I + \sum_i \tfrac{\tau_i}{1 + \tau_i d_i} \phi_i \phi_i^\top, \quad
b = \sum_i \tfrac{\nu_i}{1 + \tau_i d_i} \phi_i, \quad w | \text{said} \sim N(A^{-1} b, A^{-1})$$

which is the exact posterior of the dense process wherever all corrected tracks are landmarks (a
test holds both equal). A track that was not corrected has mean $\phi \cdot A^{-1} b$ and variance
$1 - |\phi|^2 + \phi^\top A^{-1} \phi$; of a corrected one its own site is added to its own part.

Beyond as many corrections as there are landmarks this would smooth too much away. Then only the
sites and the variances are told so, and the means by the dense process with these sites,
$\alpha = (I + T K)^{-1} \nu$, $K_{*} \alpha$.

Points are told in closed form. Words are sites that depend on what all others say; they are updated
all at once, damped, until nothing moves, so that the order in which things were said is unseen.
Cost: $k p^2$ a round and n p q in the end, p = landmarks + 1, q = p but at most 256 directions.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import cho_factor, cho_solve, solve_triangular

from moodarc.errors import InputError
from moodarc.music.corrections.evidence import Evidence
from moodarc.music.corrections.kernel import CorrectionConfig, Landmarks, likeness
from moodarc.music.corrections.sites import Sites, log_odds_told, matched, point_sites

__all__ = ["Corrected", "Estimates", "correct", "told_log_probability"]

Array = NDArray[np.float64]

_AXES: Final = 2
_ROUNDS: Final = 200
_SETTLED: Final = 1e-6
"""of an error's deviation"""
_DAMPING: Final = 0.9
_LEAST_DAMPING: Final = 0.05
_BLOCK_CELLS: Final = 4_000_000
_DIRECTIONS: Final = 256
"""of what was said, by which other tracks become surer"""
_LEAST_VARIANCE: Final = 1e-6
"""so that an estimate that claims certainty can be corrected"""


@dataclass(frozen=True, slots=True, eq=False)
class Estimates:
    """What is known of the n tracks of a catalogue before any correction.

    Attributes:
        mean: (n, 2), valence and arousal.
        variance: (n, 2).
        embeddings: (n, d), of length 1; a row of NaN where a track has none.

    Raises:
        InputError: arrays that do not fit together.
    """

    mean: NDArray[np.floating]
    variance: NDArray[np.floating]
    embeddings: NDArray[np.floating]

    def __post_init__(self) -> None:
        n = len(self.mean)
        if not (self.mean.shape == self.variance.shape == (n, _AXES) and len(self.embeddings) == n):
            msg = (
                f"means {self.mean.shape}, variances {self.variance.shape}, embeddings "
                f"{self.embeddings.shape}; expected (n, 2), (n, 2) and (n, d)"
            )
            raise InputError(msg)

    def __len__(self) -> int:
        return len(self.mean)


@dataclass(frozen=True, slots=True, eq=False)
class Corrected:
    """What is known of the n tracks of a catalogue.

    Attributes:
        mean: float64 (n, 2), valence and arousal in [-1, 1].
        variance: float64 (n, 2), never above what it was.
    """

    mean: Array
    variance: Array


class _Weights(NamedTuple):
    """Posterior of w on one axis: N(mean, (root root^T)^-1)."""

    mean: Array
    root: Array


def correct(
    estimates: Estimates, said: Evidence, *, config: CorrectionConfig | None = None
) -> Corrected:
    """Every track's posterior.

    Args:
        estimates: before.
        said: the corrections.
        config: how errors go together.

    Raises:
        InputError: a correction of a row that is not there.

    >>> alike = np.array([[1.0, 0.0], [0.8, 0.6]])
    >>> before = Estimates(np.zeros((2, 2)), np.full((2, 2), 0.1), alike)
    >>> told = correct(before, Evidence.of_points([0], np.array([[0.5, 0.0]])))
    >>> bool(0.5 > told.mean[0, 0] > told.mean[1, 0] > 0.0)
    True
    """
    _check(estimates, said)
    if not len(said):
        mean, variance = (
            np.array(part, np.float64) for part in (estimates.mean, estimates.variance)
        )
        return Corrected(mean, variance)
    belief = _Belief(estimates, said.by_row(), config or CorrectionConfig())
    return belief.everywhere(belief.settled())


def told_log_probability(
    said: Evidence, mean: Array, variance: Array, *, config: CorrectionConfig
) -> Array:
    """(k,), log probability (density, of points) of what is said, each by its track's belief.

    Args:
        said: k judgements.
        mean: (k, 2), of the beliefs, in the order of `said`.
        variance: (k, 2).
        config: how surely it is said.
    """
    words = log_odds_told(said, mean, variance, deviation=config.word_deviation)
    wide = variance + config.point_variance
    density = -0.5 * (np.log(2.0 * np.pi * wide) + (said.points - mean) ** 2 / wide)
    return np.where(said.placed, density.sum(axis=1), words)


class _Belief:
    """The process over one catalogue and one set of corrections.

    Errors are in their own deviations inside; sites, cavities and answers are on the axes.
    """

    def __init__(self, estimates: Estimates, said: Evidence, config: CorrectionConfig) -> None:
        self._mean = np.array(estimates.mean, np.float64)
        self._variance = np.array(estimates.variance, np.float64)
        self._deviation = np.sqrt(np.maximum(self._variance, _LEAST_VARIANCE))
        self._embeddings = estimates.embeddings
        self._said, self._config = said, config
        known = self._embeddings[said.rows]
        self._landmarks = Landmarks(known, length=config.length, most=config.landmarks)
        told = self._landmarks.features(known)
        self._features = [self._with_constant(told, axis) for axis in range(_AXES)]
        inside = np.stack([(phi**2).sum(axis=1) for phi in self._features], axis=1)
        self._own = np.maximum(1.0 - inside, 0.0)

    def settled(self) -> Sites:
        """The sites of all corrections."""
        points = point_sites(self._said, self._config.point_variance)
        words = ~self._said.placed
        if not words.any():
            return points
        said = self._said[words]
        sites, last, damping = points, np.inf, _DAMPING
        for _ in range(_ROUNDS):
            cavity = (part[words] for part in self.without(sites))
            fresh = matched(said, *cavity, deviation=self._config.word_deviation)
            step = [new - old[words] for new, old in zip(fresh, sites, strict=True)]
            moved = float(np.abs(step[1] * self._deviation[said.rows]).max())
            if moved < _SETTLED:
                break
            damping = max(damping / 2.0, _LEAST_DAMPING) if moved > last else damping
            last = moved
            sites = Sites(*(old.copy() for old in sites))
            for part, change in zip(sites, step, strict=True):
                part[words] += damping * change
        return sites

    def without(self, sites: Sites) -> tuple[Array, Array]:
        """Mean and variance (k, 2) of each corrected track by all corrections but its own."""
        mean, variance = self._at_corrected(sites)
        precision = np.maximum(1.0 / variance - sites.precision, _LEAST_VARIANCE)
        return (mean / variance - sites.moment) / precision, 1.0 / precision

    def everywhere(self, sites: Sites) -> Corrected:
        """Mean and variance (n, 2) of all tracks."""
        mean, variance = self._mean.copy(), self._variance.copy()
        weights = [self._weights(sites, axis) for axis in range(_AXES)]
        readers = [self._reader(found, axis) for axis, found in enumerate(weights)]
        for rows in _blocks(len(mean), len(self._landmarks) + 1):
            alike = self._landmarks.likeness(self._embeddings[rows])
            for axis, (slope, level, drop) in enumerate(readers):
                moved = level + alike @ slope
                known = ((drop[0] + alike @ drop[1]) ** 2).sum(axis=1)
                mean[rows, axis] += self._deviation[rows, axis] * moved
                variance[rows, axis] *= np.maximum(1.0 - known, 0.0)
        told = self._at_corrected(sites)
        mean[self._said.rows] = told[0]
        variance[self._said.rows] = np.minimum(told[1], self._variance[self._said.rows])
        if len(self._said) > self._config.landmarks:
            mean = self._dense_mean(sites)
        return Corrected(np.clip(mean, -1.0, 1.0), variance)

    def _dense_mean(self, sites: Sites) -> Array:
        """Means (n, 2) of all tracks by the whole kernel."""
        mean, known = self._mean.copy(), self._embeddings[self._said.rows]
        alike = _known_likeness(known, known, self._config.length)
        weights = np.stack([self._dense_weights(sites, axis, alike) for axis in range(_AXES)], 1)
        level = (np.array(self._config.shared) * weights).sum(axis=0)
        slopes = (np.array(self._config.alike) * weights).astype(
            np.result_type(known.dtype, np.float32)
        )
        for rows in _blocks(len(mean), len(known)):
            near = _known_likeness(self._embeddings[rows], known, self._config.length)
            mean[rows] += self._deviation[rows] * (level + near @ slopes)
        corrected = self._said.rows
        own = 1.0 - np.array(self._config.shared) - np.outer(alike.diagonal(), self._config.alike)
        mean[corrected] += self._deviation[corrected] * own * weights
        return mean

    def _dense_weights(self, sites: Sites, axis: int, alike: NDArray[np.floating]) -> Array:
        """(I + T K)^-1 nu, by a symmetric matrix that is positive definite whatever T is."""
        precision, moment = self._in_deviations(sites, axis)
        shared, share = self._config.shared[axis], self._config.alike[axis]
        whole = shared + share * alike.astype(np.float64)
        np.fill_diagonal(whole, 1.0)
        root = np.sqrt(precision)
        inner = root[:, None] * whole * root
        inner[np.diag_indices_from(inner)] += 1.0
        solved = cho_solve(cho_factor(inner), root * (whole @ moment))
        return np.asarray(moment - root * solved)

    def _with_constant(self, told: Array, axis: int) -> Array:
        shared, alike = self._config.shared[axis], self._config.alike[axis]
        constant = np.full((len(told), 1), np.sqrt(shared))
        return np.hstack([constant, np.sqrt(alike) * told])

    def _in_deviations(self, sites: Sites, axis: int) -> tuple[Array, Array]:
        """Precision and moment of the errors in their own deviations."""
        rows = self._said.rows
        deviation, mean = self._deviation[rows, axis], self._mean[rows, axis]
        precision, moment = sites.precision[:, axis], sites.moment[:, axis]
        return deviation**2 * precision, deviation * (moment - precision * mean)

    def _weights(self, sites: Sites, axis: int) -> _Weights:
        precision, moment = self._in_deviations(sites, axis)
        features, open_ = self._features[axis], 1.0 + precision * self._own[:, axis]
        inverse = (features.T * (precision / open_)) @ features + np.eye(features.shape[1])
        root = np.asarray(np.linalg.cholesky(inverse), np.float64)
        half = solve_triangular(root, features.T @ (moment / open_), lower=True)
        return _Weights(solve_triangular(root.T, half, lower=False), root)

    def _at_corrected(self, sites: Sites) -> tuple[Array, Array]:
        """Mean and variance (k, 2) of the corrected tracks by all corrections."""
        rows, found = self._said.rows, []
        for axis in range(_AXES):
            precision, moment = self._in_deviations(sites, axis)
            weights, own = self._weights(sites, axis), self._own[:, axis]
            features, open_ = self._features[axis], 1.0 + precision * own
            common = solve_triangular(weights.root, features.T, lower=True)
            error = (features @ weights.mean + own * moment) / open_
            spread = own / open_ + (common**2).sum(axis=0) / open_**2
            found.append((error, spread))
        error, spread = (np.stack(parts, axis=1) for parts in zip(*found, strict=True))
        deviation = self._deviation[rows]
        return self._mean[rows] + deviation * error, deviation**2 * spread

    def _reader(self, weights: _Weights, axis: int) -> tuple[Array, float, tuple[Array, Array]]:
        """What gives a track's mean error, and the root of what is known of it, from its likeness.

        The variance that goes is phi^T (I - A^-1) phi = |R^T phi|^2.
        """
        alike = np.sqrt(self._config.alike[axis])
        shared = np.sqrt(self._config.shared[axis])
        to_landmarks = solve_triangular(self._landmarks.factor.T, np.eye(len(self._landmarks)))
        inverse = solve_triangular(weights.root, np.eye(len(weights.mean)), lower=True)
        values, vectors = np.linalg.eigh(np.eye(len(weights.mean)) - inverse.T @ inverse)
        strongest = slice(-_DIRECTIONS, None)  # in ascending order
        root = vectors[:, strongest] * np.sqrt(np.maximum(values[strongest], 0.0))
        slope = alike * to_landmarks @ weights.mean[1:]
        dtype = np.result_type(self._embeddings.dtype, np.float32)
        by_likeness = (alike * to_landmarks @ root[1:]).astype(dtype)
        drop = (shared * root[0]).astype(dtype), by_likeness
        return slope.astype(dtype), float(shared * weights.mean[0]), drop


def _known_likeness(
    left: NDArray[np.floating], right: NDArray[np.floating], length: float
) -> NDArray[np.floating]:
    """`likeness`, 0 where a track has no embedding."""
    if not right.shape[1]:
        return np.zeros((len(left), len(right)), np.float32)
    return np.asarray(np.nan_to_num(likeness(left, right, length), copy=False, nan=0.0))


def _blocks(n_rows: int, n_columns: int) -> Iterator[slice]:
    size = max(_BLOCK_CELLS // n_columns, 1)
    for start in range(0, n_rows, size):
        yield slice(start, min(start + size, n_rows))


def _check(estimates: Estimates, said: Evidence) -> None:
    n = len(estimates)
    if len(said) and not (said.rows.min() >= 0 and said.rows.max() < n):
        msg = f"corrections of rows {said.rows.min()} to {said.rows.max()}; expected 0 to {n - 1}"
        raise InputError(msg)
