"""Baselines that count and nothing more."""

from moodarc.recommend.simple.markov import ItemSteps, Markov
from moodarc.recommend.simple.popularity import PopularItems, Popularity

__all__ = ["ItemSteps", "Markov", "PopularItems", "Popularity"]
