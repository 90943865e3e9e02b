"""The order of a shortlist, once it is known what the listener likes.

Pure functions: arrays of a shortlist in, the order of its rows out. Each holds one idea, and they
may follow one another: mix in the emotion, calibrate, diversify, space out the artists.
"""

from moodarc.recommend.reranking.artist_spacing import artist_spacing
from moodarc.recommend.reranking.calibration import calibrated, quadrant_divergence
from moodarc.recommend.reranking.diversity import diversified
from moodarc.recommend.reranking.lambda_mix import lambda_mix, lambda_scores, stretched

__all__ = [
    "artist_spacing",
    "calibrated",
    "diversified",
    "lambda_mix",
    "lambda_scores",
    "quadrant_divergence",
    "stretched",
]
