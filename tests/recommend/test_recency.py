import math
from dataclasses import dataclass

import numpy as np
import pytest
import scipy.sparse as sp

from moodarc.catalog import Histories
from moodarc.recommend.recency import damp_heard, faded, fading_of, half_life_of, with_half_life
from moodarc.recommend.recommender import Cases
from taste_groups import make_known


def test_a_play_counts_half_of_one_that_came_a_half_life_later():
    found = faded(Histories.of([[0, 1, 2, 1]]), 4, half_life=2.0)
    np.testing.assert_allclose(found.toarray(), [[2**-1.5, 2**-1.0 + 1.0, 2**-0.5, 0.0]], rtol=1e-6)


def test_without_a_half_life_each_item_counts_once_however_often_it_was_heard():
    np.testing.assert_array_equal(
        faded(Histories.of([[3, 3, 1], []]), 4).toarray(), [[0, 1, 0, 1], [0] * 4]
    )


@pytest.mark.parametrize("half_life", [math.inf, 3.0])
def test_a_half_life_comes_back_from_a_model_folder(half_life):
    assert half_life_of(fading_of(half_life)) == half_life


@dataclass(frozen=True)
class NearestToLast:
    """Wants what follows the last item by one, and as much what follows the others."""

    half_life: float
    n_items: int = 40

    def score(self, histories):
        heard = faded(histories, self.n_items, half_life=self.half_life).toarray()
        return np.roll(heard, 1, axis=1).astype(np.float32)


def test_the_half_life_is_the_best_of_the_validation_part():
    histories = Histories.of([[10, 20, 30], [5, 1, 17], [30, 2, 9]])
    known = make_known(validation=Cases(histories, np.array([31, 18, 10], np.int32)))
    assert with_half_life(NearestToLast(math.inf), None, known).half_life == 16.0
    assert with_half_life(NearestToLast(math.inf), 7.0, known).half_life == 7.0


def test_without_a_validation_part_sittings_decide():
    known = make_known(validation=None)
    assert with_half_life(NearestToLast(1.0), None, known).half_life == math.inf


def test_only_items_of_the_history_are_damped():
    scores = np.ones((2, 3), np.float32)
    damp_heard(scores, sp.csr_array([[0.0, 0.3, 0.0], [0.0, 0.0, 0.0]]), 0.25)
    np.testing.assert_array_equal(scores, [[1.0, 0.25, 1.0], [1.0, 1.0, 1.0]])
