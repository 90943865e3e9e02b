"""Policies compared after the fact, from the log of one that drew its arm by lot (MISSION EM-12 g).

`session.engine` draws an arm for each session and writes its name and probability into every
decision. A session is therefore the unit here: its first decision says who made the lists and how
probable that was, what happened until the next session says how it went (`Reward`). Sessions of one
listener belong together, so that intervals draw listeners whole.

What a doubly robust estimate expects of an arm is a ridge regression of the reward on the context
at the start, fitted for each arm on the other folds of listeners.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import zip_longest
from typing import Final

import numpy as np
from numpy.typing import NDArray

from moodarc.catalog import Decision, EventKind, ListeningEvent, SessionEvent, SessionEventKind
from moodarc.errors import InputError
from moodarc.metrics import doubly_robust_value, effective_sample_size, ips_value, snips_value
from moodarc.protocols import Interval, bootstrap_interval
from moodarc.storage import Store

__all__ = [
    "ESTIMATES",
    "LoggedSession",
    "LoggedSessions",
    "Reward",
    "as_columns",
    "kept_share",
    "logged_sessions",
    "policy_values",
    "read_sessions",
]

Array = NDArray[np.float64]

ESTIMATES: Final = ("naive", "ips", "snips", "doubly_robust")
"""naive: the mean reward of the sessions that drew the arm, whoever they were"""
_FOLDS: Final = 5
_RIDGE: Final = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class LoggedSession:
    """One session of a log.

    Attributes:
        listener: whose.
        first: its first decision.
        events: what was done with tracks in it, oldest first.
    """

    listener: str
    first: Decision
    events: tuple[ListeningEvent, ...]


Reward = Callable[[LoggedSession], float | None]
"""how well a session went, higher is better; None = it says nothing"""


def kept_share(session: LoggedSession) -> float | None:
    """The share of the tracks that began which were neither skipped nor banned."""
    began = sum(event.kind is EventKind.PLAY for event in session.events)
    left = sum(event.kind in {EventKind.SKIP, EventKind.BAN} for event in session.events)
    return None if not began else max(0.0, 1.0 - left / began)


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class LoggedSessions:
    """Sessions as columns.

    Attributes:
        arm: (n,) names.
        propensity: (n,) with which each was drawn.
        reward: (n,).
        listener: (n,) names.
        context: (n, k) what was known when each began; (n, 0) for nothing.
    """

    arm: NDArray[np.str_]
    propensity: Array
    reward: Array
    listener: NDArray[np.str_]
    context: Array

    def __len__(self) -> int:
        return len(self.arm)


def read_sessions(
    store: Store, listeners: Sequence[str], *, reward: Reward = kept_share
) -> LoggedSessions:
    """The sessions of some listeners that a store has logged.

    Raises:
        UnknownListenerError: the store holds no such listener.
        InputError: none of them had a session with a reward.
    """
    found = [
        session
        for name in listeners
        for session in logged_sessions(
            store.sessions.of(name), store.decisions.of(name), store.events.of(name)
        )
    ]
    return as_columns(found, reward)


def logged_sessions(
    frames: Sequence[SessionEvent], decisions: Sequence[Decision], events: Sequence[ListeningEvent]
) -> list[LoggedSession]:
    """One listener's log cut into sessions; a session without a decision is left out.

    Args:
        frames: of the sessions, oldest first, as are the other two.
        decisions: those that a session made have a `cause`; lists that were asked for do not count.
        events: what was done.
    """
    starts = [frame.at for frame in frames if frame.kind is SessionEventKind.START]
    found = []
    for start, end in zip_longest(starts, starts[1:]):
        made = [one for one in decisions if one.cause and _within(one.at, start, end)]
        if made:
            done = tuple(event for event in events if _within(event.at, start, end))
            first = made[0]
            found.append(LoggedSession(listener=first.listener, first=first, events=done))
    return found


def as_columns(sessions: Sequence[LoggedSession], reward: Reward = kept_share) -> LoggedSessions:
    """Those that have a reward; the context is the belief and the goal's point at the start.

    Raises:
        InputError: none has one.
    """
    rewarded = [(session, reward(session)) for session in sessions]
    kept = [(session, value) for session, value in rewarded if value is not None]
    if not kept:
        msg = f"none of {len(sessions)} sessions has a reward; play some music in a session first"
        raise InputError(msg)
    return LoggedSessions(
        arm=np.array([session.first.arm for session, _ in kept]),
        propensity=np.array([session.first.propensity for session, _ in kept]),
        reward=np.array([value for _, value in kept], dtype=np.float64),
        listener=np.array([session.listener for session, _ in kept]),
        context=np.array([_context(session.first) for session, _ in kept]),
    )


def policy_values(
    log: LoggedSessions,
    target: Mapping[str, float],
    *,
    rng: np.random.Generator,
    resamples: int = 1000,
) -> dict[str, Interval]:
    """What a policy would have been worth, by each of `ESTIMATES`, with 95 % intervals.

    `effective_sample_size` is among them, in sessions and without an interval.

    Args:
        log: sessions.
        target: probability of each arm under the policy; arms that are not named have none.
        rng: source of the draws, listeners whole.
        resamples: number of them.

    Raises:
        InputError: an arm of the policy was never drawn, or probabilities that do not sum to 1.
    """
    _check(log, target)
    wanted = np.array([target.get(arm, 0.0) for arm in log.arm.tolist()])
    expected, value = _modelled(log, target)
    columns = (log.reward, log.propensity, wanted)

    def interval(metric: Callable[..., float], *arrays: Array) -> Interval:
        return bootstrap_interval(
            metric, *arrays, rng=rng, groups=log.listener, resamples=resamples
        )

    size = effective_sample_size(log.propensity, wanted)
    return {
        "naive": interval(_naive, log.reward, wanted),
        "ips": interval(ips_value, *columns),
        "snips": interval(snips_value, *columns),
        "doubly_robust": interval(_robust, *columns, expected, value),
        "effective_sample_size": Interval(size, size, size),
    }


def _naive(reward: Array, wanted: Array) -> float:
    total = float(wanted.sum())
    return float((reward * wanted).sum()) / total if total > 0.0 else float("nan")


def _robust(*columns: Array) -> float:
    reward, propensity, wanted, expected, value = columns
    return doubly_robust_value(reward, propensity, wanted, expected=expected, value=value)


def _check(log: LoggedSessions, target: Mapping[str, float]) -> None:
    total = sum(target.values())
    never = {arm for arm, share in target.items() if share > 0.0} - set(log.arm.tolist())
    if never or not np.isclose(total, 1.0):
        drawn = ", ".join(sorted(set(log.arm.tolist())))
        msg = f"a policy of {dict(target)}; expected probabilities of {drawn} that sum to 1"
        raise InputError(msg)


def _modelled(log: LoggedSessions, target: Mapping[str, float]) -> tuple[Array, Array]:
    """What is expected of the arm that was drawn, and of the policy; by folds of listeners."""
    _, who = np.unique(log.listener, return_inverse=True)
    fold = who % _FOLDS
    inputs = np.column_stack([np.ones(len(log)), log.context])
    expected, value = np.empty(len(log)), np.zeros(len(log))
    for number in range(_FOLDS):
        here, others = fold == number, fold != number
        for arm in set(log.arm.tolist()) | set(target):
            rows = others & (log.arm == arm)
            told = inputs[here] @ _ridge(inputs[rows], log.reward[rows])
            value[here] += target.get(arm, 0.0) * told
            expected[here] = np.where(log.arm[here] == arm, told, expected[here])
    return expected, value


def _ridge(inputs: Array, reward: Array) -> Array:
    """Coefficients; the first, of the constant, is not drawn to 0."""
    penalty = _RIDGE * np.eye(inputs.shape[1])
    penalty[0, 0] = 1e-6
    return np.asarray(np.linalg.solve(inputs.T @ inputs + penalty, inputs.T @ reward), np.float64)


def _within(at: datetime, start: datetime, end: datetime | None) -> bool:
    return at >= start and (end is None or at < end)


def _context(decision: Decision) -> list[float]:
    state, target = decision.belief.state, decision.goal.target
    point = (state.valence, state.arousal)
    return [*point, *(point if target is None else target)]
