"""Which tracks may play at all, prepared once for all lists of a library.

Left out are tracks that are not analysed, hold speech (probability above 0.5) or have no length,
and second copies of the same recording (equal content hash). What one request leaves out besides
(`without`: excluded tracks, the seed) is told by rows, so that a request touches no track as an
object. To leave out a copy is to leave out the recording.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from moodarc.catalog import Track, TrackTable
from moodarc.errors import GoalError
from moodarc.session.columns import Columns
from moodarc.session.request import PlaylistRequest

__all__ = ["Candidates"]

SPEECH = 0.5
"""`TrackAnalysis.speech_probability` above which a track is a podcast or an audiobook."""


@dataclass(frozen=True, slots=True, eq=False)
class Candidates:
    """Tracks that may play; row i of the columns is `tracks[i]`.

    Attributes:
        tracks: looked at only where a list names its tracks.
        columns: their numbers.
        row_of: rows by track id; a copy has the row of its recording.
        ascending_s: float64 (n,), their lengths in ascending order.
        rank_of: int64 (n,), the place of each row in that order.
        seen: how many tracks the library holds.
        waiting: how many of these are not analysed.
    """

    tracks: Sequence[Track]
    columns: Columns
    row_of: Mapping[int, int]
    ascending_s: NDArray[np.float64]
    rank_of: NDArray[np.int64]
    seen: int
    waiting: int = 0

    @classmethod
    def of(cls, tracks: Iterable[Track]) -> "Candidates":
        """What may play of a library."""
        library = list(tracks)
        chosen, row_of = _without_copies([track for track in library if _may_play(track)])
        lengths = [t.analysis.descriptors.duration_s for t in chosen if t.analysis is not None]
        columns = Columns.of(TrackTable.from_tracks(chosen), np.array(lengths, dtype=np.float64))
        waiting = sum(track.analysis is None for track in library)
        return cls.prepared(chosen, columns, row_of, seen=len(library), waiting=waiting)

    @classmethod
    def prepared(
        cls,
        tracks: Sequence[Track],
        columns: Columns,
        row_of: Mapping[int, int],
        *,
        seen: int,
        waiting: int = 0,
    ) -> "Candidates":
        """Of columns that are at hand."""
        order = np.argsort(columns.duration_s, kind="stable")
        rank_of = np.empty(len(order), dtype=np.int64)
        rank_of[order] = np.arange(len(order))
        return cls(tracks, columns, row_of, columns.duration_s[order], rank_of, seen, waiting)

    def __len__(self) -> int:
        return len(self.columns)

    def rows_of(self, track_ids: Iterable[int]) -> NDArray[np.int64]:
        """The rows of these tracks, in their order; tracks that may not play are skipped."""
        rows = [row for it in track_ids if (row := self.row_of.get(it)) is not None]
        return np.array(rows, dtype=np.int64)

    def without(self, request: PlaylistRequest) -> NDArray[np.int64]:
        """The rows that a request leaves out, ascending.

        Raises:
            GoalError: nothing remains.
        """
        seed = () if request.seed is None else (request.seed.track_id,)
        rows = np.unique(self.rows_of([*request.exclude, *seed]))
        if len(rows) == len(self):
            raise GoalError(self._nothing_to_play())
        return rows

    def lengths_without(self, rows: NDArray[np.int64]) -> NDArray[np.float64]:
        """The lengths of all but these rows, in ascending order, in seconds."""
        cuts = np.sort(self.rank_of[rows]).tolist()
        pieces = zip([0, *(cut + 1 for cut in cuts)], [*cuts, len(self)], strict=True)
        return np.concatenate([self.ascending_s[first:last] for first, last in pieces])

    def _nothing_to_play(self) -> str:
        if not self.seen:
            return "the library is empty; scan a folder of music first: moodarc scan PATH"
        return (
            f"none of the {self.seen} tracks can be played: {self.waiting} are not analysed, the "
            "others are speech, have no length or are excluded; scan more music: moodarc scan PATH"
        )


def _may_play(track: Track) -> bool:
    return (
        track.analysis is not None
        and track.analysis.speech_probability <= SPEECH
        and track.analysis.descriptors.duration_s > 0.0
    )


def _without_copies(tracks: Sequence[Track]) -> tuple[tuple[Track, ...], dict[int, int]]:
    """The recordings, and the row of each track id."""
    row_of: dict[int, int] = {}
    of_hash: dict[str, int] = {}
    chosen: list[Track] = []
    for track in tracks:
        row = row_of.get(track.track_id, of_hash.get(track.content_hash, len(chosen)))
        if row == len(chosen):
            chosen.append(track)
        row_of.setdefault(track.track_id, row)
        of_hash.setdefault(track.content_hash, row)
    return tuple(chosen), row_of
