"""From seven probabilities to an `AffectReading`, with what they leave open (EM-4).

The state is (v, a) = W_VA p. Its variance is that of what p says as a mixture, plus what no face
can say. With m_k the point of expression k, H the entropy of p in units of ln 7, and S =
`UNINFORMED_VARIANCE`, for valence and arousal each:

    mixture  = sum_k p_k (WITHIN + (m_k - W p)^2)       within the expressions and between them
    variance = (1 - H) mixture + H max(mixture, S) + FELT      at most S

The mixture alone would call fear-or-anger sure of its arousal, though a classifier that cannot tell
them may well be wrong about both; so the entropy moves it to knowing nothing, which it reaches
where all seven are alike.

WITHIN is what a mood word leaves open, measured on words (`moodarc.affect.words`): "happy" covers
many points whether it is said or shown. FELT is an assumption: people smile when they are not glad
and keep a straight face when they are, so what is felt lies off what is shown by at least a step of
a nine-point scale, 0.25. A face is thus never surer than the listener's own word.

Dominance is absent: nothing in W_VA speaks of it. The confidence says how well the face was seen
(score of the detector, share of usable frames), as doubt about the expression is in the variance.
"""

from datetime import datetime
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from moodarc.affect import (
    EXPRESSION_AFFECT,
    PLACED_WORD_VARIANCE,
    UNINFORMED_VARIANCE,
    VALID,
    AffectReading,
    AffectState,
    Variance,
    expression_affect,
)

__all__ = [
    "FELT_VARIANCE",
    "MODALITY",
    "expression_entropy",
    "expression_variance",
    "face_reading",
    "no_reading",
    "several_faces",
]

MODALITY: Final = "face"

FELT_VARIANCE: Final = 0.0625
"""Of what is felt about what is shown, by dimension: (0.25)^2, an assumption."""

_WITHIN: Final = np.array([PLACED_WORD_VARIANCE.valence, PLACED_WORD_VARIANCE.arousal])
_OPEN: Final = Variance(UNINFORMED_VARIANCE, UNINFORMED_VARIANCE)


def face_reading(
    probabilities: ArrayLike, at: datetime, *, confidence: float = 1.0, note: str | None = None
) -> AffectReading:
    """The reading of a face that could be read.

    Args:
        probabilities: (7,) in the order of `Expression`, >= 0, summing to 1 within 1e-3.
        at: aware time.
        confidence: how well the face was seen, in [0, 1].
        note: what the listener should know of it (`several_faces`).

    Raises:
        InputError: not seven probabilities, or a time without a zone.

    >>> from datetime import UTC
    >>> reading = face_reading([0, 0, 0, 1, 0, 0, 0], datetime(2026, 1, 1, tzinfo=UTC))
    >>> round(reading.state.valence, 2), round(reading.state.variance.valence, 4)
    (0.76, 0.1425)
    """
    valence, arousal = expression_affect(probabilities)
    p = _normalised(probabilities)
    state = AffectState(valence=valence, arousal=arousal, variance=expression_variance(p), at=at)
    return AffectReading(
        state=state,
        modality=MODALITY,
        confidence=confidence,
        validity=VALID,
        expression=tuple(float(share) for share in p),
        note=note,
    )


def no_reading(validity: str, at: datetime) -> AffectReading:
    """The reading where no face could be read: neutral, open, and why.

    Raises:
        InputError: a time without a zone.
    """
    state = AffectState(valence=0.0, arousal=0.0, variance=_OPEN, at=at)
    return AffectReading(state=state, modality=MODALITY, confidence=0.0, validity=validity)


def expression_entropy(probabilities: ArrayLike) -> float:
    """Entropy in units of ln 7: 0 for one sure expression, 1 where all seven are alike.

    >>> round(expression_entropy([1 / 7] * 7), 6)
    1.0
    """
    p = _normalised(probabilities)
    shown = p[p > 0.0]
    return float(np.clip(-(shown * np.log(shown)).sum() / np.log(p.size), 0.0, 1.0))


def expression_variance(probabilities: ArrayLike) -> Variance:
    """Of the valence and arousal felt, given what a face shows (this module's formula).

    Args:
        probabilities: (7,), >= 0, of a sum above 0.

    Returns:
        Each in [WITHIN + FELT, 1/3].
    """
    p = _normalised(probabilities)
    mean = EXPRESSION_AFFECT @ p
    mixture = _WITHIN + ((EXPRESSION_AFFECT - mean[:, None]) ** 2) @ p
    doubt = expression_entropy(p)
    shown = (1.0 - doubt) * mixture + doubt * np.maximum(mixture, UNINFORMED_VARIANCE)
    valence, arousal = np.minimum(shown + FELT_VARIANCE, UNINFORMED_VARIANCE)
    return Variance(float(valence), float(arousal))


def several_faces(n_faces: int) -> str:
    """The note of a reading from a picture of more than one face.

    >>> several_faces(3)
    '3 faces; the largest central one was read'
    """
    return f"{n_faces} faces; the largest central one was read"


def _normalised(probabilities: ArrayLike) -> NDArray[np.float64]:
    p = np.asarray(probabilities, dtype=np.float64)
    return np.asarray(p / p.sum())
