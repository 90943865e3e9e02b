"""The ladder of `ladder_check` on SiTunes' own sequences: thirty people, some nine hundred plays.

Each fifth of the listeners is asked in turn what they play next, given their earlier plays of the
everyday stage, by models that learned from the others. A play counts as a question where its rating
is 3 or more (the set's own line) and another came before it; the feeling is that said just before
it. What a track expresses is how people felt after it, others' records only, about the mean of all
and drawn to it. The tracks of this stage were put before its people and not chosen by them, so that
a gain can only come of what they rated well; with so few people no small one could be seen.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from moodarc.affect import UNINFORMED_VARIANCE, AffectReading, AffectState, Variance
from moodarc.catalog import Cases, Feelings, Histories, Interactions, ItemContent
from moodarc.datasets import SiTunesStage, load_situnes_stage
from moodarc.evaluation.ladder_check import LadderData, gains_of, ladder_rows
from moodarc.evaluation.report import BenchReport, fingerprint
from moodarc.evaluation.simulation import PARAMETERS
from moodarc.listener import BeliefFilter

__all__ = ["ladder_on_situnes"]

Array = NDArray[np.float64]

_FOLDS: Final = 5
_LIKED: Final = 3.0
_DRAWN: Final = 4.0
"""records that the mean of all counts for beside a track's own"""


def ladder_on_situnes(
    folder: Path,
    *,
    epochs: int = 12,
    seeds: int = 3,
    told: Callable[[str], None] = lambda _: None,
) -> BenchReport:
    """Rows `ladder.situnes.RUNG.ndcg10` and `.gain`, listeners drawn whole.

    Args:
        folder: of SiTunes.
        epochs: of each network.
        seeds: trainings of each network, whose gains are averaged.
        told: is handed a line of progress.

    Raises:
        DatasetError: a file is absent or not in its published form.
    """
    table = folder / "Stage2" / "interactions.csv"
    plays = _Plays(load_situnes_stage(table.parent))
    gains: dict[str, list[Array]] = {}
    group = []
    for fold in range(_FOLDS):
        asked = plays.asked(fold)
        data = plays.data(fold, asked)
        for name, found in gains_of(data, epochs=epochs, seeds=range(seeds)).items():
            gains.setdefault(name, []).append(found)
        group.append(plays.who[asked])
        told(f"fold {fold + 1} of {_FOLDS}: {len(asked)} questions")
    whole = {name: np.concatenate(parts) for name, parts in gains.items()}
    rows = ladder_rows("ladder.situnes", whole, np.concatenate(group), seed=0)
    return BenchReport("ladder", f"situnes {fingerprint([table])}", tuple(rows))


class _Plays:
    """The everyday stage by listener and time, each record once."""

    def __init__(self, stage: SiTunesStage) -> None:
        order = np.lexsort((stage.at_s, stage.listeners))
        order = order[~stage.repeats[order]]
        _, self.who = np.unique(stage.listeners[order], return_inverse=True)
        self.items, self.item = np.unique(stage.tracks[order], return_inverse=True)
        self.at_s, self.rating = stage.at_s[order], stage.rating[order]
        self.before, self.after = stage.before[order], stage.after[order]
        self.noise = np.array(PARAMETERS.reading_noise)
        self.first = np.searchsorted(self.who, self.who)
        said = _feelings(self.before, np.tile(self.noise, (len(order), 1)))
        self.feelings = {False: said, True: _feelings(*self._believed())}

    def asked(self, fold: int) -> NDArray[np.int64]:
        """Rows of the plays that a fold is asked."""
        later = np.arange(len(self.who)) > self.first
        return np.flatnonzero((self.who % _FOLDS == fold) & later & (self.rating >= _LIKED))

    def data(self, fold: int, asked: NDArray[np.int64]) -> LadderData:
        """What the other listeners teach, and what these are asked."""
        taught = np.flatnonzero(self.who % _FOLDS != fold)
        return LadderData(
            plays=Interactions(
                listener=self.who[taught].astype(np.int32),
                item=self.item[taught].astype(np.int32),
                weight=np.ones(len(taught), dtype=np.float32),
                at_s=self.at_s[taught],
                listeners=np.unique(self.who),
                items=self.items,
            ),
            content=self._content(taught),
            feelings={key: felt.take(taught) for key, felt in self.feelings.items()},
            cases={key: self._cases(asked, felt) for key, felt in self.feelings.items()},
        )

    def _cases(self, asked: NDArray[np.int64], feelings: Feelings) -> Cases:
        heard = [self.item[self.first[row] : row].tolist() for row in asked]
        histories = replace(Histories.of(heard), feelings=feelings.take(asked))
        return Cases(histories, self.item[asked].astype(np.int32))

    def _content(self, taught: NDArray[np.int64]) -> ItemContent:
        n = len(self.items)
        after, item = self.after[taught], self.item[taught]
        count = np.bincount(item, minlength=n)[:, None]
        sums = np.stack([np.bincount(item, axis, minlength=n) for axis in after.T], axis=1)
        mean = (sums + _DRAWN * after.mean(axis=0)) / (count + _DRAWN)
        return ItemContent(
            affect=np.where(count > 0, mean, np.nan).astype(np.float32),
            variance=(after.var(axis=0) / (count + _DRAWN)).astype(np.float32),
            descriptors=np.empty((n, 0), dtype=np.float32),
            artist=np.full(n, -1, dtype=np.int64),
        )

    def _believed(self) -> tuple[Array, Array]:
        """What the filter believes just after each reading, mean and variance, (n, 2) each."""
        found, filters = [], {who: BeliefFilter() for who in np.unique(self.who).tolist()}
        for row, who in enumerate(self.who.tolist()):
            at = datetime.fromtimestamp(int(self.at_s[row]), UTC)
            filters[who].update(_reading(self.before[row], self.noise, at))
            state = filters[who].at(at).state
            found.append([(state.valence, state.arousal), state.variance[:2]])
        mean, variance = np.moveaxis(np.array(found, dtype=np.float64), 1, 0)
        return mean, variance


def _reading(said: Array, noise: Array, at: datetime) -> AffectReading:
    """As somebody believes who knew nothing before."""
    kept = UNINFORMED_VARIANCE / (UNINFORMED_VARIANCE + noise)
    valence, arousal = (kept * said).tolist()
    spread = Variance(*(kept * noise).tolist())
    state = AffectState(valence=valence, arousal=arousal, variance=spread, at=at)
    return AffectReading(state=state, modality="self_report")


def _feelings(mean: Array, variance: Array) -> Feelings:
    absent = np.full((len(mean), 1), np.nan)
    return Feelings(
        mean=np.concatenate([mean, absent], axis=1).astype(np.float32),
        variance=np.concatenate([variance, absent], axis=1).astype(np.float32),
    )
