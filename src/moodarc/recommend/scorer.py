"""What every scorer is: a name, and one number for each track of a table.

HOUSE, "Shapes": scores are float32 (n_items,), higher is better, in the table's row order. A scorer
is a frozen record of what it compares with; scoring changes neither it nor the table, and the score
of a track does not depend on which other tracks stand in the table.
"""

from typing import Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray

from moodarc.catalog import TrackTable

__all__ = ["Scorer", "Scores"]

Scores: TypeAlias = NDArray[np.float32]
"""float32 (n_items,), higher is better."""


class Scorer(Protocol):
    """One idea of what makes a track fit."""

    @property
    def name(self) -> str:
        """The name of this part of a score, as it stands in `Reason.name`."""
        ...

    def score(self, table: TrackTable) -> Scores:
        """One finite number a row, higher is better."""
        ...
