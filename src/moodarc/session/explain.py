"""Why each track stands where it stands: the parts of its score, named, and each as a sentence.

The parts are computed anew, track by track, from the formulas that the search used in bulk; a
track's score is their sum. A part that does not apply is left out and counts 0: flow for the first
track, likeness without a seed, repetition where the artist was not heard before. What a track is
known from counts 0 too: it is no part of the score, and told only where it is more than its sound.

The first clause of a text stands alone and speaks of the track; what follows its semicolon tells
what was compared.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from moodarc.affect import EmotionVector, Quadrant, emotion_vectors
from moodarc.catalog import Offer, Reason, TrackTable
from moodarc.recommend import repetition_after, squared_match
from moodarc.session.beam import Problem
from moodarc.session.course import ForecastCourse, Moment, PointCourse
from moodarc.session.flow import flow_parts
from moodarc.session.preference import preference_text
from moodarc.session.transitions import transition_texts
from moodarc.session.words import part_shares, point, quoted
from moodarc.session.words import place as place_word

__all__ = ["explain"]


def explain(problem: Problem, rows: Sequence[int], *, seed_title: str = "") -> tuple[Offer, ...]:
    """The offers of a list, in playing order.

    Args:
        problem: what was searched.
        rows: the list, as rows of the problem's candidates.
        seed_title: title of the favourite track, where there is one.
    """
    explanation = _Explanation(problem, tuple(rows), seed_title)
    return tuple(explanation.offer(place) for place in range(len(rows)))


@dataclass(frozen=True, slots=True)
class _Explanation:
    problem: Problem
    rows: tuple[int, ...]
    seed_title: str

    def offer(self, place: int) -> Offer:
        reasons = tuple(self._reasons(place))
        track = self.problem.candidates.tracks[self.rows[place]]
        return Offer(track.track_id, math.fsum(reason.value for reason in reasons), reasons)

    def _reasons(self, place: int) -> Iterator[Reason]:
        course, moment = self.problem.course, self._moment(place)
        table = self.problem.candidates.take(np.array([self.rows[place]])).table
        weight = self.problem.policy.affect
        if isinstance(course, PointCourse):
            yield from _point_reasons(course, moment, table, weight=weight)
        elif isinstance(course, ForecastCourse):
            yield _forecast_reason(course, moment, table, weight=weight)
        yield from self._known_from(place)
        yield from self._arrival(place, table)
        yield from self._taste(place)
        yield from self._preference(place)
        yield from self._flow(place)
        yield from self._repetition(place)

    def _moment(self, place: int) -> Moment:
        durations = self.problem.candidates.duration_s[list(self.rows[: place + 1])]
        elapsed_s = np.array(sum(durations[:-1].tolist()))
        return Moment(elapsed_s, self.problem.length.progress(place, elapsed_s, durations[-1]))

    def _known_from(self, place: int) -> Iterator[Reason]:
        parts = self.problem.candidates.tracks[self.rows[place]].parts
        if len(parts) > 1:
            yield Reason("known_from", 0.0, f"heard: {part_shares(parts)}")

    def _arrival(self, place: int, table: TrackTable) -> Iterator[Reason]:
        course = self.problem.course
        if place < len(self.rows) - 1 or not isinstance(course, PointCourse):
            return
        if course.start != course.goal:
            here = table.affect[0].astype(np.float64).tolist()
            text = (
                f"ends {math.dist(here, course.goal):.2f} from the goal; it is {point(course.goal)}"
            )
            cost = self.problem.policy.arrival * float(course.miss(table)[0])
            yield Reason("arrival", -cost, text)

    def _taste(self, place: int) -> Iterator[Reason]:
        if self.seed_title:
            likeness = float(self.problem.likeness[self.rows[place]])
            text = f"{likeness:.0%} like the seed; that is {quoted(self.seed_title)}"
            yield Reason("taste", self.problem.policy.taste * likeness, text)

    def _preference(self, place: int) -> Iterator[Reason]:
        problem = self.problem
        if problem.recommender:
            share = float(problem.preference[self.rows[place]])
            text = preference_text(share, problem.recommender)
            yield Reason("preference", problem.policy.preference * share, text)

    def _flow(self, place: int) -> Iterator[Reason]:
        if place == 0:
            return
        pair = self.problem.candidates.take(np.array(self.rows[place - 1 : place + 1])).table
        parts = flow_parts(self.problem.policy, pair, 0)
        texts = transition_texts(pair)
        for name, values in parts.items():
            yield Reason(name, float(values[1]), texts[name])

    def _repetition(self, place: int) -> Iterator[Reason]:
        artists = self.problem.candidates.table.artist[list(self.rows[: place + 1])].tolist()
        gaps = [place - i for i in range(place) if artists[i] == artists[-1] >= 0]
        if gaps:
            gap = min(gaps)
            penalty = float(repetition_after(gap, self.problem.policy.half_life))
            name = self.problem.candidates.tracks[self.rows[place]].tags.artist
            text = f"artist heard {gap} track{'s' if gap > 1 else ''} before; that is {name}"
            yield Reason("artist_repetition", -self.problem.policy.repetition * penalty, text)


def _point_reasons(
    course: PointCourse, moment: Moment, table: TrackTable, *, weight: float
) -> Iterator[Reason]:
    wanted, here = course.waypoint(moment.progress), table.affect[0].astype(np.float64)
    match = float(squared_match(here, wanted))
    whence = "the feeling" if course.start == course.goal else "the path"
    text = (
        f"{math.dist(here, wanted):.2f} from {whence}; {_way(course)} wants "
        f"{point(wanted.tolist())}, this track is at {point(here.tolist())}"
    )
    yield Reason("affect_match", weight * match, text)
    expected = float(course.fit(table, moment)[0])
    own, asked = float(table.variance.sum()), float(course.variance_at(moment.progress))
    text = f"known to +-{_spread(own)}; the wanted feeling to +-{_spread(asked)}"
    yield Reason("certainty", weight * (expected - match), text)


def _forecast_reason(
    course: ForecastCourse, moment: Moment, table: TrackTable, *, weight: float
) -> Reason:
    wanted = EmotionVector(*course.expected(moment.elapsed_s).tolist())
    own = EmotionVector(*emotion_vectors(table.affect, table.variance)[0].tolist())
    cosine = float(course.fit(table, moment)[0])
    text = f"{cosine:.2f} like the forecast; that is {_shares(wanted)}, this track {_shares(own)}"
    return Reason("emotion_match", weight * cosine, text)


def _way(course: PointCourse) -> str:
    start, goal = place_word(*course.start), place_word(*course.goal)
    if course.start == course.goal:
        return f"staying {start}"
    return f"path within {start}" if start == goal else f"{start}-to-{goal} path"


def _spread(total_variance: float) -> str:
    """Standard deviation of one dimension, the two taken together."""
    return f"{math.sqrt(total_variance / 2.0):.2f}"


def _shares(vector: EmotionVector) -> str:
    order = sorted(zip(vector, Quadrant, strict=True), key=lambda pair: -pair[0])
    return ", ".join(f"{share:.0%} {quadrant}" for share, quadrant in order[:2])
