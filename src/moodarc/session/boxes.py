r"""Tracks in boxes, neighbours together: what a whole box can be worth is told by its sides.

The boxes are the leaves of a k-d tree (Bentley 1975): a set of points is halved at the median of
its widest coordinate until no half holds more than `SIZE`. No point of a box with the sides
$[l, h]$ is nearer to $t$ than

$$d^2 = \sum_i \max(l_i - t_i, t_i - h_i, 0)^2,$$

so that a look at one box in place of its points rules most of a large library out.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

__all__ = ["SIZE", "Boxes"]

SIZE: Final = 64
"""points of a box"""

Floats = NDArray[np.floating]
Rows = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Boxes:
    """n points of d coordinates in b boxes.

    Attributes:
        rows: int64 (b, SIZE), of the points in each box.
        left: int64 (n - b SIZE,), rows of the few that fill no box.
        low: (d, b), least coordinates in each box.
        high: (d, b), greatest.
    """

    rows: Rows
    left: Rows
    low: Floats
    high: Floats

    @classmethod
    def of(cls, points: Floats) -> "Boxes":
        """Of points (d, n).

        >>> boxes = Boxes.of(np.arange(150.0)[None])
        >>> boxes.low.tolist(), boxes.high.tolist(), boxes.left[:2].tolist()
        ([[0.0, 64.0]], [[63.0, 127.0]], [128, 129])
        """
        order = np.arange(points.shape[1])
        _put_in_order(order, points)
        full = len(order) // SIZE * SIZE
        rows = order[:full].reshape(-1, SIZE)
        sides = points[:, rows]
        return cls(rows, order[full:], sides.min(axis=2), sides.max(axis=2))

    def least_squared(self, targets: NDArray[np.float64]) -> NDArray[np.float64]:
        """Squared distance of targets (m, k) from each box in its first k coordinates; (m, b)."""
        squared = np.zeros((len(targets), self.low.shape[1]))
        for low, high, target in zip(self.low, self.high, targets.T, strict=False):
            off = np.maximum(low - target[:, None], target[:, None] - high)
            np.maximum(off, 0.0, out=off)
            off *= off
            squared += off
        return squared

    def inside(self, mask: NDArray[np.bool_]) -> Rows:
        """The rows in some boxes, and those that fill none, ascending."""
        is_inside = np.zeros(self.rows.size + len(self.left), dtype=np.bool_)
        is_inside[self.rows[mask]] = True
        is_inside[self.left] = True
        return np.flatnonzero(is_inside)


def _put_in_order(order: Rows, points: Floats) -> None:
    """Sort rows in place so that each next `SIZE` of them are neighbours."""
    if len(order) < 2 * SIZE:
        return
    own = points[:, order]
    widest = own[int(np.argmax(np.ptp(own, axis=1)))]
    half = SIZE * (len(order) // SIZE // 2)
    order[:] = order[np.argpartition(widest, half)]
    _put_in_order(order[:half], points)
    _put_in_order(order[half:], points)
