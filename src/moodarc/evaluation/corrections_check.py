"""`moodarc bench corrections`: what a few corrections do to the tracks that were not corrected.

Of libraries that the estimator never heard (`corrections_data`) some tracks are drawn and corrected
with the truth: points, placed with a listener's noise; quadrants; or, of tracks whose quadrant is
told wrongly, as a listener who corrects only what is wrong would, the right one or "not the one
told". How errors go together is learned on the *other* set of data than the one that is scored.

Beside what ships: an offset alone, learned by the same process without the embeddings; and EM-6's
five nearest neighbours (`music.propagation`), of embeddings, carrying corrections of the estimate.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from moodarc.affect import QUADRANT_CENTRES, Quadrant
from moodarc.evaluation.corrections_data import (
    JudgedLibrary,
    Retraining,
    Unheard,
    on_own_scale,
)
from moodarc.evaluation.corrections_draws import SETTINGS, Setting, drawn
from moodarc.evaluation.corrections_fit import fit_config
from moodarc.evaluation.music_folds import load_music
from moodarc.evaluation.report import BenchReport, BenchRow, fingerprint
from moodarc.metrics import accuracy, ccc, rmse
from moodarc.music.corrections import (
    CorrectionConfig,
    Estimates,
    Evidence,
    correct,
)
from moodarc.music.emotion.training import quadrants_of_means
from moodarc.music.propagation import NEIGHBOURS, Scaling, propagate
from moodarc.randomness import derive_rng

__all__ = ["bench_corrections", "correction_rows"]

Array = NDArray[np.float64]
Way = Callable[[Estimates, Evidence], Array]

_DRAWS: Final = 10
_COUNTS: Final = (5, 10, 20, 50, 100)
_AXES: Final = ("valence", "arousal")
_CENTRES: Final = np.array([QUADRANT_CENTRES[quadrant] for quadrant in Quadrant])


def bench_corrections(
    labelled: Path, rated: Path, training: Retraining, *, seed: int = 0
) -> BenchReport:
    """All figures of both sets of data.

    Args:
        labelled: folder in 4Q's format.
        rated: VGMIDI's folder.
        training: of the estimators.
        seed: of the draws.

    Raises:
        DatasetError: a folder is not in its format.
        AudioError: a file cannot be decoded.
    """
    data = load_music(labelled, None, training.executor, work=training.work)
    unheard = Unheard(data, training)
    clips = [on_own_scale(library) for library in unheard.clips()]
    pieces = on_own_scale(unheard.pieces(rated))
    found = fingerprint([labelled / "labels.csv", *sorted(rated.glob("*.csv"))])
    return BenchReport("corrections", found, tuple(correction_rows(clips, [pieces], seed=seed)))


def correction_rows(
    clips: Sequence[JudgedLibrary], pieces: Sequence[JudgedLibrary], *, seed: int
) -> Iterator[BenchRow]:
    """The rows of both sets, each with the settings learned on the other one.

    Args:
        clips: labelled.
        pieces: rated.
        seed: of the draws.
    """
    start = CorrectionConfig()
    sets = {"clips": (clips, pieces), "pieces": (pieces, clips)}
    for name, (scored, others) in sets.items():
        rng = derive_rng(seed, "corrections", "fit", name)
        config = fit_config(others, start=start, rng=rng)
        yield from _config_rows(f"corrections.{name}.learned", config)
        yield from _set_rows(f"corrections.{name}", scored, _ways(config), seed=seed)
    both = fit_config([*clips, *pieces], start=start, rng=derive_rng(seed, "corrections", "fit"))
    yield from _config_rows("corrections.both.learned", both)


def _ways(config: CorrectionConfig) -> dict[str, Way]:
    offset = replace(config, alike=(0.0, 0.0))
    return {
        "ours": lambda before, said: correct(before, said, config=config).mean,
        "offset": lambda before, said: correct(before, said, config=offset).mean,
        "neighbours": _by_neighbours,
    }


def _by_neighbours(before: Estimates, said: Evidence) -> Array:
    """EM-6 on what was corrected; a word says the middle of its quadrant, "not" says nothing."""
    mean = np.array(before.mean, np.float64)
    stands = said[np.flatnonzero(said.holds)]
    if len(stands) < NEIGHBOURS:
        return mean
    points = np.where(stands.placed[:, None], stands.points, _CENTRES[stands.quadrants])
    moved = points - mean[stands.rows]
    known = before.embeddings[stands.rows]
    told = propagate(known, moved, before.embeddings, scaling=Scaling.RAW)
    return np.clip(mean + np.where(told.covered[:, None], told.mean, 0.0), -1.0, 1.0)


def _config_rows(prefix: str, config: CorrectionConfig) -> Iterator[BenchRow]:
    for axis, shared, alike in zip(_AXES, config.shared, config.alike, strict=True):
        yield BenchRow(name=f"{prefix}.{axis}.shared", value=shared, higher_is_better=None)
        yield BenchRow(name=f"{prefix}.{axis}.alike", value=alike, higher_is_better=None)
    yield BenchRow(name=f"{prefix}.length", value=config.length, higher_is_better=None)


def _set_rows(
    prefix: str, libraries: Sequence[JudgedLibrary], ways: dict[str, Way], *, seed: int
) -> Iterator[BenchRow]:
    """Means over draws (and libraries), with the middle 95 % of the draws."""
    everything = [_figures(library, library.estimates.mean, slice(None)) for library in libraries]
    for name in everything[0]:
        value = float(np.mean([figures[name] for figures in everything]))
        yield _row(f"{prefix}.before.{name}", np.array([value]))
    for setting in SETTINGS:
        if setting.kind == "at" and not all(library.rated for library in libraries):
            continue
        for count in _COUNTS:
            found = [
                _draw_figures(libraries, setting, ways, key=(seed, setting.name, count, number))
                for number in range(_DRAWS)
            ]
            found = [figures for figures in found if figures]
            if len(found) < _DRAWS:
                continue  # not so many tracks are told wrongly
            for name in found[0]:
                values = np.array([figures[name] for figures in found])
                yield _row(f"{prefix}.{setting.name}.k{count}.{name}", values)


def _row(name: str, values: Array) -> BenchRow:
    low, high = np.quantile(values, [0.025, 0.975])
    alone = len(values) == 1
    return BenchRow(
        name=name,
        value=float(values.mean()),
        low=None if alone else float(low),
        high=None if alone else float(high),
        higher_is_better="rmse" not in name,
    )


def _draw_figures(
    libraries: Sequence[JudgedLibrary],
    setting: Setting,
    ways: dict[str, Way],
    *,
    key: tuple[int, str, int, int],
) -> dict[str, float]:
    """One draw in each library; the means over them. Nothing where one has too few tracks."""
    seed, name, count, number = key
    found: list[dict[str, float]] = []
    for place, library in enumerate(libraries):
        rng = derive_rng(seed, "corrections", name, count, number, place)
        said = drawn(library, setting, count, rng=rng)
        if said is None:
            return {}
        found.append(_way_figures(library, said, ways))
    return {name: float(np.mean([one[name] for one in found])) for name in found[0]}


def _way_figures(library: JudgedLibrary, said: Evidence, ways: dict[str, Way]) -> dict[str, float]:
    """Figures of the other tracks before and after, and of the corrected ones by what ships."""
    others = np.setdiff1d(np.arange(len(library)), said.rows)
    before = np.asarray(library.estimates.mean, np.float64)
    found = _named("others.before", _figures(library, before, others))
    for name, way in ways.items():
        after = way(library.estimates, said)
        found |= _named(f"others.{name}", _figures(library, after, others))
        if name == "ours":
            found |= _named("corrected.ours", _figures(library, after, said.rows))
            found |= _gains(found)
    found |= _named("corrected.before", _figures(library, before, said.rows))
    placed = np.where(said.placed[:, None], said.points, before[said.rows])
    if said.placed.all():
        verbatim = before.copy()
        verbatim[said.rows] = placed
        found |= _named("corrected.as_placed", _figures(library, verbatim, said.rows))
    return found


def _gains(found: dict[str, float]) -> dict[str, float]:
    """What other tracks gain: paired, so that the draw of tracks is no part of the interval."""
    return {
        name.replace("others.ours", "others.gain"): value - found[name.replace("ours", "before")]
        for name, value in found.items()
        if name.startswith("others.ours")
    }


def _named(prefix: str, figures: dict[str, float]) -> dict[str, float]:
    return {f"{prefix}.{name}": value for name, value in figures.items()}


def _figures(
    library: JudgedLibrary, mean: NDArray[np.floating], rows: NDArray[np.int64] | slice
) -> dict[str, float]:
    told = np.asarray(mean, np.float64)[rows]
    found = {"accuracy": accuracy(library.quadrants[rows], quadrants_of_means(told))}
    if library.rated:
        for axis, name in enumerate(_AXES):
            truth = library.points[rows][:, axis]
            found[f"{name}_rmse"] = rmse(truth, told[:, axis])
            found[f"{name}_ccc"] = ccc(truth, told[:, axis])
    return found
