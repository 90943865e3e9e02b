"""Which tracks may play at all, as columns.

Left out are tracks that are not analysed, hold speech (probability above 0.5), have no length, are
excluded or are the seed itself, and second copies of the same recording (equal content hash).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, replace

import numpy as np
from numpy.typing import NDArray

from moodarc.catalog import Track, TrackTable
from moodarc.errors import GoalError
from moodarc.session.request import PlaylistRequest

__all__ = ["Candidates", "playable"]

SPEECH = 0.5
"""`TrackAnalysis.speech_probability` above which a track is a podcast or an audiobook."""


@dataclass(frozen=True, slots=True, eq=False)
class Candidates:
    """Tracks that may play; row i of the table and of `duration_s` is `tracks[i]`.

    Attributes:
        duration_s: float64 (n,), exact, so that a time limit is kept to the last digit.
    """

    tracks: tuple[Track, ...]
    table: TrackTable
    duration_s: NDArray[np.float64]

    def __len__(self) -> int:
        return len(self.tracks)

    def take(self, rows: NDArray[np.int64]) -> "Candidates":
        """Only these rows, in this order."""
        columns = {f.name: getattr(self.table, f.name)[rows] for f in fields(self.table)}
        chosen = tuple(self.tracks[row] for row in rows)
        return Candidates(chosen, replace(self.table, **columns), self.duration_s[rows])


def playable(request: PlaylistRequest, tracks: Sequence[Track]) -> Candidates:
    """The tracks that may play.

    Raises:
        GoalError: there is none, or the time limit is shorter than the shortest.
    """
    chosen = tuple(_without_copies(track for track in tracks if _may_play(track, request)))
    if not chosen:
        raise GoalError(_nothing_to_play(tracks))
    durations = [track.analysis.descriptors.duration_s for track in chosen if track.analysis]
    candidates = Candidates(chosen, TrackTable.from_tracks(chosen), np.array(durations))
    _check_time(request, candidates)
    return candidates


def _may_play(track: Track, request: PlaylistRequest) -> bool:
    seed = request.seed
    return (
        track.analysis is not None
        and track.analysis.speech_probability <= SPEECH
        and track.analysis.descriptors.duration_s > 0.0
        and track.track_id not in request.exclude
        and (seed is None or track.track_id != seed.track_id)
    )


def _without_copies(tracks: Iterator[Track]) -> Iterator[Track]:
    seen: set[int | str] = set()
    for track in tracks:
        if track.track_id not in seen and track.content_hash not in seen:
            seen |= {track.track_id, track.content_hash}
            yield track


def _nothing_to_play(tracks: Sequence[Track]) -> str:
    if not tracks:
        return "the library is empty; scan a folder of music first: moodarc scan PATH"
    waiting = sum(track.analysis is None for track in tracks)
    return (
        f"none of the {len(tracks)} tracks can be played: {waiting} are not analysed, the others "
        "are speech, have no length or are excluded; scan more music: moodarc scan PATH"
    )


def _check_time(request: PlaylistRequest, candidates: Candidates) -> None:
    shortest_s = float(candidates.duration_s.min())
    if request.time_s is not None and request.time_s < shortest_s:
        msg = (
            f"{request.minutes:g} minutes is shorter than the shortest track; "
            f"give at least {shortest_s / 60.0:.2f} minutes"
        )
        raise GoalError(msg)
