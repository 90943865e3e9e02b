r"""What a seed track asks for, given how the listener felt: stay, or be led away (LE-3).

Le compares the seed's emotion with the face's over repeated readings: the same means **modulate**;
a bright seed while the face is sad *several times* means **enhance** (more positive, or of greater
arousal). Here that is Bayes' rule over three wishes. With g the seed less the feeling of one
occasion and v the variances of both together,

    match      g ~ N((0, 0), 0.25^2 + v)      within what counts as near (`session.PathPolicy`)
    lift       g ~ N((1, 0), 0.5^2 + v)       one quadrant brighter
    energise   g ~ N((0, 1), 0.5^2 + v)       one quadrant livelier

and, as a seed may be a favourite and no more (LE-2), each occasion is with probability 1/2 none of
these: the seed is then any music, N(0, 0.4^2 + its variance). So one occasion can only hint, and
several that agree convince. The widths and the half are judgements; nothing was fitted.

Readings within two minutes of each other are one occasion, no surer than the surest of them. A
reading fades with age as in `listener.belief`, towards anything, with a time constant of an hour;
what an occasion says is weighed by the share of the variance of knowing nothing that it removes.

The prior of enhance is 1/2, moved by what this listener chose themselves whenever they named a goal
beside a seed: (2 + enhanced) / (4 + all), so an overrule is remembered.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Final, NamedTuple, Self

from moodarc.affect import (
    UNINFORMED_VARIANCE,
    AffectReading,
    AffectState,
    Goal,
    GoalKind,
    Intent,
    TrackAffect,
    quadrant_of,
)
from moodarc.catalog import Decision

__all__ = ["IntentPrior", "SeedIntent", "infer_intent"]

_WISHES: Final = {
    GoalKind.MATCH: ((0.0, 0.0), 0.25**2),
    GoalKind.LIFT: ((1.0, 0.0), 0.5**2),
    GoalKind.ENERGISE: ((0.0, 1.0), 0.5**2),
}
_CHANCE: Final = 0.5
_MUSIC_VARIANCE: Final = 0.4**2
"""how far music spreads: .406 and .365 by listeners' ratings (`music.rated_music`)"""
_FADE: Final = timedelta(hours=1)
_ONE_OCCASION: Final = timedelta(minutes=2)
_TELLING: Final = 0.1
"""share of knowing nothing below which an occasion is not counted in the reason"""
_LEAST_VARIANCE: Final = 1e-3


@dataclass(frozen=True, slots=True)
class IntentPrior:
    """What this listener chose before, whenever they named a goal beside a seed.

    Attributes:
        modulated: how often they stayed.
        enhanced: how often they wanted to be led.
    """

    modulated: int = 0
    enhanced: int = 0

    @classmethod
    def of(cls, decisions: Iterable[Decision]) -> Self:
        """From the log."""
        chosen = [d.goal.kind.intent for d in decisions if d.intent is not None and d.intent.chosen]
        return cls(chosen.count(Intent.MODULATE), chosen.count(Intent.ENHANCE))

    @property
    def enhance(self) -> float:
        """The prior probability of enhance, in (0, 1).

        >>> IntentPrior().enhance, IntentPrior(modulated=4).enhance
        (0.5, 0.25)
        """
        return (2.0 + self.enhanced) / (4.0 + self.enhanced + self.modulated)


@dataclass(frozen=True, slots=True, kw_only=True)
class SeedIntent:
    """The probabilities of the three wishes, which sum to 1, and why.

    Attributes:
        match: of staying.
        lift: of being led to higher valence.
        energise: of being led to higher arousal.
        reason: a sentence with the numbers.
    """

    match: float
    lift: float
    energise: float
    reason: str

    @property
    def kind(self) -> Intent:
        """The likelier intent; modulate where nothing tells."""
        return Intent.ENHANCE if self.lift + self.energise > self.match else Intent.MODULATE

    @property
    def probability(self) -> float:
        """Of `kind`."""
        return max(self.match, self.lift + self.energise)

    @property
    def goal(self) -> Goal:
        """What the list should do, as far as the seed tells."""
        if self.kind is Intent.MODULATE:
            return Goal(GoalKind.MATCH)
        return Goal(GoalKind.LIFT if self.lift >= self.energise else GoalKind.ENERGISE)


class _Occasion(NamedTuple):
    """How the listener felt at one time, as far as it still says something."""

    mean: tuple[float, float]
    variance: tuple[float, float]
    weight: float


def infer_intent(
    seed: TrackAffect,
    readings: Sequence[AffectReading],
    at: datetime,
    *,
    prior: IntentPrior | None = None,
    title: str = "the seed",
) -> SeedIntent:
    """What a seed asks for.

    Args:
        seed: what it expresses, on the scale of the listener's library.
        readings: of the listener, in any order; those that are not valid or later do not count.
        at: aware time.
        prior: what they chose before.
        title: what the seed is called in the reason.

    Raises:
        InputError: a time without a zone.

    >>> from datetime import UTC
    >>> from moodarc.affect import Variance
    >>> bright = TrackAffect(0.6, 0.4, Variance(0.05, 0.05))
    >>> nothing = infer_intent(bright, [], datetime(2026, 1, 1, tzinfo=UTC))
    >>> nothing.kind.value, nothing.probability
    ('modulate', 0.5)
    """
    at = AffectState(valence=0.0, arousal=0.0, at=at).at
    before = prior or IntentPrior()
    occasions = [o for group in _groups(readings, at) if (o := _occasion(group, at)).weight > 0.0]
    enhance = before.enhance
    logs = {
        GoalKind.MATCH: math.log(1.0 - enhance),
        GoalKind.LIFT: math.log(enhance / 2.0),
        GoalKind.ENERGISE: math.log(enhance / 2.0),
    }
    for wish in logs:
        logs[wish] += math.fsum(o.weight * _log_likelihood(wish, seed, o) for o in occasions)
    top = max(logs.values())
    odds = {wish.value: math.exp(log - top) for wish, log in logs.items()}
    total = sum(odds.values())
    shares = {wish: share / total for wish, share in odds.items()}
    return SeedIntent(**shares, reason=_reason(seed, title, occasions, prior=before))


def _groups(readings: Sequence[AffectReading], at: datetime) -> list[list[AffectReading]]:
    """The readings that count, oldest first, one list an occasion."""
    usable = sorted(
        (r for r in readings if r.is_valid and r.confidence > 0.0 and r.state.at <= at),
        key=lambda reading: reading.state.at,
    )
    groups = [[reading] for reading in usable[:1]]
    for earlier, later in pairwise(usable):
        if later.state.at - earlier.state.at <= _ONE_OCCASION:
            groups[-1].append(later)
        else:
            groups.append([later])
    return groups


def _occasion(group: Sequence[AffectReading], at: datetime) -> _Occasion:
    retained = math.exp(-((at - group[-1].state.at) / _FADE))
    axes = [_fused(group, axis, retained) for axis in ("valence", "arousal")]
    (valence, v_valence), (arousal, v_arousal) = axes
    left = 1.0 - (v_valence + v_arousal) / (2.0 * UNINFORMED_VARIANCE)
    weight = max(r.confidence for r in group) * max(0.0, left)
    return _Occasion((valence, arousal), (v_valence, v_arousal), weight)


def _fused(group: Sequence[AffectReading], axis: str, retained: float) -> tuple[float, float]:
    """Mean and variance of one axis: weighed by precision, no surer than the surest, faded."""
    given = [max(_LEAST_VARIANCE, getattr(r.state.variance, axis)) for r in group]
    weights = [r.confidence / v for r, v in zip(group, given, strict=True)]
    values = [getattr(r.state, axis) for r in group]
    mean = math.fsum(w * x for w, x in zip(weights, values, strict=True)) / math.fsum(weights)
    variance = retained**2 * min(given) + (1.0 - retained**2) * UNINFORMED_VARIANCE
    return retained * mean, min(variance, UNINFORMED_VARIANCE)


def _log_likelihood(wish: GoalKind, seed: TrackAffect, occasion: _Occasion) -> float:
    """Of the gap on one occasion; never below that of chance."""
    centre, spread = _WISHES[wish]
    point, doubt = (seed.valence, seed.arousal), seed.variance[:2]
    wished, chance = 1.0, 1.0
    for axis in (0, 1):
        variance = spread + doubt[axis] + occasion.variance[axis]
        wished *= _normal(point[axis] - occasion.mean[axis] - centre[axis], variance)
        chance *= _normal(point[axis], _MUSIC_VARIANCE + doubt[axis])
    return math.log((1.0 - _CHANCE) * wished + _CHANCE * chance)


def _normal(gap: float, variance: float) -> float:
    return math.exp(-0.5 * gap**2 / variance) / math.sqrt(2.0 * math.pi * variance)


def _reason(
    seed: TrackAffect, title: str, occasions: Sequence[_Occasion], *, prior: IntentPrior
) -> str:
    telling = [o for o in occasions if o.weight >= _TELLING]
    place = f"{title} is {_place(seed.valence, seed.arousal)}"
    chosen = _chosen(prior)
    if not telling:
        return f"{place}, and no reading of the last hours is there to compare it with{chosen}"
    total = math.fsum(o.weight for o in telling)
    felt = [math.fsum(o.weight * o.mean[axis] for o in telling) / total for axis in (0, 1)]
    times = "once" if len(telling) == 1 else f"{len(telling)} times"
    return f"{place}, and lately you were {_place(*felt)}, read {times}{chosen}"


def _chosen(prior: IntentPrior) -> str:
    n = prior.modulated + prior.enhanced
    if n == 1:
        return f"; the one time before, you chose to {'be led' if prior.enhanced else 'stay'}"
    return f"; you chose to be led {prior.enhanced} of {n} times before" if n else ""


def _place(valence: float, arousal: float) -> str:
    name = quadrant_of(valence, arousal)
    return f"{name.value if name else 'neutral'} ({valence:+z.2f} {arousal:+z.2f})"
