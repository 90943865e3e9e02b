"""How affect moves when nobody looks: it wanders about a home base that it is drawn back to.

The Ornstein-Uhlenbeck model of affect dynamics (P. Kuppens, Z. Oravecz, F. Tuerlinckx, *Feelings
change: accounting for individual differences in the temporal dynamics of affect*, JPSP 99, 2010).
Per dimension, with home base h, stationary variance S and time constant T,

    dx = -(x - h) / T dt + sqrt(2 S / T) dW

Between two times d apart this is exactly, with r = exp(-d / T),

    x(t + d) = h + r (x(t) - h) + e        e ~ N(0, (1 - r^2) S)

The home base itself is known only so well: h ~ N(`home`, `home_variance`). Of a new listener that
is the spread between people, of a known one what their history leaves open.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass

from moodarc.affect import UNINFORMED_VARIANCE
from moodarc.errors import InputError

__all__ = ["NEUTRAL_DYNAMICS", "POPULATION_DYNAMICS", "AffectDynamics", "OrnsteinUhlenbeck"]


@dataclass(frozen=True, slots=True, kw_only=True)
class OrnsteinUhlenbeck:
    """One dimension.

    Attributes:
        home: mean of the home base, in [-1, 1].
        home_variance: how open the home base is, >= 0.
        variance: stationary variance about the home base, > 0.
        time_constant_h: hours in which a deviation falls to 1/e, > 0.
        noise_scale: factor on the variance of this listener's readings, > 0.

    Raises:
        InputError: a value out of range.
    """

    home: float
    home_variance: float
    variance: float
    time_constant_h: float
    noise_scale: float = 1.0

    def __post_init__(self) -> None:
        positive = (self.variance, self.time_constant_h, self.noise_scale)
        sound = (
            -1.0 <= self.home <= 1.0
            and 0.0 <= self.home_variance < math.inf
            and all(0.0 < value < math.inf for value in positive)
        )
        if not sound:
            msg = (
                f"{self}; expected home in [-1, 1], home_variance >= 0, and variance, "
                "time_constant_h and noise_scale finite and above 0"
            )
            raise InputError(msg)

    @property
    def total_variance(self) -> float:
        """Variance of the affect of a listener who was not heard: home base and deviation."""
        return self.home_variance + self.variance

    def transition(self, hours: float) -> tuple[float, float]:
        """Share of a deviation that is left after a time >= 0, and the variance that is new.

        >>> walk = OrnsteinUhlenbeck(home=0, home_variance=0, variance=0.1, time_constant_h=2)
        >>> [round(value, 4) for value in walk.transition(2)]
        [0.3679, 0.0865]
        """
        retained = math.exp(-hours / self.time_constant_h)
        return retained, -self.variance * math.expm1(-2.0 * hours / self.time_constant_h)


@dataclass(frozen=True, slots=True, kw_only=True)
class AffectDynamics:
    """Of a listener, by dimension; the dimensions move independently of each other."""

    valence: OrnsteinUhlenbeck
    arousal: OrnsteinUhlenbeck
    dominance: OrnsteinUhlenbeck

    def __iter__(self) -> Iterator[OrnsteinUhlenbeck]:
        """Valence, arousal, dominance."""
        return iter((self.valence, self.arousal, self.dominance))


_OPEN = OrnsteinUhlenbeck(
    home=0.0, home_variance=0.0, variance=UNINFORMED_VARIANCE, time_constant_h=1.0
)

NEUTRAL_DYNAMICS = AffectDynamics(valence=_OPEN, arousal=_OPEN, dominance=_OPEN)
"""Of nobody in particular: neutral, and as open as a value of which nothing is known."""

POPULATION_DYNAMICS = AffectDynamics(
    valence=OrnsteinUhlenbeck(
        home=0.267, home_variance=0.0294, variance=0.0501, time_constant_h=1.27
    ),
    arousal=OrnsteinUhlenbeck(
        home=0.026, home_variance=0.0348, variance=0.0313, time_constant_h=2.05
    ),
    dominance=OrnsteinUhlenbeck(
        home=0.0, home_variance=0.0348, variance=0.0501, time_constant_h=1.27
    ),
)
"""What people are like: 4,551 moments of 41 people over 14 days (Hoemann et al. 2020).

`moodarc train dynamics` learns them again from the raw scores (`evaluation.affect_dynamics`, which
gives the map to points). A moment's reading had noise of variance .083 in valence and .090 in
arousal about this process: what comes and goes within minutes is in it. Of people the fit had not
seen, each reading given those before it has a log density higher by .026 (valence) and .027
(arousal) nats than of an independent Gaussian about a home base, and by .020 and .012 than of a
random walk with noise. Dominance was not measured: a neutral home base, and the larger variances
of the other two, by judgement.
"""
