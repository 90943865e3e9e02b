"""`moodarc bench sequence-speed`: training of GRU4Rec and SASRec, beside cornac's, in one run.

Same plays (the earlier sessions of a temporal split), same sizes, same number of epochs and of
shared negatives, the same cases of later sessions afterwards (full catalogue, history = session so
far). Ours is the network alone, without voices. An epoch of either covers the same targets: every
play of a session but its first. Rates are targets and sessions over the wall time of the epochs
alone; tables and data sets are built before.

Only how it is done differs. Cornac steps through GRU4Rec play by play and through SASRec prefix by
prefix; ours reads windows of like length and learns from every step at once.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from moodarc.catalog import Cases, Interactions
from moodarc.datasets import load_plays
from moodarc.evaluation.report import BenchReport, BenchRow, fingerprint
from moodarc.protocols import later_sessions, place_in_catalogue
from moodarc.randomness import derive_rng
from moodarc.recommend import Known
from moodarc.recommend.sequence import GRU4Rec, SASRec, SequenceConfig
from moodarc.recommend.training_config import TrainingConfig

__all__ = ["SequenceSpeedConfig", "bench_sequence_speed", "has_rival"]

_N: Final = 50
_SIZE: Final = 100
_NEGATIVES: Final = 2048
_BLOCK: Final = 256

Scorer = Callable[[Cases], NDArray[np.float32]]


@dataclass(frozen=True, slots=True, kw_only=True)
class SequenceSpeedConfig:
    """How much is measured.

    Attributes:
        epochs: of each training.
        sessions: to learn from, the latest before the test; cornac steps through 512 at once and
            fails on fewer.
        cases: of later sessions, drawn once.
        threads: of the matrix products.
        seed: of all that is drawn.
    """

    epochs: int = 5
    sessions: int = 8000
    cases: int = 2000
    threads: int = 2
    seed: int = 0


@dataclass(frozen=True, slots=True)
class _Trained:
    seconds: float
    score: Scorer


def has_rival() -> bool:
    """Whether cornac is installed; without it its rows are absent."""
    return find_spec("cornac") is not None


def bench_sequence_speed(
    data: Path, config: SequenceSpeedConfig = SequenceSpeedConfig()
) -> BenchReport:
    """Rates and NDCG@10 of both.

    Raises:
        DatasetError: the data are not in their form.
        InputError: the plays have no sessions.
    """
    import torch  # noqa: PLC0415 - only this bench of the module needs it

    split = later_sessions(load_plays(data).interactions)
    which = derive_rng(config.seed, "cases").permutation(len(split.test))[: config.cases]
    which.sort()
    asked = Cases(split.test.histories.take(which), split.test.target[which])
    before = torch.get_num_threads()
    torch.set_num_threads(config.threads)
    try:
        plays = _latest(split.all_known, config.sessions)
        rows = [row for name in _OURS for row in _rows(name, plays, asked, config=config)]
    finally:
        torch.set_num_threads(before)
    return BenchReport(bench="sequence-speed", data=fingerprint([data]), rows=tuple(rows))


def _rows(
    name: str, plays: Interactions, asked: Cases, *, config: SequenceSpeedConfig
) -> list[BenchRow]:
    trained = {"ours": _ours(name, plays, config)}
    if has_rival():
        trained["cornac"] = _cornac(name, plays, config)
    sessions, targets = _covered(plays)
    rows = []
    for who, one in trained.items():
        start, epochs = f"sequence_speed.{name}.{who}", config.epochs
        rows += [
            BenchRow(name=f"{start}.sequences_per_s", value=epochs * sessions / one.seconds),
            BenchRow(name=f"{start}.targets_per_s", value=epochs * targets / one.seconds),
            BenchRow(name=f"{start}.ndcg10", value=_ndcg(one.score, asked)),
        ]
    if "cornac" in trained:
        ratio = trained["cornac"].seconds / trained["ours"].seconds
        rows.append(BenchRow(name=f"sequence_speed.{name}.times_faster", value=ratio))
    return rows


def _ours(name: str, plays: Interactions, config: SequenceSpeedConfig) -> _Trained:
    from moodarc.recommend.sequence.training import SequenceTask, served  # noqa: PLC0415
    from moodarc.recommend.training import train  # noqa: PLC0415

    settings, training = _OURS[name], replace(_TRAINING, epochs=config.epochs)
    known = Known(plays=plays, seed=config.seed, repeats=True)
    kind = {GRU4Rec.name: GRU4Rec, SASRec.name: SASRec}[name]
    task = SequenceTask(kind.encoder, settings, known)
    _ = task.examples.windows
    begin = time.perf_counter()
    train(task, training, known)
    seconds = time.perf_counter() - begin
    model = served(task, training, name=name)
    return _Trained(seconds, lambda cases: model.score(cases.histories))


def _cornac(name: str, plays: Interactions, config: SequenceSpeedConfig) -> _Trained:
    from cornac import data, models  # noqa: PLC0415

    session, item, at_s = (np.asarray(column) for column in (plays.session, plays.item, plays.at_s))
    order = np.lexsort((at_s, session))
    columns = (session[order], item[order], at_s[order])
    triplets = list(zip(*(column.tolist() for column in columns), strict=True))
    known = data.SequentialDataset.from_sit(triplets, seed=config.seed)
    shared = {"n_epochs": config.epochs, "n_sample": _NEGATIVES, "seed": config.seed}
    if name == GRU4Rec.name:
        model = models.GRU4Rec(layers=[_SIZE], **shared)
    else:
        model = models.SASRec(embedding_dim=_SIZE, max_len=_N, num_blocks=2, **shared)
    begin = time.perf_counter()
    model.fit(known)
    seconds = time.perf_counter() - begin
    rows = np.array(list(known.iid_map), dtype=np.int64)
    place = np.full(plays.n_items, -1, dtype=np.int64)
    place[rows] = np.arange(len(rows))
    return _Trained(seconds, lambda cases: _cornac_scores(model, cases, place))


def _cornac_scores(
    model: Any,  # noqa: ANN401 - cornac has no types
    cases: Cases,
    place: NDArray[np.int64],
) -> NDArray[np.float32]:
    """Scores of all items; `place` is where cornac has each, -1 where no session before had it."""
    found = np.empty((len(cases), len(place)), dtype=np.float32)
    bounds = cases.histories.starts
    for number in range(len(cases)):
        heard = place[cases.histories.item[bounds[number] : bounds[number + 1]]]
        scores = np.asarray(model.score(0, [int(one) for one in heard[heard >= 0]]))
        found[number] = np.where(place >= 0, scores[place], scores.min() - 1.0)
    return found


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
    negatives=_NEGATIVES,
)
_OURS: Final = {GRU4Rec.name: _GRU, SASRec.name: replace(_GRU, layers=2)}
