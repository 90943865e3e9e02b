"""`moodarc tracks`: list and search the library."""

from collections.abc import Mapping
from dataclasses import replace
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from moodarc.cli.shell import Shell
from moodarc.cli.text import clock, printable
from moodarc.cli.track_json import track_json

if TYPE_CHECKING:
    from moodarc.catalog import Track
    from moodarc.storage import FileState, Store, TrackFilter

__all__ = ["QuadrantName", "tracks"]

_WIDEST = 120
_WIDE = 100
"""Columns from which a terminal has the affect in numbers too."""
_FIGURES = ("length", "bpm", "valence", "arousal")
_WIDE_ONLY = ("valence", "arousal")


class QuadrantName(StrEnum):
    """The labels of `affect.Quadrant`, which is not imported for the help's sake."""

    HAPPY = "happy"
    ANGRY = "angry"
    SAD = "sad"
    PEACEFUL = "peaceful"


def tracks(
    shell: Shell,
    words: Annotated[
        list[str] | None,
        typer.Argument(metavar="WORD", help="In title, artist, album, genre or path."),
    ] = None,
    quadrant: Annotated[
        QuadrantName | None,
        typer.Option("--quadrant", metavar="NAME", help="Only happy, angry, sad or peaceful ones."),
    ] = None,
    missing: Annotated[bool, typer.Option("--missing", help="Those whose file is gone.")] = False,
    failed: Annotated[bool, typer.Option("--failed", help="Skipped files and why.")] = False,
    limit: Annotated[
        int, typer.Option("--limit", metavar="N", min=0, help="Most lines; 0 = all.")
    ] = 50,
) -> None:
    """List the library, or what of it fits."""
    from moodarc.storage import TrackFilter, TrackStatus

    with shell.open_store() as store:
        if failed:
            _list_failures(shell, store, limit or None)
            return
        only = TrackFilter(
            search=" ".join(words or ()),
            quadrant=quadrant,
            status=TrackStatus.MISSING if missing else None,
        )
        rows, total = _listed(store, only, limit=limit or None, listener=shell.settings.listener)
        status = {s.track_id: s.status for s in _states(store, rows)}
    if shell.as_json:
        shell.write_json([track_json(track, status[track.track_id]) for track in rows])
        return
    _print_table(shell, rows, status)
    if total > len(rows):
        shell.notes.print(f"{len(rows)} of {total} tracks; --limit 0 shows all")
    elif not total:
        shell.notes.print("no track fits; `moodarc scan FOLDER` adds music")


def _listed(
    store: "Store", only: "TrackFilter", *, limit: int | None, listener: str
) -> "tuple[list[Track], int]":
    """The tracks of a listing as the listener corrected them, and how many there are in all.

    The database knows no listener's quadrants, so where they corrected something all are looked at.
    """
    from moodarc.session.shell import corrected_listing

    if not store.corrections.standing(listener):
        return list(store.tracks.all(only, limit=limit)), store.tracks.count(only)
    anywhere = replace(only, quadrant=None)
    if only.quadrant is None:
        rows = list(store.tracks.all(anywhere, limit=limit))
        return corrected_listing(store, rows, listener), store.tracks.count(anywhere)
    told = corrected_listing(store, list(store.tracks.all(anywhere)), listener)
    rows = [
        t for t in told if t.analysis is not None and t.analysis.affect.quadrant == only.quadrant
    ]
    return rows[:limit], len(rows)


def _states(store: "Store", rows: list["Track"]) -> list["FileState"]:
    return [
        state
        for start in range(0, len(rows), 500)
        for state in store.tracks.states_of([t.track_id for t in rows[start : start + 500]])
    ]


def _print_table(shell: Shell, rows: list["Track"], status: Mapping[int, str]) -> None:
    from rich.table import Table
    from rich.text import Text

    width = min(shell.console.width, _WIDEST)
    wide = width >= _WIDE or not shell.console.is_terminal
    figures = [name for name in _FIGURES if wide or name not in _WIDE_ONLY]
    table = Table(box=None, pad_edge=False, header_style="bold", width=width)
    table.add_column("", justify="right", no_wrap=True)
    table.add_column("title", ratio=3, no_wrap=True, overflow="ellipsis")
    table.add_column("artist", ratio=2, no_wrap=True, overflow="ellipsis")
    for name in figures:
        table.add_column(name, justify="right", no_wrap=True)
    table.add_column("expresses", no_wrap=True)
    for track in rows:
        words = (Text(printable(word)) for word in (track.title, track.tags.artist or ""))
        values = _figures(track)
        shown = (values.get(name, "") for name in figures)
        expresses = " ".join(filter(None, (_quadrant(track), _mark(track, status[track.track_id]))))
        table.add_row(str(track.track_id), *words, *shown, expresses)
    if rows:
        shell.console.print(table, soft_wrap=False, crop=False)


def _figures(track: "Track") -> dict[str, str]:
    analysis = track.analysis
    if analysis is None:
        return {}
    affect, sound = analysis.affect, analysis.descriptors
    return {
        "length": clock(sound.duration_s),
        "bpm": f"{sound.tempo_bpm:.0f}" if sound.tempo_bpm > 0.0 else "-",
        "valence": f"{affect.valence:+z.2f}",
        "arousal": f"{affect.arousal:+z.2f}",
    }


def _quadrant(track: "Track") -> str:
    if track.analysis is None:
        return "not analysed"
    return track.analysis.affect.quadrant or "between"


def _mark(track: "Track", status: str) -> str:
    spoken = track.analysis is not None and track.analysis.speech_probability > 0.5
    marks = [word for word in (status.replace("present", ""), "speech" * spoken) if word]
    return f"({', '.join(marks)})" if marks else ""


def _list_failures(shell: Shell, store: "Store", limit: int | None) -> None:
    from itertools import islice

    found = list(islice(store.failures.below(), limit))
    if shell.as_json:
        shell.write_json([{"path": str(f.path), "reason": f.reason} for f in found])
        return
    for failure in found:
        shell.console.print(f"{printable(failure.path)}: {failure.reason}", markup=False)
    if not found:
        shell.notes.print("no file was skipped")
