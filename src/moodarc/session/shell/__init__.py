"""What `moodarc play` and the service share: a session between the store and the engine.

The engine is pure. Whoever runs it stores each entry first and then hands it over (`SessionLog`).
"""

from moodarc.session.shell.correcting import Change, keep_correction
from moodarc.session.shell.engines import engines
from moodarc.session.shell.known_library import corrected_listing, corrections_of, known_library
from moodarc.session.shell.lock import lock_file, only_session
from moodarc.session.shell.log import SessionLog
from moodarc.session.shell.memory import KnownListeners, Remembered
from moodarc.session.shell.mood import Mood
from moodarc.session.shell.stored import believed_now, listener_log, or_of_seed, with_offer

__all__ = [
    "Change",
    "KnownListeners",
    "Mood",
    "Remembered",
    "SessionLog",
    "believed_now",
    "corrected_listing",
    "corrections_of",
    "engines",
    "keep_correction",
    "known_library",
    "listener_log",
    "lock_file",
    "only_session",
    "or_of_seed",
    "with_offer",
]
