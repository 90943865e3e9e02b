"""Ways to tell valence and arousal after a track, each as a mean and a variance.

Every listener is told by what the others show (`known`) and by their own *earlier* listenings:

    persistence   the mood stays as it was before
    own_mean      the listener's mean mood after tracks so far, shrunk towards people's
    way_back      own_mean + rho (before - own_mean), rho by the others
    stranger      `listener.FeltResponse` of people, never updated
    no_track      the same, updated after each listening, told nothing of the track
    online        the same, told what the track expresses: what the program does

The first three have the variance that their errors have on the known listeners.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from moodarc.listener import (
    FeltEstimate,
    FeltPopulation,
    FeltResponse,
    Listenings,
    fit_felt_response,
)

__all__ = ["WAYS", "Heard", "online"]

Numbers = NDArray[np.float64]
_WEIGHT: Final = 3.0
"""of people in general in a listener's mean, in listenings"""


@dataclass(frozen=True, slots=True, eq=False)
class Heard:
    """Listenings with what their tracks express.

    Attributes:
        listenings: (n) with moods before and after.
        expressed: (n, 2).
    """

    listenings: Listenings
    expressed: Numbers

    def at(self, rows: NDArray[np.bool_] | NDArray[np.int64]) -> "Heard":
        """Some of them."""
        return Heard(self.listenings.at(rows), self.expressed[rows])

    def without_tracks(self) -> "Heard":
        """The same, nothing known of the tracks."""
        return Heard(self.listenings, np.zeros_like(self.expressed))

    def fit(self) -> FeltPopulation:
        """People's response."""
        return fit_felt_response(self.listenings, self.expressed)


def online(response: FeltResponse, asked: Heard) -> FeltEstimate:
    """Each listening told by the response and the same listener's earlier ones."""
    heard = asked.listenings
    mean, variance = np.empty_like(heard.before), np.empty_like(heard.before)
    for who in np.unique(heard.listeners):
        theirs, own = _in_time(heard, int(who)), response
        for row in theirs:
            told = own.predict(heard.before[row], asked.expressed[row])
            mean[row], variance[row] = told
            own = own.updated(heard.before[row], asked.expressed[row], heard.after[row])
    return FeltEstimate(mean, variance)


def _stranger(known: Heard, asked: Heard) -> FeltEstimate:
    return known.fit().response.predict(asked.listenings.before, asked.expressed)


def _online(known: Heard, asked: Heard) -> FeltEstimate:
    return online(known.fit().response, asked)


def _no_track(known: Heard, asked: Heard) -> FeltEstimate:
    return online(known.without_tracks().fit().response, asked.without_tracks())


def _persistence(known: Heard, asked: Heard) -> FeltEstimate:
    errors = known.listenings.after - known.listenings.before
    return _with_errors(asked.listenings.before, errors)


def _own_mean(known: Heard, asked: Heard) -> FeltEstimate:
    people = known.listenings.after.mean(axis=0)
    errors = known.listenings.after - _means_so_far(known.listenings, people)
    return _with_errors(_means_so_far(asked.listenings, people), errors)


def _way_back(known: Heard, asked: Heard) -> FeltEstimate:
    people = known.listenings.after.mean(axis=0)
    usual = _means_so_far(known.listenings, people)
    off, left = known.listenings.before - usual, known.listenings.after - usual
    rho = (off * left).sum(axis=0) / np.square(off).sum(axis=0)
    theirs = _means_so_far(asked.listenings, people)
    return _with_errors(theirs + rho * (asked.listenings.before - theirs), left - rho * off)


def _means_so_far(heard: Listenings, people: Numbers) -> Numbers:
    """Mean mood after the listener's earlier tracks, shrunk towards people's, (n, 2)."""
    means = np.empty_like(heard.after)
    for who in np.unique(heard.listeners):
        rows = _in_time(heard, int(who))
        sums = np.cumsum(heard.after[rows], axis=0) - heard.after[rows]
        means[rows] = (sums + _WEIGHT * people) / (np.arange(len(rows))[:, None] + _WEIGHT)
    return means


def _with_errors(mean: Numbers, errors: Numbers) -> FeltEstimate:
    return FeltEstimate(mean, np.broadcast_to(np.square(errors).mean(axis=0), mean.shape))


def _in_time(heard: Listenings, who: int) -> NDArray[np.int64]:
    rows = np.flatnonzero(heard.listeners == who)
    return np.asarray(rows[np.argsort(heard.at_s[rows], kind="stable")])


WAYS: Final[dict[str, Callable[[Heard, Heard], FeltEstimate]]] = {
    "persistence": _persistence,
    "own_mean": _own_mean,
    "way_back": _way_back,
    "stranger": _stranger,
    "no_track": _no_track,
    "online": _online,
}
