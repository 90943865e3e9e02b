import math

import numpy as np

from moodarc.recommend.pairs import next_item_ndcg
from taste_groups import N_ITEMS, make_known


class Fixed:
    """Scores given beforehand, by the length of the history."""

    n_items = N_ITEMS

    def __init__(self, scores):
        self.scores = scores

    def score(self, histories):
        return np.tile(self.scores, (len(histories), 1)).astype(np.float32)

    def pack(self):
        raise NotImplementedError


def test_it_is_the_mean_discount_of_places_up_to_ten():
    known = make_known()
    scores = -np.arange(N_ITEMS, dtype=np.float32)
    target = known.validation.target
    expected = np.where(target < 10, 1 / np.log2(2.0 + target), 0.0).mean()
    assert math.isclose(next_item_ndcg(Fixed(scores), known), expected, rel_tol=1e-6)


def test_what_was_heard_is_left_out_where_nothing_repeats():
    with_heard = next_item_ndcg(Fixed(-np.arange(N_ITEMS)), make_known())
    without = next_item_ndcg(Fixed(-np.arange(N_ITEMS)), make_known(repeats=False))
    assert without > with_heard


def test_without_cases_there_is_nothing_to_say():
    assert math.isnan(next_item_ndcg(Fixed(np.zeros(N_ITEMS)), make_known(validation=None)))
