"""What is usual for this listener at this time of day: the personal baseline.

Of every sign at rest a mean and a spread are kept by part of the day, and shrunk twice: the part
towards the listener, the listener towards people in general. With n_p windows of mean m_p in a
part, s the spread within a person, B that between people of mean M, P that between parts of a day,

    listener   normal (M, B^2), then for every other part p seen: m_p, of variance s^2 / n_p + P^2
    part       normal (listener, + P^2), then m_p of the part itself, of variance s^2 / n_p

each step the product of two normals. Somebody of whom nothing is known is thus a person in general,
and how little that says is in the variance of the mean. s itself is the listener's own spread,
weighed against people's as `_PRIOR_WINDOWS` windows would. Windows overlap with their neighbours in
what they say, but are counted one by one; so no more than `_MOST_WINDOWS` count, and older ones
fade.

People in general, at rest: heart rate 70 +- 10 and RMSSD 42 ms (Nunan, Sandercock and Brodie, PACE
33, 2010: 65 and 42 +- 15 lying; sitting and awake some beats more); skin conductance 2 to 20
microsiemens, 1 to 3 responses a minute and more when awake and busy (Boucsein 2012). RMSSD and
conductance are kept as logarithms, as both are skewed (Task Force 1996; Boucsein 2012). The spreads
within a person and between parts of a day are our assumptions, except that of heart rate, measured
on SiTunes' wrists (8.8 beats a minute within a person once activity is accounted for; at rest 3
below a person's own mean).
"""

import math
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta, tzinfo
from enum import StrEnum
from typing import Any, Final, NamedTuple, Self

from moodarc.affect import VALID
from moodarc.errors import InputError
from moodarc.sensing.physiology.exertion import REST_MET
from moodarc.sensing.physiology.sample import WearableSample
from moodarc.sensing.physiology.signs import BodySigns, SignsConfig, body_signs

__all__ = ["DayPart", "Measure", "PersonalBaseline", "Usual", "day_part", "measures_of"]


class DayPart(StrEnum):
    """Six hours each, by local time."""

    NIGHT = "night"
    MORNING = "morning"
    AFTERNOON = "afternoon"
    EVENING = "evening"


class Measure(StrEnum):
    """The signs that a baseline keeps, in the unit that they are kept in."""

    HEART_RATE = "heart_rate_bpm"
    RELATIVE_RATE = "heart_rate_relative_bpm"
    RMSSD = "ln_rmssd_ms"
    CONDUCTANCE = "ln_conductance_us"
    PEAKS = "peaks_per_min"


class Usual(NamedTuple):
    """What is usual of a measure.

    Attributes:
        mean: expected at rest.
        spread: standard deviation within the listener.
        doubt: standard deviation of `mean` itself; falls with every window.
    """

    mean: float
    spread: float
    doubt: float


class _People(NamedTuple):
    mean: float
    between: float
    within: float
    between_parts: float


_PEOPLE: Final = {
    Measure.HEART_RATE: _People(70.0, 10.0, 8.8, 4.0),
    Measure.RELATIVE_RATE: _People(-3.0, 4.0, 8.8, 4.0),
    Measure.RMSSD: _People(math.log(42.0), 0.45, 0.35, 0.15),
    Measure.CONDUCTANCE: _People(math.log(5.0), 0.8, 0.4, 0.2),
    Measure.PEAKS: _People(4.0, 3.0, 3.0, 1.0),
}
_PRIOR_WINDOWS: Final = 10.0
_MOST_WINDOWS: Final = 500.0


class _Sums(NamedTuple):
    """Number, mean and sum of squares about it (Welford)."""

    n: float = 0.0
    mean: float = 0.0
    squares: float = 0.0

    def and_one(self, value: float) -> "_Sums":
        faded = min(1.0, (_MOST_WINDOWS - 1.0) / self.n) if self.n else 1.0
        n = faded * self.n + 1.0
        step = value - self.mean
        mean = self.mean + step / n
        return _Sums(n, mean, faded * self.squares + step * (value - mean))


class PersonalBaseline:
    """Usual signs of one listener; sums of each measure for each of four parts of the day.

    Args:
        zone: the listener's; parts of the day are local.
    """

    def __init__(self, zone: tzinfo = UTC) -> None:
        self.zone = zone
        self._sums: dict[tuple[Measure, DayPart], _Sums] = {}

    @classmethod
    def from_samples(
        cls,
        samples: Iterable[WearableSample],
        *,
        zone: tzinfo = UTC,
        config: SignsConfig | None = None,
    ) -> Self:
        """The baseline of a history, window after window; the same whenever it is rebuilt.

        Args:
            samples: of one listener, in any order.
            zone: the listener's.
            config: of the windows.
        """
        limits = config or SignsConfig()
        baseline = cls(zone)
        windows: dict[int, list[WearableSample]] = {}
        for sample in samples:
            windows.setdefault(_window_of(sample.at, limits.window), []).append(sample)
        for place in sorted(windows):
            end = datetime.fromtimestamp((place + 1) * limits.window.total_seconds(), UTC)
            baseline.add(body_signs(windows[place], end - timedelta(microseconds=1), limits))
        return baseline

    def add(self, signs: BodySigns) -> None:
        """Learn from a window that is valid and known to be at rest; another teaches nothing."""
        if signs.validity != VALID or not signs.met <= REST_MET:
            return
        part = day_part(signs.at, self.zone)
        for measure, value in measures_of(signs).items():
            key = (measure, part)
            self._sums[key] = self._sums.get(key, _Sums()).and_one(value)

    def usual(self, measure: Measure, at: datetime) -> Usual:
        """What is usual at a time of day.

        Raises:
            InputError: a time without a zone.
        """
        people = _PEOPLE[measure]
        spread = self._spread(measure, people)
        now = day_part(at, self.zone)
        own, doubt = people.mean, people.between**2
        for part in DayPart:
            if part is not now:  # tells of the listener, but is off by what parts differ
                sums = self._sums.get((measure, part), _Sums())
                of_sum = spread**2 + sums.n * people.between_parts**2
                own, doubt = _joined(own, doubt, sums, of_sum=of_sum)
        here = self._sums.get((measure, now), _Sums())
        mean, variance = _joined(own, doubt + people.between_parts**2, here, of_sum=spread**2)
        return Usual(mean, spread, math.sqrt(variance))

    def windows(self) -> int:
        """How many windows it rests on, at most."""
        return round(max((self._total(measure) for measure in Measure), default=0.0))

    def to_json(self) -> dict[str, Any]:
        """The state as JSON values; the zone is not part of it."""
        return {
            f"{measure.value}.{part.value}": list(sums)
            for (measure, part), sums in sorted(self._sums.items())
        }

    @classmethod
    def from_json(cls, state: Mapping[str, Any], *, zone: tzinfo = UTC) -> Self:
        """The baseline of a state.

        Raises:
            InputError: no such state.
        """
        baseline = cls(zone)
        for name, values in state.items():
            try:
                measure, _, part = name.rpartition(".")
                sums = _Sums(*(float(value) for value in values))
                baseline._sums[Measure(measure), DayPart(part)] = sums
            except (ValueError, TypeError) as error:
                msg = f"baseline holds {name!r}: {values!r}; expected to_json's form; rebuild it"
                raise InputError(msg) from error
            if not (all(map(math.isfinite, sums)) and sums.n >= 0.0 and sums.squares >= 0.0):
                msg = f"baseline holds {name!r}: {values!r}; expected numbers >= 0; rebuild it"
                raise InputError(msg)
        return baseline

    def _total(self, measure: Measure) -> float:
        return sum(sums.n for (which, _), sums in self._sums.items() if which is measure)

    def _spread(self, measure: Measure, people: _People) -> float:
        squares = sum(sums.squares for (which, _), sums in self._sums.items() if which is measure)
        weighed = squares + _PRIOR_WINDOWS * people.within**2
        return math.sqrt(weighed / (self._total(measure) + _PRIOR_WINDOWS))


def day_part(at: datetime, zone: tzinfo) -> DayPart:
    """The part of the listener's day.

    Raises:
        InputError: a time without a zone.

    >>> day_part(datetime(2026, 1, 1, 13, tzinfo=UTC), UTC).value
    'afternoon'
    """
    if at.tzinfo is None:
        msg = f"time {at.isoformat()} has no zone; give an aware datetime (UTC)"
        raise InputError(msg)
    return tuple(DayPart)[at.astimezone(zone).hour // 6]


def measures_of(signs: BodySigns) -> dict[Measure, float]:
    """The signs that were measured, in the units of a baseline."""
    values = {
        Measure.HEART_RATE: signs.heart_rate_bpm,
        Measure.RELATIVE_RATE: signs.heart_rate_relative_bpm,
        Measure.RMSSD: math.log(max(1.0, signs.rmssd_ms)),
        Measure.CONDUCTANCE: math.log(signs.conductance_us),
        Measure.PEAKS: signs.peaks_per_min,
    }
    return {measure: value for measure, value in values.items() if not math.isnan(value)}


def _joined(mean: float, variance: float, sums: _Sums, *, of_sum: float) -> tuple[float, float]:
    """A normal belief (mean, variance) after a mean of n windows whose variance is of_sum / n."""
    if sums.n == 0.0:
        return mean, variance
    precision = 1.0 / variance + sums.n / of_sum
    return (mean / variance + sums.n * sums.mean / of_sum) / precision, 1.0 / precision


def _window_of(at: datetime, window: timedelta) -> int:
    return math.floor(at.timestamp() / window.total_seconds())
