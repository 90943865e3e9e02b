"""The emotional profile of a listener (LIN-5): derived from the log, rebuilt from it, never stored.

    events, readings --> History (genres), History (descriptors), Habits --> Profile

Genres and descriptors are two histories of the same log, since they tell much of the same: each
response is what the listener's feeling did after such tracks, whatever else they are.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, tzinfo
from typing import Final

from moodarc.affect import AffectReading
from moodarc.catalog import ListeningEvent
from moodarc.listener.profile.habits import Habits
from moodarc.listener.profile.history import DayPart, History, TraitTable
from moodarc.listener.profile.prior import POPULATION
from moodarc.listener.profile.state_space import AxisPrior, Estimate

__all__ = ["AxisTendency", "Profile", "ProfileBuilder", "Response", "build_profile"]

NO_TRAITS: Final = TraitTable((), {}, {})


@dataclass(frozen=True, slots=True)
class AxisTendency:
    """The long run of one axis.

    Attributes:
        level: what the feeling comes back to, in [-1, 1].
        variability: its standard deviation round that.
        inertia: its correlation with that of an hour before.
        day_parts: what each part of the day adds to the level.
    """

    level: Estimate
    variability: Estimate
    inertia: Estimate
    day_parts: Mapping[DayPart, Estimate]


@dataclass(frozen=True, slots=True)
class Response:
    """What a whole track with a trait moved the feeling by, beyond what drift would have done.

    Of a descriptor it is the difference that one standard score makes.

    Attributes:
        trait: its name.
        heard: how many such tracks were heard.
        valence: in the unit of valence.
        arousal: likewise.
    """

    trait: str
    heard: float
    valence: Estimate
    arousal: Estimate


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """What the log says of a listener; before any record it is what is believed of anybody.

    Attributes:
        n_readings: how many it rests on.
        at: time of the last record; None without any.
        valence: the long run of valence.
        arousal: and of arousal.
        genres: response to each genre.
        descriptors: response to each descriptor.
        habits: what is skipped and liked, and when music is played.
    """

    n_readings: int
    at: datetime | None
    valence: AxisTendency
    arousal: AxisTendency
    genres: tuple[Response, ...]
    descriptors: tuple[Response, ...]
    habits: Habits


@dataclass(frozen=True, slots=True, eq=False)
class ProfileBuilder:
    """A profile in the making: a fold over the log, oldest record first."""

    genres: History
    descriptors: History
    habits: Habits

    @classmethod
    def before_any(
        cls,
        genres: TraitTable = NO_TRAITS,
        descriptors: TraitTable = NO_TRAITS,
        *,
        zone: tzinfo = UTC,
        prior: Mapping[str, AxisPrior] = POPULATION,
    ) -> "ProfileBuilder":
        """Of a new listener."""
        of_genres, of_descriptors = (
            History.before_any(table, zone, prior) for table in (genres, descriptors)
        )
        return cls(of_genres, of_descriptors, Habits(zone))

    def after(self, record: ListeningEvent | AffectReading) -> "ProfileBuilder":
        """With one more record.

        Raises:
            InputError: it is older than the last one.
        """
        habits = self.habits.after(record) if isinstance(record, ListeningEvent) else self.habits
        return replace(
            self,
            genres=self.genres.after(record),
            descriptors=self.descriptors.after(record),
            habits=habits,
        )

    @property
    def profile(self) -> Profile:
        """What the records so far say."""
        return Profile(
            n_readings=self.genres.n_readings,
            at=self.genres.at,
            valence=_tendency(self.genres, "valence"),
            arousal=_tendency(self.genres, "arousal"),
            genres=_responses(self.genres),
            descriptors=_responses(self.descriptors),
            habits=self.habits,
        )


def build_profile(
    start: ProfileBuilder,
    events: Sequence[ListeningEvent],
    readings: Sequence[AffectReading],
) -> ProfileBuilder:
    """A builder taken through a log, in any order; what is read at one time counts first."""
    builder = start
    for record in _in_order(events, readings):
        builder = builder.after(record)
    return builder


def _in_order(
    events: Iterable[ListeningEvent], readings: Iterable[AffectReading]
) -> list[ListeningEvent | AffectReading]:
    timed: list[tuple[datetime, int, ListeningEvent | AffectReading]] = [
        *((reading.state.at, 0, reading) for reading in readings),
        *((event.at, 1, event) for event in events),
    ]
    return [record for _, _, record in sorted(timed, key=lambda one: one[:2])]


def _tendency(history: History, axis: str) -> AxisTendency:
    kept = history.axes[axis]
    parts = dict(zip(DayPart, kept.parts, strict=True))
    return AxisTendency(kept.level, kept.variability, kept.inertia, parts)


def _responses(history: History) -> tuple[Response, ...]:
    columns = history.axes["valence"].responses, history.axes["arousal"].responses
    return tuple(
        Response(name, float(heard), valence, arousal)
        for name, heard, valence, arousal in zip(
            history.table.names, history.heard, *columns, strict=True
        )
    )
