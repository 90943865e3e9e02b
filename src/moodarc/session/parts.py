"""E_music = combine(sound, lyrics, metadata) over a library (LIN-2), computed when it is loaded.

What is stored is the sound's estimate and that of the lyrics; genre, words, artist and album follow
from the library as it is now, so nothing derived can be stale. Where the combination says something
other than the sound, the curve goes along: each of its points moves as the whole track did.
"""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from moodarc.affect import AffectCurve, TrackAffect, Variance, combine_many
from moodarc.catalog import AffectPart, Track, TrackAnalysis
from moodarc.music.metadata import METADATA_PARTS, MetadataPrior, Normals

__all__ = ["PART_NAMES", "moved_curve", "with_all_parts"]

PART_NAMES = ("sound", "lyrics", *METADATA_PARTS)
"""in the order in which they are told"""


def with_all_parts(tracks: Sequence[Track], prior: MetadataPrior) -> list[Track]:
    """The tracks of a library, each with what all its parts say together as its affect.

    Tracks without an analysis are handed through.

    Args:
        tracks: as they are stored, with the sound's own affect; all of the library, since an
            artist's tracks tell of each other.
        prior: the metadata model.
    """
    heard = [(track, track.analysis) for track in tracks if track.analysis is not None]
    parts = _parts([track for track, _ in heard], [analysis for _, analysis in heard], prior)
    together = combine_many(
        np.stack([parts[name].mean for name in PART_NAMES]),
        np.stack([parts[name].variance for name in PART_NAMES]),
    )
    affects = [_affect(row) for row in _rows(Normals(together.mean, together.variance))]
    told = _told([_rows(parts[name]) for name in PART_NAMES], together.share.T.tolist())
    combined = iter(
        _combined(track, affect, known)
        for (track, _), affect, known in zip(heard, affects, told, strict=True)
    )
    return [track if track.analysis is None else next(combined) for track in tracks]


def _parts(
    tracks: Sequence[Track], analyses: Sequence[TrackAnalysis], prior: MetadataPrior
) -> dict[str, Normals]:
    return {
        "sound": _normals([analysis.affect for analysis in analyses]),
        "lyrics": _normals([track.lyrics for track in tracks]),
        **prior.parts(tracks),
    }


def _normals(affects: Sequence[TrackAffect | None]) -> Normals:
    rows = [
        (0.0, 0.0, np.inf, np.inf) if a is None else (a.valence, a.arousal, *a.variance[:2])
        for a in affects
    ]
    table = np.array(rows, dtype=np.float64).reshape(-1, 4)
    return Normals(table[:, :2], table[:, 2:])


def _rows(normals: Normals) -> list[list[float]]:
    return np.hstack([normals.mean, normals.variance]).tolist()  # type: ignore[no-any-return]


def _affect(row: Sequence[float]) -> TrackAffect:
    valence, arousal, of_valence, of_arousal = row
    return TrackAffect(valence, arousal, Variance(of_valence, of_arousal))


def _told(
    parts: Sequence[Sequence[Sequence[float]]], shares: Sequence[Sequence[float]]
) -> list[tuple[AffectPart, ...]]:
    """For each track the parts that say something; `parts` by name, then by track."""
    return [
        tuple(
            AffectPart(name, _affect(rows[number]), share)
            for name, rows, share in zip(PART_NAMES, parts, of_track, strict=True)
            if share > 0.0
        )
        for number, of_track in enumerate(shares)
    ]


def _combined(track: Track, affect: TrackAffect, parts: tuple[AffectPart, ...]) -> Track:
    analysis = track.analysis
    if analysis is None or all(part.name == "sound" for part in parts):
        return replace(track, parts=parts)  # what the sound says stands to the last digit
    curve = moved_curve(analysis.curve, analysis.affect, affect)
    return replace(track, parts=parts, analysis=replace(analysis, affect=affect, curve=curve))


def moved_curve(curve: AffectCurve, before: TrackAffect, after: TrackAffect) -> AffectCurve:
    """The curve, each of its points moved as the whole track was."""
    if not len(curve.values):
        return curve
    step = np.array([after.valence - before.valence, after.arousal - before.arousal])
    values = np.clip(curve.values + step.astype(np.float32), -1.0, 1.0)
    return replace(curve, values=values)
