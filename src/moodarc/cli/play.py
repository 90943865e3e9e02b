"""`moodarc play`: music that is led by how you feel while it plays (LE-4)."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from moodarc.cli.ended_by_signal import ended_by_signal
from moodarc.cli.feeling import Mood, ValenceArousal, feeling_from
from moodarc.cli.list_options import (
    AsMeasured,
    History,
    Listened,
    Minutes,
    Model,
    Seed,
    To,
    WhatFor,
    listened,
    named_goal,
)
from moodarc.cli.play_controls import Controls
from moodarc.cli.play_loop import PlayLoop
from moodarc.cli.play_player import Command, Mpd, Speed, WhichPlayer, chosen_player
from moodarc.cli.play_report import account_json, learned_json
from moodarc.cli.play_senses import MoodSeries, series_reading
from moodarc.cli.play_view import JsonView, LiveView, view_for
from moodarc.cli.shell import Shell
from moodarc.cli.show import find_track

if TYPE_CHECKING:
    from moodarc.affect import AffectReading, Goal
    from moodarc.catalog import Track
    from moodarc.library.players import Player
    from moodarc.session import Preference
    from moodarc.session.engine import Engine, Wish
    from moodarc.session.shell import SessionLog
    from moodarc.storage import Store

__all__ = ["play"]

_YOUNG: Final = timedelta(minutes=10)
"""A session that nobody ended is taken up by itself, if something was done in it so lately."""
_TICK_S: Final = 0.1

SenseFile = Annotated[
    Path | None,
    typer.Option(
        "--sense-file",
        metavar="FILE",
        help="Replay a mood: CSV of at_s, valence, arousal and maybe variance, at --speed.",
    ),
]
Resume = Annotated[
    bool | None,
    typer.Option(
        "--resume/--new",
        help="Take up the session that was killed, or begin anew. Without it: the last one, if it "
        "was not ended, is younger than ten minutes, and no goal or seed is given.",
    ),
]


@dataclass(frozen=True)
class _Asked:
    """What the listener asks a new session for.

    Attributes:
        goal: that they named; None = none.
        feeling: that they said.
        minutes: at most.
        seed: words for a favourite.
        resume: whether to take up the last session; None = as it stands.
    """

    goal: "Goal | None"
    feeling: "AffectReading | None"
    minutes: float | None
    seed: str | None
    resume: bool | None


def play(
    shell: Shell,
    mood: Mood = None,
    va: ValenceArousal = None,
    seed: Seed = None,
    goal: WhatFor = None,
    to: To = None,
    minutes: Minutes = None,
    player: WhichPlayer = None,
    mpd: Mpd = None,
    player_command: Command = None,
    speed: Speed = 1.0,
    sense_file: SenseFile = None,
    resume: Resume = None,
    history: History = None,
    model: Model = None,
    as_measured: AsMeasured = False,
) -> None:
    """Play music that follows how you feel, or leads where you want to feel, while you listen.

    It ends when the goal is reached and held, the time is up, or you stop it (q). Skips, likes and
    new feelings change what comes next, also those that other programs store meanwhile: moodarc
    feel, moodarc sense, another client of mpd. With --json each thing that happens is one line.

    For example: `moodarc play --mood sad --goal lift --minutes 30`
    """
    named = named_goal(goal, to)
    _check(minutes)
    feeling = feeling_from(datetime.now(UTC), mood=mood, va=va, terms=None)
    asked = _Asked(named, feeling, minutes, seed, resume)
    series = None if sense_file is None else MoodSeries(sense_file, speed=speed)
    heard = listened(history, model)
    from moodarc.session.shell import SessionLog, known_library, only_session

    settings = shell.settings
    alone = only_session(settings.db, settings.listener, cache_dir=settings.cache_dir)
    with shell.open_store() as store, alone:
        library, _ = known_library(store, as_measured=as_measured, listener=shell.settings.listener)
        listener = shell.settings.listener
        store.listeners.ensure(listener)
        log = SessionLog(store, listener, _engines(store, library, listener, heard))
        with (
            _ready(chosen_player(player, mpd=mpd, command=player_command, speed=speed)) as ready,
            view_for(shell) as view,
            ended_by_signal(),
        ):
            tracks = {track.track_id: track for track in library}
            loop = PlayLoop(log, ready, tracks, tell=view.tell)
            _play(_Session(loop, view, series, listener), asked, store)


@dataclass(frozen=True)
class _Session:
    """A loop, and how it is shown."""

    loop: PlayLoop
    view: JsonView | LiveView
    series: MoodSeries | None
    listener: str


def _play(session: _Session, asked: _Asked, store: "Store") -> None:
    """From the first track to the account at the end."""
    loop, engine = session.loop, session.loop.log.engine
    factors = engine.knowledge.weights.factors()
    resumes = _resumes(loop.log, asked)
    session.view.tell(_beginning(session, factors, resumed=resumes))
    if resumes:
        loop.go_on()
    else:
        loop.close_last()
    at_first = [] if session.series is None else session.series.due(0.0)
    loop.felt(series_reading(row, loop.log.now()) for row in at_first)
    if not resumes:
        _begin(loop, asked, store)
    else:
        _as_asked(loop, asked)
    try:
        _run(session)
    except KeyboardInterrupt:
        loop.stop("the listener stopped")
        raise
    finally:
        if loop.ended:
            engine = loop.log.engine
            session.view.tell(account_json(engine, loop.heard, ended=loop.ended, factors=factors))


def _run(session: _Session) -> None:
    loop, view, series = session.loop, session.view, session.series
    started_s = time.monotonic()
    with Controls(loop) as controls:
        while not loop.ended:
            due = [] if series is None else series.due(time.monotonic() - started_s)
            for row in due:
                loop.felt([series_reading(row, loop.log.now())])
            loop.step()
            if not loop.ended:
                view.show(loop, controls.prompt)
                controls.listen(_TICK_S)


def _begin(loop: PlayLoop, asked: _Asked, store: "Store") -> None:
    """A new session."""
    from moodarc.session import choose_goal
    from moodarc.session.shell import listener_log

    log = loop.log
    seed = None if asked.seed is None else find_track(store, asked.seed)
    favourite = None if seed is None else loop.tracks.get(seed.track_id, seed)
    known = listener_log(store, log.engine.listener, asked.feeling)
    goal, intent = choose_goal(asked.goal, favourite, known, at=log.now())
    if intent is not None and not intent.chosen:
        loop.note(f"{goal.kind.value}, p = {intent.probability:.2f}, because {intent.reason}")
    if asked.feeling is not None:
        loop.felt([asked.feeling])
    number = None if favourite is None else favourite.track_id
    loop.begin(goal, minutes=asked.minutes, seed_track_id=number)


def _as_asked(loop: PlayLoop, asked: _Asked) -> None:
    """What is asked of a session that was taken up."""
    if asked.minutes is not None or asked.seed is not None:
        loop.note("going on as the session began; --minutes and --seed are for a new one (--new)")
    if asked.feeling is not None:
        loop.felt([replace(asked.feeling, state=replace(asked.feeling.state, at=loop.log.now()))])
    if asked.goal is not None and not loop.ended:
        loop.aim(asked.goal)


def _check(minutes: float | None) -> None:
    """Whether a session may be so long.

    Raises:
        GoalError: a limit that cannot be.
    """
    from moodarc.errors import GoalError
    from moodarc.session import MAX_MINUTES

    if minutes is not None and not 0.0 < minutes <= MAX_MINUTES:
        msg = f"--minutes {minutes:g}; expected more than 0 and at most {MAX_MINUTES:g}"
        raise GoalError(msg)


def _resumes(log: "SessionLog", asked: _Asked) -> bool:
    """Whether the last session is taken up.

    Raises:
        SessionError: that is asked for, and there is none.
    """
    from moodarc.errors import SessionError

    now, state = log.now(), log.engine.state
    is_open = state.phase.value == "playing" and (state.until is None or now < state.until)
    if asked.resume and not is_open:
        msg = "there is no session to take up: the last one was ended; leave --resume out"
        raise SessionError(msg)
    if asked.resume is not None:
        return asked.resume
    is_young = log.acted is not None and now - log.acted <= _YOUNG
    return is_open and is_young and asked.goal is None and asked.seed is None


def _beginning(session: _Session, factors: dict[str, float], *, resumed: bool) -> dict[str, Any]:
    weights = session.loop.log.engine.knowledge.weights
    learned = learned_json({}, factors)
    return {
        "event": "session",
        "listener": session.listener,
        "player": session.loop.player.name,
        "resumed": resumed,
        "outcomes": weights.outcomes,
        "factors": {part: moved["after"] for part, moved in learned.items()},
    }


def _engines(
    store: "Store", library: "list[Track]", listener: str, heard: Listened | None
) -> "Callable[[], Engine]":
    """Gives engines over a library that is prepared once, with what was heard elsewhere."""
    from moodarc.session.engine import PreparedLibrary
    from moodarc.session.shell import engines

    def recommend(listened: Listened, wish: "Wish") -> "Preference":
        return listened.preference(library, wish.belief)

    asked = None if heard is None else partial(recommend, heard)
    return engines(store, PreparedLibrary.of(library), listener, recommend=asked)


@contextmanager
def _ready(player: "Player") -> "Iterator[Player]":
    try:
        yield player
    finally:
        player.close()
