"""How well each track fits: scorers, one idea a file, and the ranking of what they say.

A scorer compares the tracks of a `catalog.TrackTable` by a fixed rule; a recommender has learned
from plays and scores items for histories. Neither ever sees a sensor (HOUSE, "Rooms").
"""

from moodarc.recommend.affect_match import AffectMatch, expected_match, squared_match
from moodarc.recommend.emotion_match import EmotionMatch, emotion_match
from moodarc.recommend.key_flow import KeyFlow, key_distance, key_flow
from moodarc.recommend.loudness_flow import LoudnessFlow, loudness_flow
from moodarc.recommend.ranking import rank
from moodarc.recommend.recommender import Known, Recipe, Recommender
from moodarc.recommend.registry import RECIPES, load_recommender
from moodarc.recommend.repetition import ArtistRepetition, repetition_after
from moodarc.recommend.scorer import Scorer, Scores
from moodarc.recommend.similarity import SeedSimilarity
from moodarc.recommend.tempo_flow import TempoFlow, tempo_flow
from moodarc.recommend.trained_model import TrainedModel, load_trained, with_items

__all__ = [
    "RECIPES",
    "AffectMatch",
    "ArtistRepetition",
    "EmotionMatch",
    "KeyFlow",
    "Known",
    "LoudnessFlow",
    "Recipe",
    "Recommender",
    "Scorer",
    "Scores",
    "SeedSimilarity",
    "TempoFlow",
    "TrainedModel",
    "emotion_match",
    "expected_match",
    "key_distance",
    "key_flow",
    "load_recommender",
    "load_trained",
    "loudness_flow",
    "rank",
    "repetition_after",
    "squared_match",
    "tempo_flow",
    "with_items",
]
