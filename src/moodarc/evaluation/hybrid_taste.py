"""LIN-10 on Taste Profile with Deezer's valence and arousal: the emotion of a history (no sensor).

Nobody said how they felt, so U is the mean emotion of what a listener has played, and there is
neither order nor situation: no dynamics, no context, no sequence. A random fifth of the songs of
everybody with ten or more is the test, a fifth of the others the validation. Models learn from all
songs, but only those of known emotion are candidates and targets: else a list could dodge the
comparison by songs that nobody can compare. The value of a song is log(1 + plays).
"""

from dataclasses import replace
from pathlib import Path
from typing import Final, cast

import numpy as np
from numpy.typing import NDArray

from moodarc.affect import UNINFORMED_VARIANCE
from moodarc.catalog import Histories, Interactions, ItemContent
from moodarc.datasets import load_taste_profile
from moodarc.errors import InputError
from moodarc.evaluation.hybrid_moments import Contest, Moments
from moodarc.evaluation.recommend_check import listeners_affect
from moodarc.evaluation.report import fingerprint
from moodarc.protocols import Trial, held_share
from moodarc.randomness import derive_rng
from moodarc.recommend import Known, Recipe
from moodarc.recommend.emotion import EmotionDriven, FeltItems
from moodarc.session.fusion import Situation

__all__ = ["taste_contest"]

_LEAST: Final = 10
_LEAST_INNER: Final = 5


def taste_contest(table: Path, content: Path, recipes: dict[str, Recipe]) -> Contest:
    """The listeners who have songs of known emotion on both sides of the split.

    Args:
        table: in the format of `datasets.taste_profile`.
        content: Deezer's table, with `MSD_sng_id`.
        recipes: that compete, by name.

    Raises:
        DatasetError: a table is not in its format.
        InputError: nobody has enough songs, or none of known emotion.
    """
    plays = load_taste_profile(table, deezer=content)
    counts = plays.interactions.summed()
    songs = plays.content or ItemContent.unknown(counts.n_items)
    outer = held_share(counts, rng=derive_rng(0, "hybrid test"), least=_LEAST)
    inner = held_share(outer.all_known, rng=derive_rng(0, "hybrid validation"), least=_LEAST_INNER)
    known = Known(plays=inner.train, content=songs, validation=inner.validation)
    return Contest(
        data="taste_profile",
        fingerprint=fingerprint([table, content]),
        known=known,
        recipes=recipes,
        validation=_moments(inner.test, counts, known),
        test=_moments(outer.test, counts, known),
    )


def _moments(trial: Trial, counts: Interactions, known: Known) -> Moments:
    """The listeners of whom something can be compared."""
    songs = known.content or ItemContent.unknown(counts.n_items)
    wanted = listeners_affect(trial.histories, songs)
    felt = songs.felt[trial.target]
    asked = np.isin(np.arange(len(wanted)), trial.history[felt]) & np.isfinite(wanted).all(axis=1)
    if not asked.any():
        msg = "no listener has songs of known emotion on both sides; give the table they stand in"
        raise InputError(msg)
    kept = felt & asked[trial.history]
    who = trial.group[trial.history[kept]]
    histories = replace(trial.histories.take(asked), context=None)
    return Moments(
        histories=histories,
        left_out=_left_out(histories, songs),
        item=trial.target[kept],
        row=np.searchsorted(np.flatnonzero(asked), trial.history[kept]),
        liked=np.ones(int(kept.sum()), dtype=bool),
        value=np.log1p(_plays(counts, who, trial.target[kept])),
        usual=_usual(histories),
        wanted=wanted[asked],
        situations=_situations(histories, known),
        listener=trial.group[asked],
    )


def _left_out(histories: Histories, songs: ItemContent) -> NDArray[np.bool_]:
    left_out = np.tile(~songs.felt, (len(histories), 1))
    left_out[histories.rows(), histories.item] = True
    return left_out


def _plays(
    counts: Interactions, who: NDArray[np.int64], what: NDArray[np.int32]
) -> NDArray[np.float64]:
    found = counts.matrix()[who, what]
    return np.asarray(found, dtype=np.float64).ravel()


def _usual(histories: Histories) -> NDArray[np.float64]:
    values = np.log1p(histories.weight.astype(np.float64))
    total = np.bincount(histories.rows(), values, minlength=len(histories))
    return total / np.maximum(histories.lengths(), 1)


def _situations(histories: Histories, known: Known) -> list[Situation]:
    """How surely the mean is known; nobody is away from it, as it is all that we know."""
    match = cast("FeltItems", EmotionDriven(half_life=np.inf).fit(known))
    _, doubt = match.listeners(histories)
    certainty = np.clip(1.0 - doubt.mean(axis=1) / UNINFORMED_VARIANCE, 0.0, 1.0)
    return [Situation(certainty=float(one)) for one in certainty]
