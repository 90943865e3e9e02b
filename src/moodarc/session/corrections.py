"""The library as one listener corrected it: "this is not sad" (issue 8).

A listener's corrections count for their own lists, whichever estimate they meet: what they say is
where a track lies, and the measured value and its place within the library both are guesses at
that. So they come last, and a track that was placed lies near its place on either scale. What a
track becomes depends on the corrected tracks and itself alone.

What the corrections add to knowing a track is a part of its own: "correction" of a track that was
corrected, "corrections" of one that is known from others. The curve goes along.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from moodarc.affect import UNINFORMED_VARIANCE, Quadrant, TrackAffect, Variance
from moodarc.catalog import AffectPart, Correction, CorrectionKind, Track, TrackTable
from moodarc.music.corrections import NO_QUADRANT, CorrectionConfig, Estimates, Evidence, correct
from moodarc.session.parts import moved_curve

__all__ = ["MOVED", "OWN_PARTS", "n_moved", "with_corrections"]

MOVED: Final = 0.05
"""on either axis: a track that moved less is not said to have moved"""
OWN_PARTS: Final = ("correction", "corrections")
"""what a correction adds to its own track, and what those of others add"""

_LEAST_SHARE: Final = 0.005
"""of what is known of a track; below it corrections of others are no part of it"""
_FARTHEST: Final = 3.0
"""as `affect.combine` bounds where evidence lies"""
_QUADRANTS: Final = list(Quadrant)


def with_corrections(
    tracks: Sequence[Track],
    corrections: Iterable[Correction],
    *,
    config: CorrectionConfig | None = None,
) -> list[Track]:
    """The tracks with their affect after what one listener said of some of them.

    Without a correction of any of them they are handed through as they are; tracks without an
    analysis always are.

    Args:
        tracks: with their affect so far, on whatever scale.
        corrections: what stands, one a track; of other tracks they tell nothing here.
        config: how errors go together.
    """
    analysed = [number for number, track in enumerate(tracks) if track.analysis is not None]
    row_of = {tracks[number].track_id: row for row, number in enumerate(analysed)}
    said = [correction for correction in corrections if correction.track_id in row_of]
    if not said:
        return list(tracks)
    evidence = _evidence(said, [row_of[correction.track_id] for correction in said])
    known = [tracks[number] for number in analysed]
    before = _numbers(known)
    embeddings = TrackTable.from_tracks(known).embedding
    estimates = Estimates(before[:, :2], before[:, 2:], embeddings)
    after = correct(estimates, evidence, config=config)
    told = np.hstack([after.mean, after.variance])
    corrected = set(evidence.rows.tolist())
    found = list(tracks)
    for row, number in enumerate(analysed):
        own = row in corrected
        found[number] = _told(tracks[number], before[row], told[row], own=own)
    return found


def n_moved(before: Sequence[Track], after: Sequence[Track], *, but: int) -> int:
    """How many tracks other than `but` moved by at least `MOVED` on an axis."""
    pairs = zip(before, after, strict=True)
    return sum(track.track_id != but and _distance(track, other) >= MOVED for track, other in pairs)


def _distance(one: Track, other: Track) -> float:
    if one.analysis is None or other.analysis is None:
        return 0.0
    here, there = one.analysis.affect, other.analysis.affect
    return max(abs(here.valence - there.valence), abs(here.arousal - there.arousal))


def _evidence(said: Sequence[Correction], rows: Sequence[int]) -> Evidence:
    return Evidence(
        rows=np.array(rows, np.int64),
        points=np.array([one.point or (np.nan, np.nan) for one in said], np.float64),
        quadrants=np.array([_number(one.quadrant) for one in said], np.int64),
        holds=np.array([one.kind is not CorrectionKind.NOT for one in said], np.bool_),
    )


def _number(quadrant: Quadrant | None) -> int:
    return NO_QUADRANT if quadrant is None else _QUADRANTS.index(quadrant)


def _numbers(tracks: Sequence[Track]) -> NDArray[np.float64]:
    """(n, 4): valence, arousal and the variances of both."""
    affects = [track.analysis.affect for track in tracks if track.analysis is not None]
    rows = [(a.valence, a.arousal, *a.variance[:2]) for a in affects]
    return np.array(rows, np.float64).reshape(-1, 4)


def _told(
    track: Track, before: NDArray[np.float64], after: NDArray[np.float64], *, own: bool
) -> Track:
    analysis = track.analysis
    if analysis is None or (not own and np.array_equal(before, after)):
        return track
    affect = _affect(after)
    return replace(
        track,
        parts=_with_part(track.parts, before, after, own=own),
        analysis=replace(
            analysis, affect=affect, curve=moved_curve(analysis.curve, analysis.affect, affect)
        ),
    )


def _with_part(
    parts: tuple[AffectPart, ...],
    before: NDArray[np.float64],
    after: NDArray[np.float64],
    *,
    own: bool,
) -> tuple[AffectPart, ...]:
    """The parts with that of the corrections, by the precision that each adds (`combine`)."""
    added = np.maximum(1.0 / after[2:] - 1.0 / before[2:], 0.0)
    known = np.maximum(1.0 / before[2:] - 1.0 / UNINFORMED_VARIANCE, 0.0).sum()
    share = float(added.sum() / max(added.sum() + known, np.finfo(float).tiny))
    if not own and share < _LEAST_SHARE:
        return parts
    others = tuple(replace(part, share=part.share * (1.0 - share)) for part in parts)
    name = OWN_PARTS[0 if own else 1]
    return (*others, AffectPart(name, _said_alone(before, after, added), share))


def _said_alone(
    before: NDArray[np.float64], after: NDArray[np.float64], added: NDArray[np.float64]
) -> TrackAffect:
    """What the corrections say of a track of which nothing else is known."""
    moment = after[:2] / after[2:] - before[:2] / before[2:]
    centre = np.divide(moment, added, out=np.zeros(2), where=added > 0.0)
    precision = 1.0 / UNINFORMED_VARIANCE + added
    mean = added * np.clip(centre, -_FARTHEST, _FARTHEST) / precision
    return _affect(np.concatenate([np.clip(mean, -1.0, 1.0), 1.0 / precision]))


def _affect(row: NDArray[np.float64]) -> TrackAffect:
    valence, arousal, of_valence, of_arousal = row.tolist()
    return TrackAffect(valence, arousal, Variance(of_valence, of_arousal))
