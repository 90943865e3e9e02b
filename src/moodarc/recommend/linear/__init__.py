"""Linear models over pairs of items, solved in closed form."""

from moodarc.recommend.linear.ease import EASE, ItemWeights
from moodarc.recommend.linear.gram import MOST_ITEMS, check_items, inverse, products, solved
from moodarc.recommend.linear.slist import SLIST

__all__ = [
    "EASE",
    "MOST_ITEMS",
    "SLIST",
    "ItemWeights",
    "check_items",
    "inverse",
    "products",
    "solved",
]
