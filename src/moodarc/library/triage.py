"""What a found file needs: nothing, a new place in the books, or a full examination.

A file of known size and time is taken as unchanged. Else its hash is taken here where some known
track has its size (only then can its content be known), so that a moved library is recognised
without decoding it. So is a file of which only the lyrics beside it changed, or whose lyrics no
estimator of this version has seen. Everything else goes to the workers.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto

from moodarc.library.content import content_hash
from moodarc.library.examine import Examination
from moodarc.library.files import FoundFile
from moodarc.library.lyrics import LyricsEstimatorFactory, look_for_lyrics, lyrics_stamp
from moodarc.library.tags import read_tags
from moodarc.storage import Failure, FileState, Store, TrackStatus

__all__ = ["Known", "Triage"]


class Known(Enum):
    """Answers that need no work."""

    UNCHANGED = auto()
    FAILED = auto()


@dataclass(frozen=True, slots=True)
class Triage:
    """Sorts files, a batch at a time.

    Attributes:
        analyser: version that is to have analysed every track.
        retry: whether files that failed before are tried again.
        again: whether files are examined that are known and did not change.
        load_lyrics: makes the estimator of lyrics; None = they are not looked for.
    """

    store: Store
    analyser: str
    retry: bool
    again: bool = False
    load_lyrics: LyricsEstimatorFactory | None = None

    def sort(
        self, files: Sequence[FoundFile]
    ) -> Iterator[tuple[FoundFile, Known | Examination | None]]:
        """Each file with its answer; None = it must be examined."""
        paths = [file.path for file in files]
        states = self.store.tracks.at_paths(paths)
        failures = {} if self.retry else self.store.failures.at_paths(paths)
        sizes = self.store.tracks.sizes_known(file.size_bytes for file in files)
        for file in files:
            known = self._known(file, states.get(file.path), failures.get(file.path))
            if self.again and known is not Known.FAILED:
                yield file, None
            elif known is None and file.size_bytes in sizes:
                yield file, self._recognise(file, states.get(file.path))
            else:
                yield file, known

    def _known(
        self, file: FoundFile, state: FileState | None, failure: Failure | None
    ) -> Known | None:
        if failure is not None and failure.analyser == self.analyser and _is(file, failure):
            return Known.FAILED
        if state is None or not _is(file, state):
            return None
        current = state.analyser == self.analyser and state.status is TrackStatus.PRESENT
        return Known.UNCHANGED if current and self._has_seen_lyrics(file, state) else None

    def _has_seen_lyrics(self, file: FoundFile, state: FileState) -> bool:
        if self.load_lyrics is None:
            return True
        return state.lyrics_stamp == lyrics_stamp(file.path, self.load_lyrics)

    def _recognise(self, file: FoundFile, state: FileState | None) -> Examination | None:
        """The examination as it would come out, where this content was analysed already."""
        same_file = state is not None and _is(file, state)
        try:
            digest = state.content_hash if state and same_file else content_hash(file.path)
        except OSError:
            return None
        if not self.store.tracks.has_analysis(digest, self.analyser):
            return None
        lyrics = None if self.load_lyrics is None else look_for_lyrics(file.path, self.load_lyrics)
        tags = read_tags(file.path)[0]
        return Examination(file=file, content_hash=digest, tags=tags, lyrics=lyrics)


def _is(file: FoundFile, kept: FileState | Failure) -> bool:
    return (file.size_bytes, file.mtime_ns) == (kept.size_bytes, kept.mtime_ns)
