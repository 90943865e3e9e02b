r"""What a track does to the listener's own mood: felt affect after it, with variance (issue 7).

A happy track need not make one happy, so steering must not take what a track expresses for what it
leaves behind. For either axis, with $b$ the mood before and $t$ what the track expresses,

$$\text{after} = c + a_1 b_V + a_2 b_A + k_1 t_V + k_2 t_A + \text{noise},
\qquad (c, a, k) \sim N(m, C)$$

The mean $m$ and covariance $C$ are those of people (`listener.felt_response_fit`); a listener's own
listenings make them theirs, in closed form and in any order (Bishop 2006, eq. 3.49-3.51):

$$C'^{-1} = C^{-1} + X^\top X / s^2, \qquad C'^{-1} m' = C^{-1} m + X^\top y / s^2$$

A stranger's answer is that of people, with the spread between people in its variance. What comes
out is mostly the way back to the usual mood (a < 1); the couplings k are small, and what ships says
how surely they are known (`weights/felt_response/card.md`).
"""

from dataclasses import dataclass, replace
from typing import Any, Final, NamedTuple, Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

from moodarc.artifacts import Artifact, load_shipped
from moodarc.errors import ArtifactError, InputError

__all__ = ["RESPONSE_INPUTS", "SHIPPED_FELT_RESPONSE", "FeltEstimate", "FeltResponse"]

SHIPPED_FELT_RESPONSE: Final = "felt_response"
"""name of the shipped model's folder in `moodarc/weights`"""

RESPONSE_INPUTS: Final = (
    "one",
    "before_valence",
    "before_arousal",
    "track_valence",
    "track_arousal",
)
"""The columns that a listener's coefficients belong to."""

_K: Final = len(RESPONSE_INPUTS)
_Numbers = NDArray[np.float64]


class FeltEstimate(NamedTuple):
    """Valence and arousal after a track, each (..., 2); the variance holds the noise too."""

    mean: _Numbers
    variance: _Numbers


@dataclass(frozen=True, slots=True, eq=False)
class FeltResponse:
    """How one listener (or people in general) answers to music; immutable.

    Attributes:
        mean: (2, 5) coefficients of valence and arousal after, columns as `RESPONSE_INPUTS`.
        covariance: (2, 5, 5) of them.
        noise: (2,) variance of one answer about its mean.
        version: of the population numbers.

    >>> response = FeltResponse.shipped()
    >>> told = response.predict([0.5, 0.0], [0.6, 0.3])
    >>> told.mean.shape, bool((told.variance > response.noise).all())
    ((2,), True)
    """

    mean: _Numbers
    covariance: _Numbers
    noise: _Numbers
    version: str = "untrained"

    @classmethod
    def shipped(cls) -> Self:
        """People in general, as the program comes.

        Raises:
            ArtifactError: the numbers are absent or damaged.
        """
        return cls.from_artifact(load_shipped(SHIPPED_FELT_RESPONSE))

    def predict(
        self,
        before: ArrayLike,
        track: ArrayLike,
        *,
        before_variance: ArrayLike = 0.0,
        track_variance: ArrayLike = 0.0,
    ) -> FeltEstimate:
        """Valence and arousal after the track, (..., 2); means are kept in [-1, 1].

        Args:
            before: (..., 2) mood before; broadcast against `track`, so that (16, 1, 2) and
                (300, 2) give (16, 300, 2).
            track: (..., 2) what the track expresses.
            before_variance: (..., 2) of the mood before, where it is a belief.
            track_variance: (..., 2) of what the track expresses.
        """
        inputs = _inputs(before, track)
        doubts = np.zeros((1, *inputs.shape[:-1], _K))
        doubts[..., 1:3] = np.broadcast_to(before_variance, (*inputs.shape[:-1], 2))
        doubts[..., 3:5] = np.broadcast_to(track_variance, (*inputs.shape[:-1], 2))
        squares = np.square(self.mean) + np.diagonal(self.covariance, axis1=1, axis2=2)
        spread = np.stack([((inputs @ one) * inputs).sum(axis=-1) for one in self.covariance], -1)
        variance = self.noise + spread + doubts[0] @ squares.T
        return FeltEstimate(np.clip(inputs @ self.mean.T, -1.0, 1.0), variance)

    def updated(self, before: ArrayLike, track: ArrayLike, after: ArrayLike) -> Self:
        """As known after the listener's answer to one track (2,) or to several (n, 2).

        Raises:
            InputError: the shapes differ, or a value is not finite.
        """
        given = [np.atleast_2d(np.asarray(each, np.float64)) for each in (before, track, after)]
        if len({each.shape for each in given}) != 1 or not np.isfinite(given).all():
            found = ", ".join(str(each.shape) for each in given)
            msg = f"before, track and after have shapes {found}; expected the same, (n, 2), finite"
            raise InputError(msg)
        inputs = _inputs(given[0], given[1])
        mean, covariance = np.empty_like(self.mean), np.empty_like(self.covariance)
        for axis in range(2):
            doubt = np.linalg.inv(self.covariance[axis])
            precision = doubt + inputs.T @ inputs / self.noise[axis]
            moment = doubt @ self.mean[axis] + inputs.T @ given[2][:, axis] / self.noise[axis]
            covariance[axis] = np.linalg.inv(precision)
            mean[axis] = covariance[axis] @ moment
        return replace(self, mean=mean, covariance=(covariance + covariance.swapaxes(1, 2)) / 2.0)

    def to_artifact(self, card: str) -> Artifact:
        """The numbers as a folder's parts."""
        config: dict[str, Any] = {"version": self.version, "inputs": list(RESPONSE_INPUTS)}
        for name in _SHAPES:
            config[name] = getattr(self, name).tolist()
        return Artifact(arrays={}, config=config, card=card)

    @classmethod
    def from_artifact(cls, artifact: Artifact) -> Self:
        """The numbers of a folder.

        Raises:
            ArtifactError: they are of another form.
        """
        config = artifact.config
        try:
            arrays = {name: np.array(config[name], dtype=np.float64) for name in _SHAPES}
        except (KeyError, TypeError, ValueError) as error:
            msg = f"no felt response of this program ({error}); fit it again"
            raise ArtifactError(msg) from error
        found = {name: array.shape for name, array in arrays.items()}
        if found != _SHAPES or config.get("inputs") != list(RESPONSE_INPUTS):
            msg = f"no felt response of this program (shapes {found}); fit it again"
            raise ArtifactError(msg)
        return cls(**arrays, version=str(config.get("version", "")))


_SHAPES: Final = {"mean": (2, _K), "covariance": (2, _K, _K), "noise": (2,)}


def _inputs(before: ArrayLike, track: ArrayLike) -> _Numbers:
    """(..., 5) of broadcast moods and tracks."""
    moods, tracks = np.broadcast_arrays(
        np.asarray(before, dtype=np.float64), np.asarray(track, dtype=np.float64)
    )
    if moods.shape[-1:] != (2,):
        msg = f"before and track have {moods.shape[-1:]} values; expected valence and arousal"
        raise InputError(msg)
    return np.concatenate([np.ones((*moods.shape[:-1], 1)), moods, tracks], axis=-1)
