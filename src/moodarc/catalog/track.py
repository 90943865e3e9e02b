"""A track of the library and what the analysis says of it: immutable records."""

from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from moodarc.affect import AffectCurve, TrackAffect
from moodarc.catalog.descriptors import Descriptors

__all__ = ["AffectPart", "Tags", "Track", "TrackAnalysis"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tags:
    """What a file says of itself; None where it says nothing.

    Attributes:
        moods: words of a MOOD / TMOO frame.
        musicbrainz: MusicBrainz ids by their Picard name ("recording", "release", "artist").
        replaygain_track_db: ReplayGain track gain in dB.
    """

    title: str | None = None
    artist: str | None = None
    album: str | None = None
    year: int | None = None
    genre: str | None = None
    moods: tuple[str, ...] = ()
    musicbrainz: dict[str, str] = field(default_factory=dict)
    replaygain_track_db: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackAnalysis:
    """What was computed from the audio.

    Attributes:
        analyser: name and version of the analyser, so that a better one re-analyses only what
            it must.
        descriptors: of the whole track.
        affect: perceived emotion of the whole track; what else is known of the track than its
            sound is in it where `Track.parts` says so.
        curve: perceived emotion by window.
        speech_probability: in [0, 1]; above 0.5 the track is kept out of playlists.
        embedding: float32 (d,), what the emotion network hears in the whole track; tracks that
            sound alike point the same way. None where the analysis is older than it, or no network
            was asked. Two analyses are equal whatever it is.
    """

    analyser: str
    descriptors: Descriptors
    affect: TrackAffect
    curve: AffectCurve
    speech_probability: float
    embedding: NDArray[np.float32] | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class AffectPart:
    """What one source says of a track's perceived emotion (LIN-2).

    Attributes:
        name: "sound", "lyrics", "genre", "words", "artist" or "album"; what the listener said:
            "correction" of the track itself, "corrections" of others that tell of it.
        affect: its own estimate.
        share: of what all parts add to knowing nothing, in [0, 1].
    """

    name: str
    affect: TrackAffect
    share: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Track:
    """One audio file of the library.

    Attributes:
        track_id: its number in the database.
        path: absolute path of the file.
        content_hash: BLAKE2b of the file's bytes, hex; recognises moved files.
        tags: what the file says of itself.
        analysis: what was computed, or None where it was not yet.
        lyrics: what its lyrics express, or None where there are none that say anything.
        parts: what the analysis' affect was combined from; empty where it is the sound's alone.
    """

    track_id: int
    path: Path
    content_hash: str
    tags: Tags
    analysis: TrackAnalysis | None
    lyrics: TrackAffect | None = None
    parts: tuple[AffectPart, ...] = ()

    @property
    def title(self) -> str:
        """The title tag, else the file's name without its ending."""
        return self.tags.title or self.path.stem
