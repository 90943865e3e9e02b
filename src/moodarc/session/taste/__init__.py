"""What a listener likes, learned from what they did: signals in, an expectation a track out."""

from moodarc.session.taste.posterior import TasteConfig
from moodarc.session.taste.preference import beside_recommender
from moodarc.session.taste.space import TasteSpace
from moodarc.session.taste.taste import Expected, Taste, genre_affinity, taste_of

__all__ = [
    "Expected",
    "Taste",
    "TasteConfig",
    "TasteSpace",
    "beside_recommender",
    "genre_affinity",
    "taste_of",
]
