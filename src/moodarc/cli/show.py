"""`moodarc show`: one track in full, with its emotion curve."""

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from moodarc.cli.curves import curve_lines
from moodarc.cli.parts import certainty_json, certainty_line, part_lines, parts_json
from moodarc.cli.shell import Shell
from moodarc.cli.text import clock, printable
from moodarc.cli.track_json import track_json

if TYPE_CHECKING:
    from collections.abc import Iterator

    from moodarc.affect import TrackAffect
    from moodarc.catalog import Descriptors, Tags, Track
    from moodarc.storage import Store

__all__ = ["find_track", "show"]

_WIDEST = 100
_MOST_NAMED = 5
_LABELS = {"valence": "valence (0 to 1)"}
"""So that the descriptor is not taken for the perceived valence in [-1, 1] above it."""


def show(
    shell: Shell,
    track: Annotated[
        str, typer.Argument(metavar="TRACK", help="Its number, its path, or words of its title.")
    ],
    windows: Annotated[
        bool, typer.Option("--windows", help="The descriptors of each 3 s, from the file.")
    ] = False,
) -> None:
    """Show a track: what it expresses, from what that is known, its sound, its emotion curve."""
    with shell.open_store() as store:
        found = find_track(store, track)
        status = store.tracks.states_of([found.track_id])[0].status
        found, within = _within_library(store, found, shell.settings.listener)
    by_window = _windows(found) if windows else []
    if shell.as_json:
        shell.write_json(_full_json(found, status, within) | _windows_json(by_window))
        return
    width = min(shell.console.width, _WIDEST)
    for line in _lines(found, status, within, width=width, draws=shell.draws):
        shell.console.print(line, markup=False)
    for line in _window_lines(by_window):
        shell.console.print(line, markup=False)


def _within_library(
    store: "Store", track: "Track", listener: str
) -> "tuple[Track, TrackAffect | None]":
    """The track with all its parts, and its affect on its library's own scale.

    Both are as the listener's playlists see them, corrections and all; a second copy of the track
    tells nothing of it.
    """
    from moodarc.music.metadata import MetadataPrior
    from moodarc.session import relative_to_library, with_all_parts, with_corrections
    from moodarc.session.shell import corrections_of

    if track.analysis is None:
        return track, None
    others = [t for t in store.tracks.playable() if t.content_hash != track.content_hash]
    measured = with_all_parts([track, *others], MetadataPrior.shipped())
    rescaled, _ = relative_to_library(measured)
    said = corrections_of(store, listener, measured)
    named = {correction.track_id for correction in said} | {track.track_id}
    whole, within = (
        with_corrections([one for one in tracks if one.track_id in named], said)[0]
        for tracks in (measured, rescaled)
    )
    return whole, None if within.analysis is None else within.analysis.affect


def _windows(track: "Track") -> "list[Descriptors]":
    from moodarc.music import load_analyser

    return load_analyser().windows(track.path)


def find_track(store: "Store", wanted: str) -> "Track":
    """The one track that is meant by a number, a path or words.

    Raises:
        UnknownTrackError: none is, or several are; the message names them.
    """
    from moodarc.errors import UnknownTrackError
    from moodarc.storage import TrackFilter

    if not wanted.strip():
        msg = "no track is named; give its number, its path or words of its title"
        raise UnknownTrackError(msg)
    at_path = store.tracks.with_path(Path(wanted).expanduser().absolute())
    if at_path is not None:
        return at_path
    if wanted.isdecimal() and len(wanted) < 19 and store.tracks.states_of([int(wanted)]):
        return store.tracks.get(int(wanted))
    found = list(store.tracks.all(TrackFilter(search=wanted), limit=1000))
    exact = [track for track in found if track.title.casefold() == wanted.casefold()]
    if len(exact or found) == 1:
        return (exact or found)[0]
    if not found:
        msg = f"no track has the number, path or words {wanted!r}; `moodarc tracks` lists them"
        raise UnknownTrackError(msg)
    named = "; ".join(f"{t.track_id} {t.title}" for t in found[:_MOST_NAMED])
    msg = f"{len(found)} tracks fit {wanted!r}: {named} ...; give one's number"
    raise UnknownTrackError(msg)


def _windows_json(windows: "list[Descriptors]") -> dict[str, Any]:
    return {"windows": [asdict(window) for window in windows]} if windows else {}


def _window_lines(windows: "list[Descriptors]") -> "Iterator[str]":
    from moodarc.music import SEGMENT_S

    if windows:
        yield ""
        yield " time   bpm   LUFS  energy  dance  acoustic  instr.  speech   live  valence"
    for number, sound in enumerate(windows):
        yield (
            f"{clock(number * SEGMENT_S):>5}  {sound.tempo_bpm:4.0f}  {sound.loudness_lufs:5.1f}"
            f"  {sound.energy:6.2f}  {sound.danceability:5.2f}  {sound.acousticness:8.2f}"
            f"  {sound.instrumentalness:6.2f}  {sound.speechiness:6.2f}  {sound.liveness:5.2f}"
            f"  {sound.valence:7.2f}"
        )


def _full_json(track: "Track", status: str, within: "TrackAffect | None") -> dict[str, Any]:
    analysis = track.analysis
    full = track_json(track, status) | {"tags": asdict(track.tags)}
    full["affect_in_library"] = (
        None if within is None else {"valence": within.valence, "arousal": within.arousal}
    )
    if analysis is None:
        return full | {
            "analyser": None,
            "parts": [],
            "certainty": None,
            "descriptors": None,
            "curve": None,
        }
    curve = analysis.curve
    return full | {
        "parts": parts_json(track.parts),
        "certainty": certainty_json(analysis.affect),
        "analyser": analysis.analyser,
        "descriptors": asdict(analysis.descriptors),
        "curve": {
            "window_s": curve.window_s,
            "start_s": curve.start_s.tolist(),
            "valence": curve.values[:, 0].tolist(),
            "arousal": curve.values[:, 1].tolist(),
            "valence_variance": curve.variance[:, 0].tolist(),
            "arousal_variance": curve.variance[:, 1].tolist(),
        },
    }


def _lines(
    track: "Track", status: str, within: "TrackAffect | None", *, width: int, draws: bool
) -> "Iterator[str]":
    title, artist = printable(track.title), printable(track.tags.artist or "")
    yield f"{title} - {artist}" if artist else title
    mark = "" if status == "present" else f"  [{status}]"
    yield f"  {track.track_id}  {printable(track.path)}{mark}"
    yield from _tag_lines(track.tags)
    analysis = track.analysis
    if analysis is None:
        yield "  not analysed; `moodarc scan` does it"
        return
    if analysis.speech_probability > 0.5:
        yield f"  speech ({analysis.speech_probability:.0%}): kept out of playlists"
    yield ""
    yield from _affect_lines(analysis.affect)
    if within is not None:
        yield (
            f"in your library it is {within.quadrant or 'neutral'}, "
            f"{within.valence:+z.2f} {within.arousal:+z.2f}: playlists go by this"
        )
    yield from part_lines(track.parts)
    yield ""
    yield from _descriptor_lines(analysis.descriptors, bar="█" if draws else "#")
    yield ""
    duration_s = analysis.descriptors.duration_s
    yield from curve_lines(analysis.curve, duration_s, width, draws=draws)


def _tag_lines(tags: "Tags") -> "Iterator[str]":
    words = [
        tags.album,
        None if tags.year is None else str(tags.year),
        tags.genre,
        ", ".join(tags.moods) or None,
        None if tags.replaygain_track_db is None else f"gain {tags.replaygain_track_db:+z.2f} dB",
    ]
    if any(words):
        yield "  " + ", ".join(printable(word) for word in words if word)


def _affect_lines(affect: "TrackAffect") -> "Iterator[str]":
    shares = sorted(affect.emotion_vector._asdict().items(), key=lambda item: -item[1])
    yield "expresses  " + ", ".join(f"{name} {share:.0%}" for name, share in shares)
    for name, value, variance in (
        ("valence", affect.valence, affect.variance.valence),
        ("arousal", affect.arousal, affect.variance.arousal),
    ):
        yield f"{name:<9}  {value:+z.2f} +-{variance**0.5:.2f}"
    yield f"certainty  {certainty_line(affect)}"


def _descriptor_lines(sound: "Descriptors", *, bar: str) -> "Iterator[str]":
    from moodarc.catalog import PITCH_CLASSES

    tonic = PITCH_CLASSES[sound.key] if sound.key >= 0 else "no key"
    mode = {1: " major", 0: " minor"}.get(sound.mode, "")
    beat = f"{sound.tempo_bpm:.0f} bpm" if sound.tempo_bpm > 0 else "no beat"
    metre = f", {sound.time_signature}/4" if sound.time_signature else ""
    yield f"{clock(sound.duration_s)}, {beat}{metre}, {tonic}{mode}, {sound.loudness_lufs:.1f} LUFS"
    for name in (
        *("energy", "valence", "danceability", "beat_strength"),
        *("acousticness", "instrumentalness", "speechiness", "liveness"),
    ):
        value = getattr(sound, name)
        label = _LABELS.get(name, name.replace("_", " "))
        yield f"  {label:<17}{value:4.2f}  {bar * round(value * 20)}".rstrip()
