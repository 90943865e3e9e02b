"""`moodarc correct`: tell that a track expresses something else than was estimated."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from moodarc.cli.shell import Shell
from moodarc.cli.show import find_track
from moodarc.cli.text import printable
from moodarc.cli.tracks import QuadrantName

if TYPE_CHECKING:
    from moodarc.affect import TrackAffect
    from moodarc.catalog import Correction, CorrectionKind, Track
    from moodarc.storage import Store

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

    kind, value = _said(it_is, it_is_not, at, undo=undo)
    listener = shell.settings.listener
    with shell.open_store() as store:
        found = find_track(store, track)
        if undo:
            _check_standing(store, listener, found)
        said = Correction(
            listener=listener,
            at=datetime.now(UTC),
            track_id=found.track_id,
            kind=kind,
            value=value,
        )
        before = _library(store, listener)
        store.listeners.ensure(listener)
        store.corrections.add(said)
        after = _library(store, listener)
    told = _answer(said, found, before, after)
    if shell.as_json:
        shell.write_json(told)
    else:
        shell.console.print(_line(said, found, told), markup=False, soft_wrap=True)


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


def _check_standing(store: "Store", listener: str, track: "Track") -> None:
    from moodarc.errors import InputError

    if track.track_id not in {said.track_id for said in store.corrections.standing(listener)}:
        msg = f"{listener} has said nothing of {track.title!r} that stands; there is no undoing it"
        raise InputError(msg)


def _library(store: "Store", listener: str) -> "list[Track]":
    from moodarc.session.shell import known_library

    return known_library(store, listener=listener)[0]


def _answer(
    said: "Correction", track: "Track", before: "list[Track]", after: "list[Track]"
) -> dict[str, Any]:
    """The answer as JSON; `before` and `after` are null where the track is not played."""
    from moodarc.session import MOVED, n_moved

    same = {one.track_id for one in after if one.content_hash == track.content_hash}
    return {
        "listener": said.listener,
        "track_id": track.track_id,
        "title": track.title,
        "kind": said.kind.value,
        "value": said.value,
        "at": said.at.isoformat(),
        "before": _place(before, same),
        "after": _place(after, same),
        "others_moved": n_moved(before, after, but=next(iter(same), track.track_id)),
        "moved_means": MOVED,
    }


def _place(tracks: "list[Track]", wanted: set[int]) -> dict[str, Any] | None:
    found = [track.analysis for track in tracks if track.track_id in wanted]
    return None if not found or found[0] is None else _affect_json(found[0].affect)


def _affect_json(affect: "TrackAffect") -> dict[str, Any]:
    return {
        "valence": affect.valence,
        "arousal": affect.arousal,
        "variance": {"valence": affect.variance.valence, "arousal": affect.variance.arousal},
        "quadrant": affect.quadrant,
    }


def _line(said: "Correction", track: "Track", told: dict[str, Any]) -> str:
    from moodarc.catalog import CorrectionKind

    name = printable(track.title)
    heard = "taken back" if said.kind is CorrectionKind.UNDO else f"kept that {said.words}"
    if told["after"] is None:
        return f"{name}: {heard}; it is not among what playlists use"
    n = told["others_moved"]
    others = f"{n} other track{' moves' if n == 1 else 's move'} by {told['moved_means']:g} or more"
    return f"{name}: {heard}; {_point(told['before'])} -> {_point(told['after'])}; {others}"


def _point(place: dict[str, Any]) -> str:
    return f"{place['quadrant'] or 'neutral'} {place['valence']:+z.2f} {place['arousal']:+z.2f}"
