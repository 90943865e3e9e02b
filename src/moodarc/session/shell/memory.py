"""What lists need of the listeners' logs, held between requests.

A log is read once; after that one look at how far the logs go (`Store.marks`) tells whether there
is anything new, and only that is read. So a request costs the same however long a log is, and
whatever another program stored counts at once.

A listener's own dynamics are fitted again once the readings they rest on have grown by a tenth:
one more of many readings hardly moves them, and the fit takes as long as twenty lists.
"""

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from threading import Lock
from typing import Final

from moodarc.affect import AffectReading
from moodarc.catalog import Decision
from moodarc.listener import AffectDynamics, own_dynamics
from moodarc.session.intent import ListenerLog
from moodarc.session.shell.mood import Mood
from moodarc.session.shell.stored import RECENT_LISTS, RECENT_READINGS
from moodarc.storage import Store
from moodarc.storage.marks import LogMarks

__all__ = ["KnownListeners", "Remembered"]

_MOST: Final = 10_000
"""listeners that are held; of a thousand readings each that is some hundred megabytes at most"""
_GROWN: Final = 0.1
"""share of the readings that are new, above which dynamics are fitted again"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Remembered:
    """What is known of one listener.

    Attributes:
        marks: how far the log was read; None where there is no such listener.
        log: readings, and lists without their offers.
        mood: what the readings say.
        banned: tracks they never want again.
        dynamics: of their own; None before they were fitted.
        since: readings that came after the fit.
    """

    marks: LogMarks | None
    log: ListenerLog = field(default_factory=ListenerLog)
    mood: Mood
    banned: frozenset[int] = frozenset()
    dynamics: AffectDynamics | None = None
    since: int = 0


class KnownListeners:
    """The listeners that were asked for lately. Many threads may ask at once.

    Args:
        store: open.
        most: how many are held.
    """

    def __init__(self, store: Store, *, most: int = _MOST) -> None:
        self._store = store
        self._most = most
        self._held: OrderedDict[str, Remembered] = OrderedDict()
        self._lock = Lock()

    def of(self, listener: str, at: datetime) -> Remembered:
        """What is known of a listener at a time; little where they never were here."""
        marks = self._store.marks(listener)
        with self._lock:
            held = self._held.get(listener)
        if (
            held is None
            or held.marks is None
            or marks is None
            or held.marks.listener != marks.listener
        ):
            held = self._read(listener, marks, at)
        elif held.marks != marks or _is_due(held.mood, at):
            held = self._read_on(listener, held, marks, at=at)
        return self._keep(listener, held)

    def shown(self, listener: str, decision: Decision, number: int) -> None:
        """Take in a list that was just stored under a number, so that it is not read again."""
        with self._lock:
            held = self._held.get(listener)
            if held is None or held.marks is None or held.marks.decision != number - 1:
                return
            log = _with_lists(held.log, [replace(decision, offers=())])
            marks = replace(held.marks, decision=number)
            self._held[listener] = replace(held, log=log, marks=marks)

    def forget(self, listener: str) -> None:
        """Hold nothing of a listener."""
        with self._lock:
            self._held.pop(listener, None)

    def _keep(self, listener: str, known: Remembered) -> Remembered:
        with self._lock:
            self._held[listener] = known
            self._held.move_to_end(listener)
            while len(self._held) > self._most:
                self._held.popitem(last=False)
        return known

    def _read(self, listener: str, marks: LogMarks | None, at: datetime) -> Remembered:
        if marks is None:
            return Remembered(marks=None, mood=Mood.of([], at))
        store = self._store
        log = ListenerLog(
            store.readings.of(listener, limit=RECENT_READINGS),
            store.decisions.outlines(listener, limit=RECENT_LISTS),
            store.decisions.offered_lift(listener),
        )
        dynamics = own_dynamics(_usable(log.readings))
        return Remembered(
            marks=marks,
            log=log,
            mood=Mood.of(log.readings, at, dynamics=dynamics),
            banned=store.events.banned(listener),
            dynamics=dynamics,
        )

    def _read_on(
        self, listener: str, held: Remembered, marks: LogMarks, *, at: datetime
    ) -> Remembered:
        """What was stored since."""
        seen, store = held.marks or marks, self._store
        new: list[AffectReading] = []
        if marks.reading != seen.reading:
            new, _ = store.readings.stored_after(listener, seen.reading)
        if marks.decision != seen.decision:
            lists = store.decisions.outlines(listener, after=seen.decision)
            held = replace(held, log=_with_lists(held.log, lists))
        if marks.event != seen.event:
            banned = store.events.banned(listener, after=seen.event)
            held = replace(held, banned=held.banned | banned)
        if new or _is_due(held.mood, at):
            held = _felt(held, new, at)
        return replace(held, marks=marks)


def _is_due(mood: Mood, at: datetime) -> bool:
    return mood.ahead is not None and mood.ahead <= at


def _with_lists(log: ListenerLog, new: Sequence[Decision]) -> ListenerLog:
    lists = [*log.decisions, *new][-RECENT_LISTS:]
    lifted = log.lift_offered or any(one.lift_offered for one in new)
    return replace(log, decisions=lists, lift_offered=lifted)


def _felt(held: Remembered, new: Sequence[AffectReading], at: datetime) -> Remembered:
    """With new readings, and dynamics fitted again where these are many."""
    every = sorted([*held.log.readings, *new], key=lambda one: one.state.at)
    readings, since = every[-RECENT_READINGS:], held.since + len(new)
    dynamics = held.dynamics
    if dynamics is None or since > _GROWN * len(readings):
        dynamics, since = own_dynamics(_usable(readings)), 0
    return replace(
        held,
        log=replace(held.log, readings=readings),
        mood=Mood.of(readings, at, dynamics=dynamics),
        dynamics=dynamics,
        since=since,
    )


def _usable(readings: Sequence[AffectReading]) -> list[AffectReading]:
    return [one for one in readings if one.is_valid and one.confidence > 0.0]
