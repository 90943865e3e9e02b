r"""How a track sounds, as one short vector: its embedding.

The emotion network gives each 3-second segment a vector (384 numbers of its two encoders, each
$\ge 0$), which it was first trained to tell the segment's descriptors from (`emotion.convolution`).
Their mean over a track knows more of timbre than what the head makes of it, which is about emotion:
among pairs of 4Q clips of one quadrant, it tells those of one artist from others with AUC .76, the
head's 64 numbers with .70.

The mean is shortened to 64 numbers by coefficients 1 to 64 of its cosine transform, a projection
that is orthonormal, mixes all channels alike and needs no table: the AUC stays .76. Coefficient 0,
the sum, is left out, since all sounds share it. Length 1 makes the cosine of two tracks a product.
Measured over all 720 clips (395 pairs of an artist); a test holds it on some of them.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.fft import dct

__all__ = ["EMBEDDING_SIZE", "embed"]

EMBEDDING_SIZE: Final = 64
_LEAST_LENGTH: Final = 1e-6


def embed(vectors: NDArray[np.float32]) -> NDArray[np.float32] | None:
    """The embedding of a track.

    Args:
        vectors: float32 (n, width) of its segments, as an encoder gives them.

    Returns:
        float32 (64,) of length 1; None where the vectors are shorter than that or all alike.

    >>> rising = np.arange(100, dtype=np.float32)[None]
    >>> embed(rising).shape, embed(rising[:, :10])
    ((64,), None)
    """
    if vectors.shape[1] <= EMBEDDING_SIZE:
        return None
    mean = vectors.mean(axis=0, dtype=np.float64)
    short = dct(mean, norm="ortho")[1 : EMBEDDING_SIZE + 1]
    length = float(np.linalg.norm(short))
    return None if length < _LEAST_LENGTH else (short / length).astype(np.float32)
