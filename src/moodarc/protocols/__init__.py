"""How a figure is earned: splits that share nobody, no leak between them, an interval round it."""

from moodarc.protocols.bootstrap import Interval, bootstrap_interval, mean_interval
from moodarc.protocols.cold_items import ColdSplit, cold_items
from moodarc.protocols.folds import group_folds
from moodarc.protocols.held_share import held_share
from moodarc.protocols.later_sessions import SessionSplit, later_sessions
from moodarc.protocols.leakage import require_disjoint
from moodarc.protocols.least_plays import k_core, least_plays
from moodarc.protocols.leave_last_out import leave_last_out
from moodarc.protocols.negatives import uniform_negatives
from moodarc.protocols.ranked_targets import place_among, place_in_catalogue
from moodarc.protocols.trial import Split, Trial

__all__ = [
    "ColdSplit",
    "Interval",
    "SessionSplit",
    "Split",
    "Trial",
    "bootstrap_interval",
    "cold_items",
    "group_folds",
    "held_share",
    "k_core",
    "later_sessions",
    "least_plays",
    "leave_last_out",
    "mean_interval",
    "place_among",
    "place_in_catalogue",
    "require_disjoint",
    "uniform_negatives",
]
