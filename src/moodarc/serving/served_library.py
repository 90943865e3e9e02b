"""The library as a worker serves it: prepared once for all requests, renewed when it changed.

Whoever asks while a newer state is being prepared is given the one before it: nobody waits but for
the very first. During a scan the library changes all the time, so a renewal is not begun before
some times as long has passed as the last one took.
"""

import asyncio
import gc
import logging
import time
from collections import Counter, OrderedDict
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cached_property, partial
from hashlib import blake2b
from typing import Any, Final, Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from moodarc.catalog import Track
from moodarc.listener import TraitTable
from moodarc.music.metadata import MetadataPrior
from moodarc.serving.listing import Columns
from moodarc.serving.wire.track import TrackBrief
from moodarc.session.corrections import with_corrections
from moodarc.session.engine import PreparedLibrary
from moodarc.session.library_scale import LibraryScale, relative_to_library
from moodarc.session.listener_profile import descriptor_table, genre_table
from moodarc.session.parts import with_all_parts
from moodarc.session.shell import corrections_of
from moodarc.storage import Store, TrackStatus

__all__ = ["Do", "Libraries", "ServedLibrary", "corrected", "prepared"]

_LOG = logging.getLogger("moodarc.serving")

_LOOK_EVERY_S: Final = 1.0
_REST: Final = 4.0
"""times as long as a preparation took that no other is begun"""
_REST_OF_LOOK: Final = 20.0
"""likewise, of a look that found nothing new: it may take a twentieth of the time"""

_MOST_OWN: Final = 64
"""listeners whose libraries are held; those without corrections share one"""

Answer = TypeVar("Answer")


class Do(Protocol):
    """Runs what blocks in a thread."""

    def __call__(self, work: Callable[..., Answer], /, *args: Any) -> Awaitable[Answer]:  # noqa: ANN401 - those of the work
        """The answer of `work(*args)`."""
        ...


@dataclass(frozen=True, eq=False, kw_only=True)
class ServedLibrary:
    """One state of the library.

    Attributes:
        revision: names the state.
        tracks: what may play, with its affect as it stands in this library; without curves.
        scale: of that affect.
        prepared: the same for planners and sessions.
        columns: of all tracks, for lists.
    """

    revision: str
    tracks: Sequence[Track]
    scale: LibraryScale
    prepared: PreparedLibrary
    columns: Columns

    @cached_property
    def scale_words(self) -> str:
        """The scale, as a list names what it was made by."""
        return str(self.scale)

    @cached_property
    def briefs(self) -> dict[int, TrackBrief]:
        """What `Briefs` made of its tracks, by number: it goes with the state."""
        return {}

    @cached_property
    def by_id(self) -> Mapping[int, Track]:
        """The tracks that may play."""
        return {track.track_id: track for track in self.tracks}

    @cached_property
    def playable_rows(self) -> NDArray[np.int64]:
        """Their rows among the columns."""
        ids = np.array([track.track_id for track in self.tracks], dtype=np.int64)
        rows = np.searchsorted(self.columns.track_id, ids)
        return rows[rows < len(self.columns)]  # all, unless some were erased meanwhile

    def status_of(self, track_id: int) -> TrackStatus:
        """Whether a track's file is there."""
        row = int(np.searchsorted(self.columns.track_id, track_id))
        return TrackStatus(self.columns.labels["status"][row])

    @cached_property
    def plane(self) -> bytes:
        """Where they lie: see `docs/http.md` for the layout."""
        rows = self.playable_rows
        ids = self.columns.track_id[rows]
        numbers, n = self.columns.numbers, np.array([len(ids), 0], dtype="<u4")
        parts = (
            n,
            ids.astype("<u4"),
            numbers["valence"][rows].astype("<f4"),
            numbers["arousal"][rows].astype("<f4"),
            self.columns.quadrant[rows].astype("u1"),
        )
        return b"".join(part.tobytes() for part in parts)

    @cached_property
    def genres(self) -> list[tuple[str, int]]:
        """How many tracks have which genre, the most frequent first."""
        told = (genre for genre in self.columns.labels["genre"].tolist() if genre)
        return Counter(told).most_common()

    @cached_property
    def traits(self) -> tuple[TraitTable, TraitTable]:
        """The genres and the descriptors of the tracks, as profiles count them."""
        return genre_table(self.tracks), descriptor_table(self.tracks)

    @cached_property
    def _directions(self) -> NDArray[np.float32]:
        """Embeddings of length 1; those of a track without one are NaN."""
        table = self.prepared.candidates.columns.table.embedding
        length = np.linalg.norm(table, axis=1, keepdims=True)
        unknown = np.full_like(table, np.nan)
        directions: NDArray[np.float32] = np.divide(table, length, out=unknown, where=length > 0.0)
        return directions

    def neighbours(self, track_id: int, n: int) -> list[Track]:
        """The tracks that sound most alike, nearest first; none where that is not known."""
        candidates = self.prepared.candidates
        row = candidates.row_of.get(track_id)
        if row is None or not self._directions.shape[1]:
            return []
        alike = np.nan_to_num(self._directions @ self._directions[row], nan=-np.inf)
        alike[row] = -np.inf
        nearest = np.argsort(-alike, kind="stable")[:n]
        return [candidates.tracks[i] for i in nearest.tolist() if np.isfinite(alike[i])]


def prepared(store: Store) -> ServedLibrary:
    """The present state; its cost grows with the library (`moodarc bench service`)."""
    revision = store.tracks.revision()  # before the tracks: what comes meanwhile is seen next time
    with _no_cycles():
        heard = with_all_parts(store.tracks.playable(curves=False), MetadataPrior.shipped())
        tracks, scale = relative_to_library(heard)
        return ServedLibrary(
            revision=revision,
            tracks=tracks,
            scale=scale,
            prepared=PreparedLibrary.of(tracks),
            columns=Columns.of(store, tracks),
        )


@contextmanager
def _no_cycles() -> Iterator[None]:
    """Make many objects none of which refers back to another.

    The collector of such cycles would walk all of them again and again while they are made, and at
    every of its large rounds afterwards, in the midst of a request. They go when nobody holds them.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


def corrected(
    store: Store, listener: str, everybodys: ServedLibrary, *, before: ServedLibrary | None
) -> ServedLibrary:
    """The library after what a listener said of its tracks.

    Args:
        store: open.
        listener: their name.
        everybodys: before any correction.
        before: what was made of it last; given back where nothing was said since.
    """
    said = corrections_of(store, listener, everybodys.tracks)
    if not said:
        return everybodys
    told = blake2b(repr(said).encode(), digest_size=6).hexdigest()
    revision = f"{everybodys.revision}-{told}"
    if before is not None and before.revision == revision:
        return before
    with _no_cycles():
        tracks = with_corrections(everybodys.tracks, said)
        return ServedLibrary(
            revision=revision,
            tracks=tracks,
            scale=everybodys.scale,
            prepared=PreparedLibrary.of(tracks),
            columns=everybodys.columns.with_affects(tracks),
        )


@dataclass(frozen=True, slots=True)
class _Own:
    """A listener's library, of which state of everybody's it was made, and when to look again."""

    library: ServedLibrary
    everybodys: ServedLibrary
    look_at_s: float


class Libraries:
    """The newest prepared state, and its renewal.

    Args:
        store: open.
        do: runs what blocks.
        clock: seconds that only grow.
    """

    def __init__(
        self, store: Store, do: Do, *, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._store, self._do, self._clock = store, do, clock
        self._newest: ServedLibrary | None = None
        self._renewal: asyncio.Task[ServedLibrary] | None = None
        self._look_at_s = -np.inf
        self._owns: OrderedDict[str, _Own] = OrderedDict()
        self._making: dict[str, asyncio.Task[ServedLibrary]] = {}

    @property
    def newest(self) -> ServedLibrary | None:
        """The newest state that is prepared; None before the first."""
        return self._newest

    @property
    def is_renewing(self) -> bool:
        """Whether a newer state is being prepared."""
        return self._renewal is not None

    async def of(self, listener: str) -> ServedLibrary:
        """The library as a listener's lists see it, after their corrections."""
        everybodys = await self.everybodys()
        own = self._owns.get(listener)
        if own is not None and own.everybodys is everybodys and self._clock() < own.look_at_s:
            return own.library
        making = self._making.get(listener)
        if making is None:
            making = asyncio.create_task(self._make_own(listener, everybodys, own))
            self._making[listener] = making
            making.add_done_callback(lambda _: self._making.pop(listener, None))
        return await asyncio.shield(making)

    def forget(self, listener: str) -> None:
        """Look at a listener's corrections anew when they are asked for next."""
        own = self._owns.get(listener)
        if own is not None:
            self._owns[listener] = replace(own, look_at_s=-np.inf)

    async def everybodys(self) -> ServedLibrary:
        """The library before any correction; waits only where none is prepared yet."""
        if self._newest is None:
            return await asyncio.shield(self._renewed())
        if self._clock() >= self._look_at_s and self._renewal is None:
            self._renewed()
        return self._newest

    def begin(self) -> None:
        """Prepare the first state before anybody asks for it."""
        self._renewed()

    async def close(self) -> None:
        """Let go of a renewal that is under way."""
        if self._renewal is not None:
            self._renewal.cancel()
            await asyncio.gather(self._renewal, return_exceptions=True)

    async def _make_own(
        self, listener: str, everybodys: ServedLibrary, own: _Own | None
    ) -> ServedLibrary:
        before = None if own is None else own.library
        library = await self._do(
            partial(corrected, self._store, listener, everybodys, before=before)
        )
        self._owns[listener] = _Own(library, everybodys, self._clock() + _LOOK_EVERY_S)
        self._owns.move_to_end(listener)
        while len(self._owns) > _MOST_OWN:
            self._owns.popitem(last=False)
        return library

    def _renewed(self) -> asyncio.Task[ServedLibrary]:
        if self._renewal is None:
            self._renewal = asyncio.create_task(self._renew())
            self._renewal.add_done_callback(self._done)
        return self._renewal

    def _done(self, renewal: asyncio.Task[ServedLibrary]) -> None:
        self._renewal = None
        if not renewal.cancelled() and renewal.exception() is not None:
            _LOG.error("the library could not be prepared", exc_info=renewal.exception())

    async def _renew(self) -> ServedLibrary:
        began_s, newest, rest = self._clock(), self._newest, _REST_OF_LOOK
        if newest is None or newest.revision != await self._do(self._store.tracks.revision):
            newest, rest = await self._do(prepared, self._store), _REST
            self._newest = newest
        now_s = self._clock()
        self._look_at_s = now_s + max(_LOOK_EVERY_S, rest * (now_s - began_s))
        return newest
