"""How well each track fits: scorers, one idea a file, and the ranking of what they say.

Pure functions over `catalog.TrackTable`. A scorer sees affect, descriptors and the list so far; it
never sees a sensor (HOUSE, "Rooms").
"""

from moodarc.recommend.affect_match import AffectMatch, expected_match, squared_match
from moodarc.recommend.emotion_match import EmotionMatch, emotion_match
from moodarc.recommend.key_flow import KeyFlow, key_distance, key_flow
from moodarc.recommend.loudness_flow import LoudnessFlow, loudness_flow
from moodarc.recommend.ranking import rank
from moodarc.recommend.repetition import ArtistRepetition, repetition_after
from moodarc.recommend.scorer import Scorer, Scores
from moodarc.recommend.similarity import SeedSimilarity
from moodarc.recommend.tempo_flow import TempoFlow, tempo_flow

__all__ = [
    "AffectMatch",
    "ArtistRepetition",
    "EmotionMatch",
    "KeyFlow",
    "LoudnessFlow",
    "Scorer",
    "Scores",
    "SeedSimilarity",
    "TempoFlow",
    "emotion_match",
    "expected_match",
    "key_distance",
    "key_flow",
    "loudness_flow",
    "rank",
    "repetition_after",
    "squared_match",
    "tempo_flow",
]
