"""Tracks, events and decisions: immutable records; library, plays and histories as columns."""

from moodarc.catalog.correction import Correction, CorrectionKind, standing
from moodarc.catalog.decision import Decision, InferredIntent, Offer, Reason
from moodarc.catalog.descriptors import DESCRIPTOR_NAMES, PITCH_CLASSES, Descriptors
from moodarc.catalog.event import EventKind, ListeningEvent
from moodarc.catalog.histories import NO_ITEM, NOBODY, Cases, Feelings, Histories
from moodarc.catalog.interactions import Interactions
from moodarc.catalog.item_content import ItemContent
from moodarc.catalog.session_event import SessionEvent, SessionEventKind
from moodarc.catalog.table import TrackTable
from moodarc.catalog.track import AffectPart, Tags, Track, TrackAnalysis

__all__ = [
    "DESCRIPTOR_NAMES",
    "NOBODY",
    "NO_ITEM",
    "PITCH_CLASSES",
    "AffectPart",
    "Cases",
    "Correction",
    "CorrectionKind",
    "Decision",
    "Descriptors",
    "EventKind",
    "Feelings",
    "Histories",
    "InferredIntent",
    "Interactions",
    "ItemContent",
    "ListeningEvent",
    "Offer",
    "Reason",
    "SessionEvent",
    "SessionEventKind",
    "Tags",
    "Track",
    "TrackAnalysis",
    "TrackTable",
    "standing",
]
