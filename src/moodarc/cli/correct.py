"""`moodarc correct`: tell that a track expresses something else than was estimated."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from moodarc.cli.shell import Shell
from moodarc.cli.show import find_track
from moodarc.cli.text import printable
from moodarc.cli.track_json import affect_json
from moodarc.cli.tracks import QuadrantName

if TYPE_CHECKING:
    from moodarc.catalog import Correction, CorrectionKind, Track
    from moodarc.session.shell import Change

__all__ = ["correct"]


def correct(
    shell: Shell,
    track: Annotated[
        str, typer.Argument(metavar="TRACK", help="Its number, its path, or words of its title.")
    ],
    it_is: Annotated[
        QuadrantName | None,
        typer.Option("--is", metavar="NAME", help="It is happy, angry, sad or peaceful."),
    ] = None,
    it_is_not: Annotated[
        QuadrantName | None,
        typer.Option("--not", metavar="NAME", help="It is not; what else, you need not know."),
    ] = None,
    at: Annotated[
        tuple[float, float] | None,
        typer.Option("--at", metavar="V A", help="It lies at this point of the plane."),
    ] = None,
    undo: Annotated[bool, typer.Option("--undo", help="Take back what you said of it.")] = False,
) -> None:
    """Correct what a track expresses; tracks that sound like it move a little, too.

    It counts for your lists only, and goes with `moodarc erase`. Of what you say of one track the
    newest counts.

    For example: `moodarc correct "Blue in Green" --not happy`
    """
    from moodarc.catalog import Correction
    from moodarc.session.shell import keep_correction

    kind, value = _said(it_is, it_is_not, at, undo=undo)
    with shell.open_store() as store:
        found = find_track(store, track)
        said = Correction(
            listener=shell.settings.listener,
            at=datetime.now(UTC),
            track_id=found.track_id,
            kind=kind,
            value=value,
        )
        change = keep_correction(store, said)
    if shell.as_json:
        shell.write_json(_json(said, found, change))
    else:
        shell.console.print(_line(said, found, change), markup=False, soft_wrap=True)


def _said(
    it_is: QuadrantName | None,
    it_is_not: QuadrantName | None,
    at: tuple[float, float] | None,
    *,
    undo: bool,
) -> "tuple[CorrectionKind, Any]":
    """The one thing that was said.

    Raises:
        InputError: nothing was, or more than one thing.
    """
    from moodarc.affect import Quadrant
    from moodarc.catalog import CorrectionKind
    from moodarc.errors import InputError

    given: list[tuple[CorrectionKind, Any]] = []
    if it_is is not None:
        given.append((CorrectionKind.IS, Quadrant(it_is)))
    if it_is_not is not None:
        given.append((CorrectionKind.NOT, Quadrant(it_is_not)))
    if at is not None:
        given.append((CorrectionKind.AT, at))
    if undo:
        given.append((CorrectionKind.UNDO, None))
    if len(given) != 1:
        msg = f"{len(given)} corrections; give one of --is NAME, --not NAME, --at V A and --undo"
        raise InputError(msg)
    return given[0]


def _json(said: "Correction", track: "Track", change: "Change") -> dict[str, Any]:
    """The answer; `before` and `after` are null where no playlist uses the track."""
    from moodarc.session import MOVED

    return {
        "listener": said.listener,
        "track_id": track.track_id,
        "title": track.title,
        "kind": said.kind.value,
        "value": said.value,
        "at": said.at.isoformat(),
        "before": _place_json(change.before),
        "after": _place_json(change.after),
        "others_moved": change.others_moved,
        "moved_means": MOVED,
    }


def _place_json(track: "Track | None") -> dict[str, Any] | None:
    return None if track is None or track.analysis is None else affect_json(track.analysis)


def _line(said: "Correction", track: "Track", change: "Change") -> str:
    from moodarc.catalog import CorrectionKind
    from moodarc.session import MOVED

    name = printable(track.title)
    heard = "taken back" if said.kind is CorrectionKind.UNDO else f"kept that {said.words}"
    if change.before is None or change.after is None:
        return f"{name}: {heard}; it is not among what playlists use"
    n = change.others_moved
    others = f"{n} other track{' moves' if n == 1 else 's move'} by {MOVED:g} or more"
    return f"{name}: {heard}; {_place(change.before)} -> {_place(change.after)}; {others}"


def _place(track: "Track") -> str:
    if track.analysis is None:
        return "not analysed"
    affect = track.analysis.affect
    return f"{affect.quadrant or 'neutral'} {affect.valence:+z.2f} {affect.arousal:+z.2f}"
