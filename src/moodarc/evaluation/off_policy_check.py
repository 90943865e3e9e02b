"""SIMULATION: are estimates from a log right? Logs whose truth is known, drawn over and over.

Every simulated listener went through every policy with the same luck, so that the true value of
each policy among them is known. A log draws listeners with replacement and for each an arm, with a
probability that depends on how far from the goal they begin, as a service would that gives its best
policy to those who need it most; of a listener only what that arm led to is kept. The naive mean of
an arm is then off. Rows:

    simulation.off_policy.ESTIMATE.bias       mean error over the logs
    simulation.off_policy.ESTIMATE.coverage   share of the logs whose 95 % interval holds the truth
    simulation.off_policy.ESTIMATE.width      mean width of that interval
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from moodarc.evaluation.off_policy import ESTIMATES, LoggedSessions, policy_values
from moodarc.evaluation.report import BenchRow
from moodarc.protocols import Interval
from moodarc.randomness import derive_rng

__all__ = ["OffPolicyTrial", "off_policy_rows"]

Array = NDArray[np.float64]

_LEAST: Final = 0.1


@dataclass(frozen=True, slots=True, kw_only=True)
class OffPolicyTrial:
    """How logs are drawn.

    Attributes:
        logs: how many.
        resamples: of each interval.
        steepness: of the log odds of the arm by a deviation of the context.
        seed: of all draws.
    """

    logs: int = 300
    resamples: int = 200
    steepness: float = 1.5
    seed: int = 0


def off_policy_rows(
    reward: Mapping[str, Array],
    context: Array,
    arm: str,
    *,
    trial: OffPolicyTrial = OffPolicyTrial(),
) -> list[BenchRow]:
    """How well the value of an arm is told.

    Args:
        reward: of each of two arms, (n_listeners,): what each listener would have had.
        context: (n_listeners,) what decides how probable the arm is.
        arm: whose value is asked.
        trial: how logs are drawn.
    """
    truth = float(reward[arm].mean())
    told = [_told(reward, context, arm, trial=trial, log=log) for log in range(trial.logs)]
    rows = []
    for name in ESTIMATES:
        value, low, high = np.array([one[name] for one in told]).T
        held = (low <= truth) & (truth <= high)
        for figure, found in (
            ("bias", value - truth),
            ("coverage", held.astype(np.float64)),
            ("width", high - low),
        ):
            rows.append(_row(f"simulation.off_policy.{name}.{figure}", found))
    size = np.array([one["effective_sample_size"].value for one in told])
    return [*rows, _row("simulation.off_policy.effective_sample_size", size)]


def _told(
    reward: Mapping[str, Array], context: Array, arm: str, *, trial: OffPolicyTrial, log: int
) -> dict[str, Interval]:
    rng = derive_rng(trial.seed, "simulation", "off-policy", log)
    who = rng.integers(len(context), size=len(context))
    scores = (context - context.mean()) / context.std()
    chance = np.clip(1.0 / (1.0 + np.exp(-trial.steepness * scores[who])), _LEAST, 1.0 - _LEAST)
    drawn = rng.random(len(who)) < chance
    (other,) = set(reward) - {arm}
    logged = LoggedSessions(
        arm=np.where(drawn, arm, other),
        propensity=np.where(drawn, chance, 1.0 - chance),
        reward=np.where(drawn, reward[arm][who], reward[other][who]),
        listener=np.arange(len(who)).astype(str),
        context=scores[who, None],
    )
    return policy_values(logged, {arm: 1.0}, rng=rng, resamples=trial.resamples)


def _row(name: str, values: Array) -> BenchRow:
    """A mean over logs with the interval that so many logs leave open."""
    mean, off = float(values.mean()), 1.96 * float(values.std()) / np.sqrt(len(values))
    return BenchRow(name=name, value=mean, low=mean - off, high=mean + off, higher_is_better=None)
