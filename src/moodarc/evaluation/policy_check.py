"""SIMULATION: `moodarc bench policies`: policies before the same made listeners.

No figure here is about people. It is about the engine that ships before people as
`evaluation.simulation` makes them, with the same luck for every policy. Rows, for each policy:

| row | what |
|---|---|
| `simulation.POLICY.goal_distance` | true distance from the goal at the end of a session |
| `simulation.POLICY.approach` | how much nearer than at the start that is |
| `simulation.POLICY.near` | share of sessions that end within .25 of it |
| `simulation.POLICY.reached` | share that the engine ended because it was reached and held |
| `simulation.POLICY.minutes_to_goal` | until then; the whole time where it never was |
| `simulation.POLICY.skip_rate` | skipped share of the tracks that began |
| `simulation.POLICY.liking` | of the tracks that began, in deviations |

and `simulation.POLICY.minus_hybrid.*`, the paired difference. Intervals draw listeners whole.
`simulation.off_policy.*`: `off_policy_check`, on how much nearer hybrid and match came.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from moodarc.datasets import load_situnes_stage
from moodarc.errors import InputError
from moodarc.evaluation.off_policy_check import OffPolicyTrial, off_policy_rows
from moodarc.evaluation.policy_plot import write_policy_plot
from moodarc.evaluation.report import BenchReport, BenchRow
from moodarc.evaluation.simulation import (
    PARAMETERS,
    POLICIES,
    MadeLibraryConfig,
    Parameters,
    Society,
    Subject,
    Told,
    drawn_listener,
    fitted_parameters,
    made_library,
    sit,
)
from moodarc.listener import Ending
from moodarc.protocols import mean_interval
from moodarc.session.engine import Engine

__all__ = ["FIGURES", "PolicyWish", "bench_policies", "figures_of", "simulated_sessions"]

_NEAR: Final = 0.25
_ARMS: Final = frozenset({"hybrid", "match"})
"""between which the logs of `off_policy_check` draw"""
_ENOUGH: Final = 50
"""listeners from which on logs of them are drawn"""
_LOWER: Final = frozenset({"goal_distance", "skip_rate", "minutes_to_goal"})


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyWish:
    """What is simulated.

    Attributes:
        listeners: simulated people.
        sessions: of each, two days apart.
        minutes: of a session, at most.
        seed: of people, luck and library.
        policies: names of `POLICIES`; None = all.
        library: what there is to play.
        parameters: what people are like.
        data: folder of SiTunes, from which its share of the parameters is fitted again; None = as
            they are kept.
        plot: an SVG file for LIN-12's figures 7 and 8; None = none is drawn.
        told: is handed a line of progress.
    """

    listeners: int = 200
    sessions: int = 4
    minutes: float = 30.0
    seed: int = 0
    policies: tuple[str, ...] | None = None
    library: MadeLibraryConfig = field(default_factory=MadeLibraryConfig)
    parameters: Parameters = PARAMETERS
    data: Path | None = None
    plot: Path | None = None
    told: Callable[[str], None] = field(default=lambda _: None)

    def known(self) -> Parameters:
        """What people are like, fitted again where there are data.

        Raises:
            DatasetError: no such data.
        """
        if self.data is None:
            return self.parameters
        return fitted_parameters(load_situnes_stage(self.data / "Stage2"), self.parameters)

    def names(self) -> tuple[str, ...]:
        """Of the policies, in the order of tables.

        Raises:
            InputError: an unknown one.
        """
        unknown = set(self.policies or ()) - set(POLICIES)
        if unknown:
            msg = f"policy {', '.join(sorted(unknown))}; expected some of {', '.join(POLICIES)}"
            raise InputError(msg)
        return tuple(name for name in POLICIES if self.policies is None or name in self.policies)


def bench_policies(wish: PolicyWish) -> BenchReport:
    """Every policy before every listener.

    Raises:
        InputError: an unknown policy.
        DatasetError: data to fit by that are not there.
    """
    found, starts = {}, np.empty(0)
    every = simulated_sessions(wish)
    if wish.plot is not None:
        write_policy_plot(wish.plot, every, made_library(wish.library, seed=wish.seed).affect)
    for name, told in every.items():
        starts = _mean(lambda session: float(session.distance[0]), told)
        found[name] = figures_of(told)
    rows = [row for name, figures in found.items() for row in _rows(name, figures, seed=wish.seed)]
    if "hybrid" in found:
        rows += [
            row
            for name, figures in found.items()
            if name != "hybrid"
            for row in _rows(
                f"{name}.minus_hybrid",
                {key: value - found["hybrid"][key] for key, value in figures.items()},
                seed=wish.seed,
            )
        ]
    data = f"SIMULATION {wish.listeners} listeners x {wish.sessions} sessions, seed {wish.seed}"
    rows += _off_policy_rows(found, starts, seed=wish.seed)
    return BenchReport("policies", data, (*rows, *_fit_rows(wish)))


def simulated_sessions(wish: PolicyWish) -> dict[str, list[list[Told]]]:
    """By policy and listener, what became of each session.

    Raises:
        InputError: an unknown policy.
        DatasetError: data to fit by that are not there.
    """
    parameters, library = wish.known(), made_library(wish.library, seed=wish.seed)
    society = Society(library=library, parameters=parameters, seed=wish.seed)
    people = [
        drawn_listener(number, library, parameters, seed=wish.seed)
        for number in range(wish.listeners)
    ]
    subjects = [Subject(society, one, society.history(one)) for one in people]
    found = {}
    for name in wish.names():
        found[name] = [_sessions(name, subject, wish) for subject in subjects]
        means = {figure: of(found[name]).mean() for figure, of in FIGURES.items()}
        wish.told(f"simulation of {name}: " + ", ".join(f"{k} {v:.3f}" for k, v in means.items()))
    return found


def _sessions(name: str, subject: Subject, wish: PolicyWish) -> list[Told]:
    library, who = subject.society.library, subject.listener
    engine = Engine(
        library.tracks,
        POLICIES[name](subject),
        listener=who.name,
        knowledge=subject.knowledge(name),
    )
    return [
        sit(engine, who, library, session=number, seed=wish.seed, minutes=wish.minutes)[0]
        for number in range(wish.sessions)
    ]


def _mean(of: Callable[[Told], float], told: Sequence[Sequence[Told]]) -> NDArray[np.float64]:
    return np.array([np.mean([of(session) for session in sessions]) for sessions in told])


def _approach(told: Told) -> float:
    return float(told.distance[0] - told.distance[-1])


def _minutes(told: Told) -> float:
    return float(told.minutes[-1]) if told.ended is Ending.REACHED else told.until_minutes


FIGURES: Final[Mapping[str, Callable[[Sequence[Sequence[Told]]], NDArray[np.float64]]]] = {
    "goal_distance": partial(_mean, lambda told: float(told.distance[-1])),
    "approach": partial(_mean, _approach),
    "near": partial(_mean, lambda told: float(told.distance[-1] <= _NEAR)),
    "reached": partial(_mean, lambda told: float(told.ended is Ending.REACHED)),
    "minutes_to_goal": partial(_mean, _minutes),
    "skip_rate": partial(_mean, lambda told: float(told.skipped.mean())),
    "liking": partial(_mean, lambda told: float(told.liking.mean())),
}
"""(n_listeners,) of the sessions of each: means over a listener's sessions."""


def figures_of(told: Sequence[Sequence[Told]]) -> dict[str, NDArray[np.float64]]:
    """All figures of one policy, (n_listeners,) each."""
    return {name: of(told) for name, of in FIGURES.items()}


def _rows(name: str, figures: Mapping[str, NDArray[np.float64]], *, seed: int) -> list[BenchRow]:
    """Means, listeners drawn anew for the interval; the same draws for all policies."""
    return [
        BenchRow.of(
            f"simulation.{name}.{figure}",
            mean_interval(values, np.arange(len(values)), rng=np.random.default_rng(seed)),
            higher_is_better=figure not in _LOWER,
        )
        for figure, values in figures.items()
    ]


def _off_policy_rows(
    found: Mapping[str, Mapping[str, NDArray[np.float64]]],
    starts: NDArray[np.float64],
    *,
    seed: int,
) -> list[BenchRow]:
    """Whether the worth of one arm is told by logs in which another was drawn, too."""
    if not set(found) >= _ARMS or len(starts) < _ENOUGH:
        return []
    reward = {name: found[name]["approach"] for name in sorted(_ARMS)}
    return off_policy_rows(reward, starts, "hybrid", trial=OffPolicyTrial(seed=seed))


def _fit_rows(wish: PolicyWish) -> list[BenchRow]:
    """The parameters that SiTunes tells, where it was asked."""
    if wish.data is None:
        return []
    known = wish.known()
    pairs = {
        f"{name}.{axis}": value
        for name in ("gain", "bias", "reading_noise", "response_noise")
        for axis, value in zip(("valence", "arousal"), getattr(known, name), strict=True)
    }
    pairs |= {name: getattr(known, name) for name in ("liking_gain", "common", "skipped")}
    return [
        BenchRow(name=f"simulation.fit.{name}", value=float(value), higher_is_better=None)
        for name, value in pairs.items()
    ]
