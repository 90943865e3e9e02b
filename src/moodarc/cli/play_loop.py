"""The loop of `moodarc play` (LE-4): what happens becomes the log, what is decided is carried out.

Nothing here decides anything about music. A track is put into the log as playing before it is put
on, so that a killed session knows what it was at.
"""

import time
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, Final

from moodarc.cli.play_report import (
    Heard,
    goal_json,
    list_json,
    offer_json,
    point_json,
    reading_json,
    track_json,
)
from moodarc.errors import AudioError, GoalError, PlayerError

if TYPE_CHECKING:
    from moodarc.affect import AffectReading, Goal
    from moodarc.catalog import Track
    from moodarc.library.players import Happened, Player
    from moodarc.session.engine import Outcome
    from moodarc.session.shell import SessionLog

__all__ = ["PlayLoop", "Tell"]

Tell = Callable[[dict[str, Any]], None]
"""Is handed each thing that happened, as JSON values."""

_POLL_S: Final = 0.5
"""between two looks for readings in the store"""
_MOST_FAILURES: Final = 3
"""tracks in a row that cannot be played, after which it is the player"""


class PlayLoop:
    """One session.

    Args:
        log: with its engine.
        player: ready to play.
        tracks: the library by number.
        tell: is handed what happens.
        clock: seconds that only grow.

    Attributes:
        track: what is on, as the log knows it.
        ended: why it is over; empty while it goes on.
        heard: how each track was taken, and felt.
        watch: of the player.
    """

    def __init__(
        self,
        log: "SessionLog",
        player: "Player",
        tracks: "Mapping[int, Track]",
        *,
        tell: Tell,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        from moodarc.library.players import Watch

        self.log = log
        self.player = player
        self.tracks = tracks
        self.watch = Watch(player, clock=clock)
        self.ended = ""
        self.heard: list[Heard] = []
        self._tell = tell
        self._clock = clock
        self._polled_s = -_POLL_S
        self.track: Track | None = None
        self._start = 0
        self._failures = 0

    def begin(
        self, goal: "Goal", *, minutes: float | None = None, seed_track_id: int | None = None
    ) -> None:
        """Start a session.

        Raises:
            GoalError: nothing can be played.
            PlayerError: nothing can, by this player.
        """
        self._look_for_readings()
        wish = {"goal": goal, "minutes": minutes, "seed_track_id": seed_track_id}
        try:
            self._carry_out(self._framed("start", **wish))
        except (GoalError, PlayerError):
            if not self.ended:
                self._stopped("NOTHING_PLAYED")
            raise

    def _stopped(self, why: str) -> None:
        from moodarc.listener import Ending

        self._framed("stop", reason=Ending[why].value)

    def close_last(self) -> None:
        """End a session that was killed and is not taken up, so that the log tells it ended."""
        if self.log.engine.state.phase.value == "playing":
            self._stopped("INTERRUPTED")

    def go_on(self) -> None:
        """Take up a session that was killed: what was decided stands, what was not is decided.

        Raises:
            GoalError: nothing was decided yet, and nothing can be played.
            PlayerError: nothing can, by this player.
        """
        try:
            outcome = self.log.resumed()
        except GoalError:
            self._stopped("NOTHING_PLAYED")
            raise
        state = self.log.engine.state
        ids = [*([] if state.playing is None else [state.playing]), *state.queue]
        known = [self.tracks[number] for number in ids if number in self.tracks]
        taken = self.player.take_up(known)
        self.watch.expect()
        if state.playing is not None:
            self._take_up(state.playing, taken)
        if outcome.decision is None and state.decision is not None:
            self._tell(list_json(state.decision, self.tracks, queue=state.queue))
        self._carry_out(outcome)

    def step(self) -> None:
        """See what happened, and act on it."""
        if self._clock() - self._polled_s >= _POLL_S:
            self._look_for_readings()
        for happened in self.watch.look():
            if not self.ended:
                self._happened(happened)

    def felt(self, readings: "Iterable[AffectReading]") -> None:
        """How the listener feels, as they or a replayed series say."""
        for reading in readings:
            self.log.felt(reading)
        self._look_for_readings()

    def aim(self, goal: "Goal") -> None:
        """The listener has another goal."""
        self._carry_out(self._framed("goal", goal=goal))

    def skip(self) -> None:
        """The listener wants the next track."""
        if self.track is not None:
            self._left("skip", position_s=self.watch.seen.position_s)

    def ban(self) -> None:
        """The listener never wants this track again."""
        if self.track is not None:
            self._left("ban", position_s=self.watch.seen.position_s)

    def like(self) -> None:
        """The listener likes this track."""
        self._remarked("like")

    def replay(self) -> None:
        """The listener wants this track once more, from its beginning."""
        if self.track is not None:
            self._remarked("replay")
            self._play(self.track)

    def pause(self) -> None:
        """Stand still, or go on."""
        self.player.pause(paused=not self.watch.seen.is_paused)

    def louder(self, by: float) -> None:
        """Change the volume; in [-1, 1]."""
        volume = self.watch.seen.volume
        if volume is None:
            self.note(f"{self.player.name} has no volume; use the system's")
        else:
            self.player.set_volume(min(1.0, max(0.0, volume + by)))

    def explain(self) -> None:
        """Tell all reasons of what is on."""
        track_id = None if self.track is None else self.track.track_id
        offered = self.log.engine.state.offered.get(-1 if track_id is None else track_id)
        if track_id is None or offered is None:
            self.note("nothing is on that was chosen for a reason")
            return
        told = {"event": "why", "track": track_json(self.tracks, track_id)}
        self._tell({**told, **offer_json(offered.offer)})

    def stop(self, reason: str) -> None:
        """End the session."""
        if self.ended:
            return
        self.ended = reason
        self._remember("stop")
        self._framed("stop", reason=reason)
        self.player.stop()

    def note(self, text: str) -> None:
        """Say something that no log needs."""
        self._tell({"event": "note", "text": text})

    def _framed(self, kind: str, **values: Any) -> "Outcome":  # noqa: ANN401 - of SessionEvent
        from moodarc.catalog import SessionEvent, SessionEventKind

        what: SessionEventKind = SessionEventKind(kind)
        listener, at = self.log.engine.listener, self.log.now()
        outcome = self.log.append(SessionEvent(listener=listener, at=at, kind=what, **values))
        if what is SessionEventKind.GOAL:
            self._tell({"event": "goal", **goal_json(self.log.engine.state.goal)})
        return outcome

    def _done(self, kind: str, track_id: int, **details: Any) -> "Outcome":  # noqa: ANN401 - JSON
        from moodarc.catalog import EventKind, ListeningEvent

        what: EventKind = EventKind(kind)
        listener, at = self.log.engine.listener, self.log.now()
        told = {"event": kind, "at": at.isoformat(), "track": track_json(self.tracks, track_id)}
        event = ListeningEvent(
            listener=listener, at=at, kind=what, track_id=track_id, details=details
        )
        outcome = self.log.append(event)
        self._tell({**told, **details, **self._reasons(kind, track_id)})
        return outcome

    def _reasons(self, kind: str, track_id: int) -> dict[str, Any]:
        from moodarc.cli.why import why

        offered = self.log.engine.state.offered.get(track_id) if kind == "play" else None
        return {} if offered is None else {"why": why(offered.offer), "score": offered.offer.score}

    def _carry_out(self, outcome: "Outcome") -> None:
        """What the engine wishes, in its order."""
        if outcome.decision is not None:
            self._tell(list_json(outcome.decision, self.tracks))
        if outcome.ended is not None:
            self.stop(outcome.ended.value)
            return
        if outcome.play is not None:
            self._put_on(outcome.play)
        elif outcome.decision is not None:
            self._announce()
        if outcome.sense:
            self._tell({"event": "sense"})

    def _put_on(self, track_id: int) -> None:
        """Log a track as playing; put it on, if the player has not gone on to it by itself."""
        track, seen = self.tracks.get(track_id), self.watch.seen
        is_on = seen.track is not None and seen.track.track_id == track_id
        is_on &= seen.start != self._start
        self._done("play", track_id)
        if track is None:
            self._failed(track_id, "it is not in the library any more")
        elif is_on:
            self.track, self._start = track, seen.start
            self._announce()
        else:
            self._play(track)

    def _play(self, track: "Track") -> None:
        try:
            self.player.play(track)
        except AudioError as error:
            self._failed(track.track_id, str(error))
            return
        self.watch.expect(track)
        self.track, self._start = track, self.watch.seen.start
        self._announce()

    def _announce(self) -> None:
        """Tell the player what follows."""
        queue = self.log.engine.state.queue
        self.player.follow(self.tracks.get(queue[0]) if queue else None)

    def _failed(self, track_id: int, reason: str) -> None:
        self.track, self._failures = None, self._failures + 1
        if self._failures >= _MOST_FAILURES:
            msg = f"{self._failures} tracks in a row cannot be played; the last: {reason}"
            self.stop(msg)
            raise PlayerError(msg)
        self._carry_out(self._done("skip", track_id, position_s=0.0, unplayable=reason))

    def _left(self, kind: str, **details: Any) -> None:  # noqa: ANN401 - JSON values
        """The track that is on is done with."""
        if self.track is None:
            return
        track_id, self._failures = self.track.track_id, 0
        self._remember(kind)
        outcome, self.track = self._done(kind, track_id, **details), None
        self._carry_out(outcome)

    def _remarked(self, kind: str, **details: Any) -> None:  # noqa: ANN401 - JSON values
        """Something was done that leaves the track on."""
        if self.track is not None:
            details = {"position_s": self.watch.seen.position_s, **details}
            outcome = self._done(kind, self.track.track_id, **details)
            self._carry_out(outcome)

    def _remember(self, kind: str) -> None:
        """How the feeling moved over a track, as far as we believe."""
        engine, before = self.log.engine, self.log.engine.state.before
        if self.track is not None and before is not None:
            after = engine.belief(self.log.now())
            self.heard.append(Heard(self.track, kind, point_json(before), point_json(after)))

    def _happened(self, happened: "Happened") -> None:
        what, position_s = happened.what.value, happened.position_s
        if what == "finished":
            self._left("finish", position_s=position_s)
        elif what == "skipped":
            self._left("skip", position_s=position_s)
        elif what == "failed" and self.track is not None:
            self._failed(self.track.track_id, happened.reason)
        elif what == "left":
            self.stop(happened.reason)
        elif what == "again":
            self._remarked("replay", position_s=position_s)
        elif what == "volume":
            self._remarked("volume", before=happened.before, after=happened.after)
        else:
            self._tell({"event": "player", "state": what, "name": self.player.name})

    def _look_for_readings(self) -> None:
        self._polled_s = self._clock()
        for reading, outcome in self.log.arrived():
            belief = self.log.engine.belief(self.log.now())
            self._tell(reading_json(reading, belief, goal=self.log.engine.state.goal))
            if not self.ended:
                self._carry_out(outcome)

    def _take_up(self, playing: int, taken: "Track | None") -> None:
        """A track was on when the session was killed: it still is, another is, or it was cut."""
        if taken is not None and taken.track_id == playing:
            self.track, self._start = taken, self.watch.seen.start
            told = {"event": "play", "track": track_json(self.tracks, playing), "resumed": True}
            self._tell({**told, **self._reasons("play", playing)})
            self._announce()
            return
        track = taken or self.tracks.get(playing)
        self._done("play", playing if track is None else track.track_id, resumed=True)
        if track is None:
            self._failed(playing, "it is not in the library any more")
        elif taken is not None:
            self.track, self._start = taken, self.watch.seen.start
            self._announce()
        else:
            self._play(track)
