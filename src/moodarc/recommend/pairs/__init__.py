"""What the networks over listener-item pairs share: bags of heard items, rows, validation."""

from moodarc.recommend.pairs.history_bag import bag_vectors, bags_before, bags_beside
from moodarc.recommend.pairs.sampling import PairLoss, Sampling
from moodarc.recommend.pairs.validation import next_item_ndcg

__all__ = [
    "PairLoss",
    "Sampling",
    "bag_vectors",
    "bags_before",
    "bags_beside",
    "next_item_ndcg",
]
