import math

import numpy as np
import pytest

from moodarc.catalog import Histories, Interactions
from moodarc.datasets.s3rec_lastfm import load_s3rec_lastfm
from moodarc.protocols import leave_last_out, place_among
from moodarc.recommend.linear import EASE
from moodarc.recommend.neighbours import ItemKNN
from moodarc.recommend.recommender import Known
from shared import shared_data


def some_known() -> Known:
    listener = [0, 0, 1, 1, 1, 2, 2, 3]
    item = [0, 1, 0, 1, 2, 1, 2, 3]
    return Known(plays=Interactions.of(listener, item))


def test_scores_are_sums_of_cosines():
    model = ItemKNN(shrinkage=0.0, half_life=math.inf).fit(some_known())
    scores = model.score(Histories.of([[0], [0, 2]]))
    near = 2 / math.sqrt(2 * 3)
    assert scores[0] == pytest.approx([0.0, near, 0.5, 0.0], abs=1e-5)
    assert scores[1, 1] == pytest.approx(2 * near, abs=1e-5)


def test_shrinkage_counts_as_meetings_that_did_not_happen():
    model = ItemKNN(shrinkage=10.0, half_life=math.inf).fit(some_known())
    assert model.score(Histories.of([[0]]))[0, 1] == pytest.approx(
        2 / (math.sqrt(6) + 10), abs=1e-5
    )


def test_what_was_heard_last_counts_most():
    model = ItemKNN(half_life=1.0).fit(some_known())
    late, early = model.score(Histories.of([[3, 0], [0, 3]]))[:, 1]
    assert late == pytest.approx(2 * early, rel=1e-4)


def test_an_empty_history_is_answered_by_popularity():
    scores = ItemKNN().fit(some_known()).score(Histories.of([[]]))
    assert np.argmax(scores[0]) == 1


def test_items_of_one_sitting_are_nearer_than_those_of_one_life():
    plays = Interactions.of([0] * 4, [0, 1, 2, 3], at_s=[1, 2, 3, 4], session=[1, 1, 2, 2])
    scores = ItemKNN(half_life=math.inf).fit(Known(plays=plays)).score(Histories.of([[0]]))
    assert scores[0, 1] > 0.01 > scores[0, 2]


@pytest.mark.shared_data
@pytest.mark.parametrize(
    ("recipe", "expected"),
    [(ItemKNN.paper(), (0.540, 0.330)), (EASE(penalty=200.0), (0.570, 0.347))],
    ids=["item_knn", "ease"],
)
def test_figures_on_the_data_of_s3rec_are_obtained_again(recipe, expected):
    table = shared_data("listening", "lastfm_s3rec_sequences.parquet")
    data = load_s3rec_lastfm(table)
    split = leave_last_out(data.interactions)
    model = recipe.fit(Known(plays=split.all_known))
    trial = split.test
    negatives = data.negatives[trial.group[trial.history]]
    scores = model.score(trial.histories)[trial.history]
    place = place_among(scores, trial.target, negatives)
    hit = (place <= 10).mean()
    ndcg = np.where(place <= 10, 1 / np.log2(1 + place), 0.0).mean()
    assert (hit, ndcg) == pytest.approx(expected, abs=0.005)
