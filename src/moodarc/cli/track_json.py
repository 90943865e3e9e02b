"""A track as JSON, the same for every command (documented in `docs/cli.md`)."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from moodarc.catalog import Track, TrackAnalysis

__all__ = ["affect_json", "track_json"]


def track_json(track: "Track", status: str) -> dict[str, Any]:
    """Path, tags and perceived emotion; `affect` is None where the track is not analysed."""
    analysis = track.analysis
    return {
        "track_id": track.track_id,
        "path": str(track.path),
        "status": status,
        "title": track.title,
        "artist": track.tags.artist,
        "album": track.tags.album,
        "year": track.tags.year,
        "genre": track.tags.genre,
        "duration_s": None if analysis is None else analysis.descriptors.duration_s,
        "speech_probability": None if analysis is None else analysis.speech_probability,
        "affect": None if analysis is None else affect_json(analysis),
    }


def affect_json(analysis: "TrackAnalysis") -> dict[str, Any]:
    """Valence and arousal in [-1, 1] with their variances, and the quadrants' shares."""
    affect = analysis.affect
    return {
        "valence": affect.valence,
        "arousal": affect.arousal,
        "variance": {"valence": affect.variance.valence, "arousal": affect.variance.arousal},
        "quadrant": affect.quadrant,
        "shares": affect.emotion_vector._asdict(),
    }
