"""`moodarc playlist`: from a feeling to an ordered, explained list."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from moodarc.cli.feeling import Mood, Terms, ValenceArousal, feeling_from, state_json
from moodarc.cli.intent import intent_json, intent_lines, listener_log, with_offer
from moodarc.cli.playlist_view import Extras, duration_s, playlist_view
from moodarc.cli.shell import Shell
from moodarc.cli.show import find_track
from moodarc.cli.text import printable
from moodarc.cli.track_json import affect_json
from moodarc.cli.why import why
from moodarc.errors import GoalError, InputError

if TYPE_CHECKING:
    from moodarc.affect import AffectBelief, AffectReading, Goal, TrackAffect
    from moodarc.catalog import Decision, Offer, Track
    from moodarc.session import ListenerLog, Preference
    from moodarc.storage import Store

__all__ = ["GoalName", "playlist"]

_FADED = 0.75
"""Share of the variance of knowing nothing from which a belief tells less than a seed does."""


class GoalName(StrEnum):
    """The kinds of `affect.GoalKind` that have a name here; a point is given by --to."""

    MATCH = "match"
    FOLLOW = "follow"
    LIFT = "lift"
    CALM = "calm"
    ENERGISE = "energise"


WhatFor = Annotated[
    GoalName | None,
    typer.Option(
        "--goal",
        metavar="GOAL",
        help="match the feeling, follow where it drifts by itself, or lift, calm or energise it. "
        "Without it: match, or what --seed seems to ask for.",
    ),
]
To = Annotated[
    tuple[float, float] | None,
    typer.Option("--to", metavar="V A", help="Lead to this point of the plane instead."),
]
Minutes = Annotated[
    float | None, typer.Option("--minutes", metavar="N", help="Last at most this long.")
]
Number = Annotated[
    int | None, typer.Option("--n", metavar="N", help="This many tracks; 12 without --minutes.")
]
Seed = Annotated[
    str | None,
    typer.Option(
        "--seed",
        metavar="TRACK",
        help="A favourite: its number, path or title. Taste, and the mood if none is known; beside "
        "one it tells whether to stay with the mood or to lead away from it.",
    ),
]
History = Annotated[
    Path | None,
    typer.Option(
        "--history",
        metavar="FILE",
        help="What you heard, oldest first: a playlist, or a table with artist and title. "
        "With --model it tells what you like.",
    ),
]
Model = Annotated[
    Path | None,
    typer.Option("--model", metavar="DIR", help="A recommender that moodarc train wrote."),
]
Output = Annotated[
    Path | None,
    typer.Option("-o", "--output", metavar="FILE", help="Write .m3u8, .xspf or .jspf."),
]
Relative = Annotated[
    bool, typer.Option("--relative", help="Name tracks in FILE as seen from its folder.")
]

AsMeasured = Annotated[
    bool,
    typer.Option(
        "--as-measured", help="Take what tracks express as measured, not within your library."
    ),
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

    if output is not None:
        check_place(output)
    at, named = datetime.now(UTC), _goal(goal, to)
    reading = feeling_from(at, mood=mood, va=va, terms=terms)
    with shell.open_store() as store:
        library, scale = _library(store, as_measured=as_measured)
        by_id = {track.track_id: track for track in library}
        favourite = None if seed is None else find_track(store, seed)
        favourite = by_id.get(favourite.track_id, favourite) if favourite else None
        listener = shell.settings.listener
        log = listener_log(store, listener, reading)
        belief = _belief(log, reading, favourite, at=at)
        wanted, intent = choose_goal(named, favourite, log, at=at)
        request = PlaylistRequest(
            belief=belief,
            goal=wanted,
            minutes=minutes,
            n=n,
            seed=favourite,
            preference=_preference(shell, history, model, tracks=library, belief=belief),
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


def _library(store: "Store", *, as_measured: bool) -> tuple[list["Track"], str]:
    """What can be played, with its affect as it stands in this library, and on which scale."""
    from moodarc.music.metadata import MetadataPrior
    from moodarc.session import relative_to_library, with_all_parts

    tracks = with_all_parts(store.tracks.playable(), MetadataPrior.shipped())
    if as_measured:
        return tracks, "as measured"
    rescaled, scale = relative_to_library(tracks)
    return rescaled, str(scale)


def _goal(name: GoalName | None, to: tuple[float, float] | None) -> "Goal | None":
    """The goal that was named, if one was."""
    from moodarc.affect import Goal, GoalKind

    if to is None:
        return None if name is None else Goal(GoalKind(name))
    if name is not None:
        msg = f"--goal {name} and --to lead two ways; give one of them"
        raise GoalError(msg)
    return Goal(GoalKind.POINT, to)


def _preference(
    shell: Shell,
    history: Path | None,
    model: Path | None,
    *,
    tracks: "Sequence[Track]",
    belief: "AffectBelief",
) -> "Preference | None":
    """What a recommender expects of the library after what was heard."""
    from moodarc.library.history_file import read_history
    from moodarc.listener import NO_READING
    from moodarc.recommend import load_trained
    from moodarc.session import prefer, song_names

    if history is None and model is None:
        return None
    if history is None or model is None:
        msg = "--history and --model go together: what you heard, and who tells what you like of it"
        raise InputError(msg)
    heard = [
        song_names(artist=song.artist, title=song.title, recording=song.recording, item=song.item)
        for song in read_history(history)
    ]
    known = None if belief.source == NO_READING else belief
    found = prefer(load_trained(model), heard, tracks, belief=known)
    shell.notes.print(
        f"{found.model} knows {found.heard} of the {found.of_heard} songs you heard and "
        f"{len(found.known)} of your {len(tracks)} tracks.",
        markup=False,
    )
    return found


def _belief(
    log: "ListenerLog", now: "AffectReading | None", seed: "Track | None", *, at: datetime
) -> "AffectBelief":
    """What was said now, else what the last readings say, else the seed's own emotion."""
    from moodarc.listener import as_said, believe_log

    if now is not None:
        return as_said(now)
    belief, nothing = believe_log(log.readings, at), believe_log([], at)
    if seed is None or seed.analysis is None:
        return belief
    pairs = zip(belief.state.variance[:2], nothing.state.variance[:2], strict=True)
    knows = any(kept < _FADED * unknown for kept, unknown in pairs)
    return belief if knows else _seed_belief(seed, seed.analysis.affect, at)


def _seed_belief(seed: "Track", affect: "TrackAffect", at: datetime) -> "AffectBelief":
    from moodarc.affect import AffectBelief, AffectState

    state = AffectState(
        valence=affect.valence, arousal=affect.arousal, variance=affect.variance, at=at
    )
    return AffectBelief(state=state, source=f'the mood of "{printable(seed.title)}"')


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
