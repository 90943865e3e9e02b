"""`moodarc playlist`: from a feeling to an ordered, explained list."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from moodarc.cli.feeling import Mood, Terms, ValenceArousal, feeling_from, state_json
from moodarc.cli.intent import intent_json, intent_lines
from moodarc.cli.list_options import (
    AsMeasured,
    History,
    Minutes,
    Model,
    Seed,
    To,
    WhatFor,
    listened,
    named_goal,
    tell_preference,
)
from moodarc.cli.playlist_view import Extras, duration_s, playlist_view
from moodarc.cli.shell import Shell
from moodarc.cli.show import find_track
from moodarc.cli.text import printable
from moodarc.cli.track_json import affect_json
from moodarc.cli.why import why

if TYPE_CHECKING:
    from moodarc.catalog import Decision, Offer, Track

__all__ = ["playlist"]

Number = Annotated[
    int | None, typer.Option("--n", metavar="N", help="This many tracks; 12 without --minutes.")
]
Output = Annotated[
    Path | None,
    typer.Option("-o", "--output", metavar="FILE", help="Write .m3u8, .xspf or .jspf."),
]
Relative = Annotated[
    bool, typer.Option("--relative", help="Name tracks in FILE as seen from its folder.")
]

Explain = Annotated[
    bool, typer.Option("--explain", "-v", help="All parts of each score, and their sum.")
]

Curve = Annotated[
    bool, typer.Option("--curve", help="Draw the emotion curve of the list over its playing time.")
]


@dataclass(frozen=True)
class _Shown:
    """A decision with its tracks, in playing order."""

    decision: "Decision"
    tracks: "tuple[Track, ...]"


def playlist(
    shell: Shell,
    mood: Mood = None,
    va: ValenceArousal = None,
    terms: Terms = None,
    seed: Seed = None,
    goal: WhatFor = None,
    to: To = None,
    history: History = None,
    model: Model = None,
    minutes: Minutes = None,
    n: Number = None,
    output: Output = None,
    relative: Relative = False,
    as_measured: AsMeasured = False,
    explain: Explain = False,
    curve: Curve = False,
) -> None:
    """Make a playlist that fits how you feel, or leads where you want to feel.

    Without a feeling it starts from the last one stored (`moodarc feel`).

    For example: `moodarc playlist --mood sad --goal lift --minutes 30 -o lift.m3u8`
    """
    from moodarc.library.playlists import check_place
    from moodarc.session import PlaylistRequest, choose_goal, plan_playlist
    from moodarc.session.shell import believed_now, known_library, listener_log, with_offer

    if output is not None:
        check_place(output)
    at, named = datetime.now(UTC), named_goal(goal, to)
    reading = feeling_from(at, mood=mood, va=va, terms=terms)
    with shell.open_store() as store:
        library, scale = known_library(
            store, as_measured=as_measured, listener=shell.settings.listener
        )
        by_id = {track.track_id: track for track in library}
        favourite = None if seed is None else find_track(store, seed)
        favourite = by_id.get(favourite.track_id, favourite) if favourite else None
        listener = shell.settings.listener
        log = listener_log(store, listener, reading)
        belief = believed_now(log, reading, favourite, at=at)
        wanted, intent = choose_goal(named, favourite, log, at=at)
        heard = listened(history, model)
        preference = None if heard is None else heard.preference(library, belief)
        if preference is not None:
            tell_preference(shell, preference, len(library))
        request = PlaylistRequest(
            belief=belief,
            goal=wanted,
            minutes=minutes,
            n=n,
            seed=favourite,
            preference=preference,
            listener=listener,
        )
        decision = plan_playlist(request, library, at=at)
        models = {**decision.models, "affect_scale": scale}
        decision = with_offer(replace(decision, models=models, intent=intent), log)
        shown = _Shown(decision, tuple(by_id[offer.track_id] for offer in decision.offers))
        if output is not None:
            _write(shown, output, relative=relative)
        store.listeners.ensure(listener)
        store.decisions.add(decision)
    _answer(shell, shown, output, wanted=Extras(sums=explain, curve=curve))


def _write(shown: _Shown, output: Path, *, relative: bool) -> None:
    from moodarc.library.playlists import Playlist, entry_of, write_playlist

    decision = shown.decision
    entries = tuple(
        entry_of(track, why(offer))
        for track, offer in zip(shown.tracks, decision.offers, strict=True)
    )
    whole = Playlist(entries=entries, title=_title(decision), note=decision.reach, at=decision.at)
    write_playlist(output, whole, relative=relative)


def _title(decision: "Decision") -> str:
    return f"moodarc {decision.goal.kind.value} {decision.at:%Y-%m-%d %H:%M}"


def _answer(shell: Shell, shown: _Shown, output: Path | None, *, wanted: Extras) -> None:
    from moodarc.listener import NO_READING

    if shown.decision.belief.source == NO_READING:
        shell.notes.print(
            "No feeling given or stored: starting from how people feel on average "
            "(see moodarc feel)."
        )
    if shell.as_json:
        shell.write_json(_json(shown))
        return
    width, draws = shell.console.width, shell.draws
    for part in playlist_view(shown.decision, shown.tracks, width, draws=draws, wanted=wanted):
        shell.console.print(part, soft_wrap=False)
    for line in intent_lines(shown.decision):
        shell.console.print(f"\n{line}", markup=False, soft_wrap=False)
    if output is not None:
        shell.console.print(f"Written to {printable(output)}.", markup=False)


def _json(shown: _Shown) -> dict[str, Any]:
    decision = shown.decision
    target = decision.goal.target
    return {
        "goal": {
            "kind": decision.goal.kind.value,
            "target": None if target is None else {"valence": target[0], "arousal": target[1]},
            "reach": decision.reach,
        },
        "belief": {**state_json(decision.belief.state), "source": decision.belief.source},
        **intent_json(decision),
        "tracks": [
            _track_json(track, offer)
            for track, offer in zip(shown.tracks, decision.offers, strict=True)
        ],
    }


def _track_json(track: "Track", offer: "Offer") -> dict[str, Any]:
    return {
        "path": str(track.path),
        "title": track.title,
        "artist": track.tags.artist,
        "duration_s": duration_s(track),
        "affect": None if track.analysis is None else affect_json(track.analysis),
        "score": offer.score,
        "reasons": [
            {"name": reason.name, "value": reason.value, "text": reason.text}
            for reason in offer.reasons
        ],
    }
