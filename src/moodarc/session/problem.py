"""What is searched, in numbers only: candidates, what they should express, how long, which weights.

The score of a track at a place is

    affect * fit + its own parts (taste, preference, ...)
      + (flow from its predecessor) - repetition of its artist

with the weights of `PathPolicy`; the last track also pays `arrival` times how far it ends from the
goal. Where the felt response is known, `felt` says what a path adds.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike, NDArray

from moodarc.catalog import Track
from moodarc.recommend import SeedSimilarity
from moodarc.session.candidates import Candidates
from moodarc.session.columns import Columns
from moodarc.session.course import ForecastCourse, PointCourse, course_for
from moodarc.session.felt import Feeling, FeltResponse, rolled
from moodarc.session.goals import resolve
from moodarc.session.length import Length
from moodarc.session.policy import PathPolicy
from moodarc.session.preference import Preference, preference_text
from moodarc.session.request import PlaylistRequest
from moodarc.session.track_part import TrackPart, check_parts, liking_of, taken
from moodarc.session.words import quoted

__all__ = ["Problem", "problem_of"]

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Problem:
    """A list to be found.

    Attributes:
        columns: the candidates.
        course: what they should express at each moment.
        length: limits of the list.
        policy: the weights.
        parts: of a score that are a candidate's own.
        liking: (n,), their weighted sum; float32 where all of them are.
        left_out: int64, rows that this list must not contain, ascending.
        feeling: of the listener when the list begins, (2,).
        response: how tracks change it; None = not foretold.
    """

    columns: Columns
    course: PointCourse | ForecastCourse
    length: Length
    policy: PathPolicy
    parts: tuple[TrackPart, ...]
    liking: NDArray[np.floating]
    left_out: NDArray[np.int64]
    feeling: Feeling
    response: FeltResponse | None = None

    def __len__(self) -> int:
        """How many candidates there are, those left out not counted."""
        return len(self.columns) - len(self.left_out)

    @property
    def leads(self) -> bool:
        """Whether the list leads from one point to another."""
        course = self.course
        return isinstance(course, PointCourse) and course.start != course.goal

    @property
    def feels(self) -> bool:
        """Whether what the listener will feel is foretold: on a path, with a response."""
        return self.response is not None and self.leads

    def after(self, feeling: Feeling, points: Floats) -> Feeling:
        """The feeling after tracks at these points (..., 2); without a response it stays."""
        return feeling if self.response is None else rolled(self.response, feeling, points)

    def felt_match(self, after: Feeling, place: ArrayLike, end_s: Floats) -> Floats:
        """Match of feelings after tracks at a place with the way-points at their ends.

        Args:
            after: (..., 2).
            place: of the tracks.
            end_s: when they end.
        """
        if not isinstance(self.course, PointCourse):
            return np.zeros(after.mean.shape[:-1])
        typical_s = np.array(self.length.typical_s)
        progress = self.length.progress(np.asarray(place) + 1, end_s, typical_s)
        return after.match(self.course.waypoint(progress))

    def miss(self, own: Floats, after: Feeling | None) -> Floats:
        """How far tracks would end from the goal, by themselves and by what is felt after them."""
        if after is None or not isinstance(self.course, PointCourse):
            return own
        share = self.policy.felt_arrival
        return (1.0 - share) * own + share * (1.0 - after.match(np.array(self.course.goal)))

    def take(self, rows: NDArray[np.int64]) -> "Problem":
        """The same problem over these candidates only, none of which is left out."""
        parts = taken(self.parts, rows)
        return replace(
            self,
            columns=self.columns.take(rows),
            parts=parts,
            liking=liking_of(parts, len(rows)),
            left_out=np.zeros(0, dtype=np.int64),
        )


def problem_of(
    request: PlaylistRequest,
    candidates: Candidates,
    *,
    policy: PathPolicy | None = None,
    parts: Sequence[TrackPart] = (),
) -> Problem:
    """What a request asks to be searched.

    Args:
        request: the feeling, the goal and how much music.
        candidates: the library.
        policy: weights and bounds; the default ones if None.
        parts: further parts of the score of each candidate.

    Raises:
        GoalError: nothing can be played, or the time limit is shorter than the shortest track.
        InputError: a part that is not of these candidates.
    """
    check_parts(parts, len(candidates))
    left_out, policy = candidates.without(request), policy or PathPolicy()
    length = Length.of(request, candidates.lengths_without(left_out))
    step_s = policy.forecast_step_minutes * 60.0
    parts = (*_own_parts(request, candidates, policy), *parts)
    goal = resolve(request.goal, request.belief.state)
    return Problem(
        columns=candidates.columns,
        course=course_for(request.belief, goal, expected_s=length.expected_s, step_s=step_s),
        length=length,
        policy=policy,
        parts=parts,
        liking=liking_of(parts, len(candidates)),
        left_out=left_out,
        feeling=Feeling.of(request.belief.state),
        response=request.felt,
    )


def _own_parts(
    request: PlaylistRequest, candidates: Candidates, policy: PathPolicy
) -> list[TrackPart]:
    """Those that the request itself brings."""
    parts = []
    if request.seed is not None:
        parts.append(_taste(request.seed, candidates, weight=policy.taste))
    if request.preference is not None:
        parts.append(_preference(request.preference, candidates, weight=policy.preference))
    return parts


def _taste(seed: Track, candidates: Candidates, *, weight: float) -> TrackPart:
    def text(likeness: float) -> str:
        return f"{likeness:.0%} like the seed; that is {quoted(seed.title)}"

    return TrackPart("taste", weight, _likeness(seed, candidates), text)


def _likeness(seed: Track, candidates: Candidates) -> NDArray[np.float32]:
    if seed.analysis is None:
        return np.zeros(len(candidates), dtype=np.float32)
    affect, sound = seed.analysis.affect, seed.analysis.descriptors
    scorer = SeedSimilarity(
        affect=(affect.valence, affect.arousal),
        tempo_bpm=sound.tempo_bpm,
        key=sound.key,
        mode=sound.mode,
        energy=sound.energy,
    )
    columns = candidates.columns
    return scorer.among(
        affect=(columns.valence, columns.arousal),
        octave=columns.octave,
        key=columns.key,
        energy=columns.table.energy,
    )


def _preference(preference: Preference, candidates: Candidates, *, weight: float) -> TrackPart:
    def text(share: float) -> str:
        return preference_text(share, preference.model)

    values = preference.of_ids(candidates.columns.table.track_id)
    return TrackPart("preference", weight, values, text)
