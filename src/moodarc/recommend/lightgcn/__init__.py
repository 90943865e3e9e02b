"""Collaborative filtering on the graph of who heard what (LIN-6, Fig. 3)."""

from moodarc.recommend.lightgcn.light_gcn import GraphItems, LightGCN
from moodarc.recommend.lightgcn.mood_of_nodes import (
    ListMood,
    majority_quadrants,
    quadrants_of,
    track_shares,
)

__all__ = [
    "GraphItems",
    "LightGCN",
    "ListMood",
    "majority_quadrants",
    "quadrants_of",
    "track_shares",
]
