"""A track as it stands in a list: what it is called, what it expresses, how loud it is to be."""

import math
from typing import Final, Literal

from moodarc.affect import TrackAffect
from moodarc.catalog import Track
from moodarc.serving.wire.schema import Answer
from moodarc.storage import TrackStatus

__all__ = [
    "PerceivedAffect",
    "Shares",
    "Status",
    "TrackBrief",
    "gain_db",
    "perceived",
    "printable",
    "track_brief",
]

_LEVEL_LUFS: Final = -18.0
"""reference level of ReplayGain 2.0"""
_MOST_CUT_DB, _MOST_BOOST_DB = -24.0, 6.0
"""A boost may clip, since no peak is kept: it stays small."""
_SILENCE_LUFS: Final = -60.0

Status = Literal["present", "missing", "broken"]


class Shares(Answer):
    """Mass of an uncertain point in each quadrant."""

    happy: float
    angry: float
    sad: float
    peaceful: float


class PerceivedAffect(Answer):
    """What a track expresses."""

    valence: float
    arousal: float
    valence_sd: float
    arousal_sd: float
    quadrant: Literal["happy", "angry", "sad", "peaceful"] | None
    """the one with the largest share; none where two tie"""
    shares: Shares


class TrackBrief(Answer):
    """A track of a list."""

    track_id: int
    title: str
    artist: str | None
    album: str | None
    genre: str | None
    year: int | None
    duration_s: float | None
    affect: PerceivedAffect | None
    """none where it is not analysed yet"""
    gain_db: float
    """to play it as loud as the others"""
    status: Status
    speech_probability: float | None


def track_brief(track: Track, status: TrackStatus = TrackStatus.PRESENT) -> TrackBrief:
    """A record as it travels.

    Args:
        track: with the affect of its library's scale, or as measured.
        status: of its file.
    """
    analysis, tags = track.analysis, track.tags
    return TrackBrief.made(
        track_id=track.track_id,
        title=printable(track.title),
        artist=tags.artist,
        album=tags.album,
        genre=tags.genre,
        year=tags.year,
        duration_s=None if analysis is None else analysis.descriptors.duration_s,
        affect=None if analysis is None else perceived(analysis.affect),
        gain_db=gain_db(track),
        status=status.value,
        speech_probability=None if analysis is None else analysis.speech_probability,
    )


def perceived(affect: TrackAffect) -> PerceivedAffect:
    """A perceived emotion as it travels."""
    shares = affect.emotion_vector
    return PerceivedAffect.made(
        valence=affect.valence,
        arousal=affect.arousal,
        valence_sd=math.sqrt(affect.variance.valence),
        arousal_sd=math.sqrt(affect.variance.arousal),
        quadrant=None if shares.quadrant is None else shares.quadrant.value,
        shares=Shares.made(**shares._asdict()),
    )


def gain_db(track: Track) -> float:
    """From the track's loudness to -18 LUFS, else what its ReplayGain tag says; within bounds.

    Silence stays as it is.
    """
    if track.analysis is None:
        wanted = track.tags.replaygain_track_db or 0.0
    else:
        loudness = track.analysis.descriptors.loudness_lufs
        wanted = _LEVEL_LUFS - loudness if loudness > _SILENCE_LUFS else 0.0
    return round(min(_MOST_BOOST_DB, max(_MOST_CUT_DB, wanted)), 2)


def printable(text: str) -> str:
    """The text as Unicode can carry it: bytes of a file name that are no UTF-8 become marks."""
    return text.encode("utf-8", "replace").decode("utf-8")
