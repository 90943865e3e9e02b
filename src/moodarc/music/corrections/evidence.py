"""What was said of some tracks of a catalogue, as arrays."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray

from moodarc.affect import QUADRANT_CENTRES, Quadrant
from moodarc.errors import InputError

__all__ = ["NO_QUADRANT", "Evidence"]

NO_QUADRANT: Final = -1
_SIGNS: Final = np.sign([QUADRANT_CENTRES[quadrant] for quadrant in Quadrant])


@dataclass(frozen=True, slots=True, eq=False)
class Evidence:
    """One correction for each of k tracks: a point, or a quadrant that it is or is not in.

    Attributes:
        rows: int64 (k,), of the catalogue; each at most once.
        points: float64 (k, 2), valence and arousal; NaN where a quadrant was named.
        quadrants: int64 (k,), in the order of `Quadrant`; `NO_QUADRANT` where a point was placed.
        holds: bool (k,), False where it is *not* in the quadrant.

    Raises:
        InputError: arrays that do not fit together, a row twice, or neither point nor quadrant.
    """

    rows: NDArray[np.int64]
    points: NDArray[np.float64]
    quadrants: NDArray[np.int64]
    holds: NDArray[np.bool_]

    def __post_init__(self) -> None:
        k = len(self.rows)
        if self.points.shape != (k, 2) or self.quadrants.shape != (k,) or self.holds.shape != (k,):
            msg = (
                f"{k} rows, points {self.points.shape}, quadrants {self.quadrants.shape}, holds "
                f"{self.holds.shape}; expected one of each for each row"
            )
            raise InputError(msg)
        if len(np.unique(self.rows)) != k:
            msg = f"{k} corrections of {len(np.unique(self.rows))} tracks; give the newest of each"
            raise InputError(msg)
        if (self.placed == (self.quadrants != NO_QUADRANT)).any():
            msg = "a correction has both or neither of point and quadrant; expected one of them"
            raise InputError(msg)

    @classmethod
    def of_points(
        cls, rows: Sequence[int] | NDArray[np.int64], points: NDArray[np.float64]
    ) -> Self:
        """Points only.

        Args:
            rows: (k,).
            points: (k, 2).
        """
        k = len(rows)
        none = np.full(k, NO_QUADRANT)
        return cls(np.asarray(rows, np.int64), np.asarray(points, np.float64), none, none < 0)

    @classmethod
    def of_quadrants(
        cls, rows: Sequence[int] | NDArray[np.int64], quadrants: NDArray[np.int64]
    ) -> Self:
        """Tracks that lie in quadrants.

        Args:
            rows: (k,).
            quadrants: int64 (k,).
        """
        k = len(rows)
        return cls(
            np.asarray(rows, np.int64),
            np.full((k, 2), np.nan),
            np.asarray(quadrants, np.int64),
            np.ones(k, np.bool_),
        )

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def placed(self) -> NDArray[np.bool_]:
        """(k,), where a point was placed."""
        return np.asarray(np.isfinite(self.points).all(axis=1))

    @property
    def signs(self) -> NDArray[np.float64]:
        """(k, 2), the sides of both axes that a named quadrant lies on; 1 where none is named."""
        return np.where(self.placed[:, None], 1.0, _SIGNS[self.quadrants])

    def __getitem__(self, chosen: NDArray[np.bool_] | NDArray[np.intp]) -> "Evidence":
        """Only these corrections, in this order."""
        return Evidence(
            self.rows[chosen], self.points[chosen], self.quadrants[chosen], self.holds[chosen]
        )

    def by_row(self) -> "Evidence":
        """The same in the order of the rows, so that the order in which it was said is unseen."""
        return self[np.argsort(self.rows)]
