r"""e_t before it is embedded: how the listener feels at each step of a history (EM-4, EM-5, EM-7).

What was sensed counts where it is given. Elsewhere e_t comes from what the PRECEDING tracks
express: their mean with weights $2^{-age / half\_life}$, and as its variance that of the mixture,
$\sum_k w_k (\sigma_k^2 + (a_k - m)^2)$. The track that is to be foretold is never among them, as
its affect would give the answer away; `oracle_feelings` does exactly that, for upper bounds only.

An unsure belief says little: the mean handed on is that of a Gaussian belief under the uniform
prior's variance, $m\, s / (s + \sigma^2)$ with $s = 1/3$; where nothing is known it is 0.
Dominance is not used, as tracks have none.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from moodarc.affect import EXPRESSION_AFFECT, UNINFORMED_VARIANCE, Expression, emotion_vectors
from moodarc.catalog import Feelings, ItemContent
from moodarc.recommend.sequence.config import EmotionLevel

__all__ = ["SIGNAL_SIZE", "AffectSteps", "emotion_signal", "felt_before", "oracle_feelings"]

SIGNAL_SIZE: dict[EmotionLevel, int] = {
    "none": 0,
    "label": 4,
    "vector": 4,
    "affect": 2 + len(Expression),
}
"""numbers of a step; "affect" is (valence, arousal) and a face's soft vector, one of them zero"""


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class AffectSteps:
    """Affect at each step of n histories; NaN mean = unknown.

    Attributes:
        mean: float32 (n, length, 2), valence and arousal in [-1, 1].
        variance: float32 (n, length, 2).
        expression: float32 (n, length, 7), or None where no face was seen.
    """

    mean: NDArray[np.float32]
    variance: NDArray[np.float32]
    expression: NDArray[np.float32] | None = None

    def told(self, feelings: Feelings, where: NDArray[np.bool_]) -> "AffectSteps":
        """With what was sensed in the place of what was heard.

        A face's soft vector counts where neither valence nor arousal is believed.

        Args:
            feelings: one for each True of `where`, row by row.
            where: (n, length).
        """
        mean, variance = self.mean.copy(), self.variance.copy()
        sensed = np.isfinite(feelings.mean[:, :2])
        sure = np.where(np.isfinite(feelings.variance), feelings.variance, UNINFORMED_VARIANCE)
        faces = np.where(sensed.any(axis=1, keepdims=True), np.float32(0.0), _faces(feelings))
        unheard = np.where((faces > 0).any(axis=1, keepdims=True), np.nan, mean[where])
        mean[where] = np.where(sensed, feelings.mean[:, :2], unheard)
        variance[where] = np.where(sensed, sure[:, :2], variance[where])
        expression = np.zeros((*where.shape, faces.shape[1]), dtype=np.float32)
        expression[where] = faces
        return AffectSteps(mean=mean, variance=variance, expression=expression)


def felt_before(
    items: NDArray[np.integer], content: ItemContent | None, half_life: float
) -> AffectSteps:
    """What the tracks up to each step express.

    Args:
        items: (n, length) item rows, oldest first; those outside the vocabulary are none.
        content: of the items; without it nothing is known.
        half_life: in tracks, > 0.
    """
    shape = (*items.shape, 2)
    if content is None or not len(content):
        nothing = np.full(shape, np.nan, dtype=np.float32)
        return AffectSteps(mean=nothing, variance=np.full_like(nothing, UNINFORMED_VARIANCE))
    present = (items >= 0) & (items < len(content))
    known = np.where(present, items, 0)
    affect, variance = content.affect[known], content.variance[known]
    felt = (present & content.felt[known])[..., None]
    variance = np.where(np.isfinite(variance), variance, UNINFORMED_VARIANCE)
    return _recent(np.where(felt, affect, 0.0), variance, felt=felt, half_life=half_life)


def emotion_signal(steps: AffectSteps, level: EmotionLevel) -> NDArray[np.float32]:
    """float32 (n, length, SIGNAL_SIZE[level]), finite; 0 where nothing is known."""
    if level == "none":
        return np.zeros((*steps.mean.shape[:2], 0), dtype=np.float32)
    if level == "affect":
        return _affect_signal(steps)
    mean, variance = _with_faces(steps)
    known: NDArray[np.bool_] = np.asarray(np.isfinite(mean).all(axis=-1))
    shares = np.zeros((*known.shape, 4), dtype=np.float32)
    shares[known] = emotion_vectors(mean[known], variance[known])
    if level == "label":
        label = np.eye(4, dtype=np.float32)[shares.argmax(axis=-1)]
        return np.where(known[..., None], label, np.float32(0.0))
    return shares


def oracle_feelings(content: ItemContent, items: NDArray[np.integer]) -> Feelings:
    """As if the listener felt what the very item that comes next expresses: an upper bound only.

    Never a figure of merit: it tells the model something of the answer.
    """
    dominance = np.full((len(items), 1), np.nan, dtype=np.float32)
    return Feelings(
        mean=np.concatenate([content.affect[items], dominance], axis=1),
        variance=np.concatenate([content.variance[items], dominance], axis=1),
    )


def _recent(
    affect: NDArray[np.float32],
    variance: NDArray[np.float32],
    *,
    felt: NDArray[np.bool_],
    half_life: float,
) -> AffectSteps:
    """Weighted mean and variance of all steps up to each, by one product with a lower triangle."""
    age = np.subtract.outer(np.arange(affect.shape[1]), np.arange(affect.shape[1]))
    weights = np.where(age >= 0, 0.5 ** (np.maximum(age, 0) / half_life), 0.0).astype(np.float32)
    total = weights @ felt.astype(np.float32)
    with np.errstate(divide="ignore", invalid="ignore"):
        mean = (weights @ affect) / total
        square = (weights @ np.where(felt, variance + affect**2, 0.0)) / total
    spread = np.where(total > 0, np.maximum(square - mean**2, 0.0), UNINFORMED_VARIANCE)
    return AffectSteps(mean=mean.astype(np.float32), variance=spread.astype(np.float32))


def _affect_signal(steps: AffectSteps) -> NDArray[np.float32]:
    sure = UNINFORMED_VARIANCE / (UNINFORMED_VARIANCE + steps.variance)
    point = np.where(np.isfinite(steps.mean), steps.mean * sure, 0.0)
    faces = np.zeros((*point.shape[:2], len(Expression)))
    if steps.expression is not None:
        faces = np.where(np.isfinite(steps.expression), steps.expression, 0.0)
    signal: NDArray[np.float32] = np.concatenate([point, faces], axis=-1).astype(np.float32)
    return signal


def _with_faces(steps: AffectSteps) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Mean and variance; a face's by EM-4's fixed map, its mean over the seven and their spread."""
    if steps.expression is None:
        return steps.mean, steps.variance
    seen = (steps.expression > 0).any(axis=-1, keepdims=True)
    point = steps.expression @ EXPRESSION_AFFECT.T
    spread = steps.expression @ (EXPRESSION_AFFECT**2).T - point**2
    mean = np.where(seen, point, steps.mean).astype(np.float32)
    return mean, np.where(seen, np.maximum(spread, 0.0), steps.variance).astype(np.float32)


def _faces(feelings: Feelings) -> NDArray[np.float32]:
    """float32 (n, 7), zeros where no face was seen."""
    if feelings.expression is None:
        return np.zeros((len(feelings.mean), len(Expression)), dtype=np.float32)
    seen = np.isfinite(feelings.expression).all(axis=1, keepdims=True)
    return np.where(seen, feelings.expression, np.float32(0.0))
