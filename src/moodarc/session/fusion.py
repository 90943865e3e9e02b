r"""How much each part of a score weighs, for this listener at this moment (LIN-7, LIN-8).

A `PathPolicy` gives the weights of a listener of whom we know everything and who feels as always.
They are moved by the situation,

| part | factor |
|---|---|
| affect | (1 + s / 2) (1/4 if match or follow and nothing is known, ... 1 if all is) |
| preference | 1 - s / 2 |
| novelty, context | h |

with

- c, certainty: 1 - (variance of the belief) / (variance of knowing nothing);
- s, strength: c times the larger of how far the feeling is from the listener's home base, in two
  deviations of theirs, and how far it moved in the last half hour, over half a quadrant's side: a
  strong or a changing feeling asks for music that minds it (LIN-7);
- h, experience: n / (n + 20) after outcomes whose weights (`feedback`) sum to n.

A goal that leads somewhere is certain whatever the belief, so that affect keeps its weight there.
What a recommender or the learned taste is unsure of lies at the middle of [0, 1] and moves nothing,
so preference needs no factor for experience.

The listener's own factors are learned from what they did with what they were offered, by Bayesian
logistic regression: with v_k what part k added to the score of an offer, less what it added on
average to all that the listener was offered, and m_k the factor,

$$P(\text{taken well}) = \sigma\big(a + \textstyle\sum_k m_k v_k / \tau\big)$$

where a ~ N(1, 4), m_k ~ N(1, 1/4) before anything happened, tau = .1. Each outcome moves the
Gaussian by one Newton step (extended Kalman filter for logistic regression; Spiegelhalter and
Lauritzen 1990). Outcomes are in [0, 1] and have weights. Who hears everything to its end shows that
they mind no part; the mood was asked for, though, so outcomes halve its weight at most. The sizes
of these numbers are judgements; `moodarc bench policies` tells what the learning is worth on
simulated listeners.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Final

import numpy as np
from numpy.typing import NDArray

from moodarc.affect import UNINFORMED_VARIANCE, AffectBelief, Goal, Intent
from moodarc.catalog import Offer
from moodarc.listener import POPULATION_DYNAMICS, AffectDynamics
from moodarc.session.policy import PathPolicy

__all__ = [
    "FUSED_PARTS",
    "Situation",
    "UsualValues",
    "WeightsLearner",
    "fused_policy",
    "moved_factors",
    "part_values",
]

FUSED_PARTS: Final = ("affect", "preference", "taste", "flow", "novelty", "context")
"""parts whose weight a listener's outcomes move"""

_PART_OF: Final = {
    "affect_match": "affect",
    "certainty": "affect",
    "emotion_match": "affect",
    "felt": "affect",
    "flow_tempo": "flow",
    "flow_key": "flow",
    "flow_loudness": "flow",
    "flow_timbre": "flow",
    "preference": "preference",
    "taste": "taste",
    "novelty": "novelty",
    "context": "context",
}
_WEIGHTS: Final = {
    "affect": "affect",
    "arrival": "affect",
    "felt": "affect",
    "tempo": "flow",
    "key": "flow",
    "loudness": "flow",
    "timbre": "flow",
    "preference": "preference",
    "taste": "taste",
    "novelty": "novelty",
    "context": "context",
}
"""the part by whose factor each weight of a policy moves"""
_SPREAD: Final = 0.1
"""tau: a tenth of the score is one unit of log odds"""
_START: Final = (1.0, 4.0)
_FACTOR: Final = (1.0, 0.25)
_LEAST: Final = {"affect": 0.5}
_TOLD_MOVE: Final = 0.005
"""by which a factor must have moved to be told"""
_LEAST_OF_OTHERS, _MOST = 0.1, 4.0
_LEARNED_AFTER: Final = 20.0
_RECENTLY: Final = timedelta(minutes=30)
_HALF_SIDE: Final = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """What weights depend on.

    Attributes:
        certainty: c of the module's head, in [0, 1].
        distance: of the feeling from the home base, in two deviations, in [0, 1].
        change: of the feeling in the last half hour, over half a side, in [0, 1].
        experience: h, in [0, 1].
        leads: whether the goal leads somewhere.
    """

    certainty: float = 0.0
    distance: float = 0.0
    change: float = 0.0
    experience: float = 0.0
    leads: bool = False

    @classmethod
    def of(
        cls,
        belief: AffectBelief,
        goal: Goal,
        *,
        past: Iterable[AffectBelief] = (),
        outcomes: float = 0.0,
        dynamics: AffectDynamics = POPULATION_DYNAMICS,
    ) -> "Situation":
        """The situation of a listener.

        Args:
            belief: now.
            goal: of the session.
            past: earlier beliefs, in any order.
            outcomes: weights of what is known of how they took tracks, summed.
            dynamics: of the listener.
        """
        variance = sum(belief.state.variance[:2]) / 2.0
        return cls(
            certainty=_unit(1.0 - variance / UNINFORMED_VARIANCE),
            distance=_unit(_distance(belief, dynamics)),
            change=_unit(_change(belief, past) / _HALF_SIDE),
            experience=outcomes / (outcomes + _LEARNED_AFTER),
            leads=goal.kind.intent is Intent.ENHANCE,
        )

    @property
    def strength(self) -> float:
        """How strong or changing the feeling is, as far as we know: s of the head, in [0, 1]."""
        return self.certainty * max(self.distance, self.change)

    def factors(self) -> dict[str, float]:
        """The factor of each part that the situation moves."""
        known = 1.0 if self.leads else 0.25 + 0.75 * self.certainty
        return {
            "affect": known * (1.0 + self.strength / 2.0),
            "preference": 1.0 - self.strength / 2.0,
            "novelty": self.experience,
            "context": self.experience,
        }


def fused_policy(
    policy: PathPolicy, situation: Situation, own: Mapping[str, float] | None = None
) -> PathPolicy:
    """The policy with its weights moved by the situation and by the listener's own factors.

    `arrival` and `felt` go along with affect, and the parts of flow share one factor.

    >>> fused_policy(PathPolicy(), Situation(certainty=1.0, distance=1.0)).affect
    1.5
    """
    told, own = situation.factors(), own or {}
    factor = {part: told.get(part, 1.0) * own.get(part, 1.0) for part in FUSED_PARTS}
    moved = {name: getattr(policy, name) * factor[part] for name, part in _WEIGHTS.items()}
    return replace(policy, **moved)


def moved_factors(
    before: Mapping[str, float], after: Mapping[str, float]
) -> dict[str, tuple[float, float]]:
    """By part, from what to what a listener's own factors moved; what hardly did is left out.

    >>> moved_factors({"affect": 1.2}, {"affect": 1.201, "novelty": 0.9})
    {'novelty': (1.0, 0.9)}
    """
    pairs = {part: (before.get(part, 1.0), value) for part, value in after.items()}
    return {part: (old, new) for part, (old, new) in pairs.items() if abs(new - old) >= _TOLD_MOVE}


def part_values(offer: Offer, factors: Mapping[str, float] | None = None) -> dict[str, float]:
    """What each part added to an offer's score.

    Args:
        offer: with its reasons.
        factors: the listener's own that were in it, and are taken out again.
    """
    factors = factors or {}
    values = dict.fromkeys(FUSED_PARTS, 0.0)
    for reason in offer.reasons:
        if (part := _PART_OF.get(reason.name)) is not None:
            values[part] += reason.value / factors.get(part, 1.0)
    return values


@dataclass(frozen=True, slots=True)
class UsualValues:
    """What parts add on average to what a listener is offered; immutable.

    Attributes:
        total: of each part over all offers.
        n: offers.
    """

    total: Mapping[str, float] = field(default_factory=lambda: dict.fromkeys(FUSED_PARTS, 0.0))
    n: int = 0

    def after(self, offers: Iterable[Mapping[str, float]]) -> "UsualValues":
        """With the offers of one more list, each as `part_values` tells it."""
        told = list(offers)
        total = {part: self.total[part] + math.fsum(v[part] for v in told) for part in FUSED_PARTS}
        return UsualValues(total, self.n + len(told))

    def beyond(self, values: Mapping[str, float]) -> dict[str, float]:
        """What each part of an offer adds beyond what is usual.

        >>> UsualValues().beyond(dict.fromkeys(FUSED_PARTS, 0.25))["affect"]
        0.25
        """
        n = max(1, self.n)
        return {part: values[part] - self.total[part] / n for part in FUSED_PARTS}


def _prior_mean() -> NDArray[np.float64]:
    return np.array([_START[0], *[_FACTOR[0]] * len(FUSED_PARTS)])


def _prior_covariance() -> NDArray[np.float64]:
    return np.diag([_START[1], *[_FACTOR[1]] * len(FUSED_PARTS)])


@dataclass(frozen=True, slots=True, eq=False)
class WeightsLearner:
    """A listener's own factors, as far as outcomes tell them; immutable.

    Attributes:
        mean: float64 (1 + n_parts,), the start a and the factors in the order of `FUSED_PARTS`.
        covariance: (1 + n_parts, 1 + n_parts).
        outcomes: weights of what was learned from, summed.
    """

    mean: NDArray[np.float64] = field(default_factory=_prior_mean)
    covariance: NDArray[np.float64] = field(default_factory=_prior_covariance)
    outcomes: float = 0.0

    def factors(self) -> dict[str, float]:
        """The factor of each part, in [.1, 4]; of affect in [.5, 4]."""
        least = [_LEAST.get(part, _LEAST_OF_OTHERS) for part in FUSED_PARTS]
        values = np.clip(self.mean[1:], least, _MOST).tolist()
        return dict(zip(FUSED_PARTS, values, strict=True))

    def expected(self, values: Mapping[str, float]) -> float:
        """Probability that an offer is taken well, in (0, 1).

        Args:
            values: of `UsualValues.beyond`.
        """
        return _sigmoid(float(self.mean @ _inputs(values)))

    def updated(
        self, values: Mapping[str, float], outcome: float, *, weight: float = 1.0
    ) -> "WeightsLearner":
        """With one more outcome.

        Args:
            values: see `expected`.
            outcome: how it was taken, from 0 (badly) to 1 (well).
            weight: how much it counts, >= 0.
        """
        inputs = _inputs(values)
        expected = _sigmoid(float(self.mean @ inputs))
        told = weight * expected * (1.0 - expected)
        direction = self.covariance @ inputs
        shrink = told / (1.0 + told * float(inputs @ direction))
        covariance = self.covariance - shrink * np.outer(direction, direction)
        mean = self.mean + covariance @ inputs * weight * (outcome - expected)
        return WeightsLearner(mean, covariance, self.outcomes + weight)


def _inputs(values: Mapping[str, float]) -> NDArray[np.float64]:
    return np.array([1.0, *(values.get(part, 0.0) / _SPREAD for part in FUSED_PARTS)])


def _sigmoid(value: float) -> float:
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, value))))


def _unit(value: float) -> float:
    return max(0.0, min(1.0, value))


def _distance(belief: AffectBelief, dynamics: AffectDynamics) -> float:
    state = belief.state
    axes = zip((state.valence, state.arousal), (dynamics.valence, dynamics.arousal), strict=True)
    return math.hypot(
        *((value - axis.home) / (2.0 * math.sqrt(axis.total_variance)) for value, axis in axes)
    )


def _change(belief: AffectBelief, past: Iterable[AffectBelief]) -> float:
    """How far the belief is from the farthest of the last half hour."""
    here, now = belief.state, belief.state.at
    return max(
        (
            math.hypot(then.valence - here.valence, then.arousal - here.arousal)
            for then in (earlier.state for earlier in past)
            if _is_recent(then.at, now)
        ),
        default=0.0,
    )


def _is_recent(then: datetime, now: datetime) -> bool:
    return timedelta(0) <= now - then <= _RECENTLY
