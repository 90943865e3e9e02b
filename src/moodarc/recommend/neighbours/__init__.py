"""Neighbours of items, listeners and sittings: simple baselines that are hard to beat."""

from moodarc.recommend.neighbours.item_knn import ItemKNN, ItemNeighbours
from moodarc.recommend.neighbours.nearest import largest_of_rows, nearest_columns
from moodarc.recommend.neighbours.session_knn import SessionKNN, SittingNeighbours
from moodarc.recommend.neighbours.user_knn import ListenerNeighbours, UserKNN

__all__ = [
    "ItemKNN",
    "ItemNeighbours",
    "ListenerNeighbours",
    "SessionKNN",
    "SittingNeighbours",
    "UserKNN",
    "largest_of_rows",
    "nearest_columns",
]
