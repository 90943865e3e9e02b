"""Made moments for the hybrid: items in the four quadrants, listeners who like one of them."""

import numpy as np

from moodarc.catalog import Feelings, Histories
from moodarc.evaluation.hybrid_moments import Moments
from moodarc.session.fusion import Situation

N_ITEMS = 40


class Table:
    """A recommender whose scores are given, by listener."""

    def __init__(self, scores) -> None:
        self.scores = np.asarray(scores, np.float32)

    def score(self, histories: Histories) -> np.ndarray:
        return self.scores[histories.listener]


class Nearness:
    """A recommender that looks at what was sensed alone."""

    def __init__(self, affect) -> None:
        self.affect = affect

    def score(self, histories: Histories) -> np.ndarray:
        felt = histories.feelings.mean[:, None, :2]
        return -np.linalg.norm(self.affect - felt, axis=2).astype(np.float32)


def some_affect(seed=0) -> np.ndarray:
    return np.random.default_rng(seed).uniform(-1, 1, (N_ITEMS, 2)).astype(np.float32)


def some_moments(n=30, seed=0, **changes) -> Moments:
    """Each with one to three items heard afterwards, of which about two thirds were liked."""
    rng = np.random.default_rng(seed)
    picked = [rng.permutation(N_ITEMS)[: rng.integers(6, 14)] for _ in range(n)]
    counts = rng.integers(1, 4, n)
    left_out = np.zeros((n, N_ITEMS), dtype=bool)
    for row, items in enumerate(picked):
        left_out[row, items[3:]] = True
    wanted = rng.uniform(-1, 1, (n, 2))
    mean = np.column_stack([wanted, np.full(n, np.nan)]).astype(np.float32)
    settings = {
        "histories": Histories.of(
            [items[3:].tolist() for items in picked],
            listener=range(n),
            feelings=Feelings(mean=mean, variance=np.full((n, 3), 0.03, np.float32)),
        ),
        "left_out": left_out,
        "item": np.concatenate([p[:k] for p, k in zip(picked, counts, strict=True)]).astype(
            np.int32
        ),
        "row": np.repeat(np.arange(n), counts),
        "liked": rng.random(counts.sum()) < 0.7,
        "value": rng.uniform(1, 5, counts.sum()),
        "usual": rng.uniform(2, 4, n),
        "wanted": wanted,
        "home": np.zeros((n, 2)),
        "situations": [Situation(certainty=0.9, distance=d) for d in rng.random(n)],
        "listener": np.arange(n) // 3,
        "at_s": rng.permutation(n),
    }
    return Moments(**settings | changes)
