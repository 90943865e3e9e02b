"""Why each track stands where it stands: the parts of its score, named, and each as a sentence.

A track's score is the sum of the parts that `list_scores` counts. A part that does not apply is
left out and counts 0: flow for the first track, repetition where the artist was not heard before.
What a track is known from counts 0 too: it is no part of the score, and told only where it is more
than its sound.

The first clause of a text stands alone and speaks of the track; what follows its semicolon tells
what was compared.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import starmap
from typing import NamedTuple

from moodarc.affect import EmotionVector, Quadrant, emotion_vectors
from moodarc.catalog import Offer, Reason, Track
from moodarc.recommend import squared_match
from moodarc.session.course import ForecastCourse, PointCourse
from moodarc.session.list_scores import ListScores
from moodarc.session.problem import Problem
from moodarc.session.transitions import transition_texts
from moodarc.session.words import part_shares, point
from moodarc.session.words import place as place_word

__all__ = ["explain"]


def explain(problem: Problem, scores: ListScores, tracks: Sequence[Track]) -> tuple[Offer, ...]:
    """The offers of a list, in playing order.

    Args:
        problem: what was searched.
        scores: of the list.
        tracks: the tracks of the list.
    """
    texts = transition_texts(scores.columns.table)
    explanation = _Explanation(
        problem=problem,
        scores=scores,
        values={name: values.tolist() for name, values in scores.parts.items()},
        ways=_ways(problem, scores),
        vectors=_vectors(problem, scores),
        transitions=({}, *texts),
        tracks=tuple(tracks),
    )
    return tuple(explanation.offer(place) for place in range(len(tracks)))


class _Way(NamedTuple):
    """Where a track stands, where the path wants it, and how surely either is known."""

    here: list[float]
    wanted: list[float]
    match: float
    doubt: float
    asked: float


def _ways(problem: Problem, scores: ListScores) -> tuple[_Way, ...]:
    """One a track, in playing order; none for a forecast."""
    course, columns = problem.course, scores.columns
    if not isinstance(course, PointCourse):
        return ()
    here, wanted = columns.points, course.waypoint(scores.moment.progress)
    asked = course.variance_at(scores.moment.progress)
    parts = (here, wanted, squared_match(here, wanted), columns.doubt, asked)
    return tuple(starmap(_Way, zip(*(part.tolist() for part in parts), strict=True)))


class _Vectors(NamedTuple):
    """The emotion vector that is expected when a track starts, and the track's own."""

    wanted: EmotionVector
    own: EmotionVector


def _vectors(problem: Problem, scores: ListScores) -> tuple[_Vectors, ...]:
    """One a track, in playing order; none for a point."""
    course, table = problem.course, scores.columns.table
    if not isinstance(course, ForecastCourse):
        return ()
    both = course.expected(scores.moment.elapsed_s), emotion_vectors(table.affect, table.variance)
    pairs = zip(*(vectors.tolist() for vectors in both), strict=True)
    return tuple(_Vectors(EmotionVector(*wanted), EmotionVector(*own)) for wanted, own in pairs)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Explanation:
    """What is told, one entry a track; ways and vectors as the course has them.

    Attributes:
        values: of the parts of the score, by name.
        transitions: texts of how each follows the one before, by part; none for the first.
    """

    problem: Problem
    scores: ListScores
    values: Mapping[str, Sequence[float]]
    ways: tuple[_Way, ...]
    vectors: tuple[_Vectors, ...]
    transitions: tuple[Mapping[str, str], ...]
    tracks: tuple[Track, ...]

    def offer(self, place: int) -> Offer:
        reasons = tuple(self._reasons(place))
        score = math.fsum(reason.value for reason in reasons)
        return Offer(self.tracks[place].track_id, score, reasons)

    def _value(self, name: str, place: int) -> float:
        return self.values[name][place]

    def _reasons(self, place: int) -> Iterator[Reason]:
        course = self.problem.course
        if isinstance(course, PointCourse):
            yield from self._point(place, course)
        else:
            yield self._forecast(place)
        yield from self._felt(place)
        yield from self._known_from(place)
        yield from self._arrival(place)
        yield from self._own(place)
        yield from self._flow(place)
        yield from self._repetition(place)

    def _point(self, place: int, course: PointCourse) -> Iterator[Reason]:
        way = self.ways[place]
        match = self.problem.policy.affect * way.match
        whence = "the feeling" if course.start == course.goal else "the path"
        text = (
            f"{math.dist(way.here, way.wanted):.2f} from {whence}; {_named(course)} wants "
            f"{point(way.wanted)}, this track is at {point(way.here)}"
        )
        yield Reason("affect_match", match, text)
        text = f"known to +-{_spread(way.doubt)}; the wanted feeling to +-{_spread(way.asked)}"
        yield Reason("certainty", self._value("affect", place) - match, text)

    def _forecast(self, place: int) -> Reason:
        wanted, own = self.vectors[place]
        cosine = float(self.scores.fit[place])
        text = (
            f"{cosine:.0%} like the forecast; that is {_shares(wanted)}, this track {_shares(own)}"
        )
        return Reason("emotion_match", self._value("affect", place), text)

    def _felt(self, place: int) -> Iterator[Reason]:
        felt = self.scores.felt
        if felt is not None:
            mean, variance = felt.mean[place], float(felt.variance[place].sum())
            text = (
                f"will probably leave you at {point(mean.tolist())}; give or take "
                f"{_spread(variance)}"
            )
            yield Reason("felt", self._value("felt", place), text)

    def _known_from(self, place: int) -> Iterator[Reason]:
        parts = self.tracks[place].parts
        if len(parts) > 1:
            yield Reason("known_from", 0.0, f"known from {part_shares(parts)}")

    def _arrival(self, place: int) -> Iterator[Reason]:
        course, felt = self.problem.course, self.scores.felt
        if place < len(self.tracks) - 1 or not isinstance(course, PointCourse):
            return
        if course.start != course.goal:
            ends = f"ends {math.dist(self.ways[place].here, course.goal):.2f} from the goal"
            if felt is not None:
                off = math.dist(felt.mean[place].tolist(), course.goal)
                ends += f" and leaves you {off:.2f} from it"
            text = f"{ends}; the goal is {point(course.goal)}"
            yield Reason("arrival", self._value("arrival", place), text)

    def _own(self, place: int) -> Iterator[Reason]:
        for part in self.problem.parts:
            value = float(part.values[self.scores.rows[place]])
            yield Reason(part.name, part.weight * value, part.text(value))

    def _flow(self, place: int) -> Iterator[Reason]:
        for name, text in self.transitions[place].items():
            yield Reason(name, self._value(name, place), text)

    def _repetition(self, place: int) -> Iterator[Reason]:
        gap = int(self.scores.gaps[place])
        if gap:
            name = self.tracks[place].tags.artist
            text = f"artist heard {gap} track{'s' if gap > 1 else ''} before; that is {name}"
            if gap <= self.problem.policy.artist_gap:
                text += ", and no list of this length without it was found"
            yield Reason("artist_repetition", self._value("artist_repetition", place), text)


def _named(course: PointCourse) -> str:
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
