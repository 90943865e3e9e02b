"""Tracks, events and decisions: immutable records, and the library as columns."""

from moodarc.catalog.decision import Decision, InferredIntent, Offer, Reason
from moodarc.catalog.descriptors import DESCRIPTOR_NAMES, PITCH_CLASSES, Descriptors
from moodarc.catalog.event import EventKind, ListeningEvent
from moodarc.catalog.table import TrackTable
from moodarc.catalog.track import AffectPart, Tags, Track, TrackAnalysis

__all__ = [
    "DESCRIPTOR_NAMES",
    "PITCH_CLASSES",
    "AffectPart",
    "Decision",
    "Descriptors",
    "EventKind",
    "InferredIntent",
    "ListeningEvent",
    "Offer",
    "Reason",
    "Tags",
    "Track",
    "TrackAnalysis",
    "TrackTable",
]
