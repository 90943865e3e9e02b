"""LIN-10 on SiTunes' second stage: the emotion before a track was said, and the wrist measured.

Of each listener the latest fifth of the records is the test and the fifth before it the validation;
the others are learned from. A record is a moment: the emotion said *before* the track, the
listener's records until then, and the track with its rating. A track is liked from 3 of 5 on, as
the authors' label says; models learn from liked tracks, and what was already heard is no candidate.
The mood after a track is never looked at.

Affect and descriptors of the tracks are the set's own columns: valence and energy of a streaming
service, 2 x - 1. They may be used for this task only, and nothing that is fitted here is kept.
"""

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from moodarc.affect import AffectBelief, AffectState, Goal, GoalKind
from moodarc.catalog import Feelings, Histories, Interactions, ItemContent
from moodarc.datasets import (
    SERVICE_COLUMNS,
    SiTunesMusic,
    SiTunesStage,
    load_situnes_music,
    load_situnes_stage,
)
from moodarc.errors import InputError
from moodarc.evaluation.hybrid_moments import Contest, Moments
from moodarc.evaluation.recommend_data import fingerprint_of
from moodarc.evaluation.situnes_inputs import situations_of, tracks_of
from moodarc.listener import POPULATION_DYNAMICS, AffectDynamics
from moodarc.recommend import Known, Recipe
from moodarc.sensing.self_report import POINT_VARIANCE
from moodarc.session.fusion import Situation

__all__ = ["situnes_contest"]

_LIKED: Final = 3.0
_HELD: Final = 0.2
_FEWEST: Final = 5
_RECENT: Final = 3
"""records before; seldom is even one of them within the half hour that a change is told by"""
_AFFECT: Final = tuple(SERVICE_COLUMNS.index(name) for name in ("valence", "energy"))


def situnes_contest(folder: Path, recipes: dict[str, Recipe]) -> Contest:
    """The moments of stage 2.

    Args:
        folder: of SiTunes, with `Stage2` and `music_metadata`.
        recipes: that compete, by name.

    Raises:
        DatasetError: a file is absent or not in its published form.
        InputError: nobody has five records.
    """
    stage = load_situnes_stage(folder / "Stage2")
    music = load_situnes_music(folder / "music_metadata" / "music_info.csv")
    records = _Records.of(stage)
    part = _parts(records.plays)
    validation, test = (records.moments(np.flatnonzero(part == which)) for which in (1, 2))
    learned = (part == 0) & records.liked
    known = Known(
        plays=records.plays.take(learned),
        content=_content(music, records.plays.items),
        validation=validation.cases(),
        context=records.context[learned],
        feelings=records.feelings.take(learned),
    )
    return Contest(
        data="situnes",
        fingerprint=fingerprint_of(folder),
        known=known,
        recipes=recipes,
        validation=validation,
        test=test,
    )


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class _Records:
    """The stage's records by listener and time, each once; columns in the order of `plays`."""

    plays: Interactions
    liked: NDArray[np.bool_]
    before: NDArray[np.float64]
    context: NDArray[np.float32]
    feelings: Feelings

    @classmethod
    def of(cls, stage: SiTunesStage) -> "_Records":
        order = np.lexsort((stage.at_s, stage.listeners))
        order = order[~stage.repeats[order]]
        before = stage.before[order]
        rating = stage.rating[order]
        spread = np.tile([*POINT_VARIANCE[:2], np.nan], (len(order), 1))
        return cls(
            plays=Interactions.of(
                stage.listeners[order],
                stage.tracks[order],
                weight=rating,
                at_s=stage.at_s[order],
            ),
            liked=rating >= _LIKED,
            before=before,
            context=situations_of(stage)[order].astype(np.float32),
            feelings=Feelings(
                mean=np.column_stack([before, np.full(len(order), np.nan)]).astype(np.float32),
                variance=spread.astype(np.float32),
            ),
        )

    def moments(self, rows: NDArray[np.int64]) -> Moments:
        """Each of these records as a moment of its own."""
        plays, first = self.plays, self.plays.starts()[self.plays.listener[rows]]
        known = [np.arange(start, row) for start, row in zip(first, rows, strict=True)]
        left_out = np.zeros((len(rows), plays.n_items), dtype=bool)
        for place, past in enumerate(known):
            left_out[place, plays.item[past]] = True
        home = np.array([self.before[past].mean(axis=0) for past in known])
        return Moments(
            histories=self._histories(rows, [past[self.liked[past]] for past in known]),
            left_out=left_out,
            item=plays.item[rows],
            row=np.arange(len(rows)),
            liked=self.liked[rows],
            value=plays.weight[rows].astype(np.float64),
            usual=np.array([plays.weight[past].mean() for past in known]),
            wanted=self.before[rows],
            home=home,
            situations=[
                self._situation(row, past, point)
                for row, past, point in zip(rows, known, home, strict=True)
            ],
            listener=plays.listener[rows].astype(np.int64),
            at_s=_times(plays)[rows],
        )

    def _histories(self, rows: NDArray[np.int64], known: list[NDArray[np.int64]]) -> Histories:
        plays = self.plays
        histories = Histories.of(
            [plays.item[past].tolist() for past in known],
            listener=plays.listener[rows].tolist(),
            feelings=self.feelings.take(rows),
            context=self.context[rows],
        )
        return replace(histories, weight=plays.weight[np.concatenate(known).astype(np.int64)])

    def _situation(self, row: int, past: NDArray[np.int64], home: NDArray[np.float64]) -> Situation:
        """By the product's own reckoning: home is the listener's mean until then."""
        return Situation.of(
            self._belief(row),
            Goal(GoalKind.MATCH),
            past=[self._belief(one) for one in past[-_RECENT:]],
            outcomes=float(len(past)),
            dynamics=_about(home),
        )

    def _belief(self, row: int) -> AffectBelief:
        valence, arousal = self.before[row].tolist()
        at = datetime.fromtimestamp(int(_times(self.plays)[row]), UTC)
        return AffectBelief(
            state=AffectState(valence=valence, arousal=arousal, variance=POINT_VARIANCE, at=at)
        )


def _times(plays: Interactions) -> NDArray[np.int64]:
    return np.zeros(len(plays), dtype=np.int64) if plays.at_s is None else plays.at_s


def _about(home: NDArray[np.float64]) -> AffectDynamics:
    valence, arousal = home.tolist()
    usual = POPULATION_DYNAMICS
    return replace(
        usual,
        valence=replace(usual.valence, home=valence),
        arousal=replace(usual.arousal, home=arousal),
    )


def _parts(plays: Interactions) -> NDArray[np.int64]:
    """0 to learn from, 1 the validation, 2 the test, int64 (n,) by time of each listener."""
    n = np.diff(plays.starts())[plays.listener]
    if not (n >= _FEWEST).any():
        msg = f"no listener of stage 2 has {_FEWEST} records; take the whole set"
        raise InputError(msg)
    to_come = plays.starts()[plays.listener + 1] - np.arange(len(plays))  # from 1 for the last
    held = np.where(n >= _FEWEST, np.round(_HELD * n), 0)
    return (to_come <= 2 * held).astype(np.int64) + (to_come <= held)


def _content(music: SiTunesMusic, tracks: NDArray[np.int64]) -> ItemContent:
    rows = music.rows_of(tracks)
    affect = np.where(rows[:, None] >= 0, 2.0 * music.service[rows][:, _AFFECT] - 1.0, np.nan)
    return replace(
        ItemContent.unknown(len(tracks)),
        affect=affect.astype(np.float32),
        descriptors=tracks_of(music, tracks).astype(np.float32),
    )
