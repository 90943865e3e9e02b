"""`moodarc bench sequence-speed`: training of GRU4Rec and SASRec, beside cornac's, in one run.

Both read the same sessions, the latest of the training part of a temporal split, each by itself,
with items of the same size. Cornac trains for `epochs` by its own settings; ours by its own
schedule, the network alone, without voices. After each of our epochs the clock stops and a sample
of the validation part is asked: full catalogue, history = session so far. Told are

- sequences and targets a second over the epochs alone. An epoch of either covers the same targets,
  every play of a session but its first; tables and data sets are built before;
- the time until ours is as good as cornac was after all its epochs, by NDCG@10 of the validation
  sample; NaN where ours never is;
- NDCG@10 on a sample of the test, which decides nothing: of cornac and ours at their ends, and of
  ours at that first epoch.

Cornac steps through GRU4Rec play by play and through SASRec prefix by prefix; ours reads windows
of like length and learns from every step at once. Wall time suits a machine at rest; processor time
(of all threads) suffers less from what else runs, and is told beside it.
"""

import math
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from moodarc.catalog import Cases, Interactions
from moodarc.datasets import load_plays
from moodarc.errors import InputError
from moodarc.evaluation.report import BenchReport, BenchRow, fingerprint
from moodarc.evaluation.sequence_rival import RivalSizes, SequenceRival, has_rival
from moodarc.protocols import Split, later_sessions, place_in_catalogue
from moodarc.randomness import derive_rng
from moodarc.recommend import Known
from moodarc.recommend.sequence import GRU4Rec, SASRec, SequenceConfig
from moodarc.recommend.training_config import TrainingConfig

__all__ = ["SequenceSpeedConfig", "bench_sequence_speed"]

_N: Final = 50
_SIZE: Final = 100
_BLOCK: Final = 256

_TRAINING: Final = TrainingConfig(
    batch_size=64, learning_rate=3e-3, warmup=0.05, last_rate=0.02, patience_epochs=None
)
_GRU: Final = SequenceConfig(
    n=_N,
    embedding_size=_SIZE,
    hidden_size=_SIZE,
    heads=1,
    dropout=0.2,
    item_dropout=0.0,
    voices=False,
    loss="sampled",
    negatives=512,
)
_OURS: Final = {GRU4Rec.name: _GRU, SASRec.name: replace(_GRU, layers=2)}
_KINDS: Final = {GRU4Rec.name: GRU4Rec, SASRec.name: SASRec}

Scorer = Callable[[Cases], NDArray[np.float32]]


@dataclass(frozen=True, slots=True, kw_only=True)
class SequenceSpeedConfig:
    """How much is measured.

    Attributes:
        models: which, of "gru4rec" and "sasrec".
        epochs: of cornac's training.
        own_epochs: of ours.
        sessions: to learn from, the latest before the validation; cornac steps through 512 at once
            and fails on fewer.
        cases: of the validation and of the test, drawn once; at most 2,000.
        threads: of the matrix products.
        seed: of all that is drawn.

    Raises:
        InputError: an unknown model.
    """

    models: tuple[str, ...] = (GRU4Rec.name, SASRec.name)
    epochs: int = 5
    own_epochs: int = 10
    sessions: int = 4000
    cases: int = 2000
    threads: int = 2
    seed: int = 0

    def __post_init__(self) -> None:
        if unknown := set(self.models) - set(_OURS):
            msg = f"model {', '.join(sorted(unknown))}; expected some of {', '.join(_OURS)}"
            raise InputError(msg)


@dataclass(frozen=True, slots=True, eq=False)
class _Asked:
    """Plays to learn from, one listener a session, and what is asked."""

    plays: Interactions
    validation: Cases
    test: Cases


@dataclass(slots=True)
class _Clock:
    """Time between `start` and `stop`, summed."""

    wall_s: float = 0.0
    cpu_s: float = 0.0
    _since: tuple[float, float] = (0.0, 0.0)

    def start(self) -> None:
        self._since = time.perf_counter(), time.process_time()

    def stop(self) -> None:
        self.wall_s += time.perf_counter() - self._since[0]
        self.cpu_s += time.process_time() - self._since[1]


@dataclass(frozen=True, slots=True)
class _Equal:
    """Ours when it was first as good as the rival at its end; NaN = it never was."""

    wall_s: float
    cpu_s: float
    ndcg: float


_NEVER: Final = _Equal(math.nan, math.nan, math.nan)


@dataclass(frozen=True, slots=True)
class _Trained:
    """A finished training."""

    epochs: int
    spent: _Clock
    validated: float
    ndcg: float
    equal: _Equal = _NEVER


def bench_sequence_speed(
    data: Path, config: SequenceSpeedConfig = SequenceSpeedConfig()
) -> BenchReport:
    """Rates, NDCG@10 and times of both.

    Raises:
        DatasetError: the data are not in their form.
        InputError: the plays have no sessions.
    """
    import torch  # noqa: PLC0415 - only this bench of the module needs it

    asked = _asked(later_sessions(load_plays(data).interactions), config)
    before = torch.get_num_threads()
    torch.set_num_threads(config.threads)
    torch.optim.Adam([torch.zeros(1, requires_grad=True)])  # the first of a process takes seconds
    try:
        rows = [row for name in config.models for row in _rows(name, asked, config)]
    finally:
        torch.set_num_threads(before)
    return BenchReport(bench="sequence-speed", data=fingerprint([data]), rows=tuple(rows))


def _rows(name: str, asked: _Asked, config: SequenceSpeedConfig) -> list[BenchRow]:
    start, covered = f"sequence_speed.{name}", _covered(asked.plays)
    rival = _cornac(name, asked, config) if has_rival() else None
    ours = _ours(name, asked, config, goal=math.inf if rival is None else rival.validated)
    rows = _rates(f"{start}.ours", ours, covered)
    if rival is None:
        return rows
    faster = ours.epochs / ours.spent.wall_s / (rival.epochs / rival.spent.wall_s)
    rows += _rates(f"{start}.cornac", rival, covered)
    rows.append(BenchRow(name=f"{start}.times_faster", value=faster))
    equal = ours.equal
    return [
        *rows,
        _seconds(f"{start}.ours.s_to_equal_ndcg", equal.wall_s),
        BenchRow(name=f"{start}.ours.ndcg10_when_equal", value=equal.ndcg),
        BenchRow(name=f"{start}.time_ratio_at_equal_ndcg", value=rival.spent.wall_s / equal.wall_s),
        BenchRow(name=f"{start}.cpu_ratio_at_equal_ndcg", value=rival.spent.cpu_s / equal.cpu_s),
    ]


def _rates(start: str, one: _Trained, covered: tuple[int, int]) -> list[BenchRow]:
    sessions, targets = (one.epochs * n for n in covered)
    return [
        BenchRow(name=f"{start}.sequences_per_s", value=sessions / one.spent.wall_s),
        BenchRow(name=f"{start}.sequences_per_cpu_s", value=sessions / one.spent.cpu_s),
        BenchRow(name=f"{start}.targets_per_s", value=targets / one.spent.wall_s),
        _seconds(f"{start}.fit_s", one.spent.wall_s),
        BenchRow(name=f"{start}.ndcg10", value=one.ndcg),
        BenchRow(name=f"{start}.validation_ndcg10", value=one.validated),
    ]


def _seconds(name: str, value: float) -> BenchRow:
    return BenchRow(name=name, value=value, unit="s", higher_is_better=False)


class _Watched:
    """Our task with a clock that stands still while it is validated (a `training.Task`)."""

    def __init__(self, task: Any, goal: float, ndcg: Callable[[], float]) -> None:  # noqa: ANN401 - torch
        self._task, self._goal, self._ndcg = task, goal, ndcg
        self.clock, self.validated = _Clock(), math.nan
        self.equal = _NEVER
        self.n_batches, self.loss = task.n_batches, task.loss

    @property
    def module(self) -> Any:  # noqa: ANN401 - torch
        return self._task.module

    def batches(self, rng: np.random.Generator, size: int) -> Iterator[tuple[Any, ...]]:
        self.clock.start()
        yield from self._task.batches(rng, size)

    def validate(self) -> float:
        self.clock.stop()
        self.validated = self._task.validate()
        if self.equal is _NEVER and self.validated >= self._goal:
            self.equal = _Equal(self.clock.wall_s, self.clock.cpu_s, self._ndcg())
        return self.validated


def _ours(name: str, asked: _Asked, config: SequenceSpeedConfig, *, goal: float) -> _Trained:
    from moodarc.recommend.sequence.training import SequenceTask, served  # noqa: PLC0415
    from moodarc.recommend.training import train  # noqa: PLC0415

    training = replace(_TRAINING, epochs=config.own_epochs)
    known = Known(plays=asked.plays, validation=asked.validation, seed=config.seed, repeats=True)
    task = SequenceTask(_KINDS[name].encoder, _OURS[name], known)
    _ = task.examples.windows

    def ndcg() -> float:
        model = served(task, training, name=name)
        return _ndcg(lambda cases: model.score(cases.histories), asked.test)

    watched = _Watched(task, goal, ndcg)
    train(watched, training, known)
    return _Trained(
        config.own_epochs, watched.clock, watched.validated, ndcg(), equal=watched.equal
    )


def _cornac(name: str, asked: _Asked, config: SequenceSpeedConfig) -> _Trained:
    sizes = RivalSizes(embedding_size=_SIZE, n=_N, epochs=config.epochs, seed=config.seed)
    rival, clock = SequenceRival(name, asked.plays, sizes), _Clock()
    clock.start()
    rival.fit()
    clock.stop()
    validated, ndcg = (_ndcg(rival.score, cases) for cases in (asked.validation, asked.test))
    return _Trained(config.epochs, clock, validated, ndcg)


def _asked(split: Split, config: SequenceSpeedConfig) -> _Asked:
    def some(cases: Cases, name: str) -> Cases:
        rows = derive_rng(config.seed, name).permutation(len(cases.target))[: config.cases]
        rows.sort()
        return Cases(cases.histories.take(rows), cases.target[rows])

    test = Cases(split.test.histories, split.test.target)
    plays = _each_by_itself(_latest(split.train, config.sessions))
    return _Asked(plays, some(split.validation, "validation"), some(test, "cases"))


def _each_by_itself(plays: Interactions) -> Interactions:
    """The same plays with a listener a session."""
    sessions, which = np.unique(np.asarray(plays.session), return_inverse=True)
    order = np.lexsort((np.asarray(plays.at_s), which))
    listener = which[order].astype(np.int32)
    return replace(plays.take(order), listener=listener, listeners=sessions)


def _latest(plays: Interactions, n: int) -> Interactions:
    """The plays of the n sessions that began last."""
    session, at_s = np.asarray(plays.session), np.asarray(plays.at_s)
    ids, which = np.unique(session, return_inverse=True)
    begin = np.full(len(ids), np.iinfo(np.int64).max)
    np.minimum.at(begin, which, at_s)
    kept = np.zeros(len(ids), dtype=bool)
    kept[np.argsort(begin, kind="stable")[-n:]] = True
    return plays.take(kept[which])


def _covered(plays: Interactions) -> tuple[int, int]:
    """Sessions of two plays or more, and their plays but the first of each."""
    _, plays_of = np.unique(np.asarray(plays.session), return_counts=True)
    return int((plays_of > 1).sum()), int((plays_of - 1).sum())


def _ndcg(score: Scorer, asked: Cases) -> float:
    gains = []
    for first in range(0, len(asked), _BLOCK):
        rows = np.arange(first, min(first + _BLOCK, len(asked)))
        some = Cases(asked.histories.take(rows), asked.target[rows])
        place = place_in_catalogue(score(some), some.target, None)
        gains.append(np.where(place <= 10, 1.0 / np.log2(1.0 + place), 0.0))
    return float(np.concatenate(gains).mean())
