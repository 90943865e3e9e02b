"""`moodarc bench felt-response`: valence and arousal after a track, on SiTunes (issue 7).

Stage 2, ten folds of listeners: each is told by what the others show and by their own earlier
listenings (`felt_response_ways`). MAE, RMSE, r, and the share within the stated 90 % interval, with
intervals over listeners. `adds.track` is the gain in MAE of knowing what the track expresses.

`coupling.` are the slopes of the shipped form fitted to all of stage 2, with 95 % intervals of the
posterior; `service.coupling.` the same where the track is what the streaming service says of it:
a check of ours by a better measure, evaluated only, nothing of it kept.

`genre.` (LIN-12, figure 6): the mean change of the listener's mood after tracks of a genre, and
`genre.G.beyond.` the part that the way back to the usual mood does not explain (`no_track`).

Stage 3, where the folder has one: `stage3.online` knows people and the listener's own listenings
of stage 2; `stage3.shipped` is what comes with the program, met listening by listening.
"""

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from moodarc.datasets import SiTunesMusic, SiTunesStage, load_situnes
from moodarc.evaluation.felt_music import expressed_by, genres_of_tracks, service_affect
from moodarc.evaluation.felt_response_ways import WAYS, Heard, online
from moodarc.evaluation.report import BenchReport, BenchRow, fingerprint
from moodarc.evaluation.situnes_inputs import listenings_of
from moodarc.listener import FeltEstimate, FeltPopulation, FeltResponse
from moodarc.metrics import mae, pearson, rmse
from moodarc.protocols import bootstrap_interval, group_folds, mean_interval

__all__ = ["AXES", "bench_felt_response", "coupling_rows", "error_rows", "heard_of", "unseen"]

Numbers = NDArray[np.float64]
AXES: Final = ("valence", "arousal")
NINE_TENTHS: Final = 1.6449
"""standard deviations that hold 90 % of a normal"""

_FOLDS: Final = 10
_RESAMPLES: Final = 400
_FEWEST: Final = 5
"""listenings and listeners of a genre that has a row"""


def bench_felt_response(folder: Path, *, seed: int = 0) -> BenchReport:
    """Figures on stage 2, and on stage 3 where there is one.

    Args:
        folder: of SiTunes.
        seed: of folds and intervals.

    Raises:
        DatasetError: the folder is not in SiTunes' form.
        InputError: it has fewer than four listeners.
    """
    data = load_situnes(folder)
    heard = heard_of(data.everyday, data.music)
    told = {name: unseen(heard, name, seed=seed) for name in WAYS}
    rows = list(error_rows("felt_response", heard, told, seed=seed))
    rows += _gains(heard, told, seed=seed)
    rows += coupling_rows("felt_response.coupling", heard.fit())
    by_service = Heard(heard.listenings, service_affect(data.music, heard.listenings.tracks))
    rows += coupling_rows("felt_response.service.coupling", by_service.fit())
    rows += _genre_rows(heard, data.music, told["no_track"].mean, seed=seed)
    rows.append(_count("felt_response.records", len(heard.listenings)))
    rows.append(_count("felt_response.listeners", len(np.unique(heard.listenings.listeners))))
    if data.online is not None:
        rows += _third_stage(heard, heard_of(data.online, data.music), seed=seed)
    files = [path for path in folder.rglob("interactions.csv") if path.is_file()]
    return BenchReport("felt-response", fingerprint(files), tuple(rows))


def heard_of(stage: SiTunesStage, music: SiTunesMusic) -> Heard:
    """A stage's listenings without those that stand twice, and what their tracks express."""
    heard = listenings_of(stage).at(~stage.repeats)
    return Heard(heard, expressed_by(music, heard.tracks))


def unseen(heard: Heard, way: str, *, seed: int) -> FeltEstimate:
    """What a way tells of every listening, its listener left out of what people show."""
    listeners = heard.listenings.listeners
    mean, variance = np.empty_like(heard.expressed), np.empty_like(heard.expressed)
    n_folds = min(_FOLDS, len(np.unique(listeners)))
    rng = np.random.default_rng(seed)
    folds = group_folds(np.zeros(len(listeners)), listeners, n_folds=n_folds, rng=rng)
    for fold in range(n_folds):
        asked = folds == fold
        mean[asked], variance[asked] = WAYS[way](heard.at(~asked), heard.at(asked))
    return FeltEstimate(mean, variance)


def coupling_rows(name: str, people: FeltPopulation) -> Iterator[BenchRow]:
    """Slopes of the mood after on what the track expresses, with 95 % of the posterior."""
    for place, axis in enumerate(AXES):
        for track, expressed in enumerate(AXES, start=3):
            value = float(people.response.mean[place, track])
            half = 1.96 * float(people.deviation[place, track])
            yield BenchRow(
                name=f"{name}.{expressed}_to_{axis}",
                value=value,
                low=value - half,
                high=value + half,
                higher_is_better=None,
            )


def error_rows(
    name: str, heard: Heard, told: dict[str, FeltEstimate], *, seed: int
) -> Iterator[BenchRow]:
    """Errors, correlation and coverage of each way, by axis, with intervals over listeners."""
    for place, axis in enumerate(AXES):
        truth = heard.listenings.after[:, place]
        measure = partial(
            bootstrap_interval, groups=heard.listenings.listeners, resamples=_RESAMPLES
        )
        for way, estimate in told.items():
            mean, variance = estimate.mean[:, place], estimate.variance[:, place]
            stem = f"{name}.{axis}.{way}"
            for metric, function in (("mae", mae), ("rmse", rmse), ("r", pearson)):
                interval = measure(function, truth, mean, rng=np.random.default_rng(seed))
                yield BenchRow.of(f"{stem}.{metric}", interval, higher_is_better=metric == "r")
            inside = np.abs(truth - mean) <= NINE_TENTHS * np.sqrt(variance)
            share = measure(np.mean, inside, rng=np.random.default_rng(seed))
            yield BenchRow(
                name=f"{stem}.within_90",
                value=share.value,
                low=share.low,
                high=share.high,
                higher_is_better=None,
            )


def _gains(heard: Heard, told: dict[str, FeltEstimate], *, seed: int) -> Iterator[BenchRow]:
    """By how much the error falls, listening by listening; above 0 is better."""
    after, who = heard.listenings.after, heard.listenings.listeners
    pairs = {"track": ("no_track", "online"), "listener": ("stranger", "online")}
    pairs["response"] = ("way_back", "online")
    for name, (less, more) in pairs.items():
        gain = np.abs(after - told[less].mean) - np.abs(after - told[more].mean)
        for place, axis in enumerate(AXES):
            interval = mean_interval(gain[:, place], who, rng=np.random.default_rng(seed))
            yield BenchRow.of(f"felt_response.{axis}.adds.{name}.mae", interval)


def _genre_rows(
    heard: Heard, music: SiTunesMusic, expected: Numbers, *, seed: int
) -> Iterator[BenchRow]:
    listenings = heard.listenings
    genres = np.array(genres_of_tracks(music, listenings.tracks))
    kinds = {
        "": listenings.after - listenings.before,
        "beyond.": listenings.after - expected,
    }
    for genre in np.unique(genres[genres != ""]).tolist():
        rows = genres == genre
        who = listenings.listeners[rows]
        if rows.sum() < _FEWEST or len(np.unique(who)) < _FEWEST:
            continue
        stem = f"felt_response.genre.{genre.replace(' ', '_').replace('-', '_')}"
        for kind, values in kinds.items():
            for place, axis in enumerate(AXES):
                rng = np.random.default_rng(seed)
                interval = mean_interval(values[rows, place], who, rng=rng)
                row = BenchRow.of(f"{stem}.{kind}{axis}", interval)
                yield BenchRow(
                    name=row.name,
                    value=row.value,
                    low=row.low,
                    high=row.high,
                    higher_is_better=None,
                )
        yield _count(f"{stem}.n", int(rows.sum()))


def _third_stage(known: Heard, asked: Heard, *, seed: int) -> Iterator[BenchRow]:
    """Met listening by listening, with and without what stage 2 showed of the same listener."""
    everyone = Heard(
        known.listenings.and_these(asked.listenings),
        np.concatenate([known.expressed, asked.expressed]),
    )
    later = slice(len(known.listenings), None)
    told = {
        "online": FeltEstimate(*(part[later] for part in online(known.fit().response, everyone)))
    }
    told["shipped"] = online(FeltResponse.shipped(), asked)
    for name in ("persistence", "way_back", "no_track"):
        told[name] = WAYS[name](known, asked)
    yield from error_rows("felt_response.stage3", asked, told, seed=seed)
    yield _count("felt_response.stage3.records", len(asked.listenings))


def _count(name: str, value: float) -> BenchRow:
    return BenchRow(name=name, value=value, higher_is_better=None)
