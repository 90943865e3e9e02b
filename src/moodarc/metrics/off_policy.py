r"""What a policy would have been worth, told from decisions that others made (MISSION EM-12 g).

A log has, of each unit that was decided for (a session, where sessions draw their arm), the arm a,
the probability p with which it was drawn, and the reward r. A policy that would draw that arm with
probability $\pi$ has the value, with $w = \pi / p$,

| estimate | formula | |
|---|---|---|
| IPS | $\frac1n \sum w r$ | unbiased; Horvitz and Thompson 1952 |
| SNIPS | $\sum w r / \sum w$ | nearly so, less variance; Swaminathan and Joachims, NIPS 2015 |
| doubly robust | $\frac1n \sum \big(v + w (r - q)\big)$ | Dudik, Langford and Li, ICML 2011 |

with q what a model expects of the arm that was drawn and v of the policy: unbiased if either p or
the model is right. All ask that whatever the policy would do was possible (p > 0 where $\pi$ > 0).
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from moodarc.errors import InputError

__all__ = ["doubly_robust_value", "effective_sample_size", "ips_value", "snips_value"]

Array = NDArray[np.float64]


def ips_value(reward: ArrayLike, propensity: ArrayLike, target: ArrayLike) -> float:
    """Mean reward of the policy, by inverse propensity.

    Args:
        reward: (n,) finite.
        propensity: (n,) probability of what was done, in (0, 1].
        target: (n,) probability of the same under the policy, in [0, 1].

    Raises:
        InputError: arrays that do not fit each other or their ranges.

    >>> ips_value([1.0, 0.0, 1.0, 1.0], [0.5] * 4, [1, 1, 0, 0])
    0.5
    """
    rewards, weights = _checked(reward, propensity, target)
    return float((weights * rewards).mean())


def snips_value(reward: ArrayLike, propensity: ArrayLike, target: ArrayLike) -> float:
    """Likewise, weights brought to a mean of 1; NaN where the policy never did what was done.

    >>> snips_value([1.0, 0.0, 1.0], [0.5, 0.25, 0.5], [1, 1, 0])
    0.3333333333333333
    """
    rewards, weights = _checked(reward, propensity, target)
    total = float(weights.sum())
    return float((weights * rewards).sum()) / total if total > 0.0 else float("nan")


def doubly_robust_value(
    reward: ArrayLike,
    propensity: ArrayLike,
    target: ArrayLike,
    *,
    expected: ArrayLike,
    value: ArrayLike,
) -> float:
    """Mean reward of the policy, by a model that the log corrects.

    Args:
        reward: see `ips_value`, as are the next two.
        propensity: of what was done.
        target: of the same under the policy.
        expected: (n,) what the model expects of what was done.
        value: (n,) what it expects of the policy there.

    Raises:
        InputError: arrays that do not fit each other or their ranges.

    >>> doubly_robust_value([1.0, 0.0], [0.5, 0.5], [1, 0], expected=[0.8, 0.1], value=[0.8, 0.6])
    0.8999999999999999
    """
    rewards, weights = _checked(reward, propensity, target)
    guessed, worth = np.asarray(expected, np.float64), np.asarray(value, np.float64)
    if guessed.shape != rewards.shape or worth.shape != rewards.shape:
        msg = f"a model of {guessed.shape} and {worth.shape} for rewards of {rewards.shape}"
        raise InputError(msg + "; give one of each for each reward")
    return float((worth + weights * (rewards - guessed)).mean())


def effective_sample_size(propensity: ArrayLike, target: ArrayLike) -> float:
    """Of how many units of its own a policy's estimate is worth: (sum w)^2 / sum w^2 (Kish 1965).

    >>> effective_sample_size([0.5] * 4, [1, 1, 0, 0])
    2.0
    """
    _, weights = _checked(np.zeros(np.shape(propensity)), propensity, target)
    squares = float((weights**2).sum())
    return float(weights.sum()) ** 2 / squares if squares > 0.0 else 0.0


def _checked(reward: ArrayLike, propensity: ArrayLike, target: ArrayLike) -> tuple[Array, Array]:
    """Rewards and weights."""
    rewards, drawn, wanted = (np.asarray(a, np.float64) for a in (reward, propensity, target))
    if not rewards.shape == drawn.shape == wanted.shape or rewards.ndim != 1 or not len(rewards):
        msg = f"rewards {rewards.shape}, propensities {drawn.shape}, target {wanted.shape}"
        raise InputError(msg + "; expected one of each for each unit, and at least one")
    sound = ((drawn > 0.0) & (drawn <= 1.0) & (wanted >= 0.0) & (wanted <= 1.0)).all()
    if not sound or not np.isfinite(rewards).all():
        msg = "expected finite rewards, propensities in (0, 1] and target probabilities in [0, 1]"
        raise InputError(msg)
    return rewards, wanted / drawn
