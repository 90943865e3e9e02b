r"""How long a list may be, and how far along its way each moment lies.

A list is limited by time (BAEK eq. 21, $\sum_k time_k \le T$), by a number of tracks, or by both.
A way-point belongs to the moment at which a track starts; **progress** in [0, 1] says how far along
the way that is. The first track has progress 0 and the last one 1, whatever their lengths:

- limited by time, a track of length $d$ that starts at $t$ has progress $t / (T - d)$, which is 1
  exactly where it ends at $T$;
- limited by number, the start of the last track is expected after the tracks that are still to
  come, at the library's median length $\bar d$: $t / (t + (n - 1 - k)\,\bar d)$ at place $k$.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from moodarc.errors import GoalError
from moodarc.session.request import PlaylistRequest

__all__ = ["Length"]


@dataclass(frozen=True, slots=True, eq=False)
class Length:
    """Limits of one list over one set of candidates.

    Attributes:
        time_s: seconds at most; infinite where time is not limited.
        places: tracks at most; None where only time limits.
        reserve_s: float64 (places,), seconds that the shortest way to fill all places after each
            one takes; empty where only time limits.
        typical_s: median length of a candidate.
        shortest_s: length of the shortest candidate.
    """

    time_s: float
    places: int | None
    reserve_s: NDArray[np.float64]
    typical_s: float
    shortest_s: float

    @classmethod
    def of(cls, request: PlaylistRequest, duration_s: NDArray[np.float64]) -> "Length":
        """Limits of a request; with both, no more places than the shortest tracks can fill.

        Args:
            request: what is asked for.
            duration_s: lengths of the candidates, ascending.

        Raises:
            GoalError: the time limit is shorter than the shortest track.
        """
        _check_time(request, float(duration_s[0]))
        time_s = math.inf if request.time_s is None else request.time_s
        places = request.places
        typical_s, reserve_s = _median(duration_s), np.zeros(0)
        if places is not None:
            fastest = np.cumsum(duration_s[:places])
            places = int(np.count_nonzero(fastest <= time_s))
            typical_s = min(typical_s, time_s / places)
            reserve_s = np.concatenate([[0.0], fastest[: places - 1]])[::-1]
        return cls(time_s, places, reserve_s, typical_s, float(duration_s[0]))

    @property
    def expected_s(self) -> float:
        """How long the list will last, about."""
        return self.time_s if self.places is None else self.places * self.typical_s

    @property
    def expected_places(self) -> int:
        """How many tracks the list will have, about."""
        return math.ceil(self.expected_s / self.typical_s)

    def budget_s(self, place: int) -> float:
        """The moment by which a track at this place must have ended."""
        if self.places is None:
            return self.time_s
        return -math.inf if place >= self.places else self.time_s - float(self.reserve_s[place])

    def is_last(self, place: int) -> bool:
        """Whether no place follows."""
        return self.places is not None and place >= self.places - 1

    def progress(
        self, place: ArrayLike, elapsed_s: NDArray[np.float64], duration_s: NDArray[np.float64]
    ) -> NDArray[np.float64]:
        """How far along the way a track of this length lies; arrays broadcast; in [0, 1].

        Where places limit the list its length makes no difference.
        """
        if self.places is None:
            elapsed, duration = np.broadcast_arrays(elapsed_s, duration_s)
            start_of_last = np.maximum(elapsed, self.time_s - duration)
            last = self.time_s - elapsed - duration < self.shortest_s
        else:
            left = np.maximum(0, self.places - 1 - np.asarray(place))
            walked = elapsed_s / (elapsed_s + np.maximum(left, 1) * self.typical_s)
            return np.where(left > 0, walked, 1.0)
        progress: NDArray[np.float64] = np.ones(elapsed.shape)
        np.divide(elapsed, start_of_last, out=progress, where=~last)
        return progress


def _median(ascending: NDArray[np.float64]) -> float:
    middle = len(ascending) // 2
    return float(np.mean(ascending[middle - 1 + len(ascending) % 2 : middle + 1]))


def _check_time(request: PlaylistRequest, shortest_s: float) -> None:
    if request.time_s is not None and request.time_s < shortest_s:
        msg = (
            f"{request.minutes:g} minutes is shorter than the shortest track; "
            f"give at least {shortest_s / 60.0:.2f} minutes"
        )
        raise GoalError(msg)
