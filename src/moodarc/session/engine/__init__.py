"""The closed loop (LE-4): sense, decide, play, sense again. A state machine without I/O or clock.

Entries go in one by one, as they are appended to the log; decisions and wishes come out. The same
log gives the same state, so an engine that died is rebuilt by reading its log again.
"""

from moodarc.session.engine.engine import Engine, EngineConfig, Outcome
from moodarc.session.engine.entries import Entry, Tick, merged, time_of
from moodarc.session.engine.knowledge import Knowledge, Taken
from moodarc.session.engine.policies import Arm, Plans, Wish
from moodarc.session.engine.state import Phase, SessionState
from moodarc.session.engine.steered import PreparedLibrary, SteeredPlans
from moodarc.session.engine.track_numbers import TrackNumbers

__all__ = [
    "Arm",
    "Engine",
    "EngineConfig",
    "Entry",
    "Knowledge",
    "Outcome",
    "Phase",
    "Plans",
    "PreparedLibrary",
    "SessionState",
    "SteeredPlans",
    "Taken",
    "Tick",
    "TrackNumbers",
    "Wish",
    "merged",
    "time_of",
]
