"""Vectors of listeners and items: BPR for order, SVD++ for ratings."""

from moodarc.recommend.factors.bpr import BPR, ItemFactors
from moodarc.recommend.factors.rating import RatingPredictor
from moodarc.recommend.factors.svdpp import RatedItems, SVDpp

__all__ = ["BPR", "ItemFactors", "RatedItems", "RatingPredictor", "SVDpp"]
