"""`moodarc show`: one track in full, with its emotion curve."""

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from moodarc.cli.shell import Shell
from moodarc.cli.text import clock, printable
from moodarc.cli.track_json import track_json

if TYPE_CHECKING:
    from collections.abc import Iterator

    from moodarc.affect import AffectCurve, TrackAffect
    from moodarc.catalog import Descriptors, Tags, Track
    from moodarc.storage import Store

__all__ = ["find_track", "show"]

_WIDEST = 100
_MOST_NAMED = 5
_LABELS = {"valence": "valence (0 to 1)"}
"""So that the descriptor is not taken for the perceived valence in [-1, 1] above it."""
_LANES = (("valence", "bad below, good above"), ("arousal", "still below, lively above"))


def show(
    shell: Shell,
    track: Annotated[
        str, typer.Argument(metavar="TRACK", help="Its number, its path, or words of its title.")
    ],
) -> None:
    """Show a track: what it expresses, its sound and its emotion curve."""
    with shell.open_store() as store:
        found = find_track(store, track)
        status = store.tracks.states_of([found.track_id])[0].status
    if shell.as_json:
        shell.write_json(_full_json(found, status))
        return
    width = min(shell.console.width, _WIDEST)
    for line in _lines(found, status, width, draws=shell.draws):
        shell.console.print(line, markup=False)


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


def _full_json(track: "Track", status: str) -> dict[str, Any]:
    analysis = track.analysis
    full = track_json(track, status) | {"tags": asdict(track.tags)}
    if analysis is None:
        return full | {"analyser": None, "descriptors": None, "curve": None}
    curve = analysis.curve
    return full | {
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


def _lines(track: "Track", status: str, width: int, *, draws: bool) -> "Iterator[str]":
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
    yield ""
    yield from _descriptor_lines(analysis.descriptors, bar="█" if draws else "#")
    yield ""
    duration_s = analysis.descriptors.duration_s
    yield from _curve_lines(analysis.curve, duration_s, width, draws=draws)


def _tag_lines(tags: "Tags") -> "Iterator[str]":
    words = [
        tags.album,
        None if tags.year is None else str(tags.year),
        tags.genre,
        ", ".join(tags.moods) or None,
        None if tags.replaygain_track_db is None else f"gain {tags.replaygain_track_db:+.2f} dB",
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
        yield f"{name:<9}  {value:+.2f} +-{variance**0.5:.2f}"


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


def _curve_lines(
    curve: "AffectCurve", duration_s: float, width: int, *, draws: bool
) -> "Iterator[str]":
    if not len(curve.start_s):
        yield "no emotion curve: the track is shorter than a window"
        return
    from moodarc.cli.plot import axis_limit, lane, time_axis

    columns, limit = max(20, width - 8), axis_limit(curve.values)
    middle = curve.start_s + curve.window_s / 2
    for (name, meaning), values in zip(_LANES, curve.values.T, strict=False):
        yield f"{name} over time ({meaning})"
        yield from lane(middle, values, width=columns, limit=limit, draws=draws)
    yield time_axis(duration_s, width=columns)
