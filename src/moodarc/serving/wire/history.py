"""What came of bringing in a history."""

from typing import Literal

from moodarc.serving.wire.schema import Answer

__all__ = ["HistoryForm", "HistoryKind", "HistoryTaken"]

HistoryKind = Literal["auto", "lastfm", "spotify", "listenbrainz", "playlist"]
HistoryForm = Literal["listenbrainz", "csv", "json"]


class HistoryTaken(Answer):
    """How much of a file was of use."""

    read: int
    """plays in the file"""
    matched: int
    """of tracks that are in the library"""
    unmatched: int
    left_out: int
    """lines that are no play"""
    events: int
    """that are new in the log: two a play"""
