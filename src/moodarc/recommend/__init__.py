"""How well each track fits: scorers, one idea a file, and the ranking of what they say.

A scorer compares the tracks of a `catalog.TrackTable` by a fixed rule; a recommender has learned
from plays and scores items for histories. Neither ever sees a sensor (HOUSE, "Rooms").
"""

from moodarc.recommend.affect_match import (
    SQUARED_DIAGONAL,
    AffectMatch,
    expected_match,
    squared_match,
)
from moodarc.recommend.emotion_match import EmotionMatch, emotion_match
from moodarc.recommend.key_flow import KEY_FLOWS, KeyFlow, key_code, key_distance, key_flow
from moodarc.recommend.loudness_flow import LoudnessFlow, loudness_flow
from moodarc.recommend.ranking import contenders, highest, least_of_best, rank
from moodarc.recommend.recommender import Known, Recipe, Recommender
from moodarc.recommend.registry import RECIPES, load_recommender
from moodarc.recommend.repetition import ArtistRepetition, repetition_after
from moodarc.recommend.reranking import (
    artist_spacing,
    calibrated,
    diversified,
    lambda_mix,
    lambda_scores,
    quadrant_divergence,
    stretched,
)
from moodarc.recommend.retrieval import (
    NOTHING,
    ApproximateRetriever,
    ExactRetriever,
    GraphConfig,
    Held,
    InvertedFile,
    InvertedFileConfig,
    ItemVectors,
    Nearest,
    Retriever,
    open_item_vectors,
    save_item_vectors,
    write_approximate,
    write_inverted,
    write_item_vectors,
)
from moodarc.recommend.scorer import Scorer, Scores
from moodarc.recommend.similarity import SeedSimilarity
from moodarc.recommend.tempo_flow import TempoFlow, octave_flow, octave_of, tempo_flow
from moodarc.recommend.timbre_flow import TimbreFlow, timbre_flow
from moodarc.recommend.trained_model import TrainedModel, load_trained, with_items

__all__ = [
    "KEY_FLOWS",
    "NOTHING",
    "RECIPES",
    "SQUARED_DIAGONAL",
    "AffectMatch",
    "ApproximateRetriever",
    "ArtistRepetition",
    "EmotionMatch",
    "ExactRetriever",
    "GraphConfig",
    "Held",
    "InvertedFile",
    "InvertedFileConfig",
    "ItemVectors",
    "KeyFlow",
    "Known",
    "LoudnessFlow",
    "Nearest",
    "Recipe",
    "Recommender",
    "Retriever",
    "Scorer",
    "Scores",
    "SeedSimilarity",
    "TempoFlow",
    "TimbreFlow",
    "TrainedModel",
    "artist_spacing",
    "calibrated",
    "contenders",
    "diversified",
    "emotion_match",
    "expected_match",
    "highest",
    "key_code",
    "key_distance",
    "key_flow",
    "lambda_mix",
    "lambda_scores",
    "least_of_best",
    "load_recommender",
    "load_trained",
    "loudness_flow",
    "octave_flow",
    "octave_of",
    "open_item_vectors",
    "quadrant_divergence",
    "rank",
    "repetition_after",
    "save_item_vectors",
    "squared_match",
    "stretched",
    "tempo_flow",
    "timbre_flow",
    "with_items",
    "write_approximate",
    "write_inverted",
    "write_item_vectors",
]
