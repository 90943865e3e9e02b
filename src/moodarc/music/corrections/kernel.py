r"""How the errors of an estimate go together: what one corrected track tells of another.

The estimate of a track is $N(m_i, s_i^2)$ on each axis. Its error in its own deviations,
$e_i = (f_i - m_i) / s_i$, has variance 1 and is taken to be three things,

$$\mathrm{cov}(e_i, e_j) = c + g \exp(-(1 - \cos_{ij}) / \ell) + (1 - c - g) \delta_{ij}$$

with $c$ what all tracks share (the listener's own offset, or a library that the estimator hears
with a shift), $g$ what tracks share that sound alike ($\cos_{ij}$ of their embeddings), and the
rest each track's own. So a library without corrections has exactly the estimates it had.

The kernel is told by features, $\mathrm{cov} = \phi_i \cdot \phi_j$ between two tracks: a constant,
and $K_{iZ} L^{-T}$ with $L L^T = K_{ZZ}$ over landmarks Z. The landmarks are the corrected tracks
themselves, which is exact; beyond `landmarks` of them an incomplete Cholesky decomposition picks
those that tell most of the others, and what they do not span counts as each track's own (FITC,
Snelson & Ghahramani 2006). That is good for sites and variances; means then come from the whole
kernel all the same (`process`).
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import solve_triangular

__all__ = ["CorrectionConfig", "Landmarks", "likeness"]

_JITTER: Final = 1e-8
_SPANNED: Final = 1e-6
"""of a track's variance; what is left below it is no landmark of its own"""


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectionConfig:
    """How errors go together, and how surely a listener speaks.

    Shares and length were learned by `moodarc bench corrections` (seed 0, rows
    `corrections.both.learned.*`) from the four folds of 4Q and from VGMIDI, as those by which
    tracks that were not corrected are told best.

    Attributes:
        shared: of valence and arousal: share of an error's variance that all tracks have in common.
        alike: share that tracks have in common which sound alike.
        length: of 1 - cosine of two embeddings, at which the likeness has fallen to 1/e.
        point_variance: of a point that a listener places; a deviation of 0.1 is less than half a
            step of a nine-point scale, and a choice.
        word_deviation: how far from an axis a listener may still call a track by the other side;
            small, so that a track is where its listener says it is, whatever was estimated.
        landmarks: most corrected tracks for which all is exact; beyond them the means still are.
    """

    shared: tuple[float, float] = (0.01, 0.06)
    alike: tuple[float, float] = (0.57, 0.15)
    length: float = 0.17
    point_variance: float = 0.01
    word_deviation: float = 0.05
    landmarks: int = 512


class Landmarks:
    """Features of tracks by their likeness to some.

    Args:
        known: float (k, d), embeddings of the corrected tracks, length 1; NaN rows where a track
            has none: it then shares only what all share.
        length: of the kernel.
        most: landmarks at most.
    """

    def __init__(self, known: NDArray[np.floating], *, length: float, most: int) -> None:
        self._length = length
        there = np.isfinite(known).all(axis=1) & (known.shape[1] > 0)
        usable = known[there].astype(np.float64)
        self.embeddings = usable[_pivots(usable, length=length, most=most)]
        gram = likeness(self.embeddings, self.embeddings, length)
        self.factor = np.linalg.cholesky(gram + _JITTER * np.eye(len(gram)))

    def __len__(self) -> int:
        return len(self.embeddings)

    def likeness(self, embeddings: NDArray[np.floating]) -> NDArray[np.floating]:
        """(n, landmarks), in [0, 1]; 0 for a track without an embedding."""
        told = likeness(embeddings, self.embeddings.astype(embeddings.dtype), self._length)
        return np.asarray(np.nan_to_num(told, copy=False, nan=0.0))

    def features(self, embeddings: NDArray[np.floating]) -> NDArray[np.float64]:
        """(n, landmarks), whose products are the likeness as far as the landmarks span it."""
        told = self.likeness(embeddings.astype(np.float64))
        return np.asarray(solve_triangular(self.factor, told.T, lower=True).T)


def likeness(
    left: NDArray[np.floating], right: NDArray[np.floating], length: float
) -> NDArray[np.floating]:
    """exp(-(1 - cosine) / length) of each pair of rows of length 1."""
    cosine = left @ right.T
    np.minimum(cosine, 1.0, out=cosine)
    cosine -= 1.0
    cosine /= length
    return np.asarray(np.exp(cosine, out=cosine))


def _pivots(known: NDArray[np.float64], *, length: float, most: int) -> list[int]:
    """Rows by incomplete Cholesky decomposition: each time the one told least by those before."""
    k = len(known)
    if k <= most:
        return list(range(k))
    left = np.ones(k)
    columns = np.zeros((k, most))
    chosen: list[int] = []
    while len(chosen) < most:
        row = int(left.argmax())
        if left[row] < _SPANNED:
            break
        told = likeness(known, known[row : row + 1], length)[:, 0]
        done = len(chosen)
        column = (told - columns[:, :done] @ columns[row, :done]) / np.sqrt(left[row])
        columns[:, done] = column
        left = np.maximum(left - column**2, 0.0)
        left[row] = 0.0
        chosen.append(row)
    return sorted(chosen)
