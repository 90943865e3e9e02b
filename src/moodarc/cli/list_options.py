"""What a list and a session are asked for alike: a goal, a favourite, what was heard."""

from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from moodarc.errors import GoalError, InputError

if TYPE_CHECKING:
    from moodarc.affect import AffectBelief, Goal
    from moodarc.catalog import Track
    from moodarc.cli.shell import Shell
    from moodarc.session import Preference

__all__ = [
    "AsMeasured",
    "GoalName",
    "History",
    "Listened",
    "Minutes",
    "Model",
    "Seed",
    "To",
    "WhatFor",
    "listened",
    "named_goal",
    "tell_preference",
]


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
AsMeasured = Annotated[
    bool,
    typer.Option(
        "--as-measured", help="Take what tracks express as measured, not within your library."
    ),
]


def named_goal(name: GoalName | None, to: tuple[float, float] | None) -> "Goal | None":
    """The goal that was named, if one was."""
    from moodarc.affect import Goal, GoalKind

    if to is None:
        return None if name is None else Goal(GoalKind(name))
    if name is not None:
        msg = f"--goal {name} and --to lead two ways; give one of them"
        raise GoalError(msg)
    if not all(abs(value) <= 1.0 for value in to):
        msg = f"--to {to[0]:g} {to[1]:g}; expected valence and arousal in [-1, 1]"
        raise GoalError(msg)
    return Goal(GoalKind.POINT, to)


class Listened:
    """What was heard, and a recommender that tells what is liked of it.

    Args:
        history: a file of songs.
        model: folder of the recommender.
    """

    def __init__(self, history: Path, model: Path) -> None:
        from moodarc.library.history_file import read_history
        from moodarc.recommend import load_trained
        from moodarc.session import song_names

        self._model = load_trained(model)
        self._heard = [
            song_names(
                artist=song.artist, title=song.title, recording=song.recording, item=song.item
            )
            for song in read_history(history)
        ]

    def preference(self, tracks: "Sequence[Track]", belief: "AffectBelief") -> "Preference":
        """What the recommender expects of some tracks, for a listener who feels so."""
        from moodarc.listener import NO_READING
        from moodarc.session import prefer

        known = None if belief.source == NO_READING else belief
        return prefer(self._model, self._heard, tracks, belief=known)


def listened(history: Path | None, model: Path | None) -> Listened | None:
    """What was heard; None where nothing is given.

    Raises:
        InputError: one of both is missing.
    """
    if history is None and model is None:
        return None
    if history is None or model is None:
        msg = "--history and --model go together: what you heard, and who tells what you like of it"
        raise InputError(msg)
    return Listened(history, model)


def tell_preference(shell: "Shell", found: "Preference", n_tracks: int) -> None:
    """How much of what was heard, and of the library, the recommender knows."""
    shell.notes.print(
        f"{found.model} knows {found.heard} of the {found.of_heard} songs you heard and "
        f"{len(found.known)} of your {n_tracks} tracks.",
        markup=False,
    )
