"""EM-8's last rung on a table: the best hundred of each list, mixed with the emotion wanted.

The first hundred candidates of each history change places among themselves by
`recommend.lambda_scores`; whatever stands below them stays there. A track of unknown emotion has
the match of one drawn from the tracks that are known. A history whose listener's affect is unknown
keeps its list.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from moodarc.catalog import ItemContent
from moodarc.recommend import expected_match, lambda_scores

__all__ = ["EmotionReranking"]

_SHORTLIST: Final = 100
"""EM-8"""


@dataclass(frozen=True, slots=True, eq=False)
class EmotionReranking:
    """Where listeners are, and what items express.

    Attributes:
        affect: float64 (n_items, 2), the mean of the known ones where unknown.
        variance: float64 (n_items,), over both dimensions.
        wanted: float64 (n_histories, 2); NaN = unknown.
    """

    affect: NDArray[np.float64]
    variance: NDArray[np.float64]
    wanted: NDArray[np.float64]

    @classmethod
    def of(cls, content: ItemContent, wanted: NDArray[np.float64]) -> "EmotionReranking":
        """From what is known of the items; an item's own variance counts where it is told."""
        known = content.affect[content.felt].astype(np.float64)
        felt = content.felt[:, None]
        affect = np.where(felt, content.affect, known.mean(axis=0))
        own = np.where(np.isfinite(content.variance), content.variance, 0.0)
        variance = np.where(felt, own, known.var(axis=0)).sum(axis=1)
        return cls(affect, variance, wanted)

    def mixed(
        self, scores: NDArray[np.float32], left_out: NDArray[np.bool_] | None, first: int
    ) -> NDArray[np.float64]:
        """Scores float64 (n, n_items) whose best hundred are in mixed order, above all others.

        Args:
            scores: (n, n_items) of the histories from `first` on.
            left_out: (n, n_items), no candidates.
            first: number of the first history.
        """
        values = scores if left_out is None else np.where(left_out, -np.inf, scores)
        n = min(_SHORTLIST, values.shape[1])
        shortlists = np.argpartition(-values, n - 1, axis=1)[:, :n]
        changed = scores.astype(np.float64)
        for row, shortlist in enumerate(shortlists):
            wanted = self.wanted[first + row]
            kept = shortlist[np.isfinite(values[row, shortlist])]
            if np.isfinite(wanted).all() and len(kept):
                match = expected_match(self.affect[kept], wanted, self.variance[kept])
                mixed = lambda_scores(scores[row, kept], match)
                changed[row] -= changed[row].max() + 1.0  # all of them below 0
                changed[row, kept] = mixed
        return changed
