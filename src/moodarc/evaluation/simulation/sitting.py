"""SIMULATION: a listener who sits before the engine that ships, as a shell would drive it.

Nothing of the engine is replaced: entries go in, and what it wishes is done. Whatever is drawn is
drawn beforehand for each session, by track or by place (`Luck`), so that two policies meet the same
person on the same days with the same luck (common random numbers): their differences are theirs.
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Final

import numpy as np
from numpy.typing import NDArray

from moodarc.affect import AffectReading, AffectState, Goal, GoalKind
from moodarc.catalog import EventKind, ListeningEvent, SessionEvent, SessionEventKind
from moodarc.evaluation.simulation.library import MadeLibrary
from moodarc.evaluation.simulation.listeners import SimulatedListener
from moodarc.listener import Ending
from moodarc.randomness import derive_rng
from moodarc.sensing.self_report import from_point
from moodarc.session.engine import Engine, Entry, Outcome
from moodarc.session.goals import resolve

__all__ = ["GOALS", "Luck", "Sitting", "Told", "sit", "wanted"]

Array = NDArray[np.float64]

GOALS: Final = (GoalKind.LIFT, GoalKind.CALM, GoalKind.ENERGISE)
"""one of them each session: those that lead somewhere, so that there is something to reach"""
FIRST_DAY: Final = datetime(2026, 1, 5, 18, tzinfo=UTC)
_MOST_PLACES: Final = 64
_EARLIEST_S: Final = 2.0


@dataclass(frozen=True, slots=True, eq=False)
class Luck:
    """All that is drawn in one session.

    Attributes:
        start: (2,) how they feel when it begins.
        goal: what they want, with its target.
        occasion: (n_tracks,) how they like each this time beside what they always do, standard.
        skip: (n_tracks,) uniform; below the probability = skipped.
        place: (most places, 6) standard normal: response 2, time 2, reading 2.
        tells: (most places,) uniform; below the probability = they say how they feel.
        likes: (n_tracks,) uniform.
    """

    start: Array
    goal: Goal
    occasion: Array
    skip: Array
    place: Array
    tells: Array
    likes: Array

    @classmethod
    def of(cls, listener: SimulatedListener, n_tracks: int, *, session: int, seed: int) -> "Luck":
        """Of the session of that number; the same whatever policy is asked."""
        rng = derive_rng(seed, "simulation", "luck", listener.name, session)
        spread = [np.sqrt(axis.variance) for axis in tuple(listener.dynamics)[:2]]
        start = np.clip(listener.home + spread * rng.standard_normal(2), -1.0, 1.0)
        return cls(
            start=start,
            goal=wanted(GOALS[int(rng.integers(len(GOALS)))], start),
            occasion=rng.standard_normal(n_tracks),
            skip=rng.random(n_tracks),
            place=rng.standard_normal((_MOST_PLACES, 6)),
            tells=rng.random(_MOST_PLACES),
            likes=rng.random(n_tracks),
        )


def wanted(kind: GoalKind, feeling: Array) -> Goal:
    """A goal with its target from how they truly feel, so that no policy moves it."""
    valence, arousal = feeling.tolist()
    return resolve(Goal(kind), AffectState(valence=valence, arousal=arousal, at=FIRST_DAY))


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Told:
    """What became of a session, as only the simulation knows it.

    Attributes:
        goal: where it was to lead.
        path: (n + 1, 2) true feeling at the start and after each track.
        minutes: (n + 1,) when.
        tracks: (n,) rows of the library.
        skipped: (n,) whether it was.
        liking: (n,) of each track, standard score, this time.
        ended: why.
        until_minutes: it could last no longer.
        arm: whose lists they were; "" where there is but one.
        propensity: how probable that was.
    """

    goal: Goal
    path: Array
    minutes: Array
    tracks: NDArray[np.int64]
    skipped: NDArray[np.bool_]
    liking: Array
    ended: Ending
    until_minutes: float
    arm: str = ""
    propensity: float = 1.0

    @property
    def distance(self) -> Array:
        """(n + 1,) of the true feeling from the goal."""
        target = self.goal.target or (0.0, 0.0)
        gap: Array = np.hypot(*(self.path - target).T)
        return gap


def sit(
    engine: Engine,
    listener: SimulatedListener,
    library: MadeLibrary,
    *,
    session: int,
    seed: int = 0,
    minutes: float = 30.0,
) -> tuple[Told, list[Entry]]:
    """One session, and what of it belongs into the log.

    Args:
        engine: of this listener, with all earlier sessions in it.
        listener: who.
        library: the engine's tracks.
        session: number of the session, from 0; two days lie between them.
        seed: of the luck.
        minutes: at most.
    """
    luck = Luck.of(listener, len(library), session=session, seed=seed)
    now = FIRST_DAY + timedelta(days=2 * session)
    return Sitting(engine, listener, library, luck=luck, now=now, until_minutes=minutes).run()


@dataclass(eq=False)
class Sitting:
    """One session under way."""

    engine: Engine
    listener: SimulatedListener
    library: MadeLibrary
    luck: Luck = field(kw_only=True)
    now: datetime = field(kw_only=True)
    until_minutes: float = field(kw_only=True)
    log: list[Entry] = field(default_factory=list)

    def run(self) -> tuple[Told, list[Entry]]:
        """From the start to the end."""
        began = self.now
        self.feeling, self.place = self.luck.start, 0
        path, times, heard = [self.feeling], [began], []
        self._hand(self._reading())
        outcome = self._hand(self._frame(SessionEventKind.START))
        while outcome.ended is None and outcome.play is not None:
            row = outcome.play - 1
            outcome, skipped = self._played(row)
            path.append(self.feeling)
            times.append(self.now)
            heard.append((row, skipped, self._liking(row)))
        ended = outcome.ended or Ending.TIME_UP
        self._hand(self._frame(SessionEventKind.STOP, reason=ended.value))
        first = self.engine.state.decision
        rows, skips, liking = zip(*heard, strict=True) if heard else ((), (), ())
        told = Told(
            goal=self.luck.goal,
            path=np.array(path),
            minutes=np.array([(at - began).total_seconds() / 60.0 for at in times]),
            tracks=np.array(rows, dtype=np.int64),
            skipped=np.array(skips, dtype=np.bool_),
            liking=np.array(liking, dtype=np.float64),
            ended=ended,
            until_minutes=self.until_minutes,
            arm=first.arm if first else "",
            propensity=first.propensity if first else 1.0,
        )
        return told, self.log

    def _played(self, row: int) -> tuple[Outcome, bool]:
        """One track, to its end or to where it is skipped; then a word on how they feel."""
        track, liking = self.library.affect[row], self._liking(row)
        noise = self.luck.place[self.place % _MOST_PLACES]
        odds = self.listener.skip_probability(self.feeling, track, liking)
        skipped = bool(self.luck.skip[row] < odds)
        share = 0.5 * self.luck.skip[row] / odds if skipped else 1.0
        self._did(EventKind.PLAY, row)
        lasted_s = max(_EARLIEST_S, share * float(self.library.duration_s[row]))
        self.now += timedelta(seconds=lasted_s)
        drifted = self.listener.unheard(self.feeling, lasted_s / 3600.0, noise[:2])
        self.feeling = self.listener.felt(
            drifted, track, liking=liking, share=share, noise=noise[2:4]
        )
        if not skipped and liking > 1.0 and self.luck.likes[row] < self.listener.parameters.likes:
            self._did(EventKind.LIKE, row)
        where = {"position_s": lasted_s} if skipped else {}
        outcome = self._did(EventKind.SKIP if skipped else EventKind.FINISH, row, **where)
        return self._asked(outcome), skipped

    def _asked(self, outcome: Outcome) -> Outcome:
        """After what the engine said: a reading, where it wants one and they give it."""
        tells = self.luck.tells[self.place % _MOST_PLACES] < self.listener.parameters.answers
        if outcome.ended is None and outcome.sense and tells:
            outcome = self._hand(self._reading())
        self.place += 1
        return outcome

    def _liking(self, row: int) -> float:
        known = self.listener.parameters
        occasion = np.sqrt(max(0.0, 1.0 - known.common - known.taste - known.artists))
        return float(self.listener.liking[row] + occasion * self.luck.occasion[row])

    def _reading(self) -> AffectReading:
        """What they say of how they feel, off by noise, as `sensing.self_report` takes it down."""
        self.now += timedelta(seconds=1)
        spread = np.sqrt(self.listener.parameters.reading_noise)
        said = self.feeling + spread * self.luck.place[self.place % _MOST_PLACES, 4:]
        valence, arousal = np.clip(said, -1.0, 1.0).tolist()
        return from_point(valence, arousal, at=self.now)

    def _frame(self, kind: SessionEventKind, *, reason: str = "") -> SessionEvent:
        began = kind is SessionEventKind.START
        self.now += timedelta(seconds=1)
        return SessionEvent(
            listener=self.listener.name,
            at=self.now,
            kind=kind,
            goal=self.luck.goal if began else None,
            minutes=self.until_minutes if began else None,
            reason=reason,
        )

    def _did(self, kind: EventKind, row: int, **details: float) -> Outcome:
        self.now += timedelta(seconds=1)
        return self._hand(
            ListeningEvent(
                listener=self.listener.name,
                at=self.now,
                kind=kind,
                track_id=row + 1,
                details=details,
            )
        )

    def _hand(self, entry: Entry) -> Outcome:
        outcome = self.engine.handle(entry)
        self.log.append(entry)
        if outcome.decision is not None:
            self.log.append(outcome.decision)
        return outcome
