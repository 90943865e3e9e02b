"""Programs that play the listener's files: mpd, any program of the system, and a silent clock.

Each is a `Player`; a `Watch` tells what happened at one, whoever did it.
"""

from moodarc.library.players.mpd import MpdPlayer
from moodarc.library.players.mpd_place import MpdPlace
from moodarc.library.players.player import Player, PlayerStatus
from moodarc.library.players.silent import SilentPlayer
from moodarc.library.players.system import SYSTEM_PROGRAMS, SystemPlayer, parse_command
from moodarc.library.players.watching import Happened, Happening, Watch

__all__ = [
    "SYSTEM_PROGRAMS",
    "Happened",
    "Happening",
    "MpdPlace",
    "MpdPlayer",
    "Player",
    "PlayerStatus",
    "SilentPlayer",
    "SystemPlayer",
    "Watch",
    "parse_command",
]
