"""A Music Player Daemon as a player: two of our tracks at the end of its queue, steered by anyone.

The track that is on and the one that follows stand in mpd's queue, so that one runs into the other
without a gap and another client's `next` has where to go. What is in the queue besides stays.
Modes that would lead elsewhere (random, repeat, single, consume) are off while we play, and put
back at the end.

mpd may go away and come back: what was on is put on again where it stood. If only the connection
was lost, the music has gone on by itself, and is taken up.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from typing import Final

from moodarc.catalog import Track
from moodarc.errors import AudioError, PlayerError
from moodarc.library.players.mpd_link import MpdLink
from moodarc.library.players.mpd_names import MpdNames
from moodarc.library.players.mpd_place import MpdPlace
from moodarc.library.players.player import PlayerStatus

__all__ = ["MpdPlayer"]

_MODES: Final = ("random", "repeat", "single", "consume")
_SEEK_WAITS_S: Final = (0.05, 0.1, 0.2, 0.4)


@dataclass(frozen=True, slots=True)
class _Queued:
    """A track of ours in mpd's queue.

    Attributes:
        track: which.
        number: mpd's id of its place; None while it could not be told.
        name: mpd's name of the file.
    """

    track: Track
    number: str | None = None
    name: str = ""


class MpdPlayer:
    """Plays by mpd.

    Args:
        place: where it is.
        gives_up_s: so long it may be away.
        clock: seconds that only grow.

    Raises:
        PlayerError: nobody answers, or we are not let in.
    """

    def __init__(
        self,
        place: MpdPlace,
        *,
        gives_up_s: float = 120.0,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.name = f"mpd at {place}"
        self._link = MpdLink(place, gives_up_s=gives_up_s, clock=clock)
        self._names = MpdNames(self._link)
        self._on: _Queued | None = None
        self._next: _Queued | None = None
        self._adding: Track | None = None
        self._now = PlayerStatus()
        self._modes: dict[str, str] = {}
        self._link.open()
        self._own_modes()

    def play(self, track: Track, *, start_s: float = 0.0) -> None:
        """See `Player`; while mpd is away it is kept in mind."""
        old = [queued for queued in (self._on, self._next) if queued is not None]
        self._on, self._next = _Queued(track), None
        self._now = replace(
            self._now,
            track=track,
            start=self._now.start + 1,
            position_s=start_s,
            is_paused=False,
            failure="",
        )
        with self._absence_seen():
            self._forget(old)
            self._put_on(start_s)

    def follow(self, track: Track | None) -> None:
        """See `Player`; a file that mpd cannot play is told when its turn comes."""
        known = self._next
        if known is not None and track is not None and known.track.track_id == track.track_id:
            return
        old, self._next = self._next, None if track is None else _Queued(track)
        with self._absence_seen(), suppress(AudioError):
            self._forget([old] if old else [])
            self._queue_next()

    def pause(self, *, paused: bool) -> None:
        """See `Player`."""
        with self._absence_seen():
            self._link.ask("pause", int(paused))

    def set_volume(self, volume: float) -> None:
        """See `Player`."""
        with self._absence_seen(), suppress(PlayerError):  # an output without a mixer
            self._link.ask("setvol", round(100.0 * volume))

    def status(self) -> PlayerStatus:
        """See `Player`."""
        if not self._now.is_there:
            if not self._link.reopen():
                return self._now
            with self._absence_seen():
                self._now = replace(self._now, is_there=True)
                self._own_modes()
                self._find_again()
        with self._absence_seen():
            self._look()
        return self._now

    def take_up(self, tracks: list[Track]) -> Track | None:
        """See `Player`; what a killed session left at the end of the queue is removed."""
        with self._absence_seen():
            songs = self._link.ask("playlistinfo")
            number = _number_on(self._link.ask("status"))
            for place, song in enumerate(songs):
                found = _meant(song["file"], tracks)
                if found is not None and song["id"] == number:
                    self._on = _Queued(found, song["id"], song["file"])
                    self._now = replace(self._now, track=found, start=self._now.start + 1)
                    self._take_up_next(songs[place + 1 :], tracks)
                    self._look()
                    return found
            for song in songs[-2:]:
                if _meant(song["file"], tracks) is not None:
                    self._link.ask("deleteid", song["id"])
        return None

    def stop(self) -> None:
        """See `Player`."""
        old = [queued for queued in (self._on, self._next) if queued is not None]
        was_on, self._on, self._next = self._on, None, None
        self._now = replace(self._now, track=None)
        with self._absence_seen():
            if was_on is not None and _number_on(self._link.ask("status")) == was_on.number:
                self._link.ask("stop")
            self._forget([*old, *self._half_added()])

    def close(self) -> None:
        """See `Player`."""
        self.stop()
        with self._absence_seen():
            for mode, value in self._modes.items():
                self._link.ask(mode, value)
        self._link.close()

    def _look(self) -> None:
        told = self._link.ask("status")
        number = _number_on(told)
        failure = ""
        if self._next is not None and number is not None and number == self._next.number:
            failure = told.get("error", "")
            self._moved_on()
        volume = int(told.get("volume", -1))
        known = replace(
            self._now,
            is_paused=told.get("state") == "pause",
            volume=None if volume < 0 else volume / 100.0,
            slack_s=float(told.get("xfade", 0.0)),
            failure=failure,
            other="",
        )
        if self._on is not None and number is not None and number == self._on.number:
            self._now = replace(
                known,
                track=self._on.track,
                position_s=float(told.get("elapsed", 0.0)),
                duration_s=float(told.get("duration", 0.0)),
            )
            return
        other = self._link.ask("currentsong").get("file", "") if number is not None else ""
        self._now = replace(known, track=None, other=other, failure=told.get("error", ""))

    def _moved_on(self) -> None:
        """It is at the track that followed; the one before is done with."""
        old, self._on, self._next = self._on, self._next, None
        self._now = replace(self._now, start=self._now.start + 1)
        if old is not None:
            self._forget([old])

    def _put_on(self, start_s: float) -> None:
        """Add what is to be on, and play it."""
        if self._on is None:
            return
        self._link.ask("clearerror")
        self._on = self._added(self._on.track)
        self._adding = None
        self._link.ask("playid", self._on.number)
        if start_s > 0.0:
            self._seek(start_s)

    def _seek(self, start_s: float) -> None:
        """Go to where the track stood; mpd refuses that while its decoder starts or ends.

        Where it goes on refusing, the track plays from its beginning.
        """
        for wait_s in _SEEK_WAITS_S:
            try:
                self._link.ask("seekcur", f"{start_s:.3f}")
            except PlayerError:
                time.sleep(wait_s)
            else:
                return

    def _queue_next(self) -> None:
        if self._next is not None and self._on is not None and self._on.number is not None:
            self._next = self._added(self._next.track)
            self._adding = None

    def _added(self, track: Track) -> _Queued:
        self._adding = track
        try:
            number = self._link.ask("addid", self._names.of(track.path))
        except AudioError:
            self._adding = None
            raise
        song = self._link.ask("playlistid", number)[0]
        return _Queued(track, number, song["file"])

    def _half_added(self) -> list[_Queued]:
        """What mpd took just before an interrupt, so that its number was never kept."""
        track, self._adding = self._adding, None
        if track is None:
            return []
        newest = self._link.ask("playlistinfo")[-1:]
        return [
            _Queued(track, song["id"])
            for song in newest
            if MpdNames.means(song["file"], track.path)
        ]

    def _forget(self, old: list[_Queued]) -> None:
        """Take tracks of ours out of the queue; others may have done so already."""
        for queued in old:
            if queued.number is not None:
                with suppress(PlayerError):
                    self._link.ask("deleteid", queued.number)

    def _find_again(self) -> None:
        """After mpd came back: take up what goes on, or put it on where it stood."""
        if self._on is None:
            return
        on, following, stood = self._on, self._next, self._now
        songs = {song["id"]: song["file"] for song in self._link.ask("playlistinfo")}
        number = _number_on(self._link.ask("status"))
        kept = [q for q in (on, following) if q and q.number and songs.get(q.number) == q.name]
        if any(queued.number == number for queued in kept):
            return
        self._forget(kept)
        with suppress(AudioError):
            self._put_on(stood.position_s)
            if stood.is_paused:
                self._link.ask("pause", 1)
            self._queue_next()

    def _take_up_next(self, songs: list[dict[str, str]], tracks: list[Track]) -> None:
        found = _meant(songs[0]["file"], tracks) if songs else None
        if found is not None:
            self._next = _Queued(found, songs[0]["id"], songs[0]["file"])

    def _own_modes(self) -> None:
        told = self._link.ask("status")
        for mode in _MODES:
            self._modes.setdefault(mode, told.get(mode, "0"))
            if told.get(mode, "0") != "0":
                self._link.ask(mode, 0)

    @contextmanager
    def _absence_seen(self) -> Iterator[None]:
        """A lost connection is a state of the player, not an error of what was asked."""
        try:
            yield
        except ConnectionError:
            self._now = replace(self._now, is_there=False)


def _number_on(told: dict[str, str]) -> str | None:
    """Id of what plays or stands still; a daemon that was stopped names one, too."""
    return told.get("songid") if told.get("state") in {"play", "pause"} else None


def _meant(name: str, tracks: list[Track]) -> Track | None:
    return next((track for track in tracks if MpdNames.means(name, track.path)), None)
