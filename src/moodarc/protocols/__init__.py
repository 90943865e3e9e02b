"""How a figure is earned: folds that share nobody, no leak between them, an interval round it."""

from moodarc.protocols.bootstrap import Interval, bootstrap_interval
from moodarc.protocols.folds import group_folds
from moodarc.protocols.leakage import require_disjoint
from moodarc.protocols.least_plays import k_core, least_plays
from moodarc.protocols.ranked_targets import place_among, place_in_catalogue

__all__ = [
    "Interval",
    "bootstrap_interval",
    "group_folds",
    "k_core",
    "least_plays",
    "place_among",
    "place_in_catalogue",
    "require_disjoint",
]
