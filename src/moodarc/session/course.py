r"""The course of a list: what the music should express at each moment.

**Match** stays at the belief. **Follow** goes along with the mental model (BAEK-7, -8): the
emotion vector $V P^n$ at each step, interpolated linearly between steps (eq. 19), and tracks
compared by the cosine (eq. 18). All other goals lead along a **path**: the straight line from the
present feeling to the goal. That is the iso principle: music first meets the listener where they
are and then moves by small steps (Altshuler 1948; tested for sadness to happiness by Starcke and
von Georgi, 2021 and 2024, who found the matched beginning to help).

How surely a way-point is known: the start carries the belief's variance, the goal none, and a point
at progress $u$ between them $(1 - u)^2$ of the belief's.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, NamedTuple, Protocol

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.spatial import KDTree

from moodarc.affect import AffectBelief, Goal, GoalKind
from moodarc.listener import POPULATION_MODEL, forecast
from moodarc.recommend import SQUARED_DIAGONAL
from moodarc.session.columns import Columns

__all__ = [
    "ALL",
    "Course",
    "ForecastCourse",
    "Moment",
    "PointCourse",
    "Pulls",
    "Worth",
    "course_for",
]


Rows = NDArray[np.int64]
ALL: Final = slice(None)
"""rows"""


class Moment(NamedTuple):
    """When a track would start: seconds into the list, and progress in [0, 1]; arrays broadcast."""

    elapsed_s: ArrayLike
    progress: ArrayLike


class Pulls(NamedTuple):
    """How well tracks fit some moments, as a linear form, up to a constant of each moment.

    Attributes:
        own: float32 (n,), whatever the moment.
        columns: float32 (n,) each.
        weights: float64 (n_moments, n_columns).
    """

    own: NDArray[np.floating]
    columns: tuple[NDArray[np.floating], ...]
    weights: NDArray[np.float64]


Worth = Callable[[Moment], NDArray[np.float64]]
"""What some tracks are worth at moments (n_lists, 1) or (n_lists, n_tracks): float64, writable."""


class Course(Protocol):
    """What the music should express at each moment."""

    def fit(self, columns: Columns, moment: Moment) -> NDArray[np.float64]:
        """How well each track fits there, in [0, 1]; the moment broadcasts against (n_tracks,)."""
        ...

    def worth(self, columns: Columns, *, affect: float, liking: NDArray[np.floating]) -> Worth:
        """`affect` times the fit, and what is liked besides; for being asked again and again."""
        ...

    def pulls(self, columns: Columns, moment: Moment, rows: Rows | slice = ALL) -> Pulls:
        """The fit of rows at several moments (n_moments,), for a first choice among many tracks."""
        ...

    def near(self, columns: Columns, moment: Moment, k: int) -> Rows | None:
        """The k tracks of which `pulls` says most; (n_moments, k), each row ascending.

        None where all must be read to know.
        """
        ...

    def miss(self, columns: Columns) -> NDArray[np.float64]:
        """How far each track would end from where the course leads, in [0, 1]; (n_tracks,)."""
        ...


@dataclass(frozen=True, slots=True)
class PointCourse:
    """A straight line between two points of the plane; they are one where the course stays.

    Attributes:
        start: valence and arousal of the present feeling.
        goal: where it leads.
        variance: of the start, summed over both dimensions.
        goal_variance: of the goal, likewise; 0 unless the goal is the belief itself.
    """

    start: tuple[float, float]
    goal: tuple[float, float]
    variance: float
    goal_variance: float = 0.0

    def waypoint(self, progress: ArrayLike) -> NDArray[np.float64]:
        """Valence and arousal at a progress in [0, 1]; (..., 2)."""
        share = np.asarray(progress, dtype=np.float64)[..., None]
        point: NDArray[np.float64] = (1.0 - share) * self.start + share * np.array(self.goal)
        return point

    def variance_at(self, progress: ArrayLike) -> NDArray[np.float64]:
        """How surely the way-point is known: its variance summed over both dimensions."""
        share = np.asarray(progress, dtype=np.float64)
        blend: NDArray[np.float64] = (1.0 - share) ** 2 * self.variance
        return np.maximum(blend, self.goal_variance)

    def fit(self, columns: Columns, moment: Moment) -> NDArray[np.float64]:
        """Expected match with the way-point."""
        total = columns.doubt + self.variance_at(moment.progress)
        squared = _squared(columns, self.waypoint(moment.progress)) + total
        fit: NDArray[np.float64] = np.maximum(0.0, 1.0 - squared / SQUARED_DIAGONAL)
        return fit

    def worth(self, columns: Columns, *, affect: float, liking: NDArray[np.floating]) -> Worth:
        r"""Of tracks $x$ at progress $p$ on the way $w$ from the start $s$.

        $\lVert x - s - p w \rVert^2 = \lVert x - s \rVert^2 - 2 p (x - s) \cdot w + p^2 w^2$, so
        that the fit is concave in $p$: where it is above 0 at both ends it is nowhere cut.
        """
        if min(self.fit(columns, Moment(0.0, end)).min(initial=1.0) for end in (0.0, 1.0)) <= 0.0:
            return lambda moment: affect * self.fit(columns, moment) + liking
        start, way = np.array(self.start), np.array(self.goal) - self.start
        scale = affect / SQUARED_DIAGONAL
        here = affect + liking - scale * (_squared(columns, start) + columns.doubt)
        along = (columns.points - start) @ (2.0 * scale * way)
        square = float(way @ way)

        def worth(moment: Moment) -> NDArray[np.float64]:
            progress = np.asarray(moment.progress)
            worth: NDArray[np.float64] = progress * along
            worth += here
            worth -= scale * (square * progress**2 + self.variance_at(progress))
            return worth

        return worth

    def pulls(self, columns: Columns, moment: Moment, rows: Rows | slice = ALL) -> Pulls:
        r"""$-\lVert x - t \rVert^2 = 2 x \cdot t - \lVert x \rVert^2 - \ldots$, not cut at 0."""
        own = (columns.square[rows] + columns.doubt[rows]) * np.float32(-1.0 / SQUARED_DIAGONAL)
        weights = self.waypoint(moment.progress) * (2.0 / SQUARED_DIAGONAL)
        return Pulls(own, (columns.valence[rows], columns.arousal[rows]), weights)

    def near(self, columns: Columns, moment: Moment, k: int) -> Rows | None:
        """By the expected squared distance."""
        if columns.in_plane is None:
            return None
        waypoints = self.waypoint(moment.progress)
        return _near(columns.in_plane, np.column_stack([waypoints, np.zeros(len(waypoints))]), k)

    def miss(self, columns: Columns) -> NDArray[np.float64]:
        """One minus the plain match with the goal; 0 for a course that stays."""
        if self.start == self.goal:
            return np.zeros(len(columns))
        return _squared(columns, np.array(self.goal)) / SQUARED_DIAGONAL


def _near(tree: KDTree, points: NDArray[np.float64], k: int) -> Rows:
    return np.sort(tree.query(points, k)[1], axis=1)


def _squared(columns: Columns, points: NDArray[np.float64]) -> NDArray[np.float64]:
    """Squared distance of each track from points (..., 2) that broadcast against (n_tracks,)."""
    valence, arousal = columns.valence - points[..., 0], columns.arousal - points[..., 1]
    squared: NDArray[np.float64] = valence * valence + arousal * arousal
    return squared


@dataclass(frozen=True, slots=True, eq=False)
class ForecastCourse:
    """The mental model's forecast over time.

    Attributes:
        vectors: float64 (n_steps + 1, 4), the emotion vector now and after each step.
        step_s: seconds of a step.
    """

    vectors: NDArray[np.float64]
    step_s: float

    def expected(self, elapsed_s: ArrayLike) -> NDArray[np.float64]:
        """The emotion vector that many seconds from now (BAEK eq. 19); (..., 4)."""
        steps = np.asarray(elapsed_s, dtype=np.float64) / self.step_s
        before = np.clip(np.floor(steps).astype(int), 0, len(self.vectors) - 2)
        share = np.clip(steps - before, 0.0, 1.0)[..., None]
        here, next_step = self.vectors[before], self.vectors[before + 1]
        vector: NDArray[np.float64] = (1.0 - share) * here + share * next_step
        return vector

    def fit(self, columns: Columns, moment: Moment) -> NDArray[np.float64]:
        """Cosine of each track's emotion vector with the forecast."""
        wanted = self.directions(moment.elapsed_s)
        along = sum(wanted[..., k] * own for k, own in enumerate(columns.emotion))
        return np.clip(np.asarray(along, dtype=np.float64), 0.0, 1.0)

    def worth(self, columns: Columns, *, affect: float, liking: NDArray[np.floating]) -> Worth:
        """One product of matrices a moment."""

        def worth(moment: Moment) -> NDArray[np.float64]:
            worth = self.directions(np.asarray(moment.elapsed_s)[:, 0]) @ columns.emotion
            np.clip(worth, 0.0, 1.0, out=worth)
            worth *= affect
            worth += liking
            return worth

        return worth

    def pulls(self, columns: Columns, moment: Moment, rows: Rows | slice = ALL) -> Pulls:
        """The cosine itself."""
        emotion = tuple(own[rows] for own in columns.emotion)
        own = np.zeros(emotion[0].shape, dtype=np.float32)
        return Pulls(own, emotion, self.directions(moment.elapsed_s))

    def near(self, columns: Columns, moment: Moment, k: int) -> Rows | None:
        """By the distance of vectors of length 1."""
        wanted = self.directions(moment.elapsed_s)
        if columns.in_emotion is None or not wanted.any(axis=1).all():
            return None
        return _near(columns.in_emotion, wanted, k)

    def directions(self, elapsed_s: ArrayLike) -> NDArray[np.float64]:
        """The expected emotion vectors at length 1, (..., 4); all 0 where nothing is known."""
        wanted = self.expected(elapsed_s)
        length = np.linalg.norm(wanted, axis=-1, keepdims=True)
        return wanted / np.where(length > 0.0, length, 1.0)

    def miss(self, columns: Columns) -> NDArray[np.float64]:
        """Nothing: a forecast has no end of its own."""
        return np.zeros(len(columns))


def course_for(
    belief: AffectBelief, goal: Goal, *, expected_s: float, step_s: float
) -> PointCourse | ForecastCourse:
    """The course of a resolved goal.

    Args:
        belief: how the listener feels now.
        goal: with its target, where its kind has one.
        expected_s: how long the list will last, about.
        step_s: seconds of one step of the mental model.
    """
    if goal.kind is GoalKind.FOLLOW:
        steps = 1 + int(np.ceil(expected_s / step_s))
        vectors = [forecast(belief.emotion_vector, POPULATION_MODEL, k) for k in range(steps + 1)]
        return ForecastCourse(np.array(vectors, dtype=np.float64), step_s)
    state = belief.state
    start, variance = (state.valence, state.arousal), sum(state.variance[:2])
    if goal.target is None:
        return PointCourse(start, start, variance, variance)
    return PointCourse(start, goal.target, variance)
