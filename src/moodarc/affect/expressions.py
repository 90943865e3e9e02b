"""The seven facial expressions and where they lie in the valence-arousal plane (EM-2, EM-4)."""

from enum import StrEnum

import numpy as np
from numpy.typing import ArrayLike

from moodarc.affect.scales import normalise
from moodarc.errors import InputError

__all__ = ["EXPRESSION_AFFECT", "Expression", "expression_affect"]


class Expression(StrEnum):
    """What a face shows, in the order of the classifier's outputs (EM-2)."""

    ANGRY = "angry"
    DISGUST = "disgust"
    FEAR = "fear"
    HAPPY = "happy"
    SAD = "sad"
    SURPRISE = "surprise"
    NEUTRAL = "neutral"


# EM-4, printed in [0, 1]: (valence, arousal).
_PRINTED = {
    Expression.ANGRY: (0.18, 0.76),
    Expression.DISGUST: (0.15, 0.54),
    Expression.FEAR: (0.22, 0.82),
    Expression.HAPPY: (0.88, 0.64),
    Expression.SAD: (0.20, 0.28),
    Expression.SURPRISE: (0.55, 0.78),
    Expression.NEUTRAL: (0.50, 0.40),
}

EXPRESSION_AFFECT = normalise([_PRINTED[expression] for expression in Expression], 0.0, 1.0).T
"""W_VA of EM-4, float64 (2, 7): rows valence and arousal in [-1, 1], columns as `Expression`.

The starting coordinates; training may move them, so this array is read-only.
"""
EXPRESSION_AFFECT.setflags(write=False)


def expression_affect(probabilities: ArrayLike) -> tuple[float, float]:
    """(valence, arousal) = W_VA p of seven expression probabilities (EM-4), each in [-1, 1].

    Args:
        probabilities: (7,) in the order of `Expression`, >= 0, summing to 1 within 1e-3.

    Raises:
        InputError: not seven probabilities.

    >>> valence, arousal = expression_affect([0, 0, 0, 1, 0, 0, 0])
    >>> round(valence, 2), round(arousal, 2)
    (0.76, 0.28)
    """
    p = np.asarray(probabilities, dtype=np.float64)
    if p.shape != (7,) or not (p >= 0.0).all() or not abs(p.sum() - 1.0) <= 1e-3:
        msg = f"expression is {probabilities!r}; expected seven probabilities that sum to 1"
        raise InputError(msg)
    valence, arousal = EXPRESSION_AFFECT @ (p / p.sum())
    return float(valence), float(arousal)
