"""`moodarc train mood-change`: the shipped odds of drop, keep and lift from SiTunes' stage 2.

The card's figures come from the same run: every listener is first told by a model fitted on the
others, knowing their own earlier listenings only; then the model is fitted on all.
"""

from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from moodarc.artifacts import save_artifact
from moodarc.datasets import load_situnes_stage
from moodarc.errors import InputError
from moodarc.evaluation.mood_change_ways import CLASSES, labels_of
from moodarc.evaluation.report import BenchRow, fingerprint
from moodarc.evaluation.situnes_inputs import listenings_of
from moodarc.listener import Listenings, MoodChangeForecast, MoodChangeModel
from moodarc.metrics import accuracy, macro_f1
from moodarc.protocols import bootstrap_interval

__all__ = ["train_mood_change"]

MODEL_VERSION: Final = "mood-change-1"

_STRENGTH: Final = 0.03
"""as the bench's `logistic`"""
_SEED: Final = 0
"""of the intervals; the fit has no chance in it"""
_Numbers = NDArray[np.float64]
_Rows = NDArray[np.int64]


def train_mood_change(data: Path, out: Path) -> tuple[BenchRow, ...]:
    """Score on listeners left out, fit on all, write the model folder; returns the card's figures.

    Args:
        data: folder of SiTunes; only its stage 2 is read.
        out: model folder.

    Raises:
        DatasetError: the data are not in SiTunes' form.
        InputError: `out` is something else than a model folder.
    """
    if out.exists() and not (out / "manifest.json").is_file():
        msg = f"{out} is there and is no model folder; give another --out DIR"
        raise InputError(msg)
    stage = load_situnes_stage(data / "Stage2")
    heard = listenings_of(stage).at(~stage.repeats)
    rows = tuple(_unseen_rows(heard))
    fitted = MoodChangeForecast.fit(heard, labels_of(heard), strength=_STRENGTH)
    shipped = MoodChangeForecast(fitted.model, fitted.people, MODEL_VERSION)
    found = fingerprint([data / "Stage2" / "interactions.csv"])
    card = _card(f"{len(heard)} listenings, fingerprint `{found}`", rows)
    command = "moodarc train mood-change --data DIR"
    save_artifact(out, shipped.to_artifact(card), command=command, seed=_SEED)
    return rows


def _unseen_rows(heard: Listenings) -> Iterator[BenchRow]:
    truth = labels_of(heard)
    told = {
        name: np.empty((len(heard), len(CLASSES))) for name in ("", "before_only.", "majority.")
    }
    for who in np.unique(heard.listeners):
        theirs = heard.listeners == who
        known, asked = heard.at(~theirs), heard.at(theirs)
        fitted = MoodChangeForecast.fit(known, truth[~theirs], strength=_STRENGTH)
        told[""][theirs] = fitted.probabilities(asked, asked)
        told["before_only."][theirs] = _before_only(known, truth[~theirs], asked)
        told["majority."][theirs] = np.bincount(truth[~theirs], minlength=3) / len(known)
    for name, probabilities in told.items():
        yield from _figures(
            f"mood_change.unseen.{name}", truth, probabilities, listeners=heard.listeners
        )


def _before_only(known: Listenings, labels: _Rows, asked: Listenings) -> _Numbers:
    inputs = [np.column_stack([h.before[:, 0], h.before[:, 0] ** 2]) for h in (known, asked)]
    return MoodChangeModel.fit(inputs[0], labels, strength=1.0).probabilities(inputs[1])


def _figures(name: str, truth: _Rows, told: _Numbers, *, listeners: _Rows) -> Iterator[BenchRow]:
    measure = partial(
        bootstrap_interval, rng=np.random.default_rng(_SEED), groups=listeners, resamples=400
    )
    guess = told.argmax(axis=1)
    yield BenchRow.of(f"{name}accuracy", measure(accuracy, truth, guess))
    yield BenchRow.of(f"{name}macro_f1", measure(partial(macro_f1, classes=CLASSES), truth, guess))
    given = np.maximum(told[np.arange(len(truth)), truth], 1e-9)
    loss = measure(_log_loss, given)
    yield BenchRow.of(f"{name}log_loss", loss, higher_is_better=False)


def _log_loss(given: _Numbers) -> float:
    return float(-np.log(given).mean())


def _card(data: str, rows: Iterable[BenchRow]) -> str:
    figures = "\n".join(
        f"| {row.name} | {row.value:.3f} | {row.low:.3f} to {row.high:.3f} |" for row in rows
    )
    return f"""# {MODEL_VERSION}: will a track drop, keep or lift the mood?

**What it does.** From the mood before, the listener's earlier listenings with a mood before and
after, and what they felt and rated of the same track before, it gives the odds that valence falls
by 0.125 or more, rises by more, or stays. Of the music itself it knows nothing.

**Data.** {data}: stage 2 of SiTunes (Li et al., CHIIR 2024), 30 listeners in everyday life, moods
they placed themselves; research use, not shipped. No column of the tracks was read, nor stages 1
and 3, nor wrist, weather or place.

**Method.** Multinomial logistic regression, penalised (strength {_STRENGTH:g}), on standardised
features of the past (`moodarc.listener.past_features`). The weights and means of people are all it
keeps; no listening can be told from them.

**Figures.** Every listener told by a model of the others, knowing their own earlier listenings.
`before_only`: valence before and its square; `majority`: the shares of the classes. 95 % intervals
by bootstrap over listeners. Repeat: `moodarc train mood-change --data DIR --out DIR`.

| figure | value | 95 % interval |
|---|---|---|
{figures}

**Limits.** Thirty people; tracks that a recommender or chance chose, mostly more than half an hour
apart; ratings of 1 to 5. Most of what it tells is the way back to the usual mood, which
no track causes. It does not compare tracks that the listener has not heard. No medical use.

**Licence.** The coefficients: Apache-2.0. The data are not redistributed in any form.
"""
