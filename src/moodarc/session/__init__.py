"""The use case: from what the listener feels to an ordered, explained list (first form).

The engine is pure: it reads and writes nothing. The shell (command line, service) hands in the
library and stores the `Decision` that comes out.
"""

from moodarc.session.bound import best_possible, gap_to_best
from moodarc.session.candidates import Candidates
from moodarc.session.corrections import MOVED, OWN_PARTS, n_moved, with_corrections
from moodarc.session.feedback import IMPORTED, UNPLAYABLE, WAITING, Signal, signal_of
from moodarc.session.goals import resolve
from moodarc.session.intent import ListenerLog, choose_goal
from moodarc.session.library_scale import LibraryScale, relative_to_library
from moodarc.session.list_scores import list_score
from moodarc.session.listener_profile import (
    first_guess,
    profile_builder,
    profile_of,
)
from moodarc.session.parts import PART_NAMES, with_all_parts
from moodarc.session.plan import decision_of, plan_playlist, planned_rows
from moodarc.session.policy import PathPolicy
from moodarc.session.preference import Preference, prefer, song_names
from moodarc.session.problem import Problem, problem_of
from moodarc.session.profile_values import profile_values
from moodarc.session.proposals import best_at_start
from moodarc.session.request import DEFAULT_TRACKS, MAX_MINUTES, MAX_TRACKS, PlaylistRequest
from moodarc.session.taste import (
    Expected,
    Taste,
    TasteConfig,
    TasteSpace,
    beside_recommender,
    genre_affinity,
    taste_of,
)
from moodarc.session.track_part import TrackPart
from moodarc.session.why import why

__all__ = [
    "DEFAULT_TRACKS",
    "IMPORTED",
    "MAX_MINUTES",
    "MAX_TRACKS",
    "MOVED",
    "OWN_PARTS",
    "PART_NAMES",
    "UNPLAYABLE",
    "WAITING",
    "Candidates",
    "Expected",
    "LibraryScale",
    "ListenerLog",
    "PathPolicy",
    "PlaylistRequest",
    "Preference",
    "Problem",
    "Signal",
    "Taste",
    "TasteConfig",
    "TasteSpace",
    "TrackPart",
    "beside_recommender",
    "best_at_start",
    "best_possible",
    "choose_goal",
    "decision_of",
    "first_guess",
    "gap_to_best",
    "genre_affinity",
    "list_score",
    "n_moved",
    "plan_playlist",
    "planned_rows",
    "prefer",
    "problem_of",
    "profile_builder",
    "profile_of",
    "profile_values",
    "relative_to_library",
    "resolve",
    "signal_of",
    "song_names",
    "taste_of",
    "why",
    "with_all_parts",
    "with_corrections",
]
