"""Which player `moodarc play` drives, by its options."""

import os
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from moodarc.cli.extras import need
from moodarc.errors import InputError, MissingExtraError, PlayerError

if TYPE_CHECKING:
    from moodarc.library.players import Player

__all__ = ["Command", "Mpd", "PlayerName", "Speed", "WhichPlayer", "chosen_player"]


class PlayerName(StrEnum):
    """What can play."""

    MPD = "mpd"
    SYSTEM = "system"
    NONE = "none"


WhichPlayer = Annotated[
    PlayerName | None,
    typer.Option(
        "--player",
        metavar="NAME",
        help="mpd, system (mpv, ffplay, vlc or afplay, what is installed), or none: silence. "
        "Without it: mpd where it answers, else system.",
    ),
]
Mpd = Annotated[
    str | None,
    typer.Option(
        "--mpd",
        metavar="HOST:PORT",
        help="Where mpd is, or its socket; as MPD_HOST and MPD_PORT say, else on this machine.",
    ),
]
Command = Annotated[
    str | None,
    typer.Option(
        "--player-command",
        metavar="COMMAND",
        help="A program that plays one file and ends; the file stands for {}, else last.",
    ),
]
Speed = Annotated[
    float,
    typer.Option("--speed", metavar="X", help="Of --player none: so many times faster."),
]


def chosen_player(
    name: PlayerName | None, *, mpd: str | None, command: str | None, speed: float
) -> "Player":
    """The player, ready to play.

    Raises:
        InputError: options that contradict each other.
        PlayerError: it is not there, or refuses us.
        MissingExtraError: mpd's client is not installed.
    """
    _check(name, mpd=mpd, command=command, speed=speed)
    if name is PlayerName.NONE:
        from moodarc.library.players import SilentPlayer

        return SilentPlayer(speed=speed)
    if name is PlayerName.MPD or mpd is not None:
        return _mpd(mpd)
    if name is PlayerName.SYSTEM or command is not None:
        return _system(command)
    try:
        return _mpd(None)
    except (PlayerError, MissingExtraError):
        return _system(None)


def _check(name: PlayerName | None, *, mpd: str | None, command: str | None, speed: float) -> None:
    needs = {
        "--mpd": (mpd is not None, PlayerName.MPD),
        "--player-command": (command is not None, PlayerName.SYSTEM),
        "--speed": (speed != 1.0, PlayerName.NONE),
    }
    given = [(option, player) for option, (is_given, player) in needs.items() if is_given]
    wrong = [(option, player) for option, player in given if name not in {None, player}]
    if wrong or len(given) > 1:
        option, player = (wrong or given)[0]
        msg = f"{option} is for --player {player} and nothing else; leave it out"
        raise InputError(msg)
    if speed != 1.0 and name is None:
        msg = "--speed is for --player none; add it"
        raise InputError(msg)


def _mpd(where: str | None) -> "Player":
    need("players", "mpd")
    from moodarc.library.players import MpdPlace, MpdPlayer

    if where is None:
        return MpdPlayer(MpdPlace.found(os.environ))
    return MpdPlayer(MpdPlace.parse(where, environment=os.environ))


def _system(command: str | None) -> "Player":
    from moodarc.library.players import SystemPlayer, parse_command

    return SystemPlayer.found() if command is None else SystemPlayer(parse_command(command))
