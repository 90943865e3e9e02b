"""A session's log: every entry is stored, then handed to the engine; what that decides is stored.

Whoever is killed between any two of these steps loses nothing: the engine is rebuilt from the
log, and decides again what was not stored. Time stamps grow strictly, so that the log that is read
back is the log that was written.

Readings all come by way of the store, ours and those of others (`moodarc feel`, `moodarc sense`).
One that was measured before the newest entry would be out of order; then the engine is rebuilt. So
it is with a thing that was done while its player could not reach us, where readings came meanwhile.
"""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

from moodarc.affect import AffectReading
from moodarc.catalog import Decision, ListeningEvent, SessionEvent
from moodarc.errors import SessionError
from moodarc.session.engine import Engine, Entry, Outcome, merged, time_of
from moodarc.storage import Store

__all__ = ["SessionLog"]

_STEP = timedelta(microseconds=1)
_AHEAD = timedelta(seconds=2)
"""how far the clock of a sensor may be ahead of ours"""


class SessionLog:
    """One listener's log with the engine that lives on it.

    Args:
        store: open; it knows the listener.
        listener: their name.
        make_engine: gives an engine that has seen nothing.
        clock: aware UTC time.

    Attributes:
        engine: has seen the whole log.
        newest: time of the newest entry; None before any.
        acted: that of the newest that is no reading: of the last thing that was done.
    """

    def __init__(
        self,
        store: Store,
        listener: str,
        make_engine: Callable[[], Engine],
        *,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._store = store
        self._listener = listener
        self._make_engine = make_engine
        self._clock = clock
        self._seen = 0
        self._early: list[AffectReading] = []
        self._told: datetime | None = None
        self.newest: datetime | None = None
        self.acted: datetime | None = None
        self.engine = self._rebuilt()

    def now(self) -> datetime:
        """The time: after that of every entry, and of every time that was told before."""
        now = self._clock()
        last = max((at for at in (self.newest, self._told) if at is not None), default=None)
        self._told = now if last is None else max(now, last + _STEP)
        return self._told

    def append(self, entry: ListeningEvent | SessionEvent) -> Outcome:
        """Store an entry of ours, hand it to the engine, and store what that decides.

        Raises:
            GoalError: a session begins and nothing can be played.
            SessionError: it was done before something that is in the log already.
        """
        self._check_order(entry.at)
        if isinstance(entry, SessionEvent):
            self._store.sessions.add(entry)
        else:
            self._store.events.add(entry)
        if self.newest is not None and entry.at < self.newest:
            return self.resumed()
        return self._handed(entry)

    def _check_order(self, at: datetime) -> None:
        if self.acted is not None and at < self.acted:
            msg = (
                f"what was done at {at.isoformat()} comes after what was done at "
                f"{self.acted.isoformat()}; hand on the log in its order"
            )
            raise SessionError(msg)

    def felt(self, reading: AffectReading) -> None:
        """Store how the listener feels; `arrived` hands it on."""
        self._store.readings.add(self._listener, reading)

    def arrived(self) -> Iterator[tuple[AffectReading, Outcome]]:
        """Readings that were stored since the last look, each with what follows from it."""
        stored, self._seen = self._store.readings.stored_after(self._listener, self._seen)
        new, self._early = self._due([*self._early, *stored])
        newest = self.newest
        if newest is not None and any(reading.state.at <= newest for reading in new):
            outcome = self.resumed()  # which has all of them in their places
            yield from ((reading, Outcome()) for reading in new[:-1])
            yield new[-1], outcome
            return
        for reading in sorted(new, key=time_of):
            yield reading, self._handed(reading)

    def _due(
        self, readings: list[AffectReading]
    ) -> tuple[list[AffectReading], list[AffectReading]]:
        """Those of now or before, and those of a clock that is ahead of ours: they wait."""
        now = self._clock() + _AHEAD
        due = [one.state.at <= now for one in readings]
        return (
            [one for one, is_due in zip(readings, due, strict=True) if is_due],
            [one for one, is_due in zip(readings, due, strict=True) if not is_due],
        )

    def resumed(self) -> Outcome:
        """Read the whole log again; what is to be done that it did not see done."""
        self.engine = self._rebuilt()
        return self._kept(self.engine.resume(self.now()))

    def _handed(self, entry: Entry) -> Outcome:
        self.newest = time_of(entry)
        if not isinstance(entry, AffectReading):
            self.acted = self.newest
        return self._kept(self.engine.handle(entry))

    def _kept(self, outcome: Outcome) -> Outcome:
        if outcome.decision is not None:
            self._store.decisions.add(outcome.decision)
            self.newest = self.acted = outcome.decision.at
        return outcome

    def _rebuilt(self) -> Engine:
        """An engine that has read the log; it decides nothing."""
        store, listener = self._store, self._listener
        readings, self._seen = store.readings.stored_after(listener, 0)
        readings, self._early = self._due(readings)
        others = (store.sessions.of, store.events.of, store.decisions.of)
        acts = merged(*(logged(listener) for logged in others))
        mine = [act for act in acts if not isinstance(act, Decision) or act.cause]
        self.acted = time_of(mine[-1]) if mine else None
        log = merged(readings, acts)
        engine = self._make_engine()
        engine.replay(log)
        self.newest = time_of(log[-1]) if log else None
        return engine
