"""`moodarc bench descriptors`: our descriptors beside a streaming service's of the same name.

Only ranks are compared, only here: the service's terms forbid training on its values, and nothing
is fitted to them. Titles are matched by artist and title without brackets, case and punctuation;
they may be other recordings, and ours hears 30 seconds where the service heard all.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

import numpy as np

from moodarc.catalog import TrackAnalysis
from moodarc.datasets import LabelledClip, load_panda_4q
from moodarc.errors import DatasetError
from moodarc.evaluation.analyses import analyse_files
from moodarc.evaluation.report import BenchReport, BenchRow, fingerprint
from moodarc.metrics import spearman
from moodarc.parallel import Executor
from moodarc.protocols import bootstrap_interval

__all__ = ["bench_descriptors"]

_PAIRS: Final = {
    "energy": "energy",
    "danceability": "danceability",
    "acousticness": "acousticness",
    "instrumentalness": "instrumentalness",
    "liveness": "liveness",
    "speechiness": "speechiness",
    "valence": "valence",
    "loudness_lufs": "loudness",
}
_COLUMNS: Final = ("artist", "track", "tempo", "key", "mode")
_FEWEST: Final = 10


def bench_descriptors(clips_folder: Path, table: Path, executor: Executor) -> BenchReport:
    """Rank correlation of descriptors over the titles that both sets have.

    Args:
        clips_folder: in the format of 4Q, with artist and title.
        table: parquet with `artist`, `track` and the service's columns.
        executor: analyses the clips.

    Raises:
        DatasetError: the table cannot be read, or fewer than ten titles meet.
    """
    pairs = list(_matches(load_panda_4q(clips_folder), table))
    if len(pairs) < _FEWEST:
        msg = f"{len(pairs)} titles of {clips_folder} are in {table}; expected {_FEWEST} or more"
        raise DatasetError(msg)
    paths = [clip.path for clip, _ in pairs]
    analyses = analyse_files(paths, executor)
    theirs = [row for _, row in pairs]
    rows = [*_correlations(analyses, theirs), *_agreements(analyses, theirs)]
    return BenchReport("descriptors", fingerprint([*paths, table]), tuple(rows))


def _matches(clips: Sequence[LabelledClip], table: Path) -> Iterator[tuple[LabelledClip, Any]]:
    known = {
        (_plain(row["artist"]), _plain(row["track"])): row
        for row in _read(table)
        if row["energy"] is not None
    }
    for clip in clips:
        row = known.get((_plain(clip.artist), _plain(clip.title)))
        if row is not None:
            yield clip, row


def _read(table: Path) -> list[dict[str, Any]]:
    import pyarrow as pa  # noqa: PLC0415  # of the extra, and heavy
    import pyarrow.parquet as pq  # noqa: PLC0415

    try:
        found = pq.read_table(table)
        rows: list[dict[str, Any]] = found.select([*_COLUMNS, *_PAIRS.values()]).to_pylist()
    except (OSError, KeyError, pa.ArrowInvalid) as error:
        reason = str(error).splitlines()[0]
        msg = f"{table} cannot be used ({reason}); expected parquet with a service's columns"
        raise DatasetError(msg) from error
    return rows


def _plain(name: str | None) -> str:
    without = re.sub(r"\(.*?\)|\[.*?\]| - .*", "", (name or "").casefold())
    return re.sub(r"[\W_]+", "", without)


def _correlations(
    analyses: Sequence[TrackAnalysis], theirs: Sequence[dict[str, float]]
) -> Iterator[BenchRow]:
    yield BenchRow(name="descriptors.titles", value=len(theirs), higher_is_better=None)
    for our_name, their_name in _PAIRS.items():
        ours = np.array([asdict(analysis.descriptors)[our_name] for analysis in analyses])
        values = np.array([row[their_name] for row in theirs], dtype=np.float64)
        rng = np.random.default_rng(0)
        interval = bootstrap_interval(spearman, values, ours, rng=rng)
        yield BenchRow.of(f"descriptors.{our_name}_spearman", interval)


def _agreements(
    analyses: Sequence[TrackAnalysis], theirs: Sequence[dict[str, float]]
) -> Iterator[BenchRow]:
    """Shares with the service's tempo (up to an octave), key, and key with mode."""
    pairs = [
        (analysis.descriptors, row)
        for analysis, row in zip(analyses, theirs, strict=True)
        if row["tempo"] and None not in (row["key"], row["mode"])  # the service's 0 = no beat
    ]
    if not pairs:
        return
    ratio = np.array([d.tempo_bpm / row["tempo"] for d, row in pairs])
    tempo = np.any([abs(ratio / octave - 1) < 0.04 for octave in (0.5, 1, 2)], axis=0)
    key = np.array([d.key == row["key"] for d, row in pairs])
    mode = np.array([d.mode == row["mode"] for d, row in pairs])
    yield BenchRow(name="descriptors.tempo_octave_agreement", value=float(tempo.mean()))
    yield BenchRow(name="descriptors.key_agreement", value=float(key.mean()))
    yield BenchRow(name="descriptors.key_and_mode_agreement", value=float((key & mode).mean()))
