"""What is known of a listening before it happens, from listenings whose outcome is known.

Of the listener only what lies *before* the asked listening counts, so that neither its own outcome
nor a later one can enter; of other people, what they said of the track at any time. A *surprise* is
the valence after a track, less what the mood before lets expect of people in general (a line fitted
to the known listenings); a *step* is the size of a change; *elsewhere* are listenings whose mood
before is not known. Every mean is shrunk towards people in general.
"""

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from moodarc.errors import InputError
from moodarc.listener.mood_change import Listenings, mood_changes

__all__ = ["PAST_FEATURES", "PastFeatures"]

PAST_FEATURES: Final = (
    *("before_valence", "before_arousal"),
    *("usual_before", "usual_after", "usual_after_arousal", "usual_surprise", "usual_rating"),
    *("usual_step", "log_count", "share_drop", "share_keep", "share_lift"),
    *("spread", "own_line", "recent_step", "recent_change", "fading_surprise"),
    *("last_after", "recency"),
    *("elsewhere_valence", "elsewhere_arousal", "elsewhere_rating"),
    *("expected", "expected_in_spreads", "expected_squared"),
    *("expected_in_spreads_squared", "expected_in_spreads_size"),
    *("above_usual_before", "above_usual_after", "above_elsewhere"),
    *("track_rating", "track_surprise", "track_log_count"),
    *("own_track_rating", "own_track_surprise"),
)
"""The columns of `PastFeatures.of`."""

_FADING_S: Final = 3.0 * 86_400.0
"""in which a surprise's say falls to 1/e"""
_RECENT_S: Final = 7_200.0
_RECENT: Final = 5
_LINE_PENALTY: Final = np.diag([2.0, 4.0])
"""of the listener's own intercept and slope"""

_Numbers = NDArray[np.float64]
_Rows = NDArray[np.int64]


class _People(NamedTuple):
    """People in general."""

    intercept: float
    slope: float
    before: float
    after: float
    after_arousal: float
    rating: float
    step: float
    surprise_variance: float
    shares: _Numbers
    elsewhere: _Numbers


class PastFeatures:
    """Features of listenings, given others whose outcome is known.

    Args:
        known: with their outcomes; those without a mood before count as `elsewhere`.
        weight: of people in general in every mean, in listenings, > 0.

    Raises:
        InputError: no listening has a mood before and after, or the weight is not above 0.
    """

    def __init__(self, known: Listenings, *, weight: float = 3.0) -> None:
        moods = np.column_stack([known.before, known.after])
        paired = np.asarray(np.isfinite(moods).all(axis=1), dtype=np.bool_)
        if not paired.any() or not weight > 0.0:
            msg = (
                f"{int(paired.sum())} listenings have both moods, and the weight is {weight!r}; "
                "expected at least one and a weight above 0"
            )
            raise InputError(msg)
        self.weight = weight
        self._known, self._elsewhere = known.at(paired), known.at(~paired)
        self._people = _people(self._known, self._elsewhere)
        self._change = self._known.after[:, 0] - self._known.before[:, 0]
        self._surprise = self._known.after[:, 0] - self._line(self._known.before[:, 0])
        self._label = mood_changes(self._known.before[:, 0], self._known.after[:, 0])
        self._relative_rating = self._about_person(self._known.rating)
        self._relative_surprise = self._about_person(self._surprise)

    def of(self, asked: Listenings) -> _Numbers:
        """The features, float64 (n, 35), columns as `PAST_FEATURES`; outcomes are not looked at.

        Args:
            asked: with a mood before.

        Raises:
            InputError: a mood before is missing.
        """
        if not np.isfinite(asked.before).all():
            msg = "a listening has no mood before it; say or sense one first"
            raise InputError(msg)
        rows = [self._row(asked, row) for row in range(len(asked))]
        values = [[features[name] for name in PAST_FEATURES] for features in rows]
        return np.array(values, dtype=np.float64).reshape(-1, len(PAST_FEATURES))

    def _row(self, asked: Listenings, row: int) -> dict[str, float]:
        who, when = int(asked.listeners[row]), int(asked.at_s[row])
        valence, arousal = (float(value) for value in asked.before[row])
        past = _earlier(self._known, who, when)
        found = {
            "before_valence": valence,
            "before_arousal": arousal,
            **self._means(past),
            **self._course(past, valence, when),
            **self._means_elsewhere(who, when),
            **self._track(int(asked.tracks[row]), who, past),
        }
        expected = float(self._line(valence)) + found["own_line"] - valence
        in_spreads = expected / found["spread"]
        return found | {
            "expected": expected,
            "expected_in_spreads": in_spreads,
            "expected_squared": expected**2,
            "expected_in_spreads_squared": in_spreads**2,
            "expected_in_spreads_size": abs(in_spreads),
            "above_usual_before": valence - found["usual_before"],
            "above_usual_after": valence - found["usual_after"],
            "above_elsewhere": valence - found["elsewhere_valence"],
        }

    def _means(self, past: _Rows) -> dict[str, float]:
        known, people = self._known, self._people
        counts = np.bincount(self._label[past], minlength=3) + self.weight * people.shares
        drop, keep, lift = (float(share) for share in counts / (len(past) + self.weight))
        return {
            "usual_before": self._shrunk(known.before[past, 0], people.before),
            "usual_after": self._shrunk(known.after[past, 0], people.after),
            "usual_after_arousal": self._shrunk(known.after[past, 1], people.after_arousal),
            "usual_surprise": self._shrunk(self._surprise[past], 0.0),
            "usual_rating": self._shrunk(known.rating[past], people.rating),
            "usual_step": self._shrunk(np.abs(self._change[past]), people.step),
            "log_count": float(np.log1p(len(past))),
            "share_drop": drop,
            "share_keep": keep,
            "share_lift": lift,
        }

    def _course(self, past: _Rows, valence: float, when: int) -> dict[str, float]:
        people, surprise = self._people, self._surprise[past]
        recent = self._change[past][-_RECENT:]
        age = (when - self._known.at_s[past]).astype(np.float64)
        fading = np.exp(-age / _FADING_S)
        variance = self._shrunk(surprise**2, people.surprise_variance)
        seen = len(past) > 0
        return {
            "spread": float(np.sqrt(variance)),
            "own_line": self._own_line(past, valence),
            "recent_step": float(np.abs(recent).mean()) if seen else people.step,
            "recent_change": float(recent.mean()) if seen else people.after - people.before,
            "fading_surprise": float((fading * surprise).sum() / (fading.sum() + 1.0)),
            "last_after": float(self._known.after[past[-1], 0]) if seen else people.after,
            "recency": float(np.exp(-age[-1] / _RECENT_S)) if seen else 0.0,
        }

    def _own_line(self, past: _Rows, valence: float) -> float:
        """The listener's own surprise at a mood before, by ridge regression."""
        off = self._known.before[past, 0] - self._people.before
        inputs = np.column_stack([np.ones(len(past)), off])
        moments = inputs.T @ inputs + _LINE_PENALTY
        line = np.linalg.solve(moments, inputs.T @ self._surprise[past])
        return float(line[0] + line[1] * (valence - self._people.before))

    def _means_elsewhere(self, who: int, when: int) -> dict[str, float]:
        rows = _earlier(self._elsewhere, who, when)
        told = self._people.elsewhere
        if len(rows):
            told = _moods_and_rating(self._elsewhere)[rows].mean(axis=0)
        names = ("elsewhere_valence", "elsewhere_arousal", "elsewhere_rating")
        return dict(zip(names, told.tolist(), strict=True))

    def _track(self, track: int, who: int, past: _Rows) -> dict[str, float]:
        """What others said of the track, and the listener before; each about a person's mean."""
        of_track = self._known.tracks == track
        others = np.flatnonzero(of_track & (self._known.listeners != who))
        own = past[of_track[past]]
        rating = self._shrunk(self._known.rating[past], self._people.rating)
        surprise = self._shrunk(self._surprise[past], 0.0)
        return {
            "track_rating": self._shrunk(self._relative_rating[others], 0.0),
            "track_surprise": self._shrunk(self._relative_surprise[others], 0.0),
            "track_log_count": float(np.log1p(len(others))),
            "own_track_rating": self._shrunk(self._known.rating[own] - rating, 0.0),
            "own_track_surprise": self._shrunk(self._surprise[own] - surprise, 0.0),
        }

    def _line(self, valence: ArrayLike) -> _Numbers:
        before = np.asarray(valence, dtype=np.float64)
        return np.asarray(self._people.intercept + self._people.slope * before)

    def _about_person(self, values: _Numbers) -> _Numbers:
        """Values less their listener's mean, shrunk to that of all."""
        overall = float(np.nanmean(values)) if np.isfinite(values).any() else 0.0
        relative = np.empty_like(values)
        for who in np.unique(self._known.listeners):
            theirs = self._known.listeners == who
            relative[theirs] = values[theirs] - self._shrunk(values[theirs], overall)
        return relative

    def _shrunk(self, values: _Numbers, towards: float) -> float:
        sound = values[np.isfinite(values)]
        return float((sound.sum() + self.weight * towards) / (len(sound) + self.weight))


def _people(known: Listenings, elsewhere: Listenings) -> _People:
    before, after = known.before[:, 0], known.after[:, 0]
    varies = bool(np.ptp(before) > 0.0)
    slope = float(np.polyfit(before, after, 1)[0]) if varies else 1.0
    intercept = float(after.mean() - slope * before.mean())
    surprise = after - intercept - slope * before
    rated = known.rating[np.isfinite(known.rating)]
    rating = float(rated.mean()) if len(rated) else 0.0
    alone = np.array([after.mean(), known.after[:, 1].mean(), rating])
    labels = np.bincount(mood_changes(before, after), minlength=3)
    return _People(
        intercept=intercept,
        slope=slope,
        before=float(before.mean()),
        after=float(after.mean()),
        after_arousal=float(known.after[:, 1].mean()),
        rating=rating,
        step=float(np.abs(after - before).mean()),
        surprise_variance=max(float(surprise.var()), 1e-6),
        shares=labels / len(known),
        elsewhere=_moods_and_rating(elsewhere).mean(axis=0) if len(elsewhere) else alone,
    )


def _moods_and_rating(listenings: Listenings) -> _Numbers:
    return np.column_stack([listenings.after, listenings.rating])


def _earlier(known: Listenings, who: int, when: int) -> _Rows:
    """Rows of the listener's earlier listenings, oldest first."""
    rows = np.flatnonzero((known.listeners == who) & (known.at_s < when))
    return np.asarray(rows[np.argsort(known.at_s[rows], kind="stable")])
