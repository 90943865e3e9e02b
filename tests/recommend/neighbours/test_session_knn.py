import numpy as np
import pytest

from moodarc.catalog import Histories, Interactions
from moodarc.recommend.neighbours import SessionKNN
from moodarc.recommend.recommender import Known

N = 12


def some_sittings(seed=0) -> list[list[int]]:
    rng = np.random.default_rng(seed)
    return [rng.integers(N, size=rng.integers(1, 7)).tolist() for _ in range(40)]


def known(sittings: list[list[int]]) -> Known:
    listener = np.repeat(np.arange(len(sittings)), [len(row) for row in sittings])
    item = [item for row in sittings for item in row]
    plays = Interactions.of(listener, item, at_s=np.arange(len(item)), session=listener)
    assert plays.n_items == N
    return Known(plays=plays, repeats=True)


def naive(recipe: SessionKNN, sittings: list[list[int]], history: list[int]) -> np.ndarray:
    count = {
        item: 2.0 ** (-ago / recipe.half_life)
        for ago, item in reversed(list(enumerate(history[::-1])))
    }
    places = [{item: place for place, item in enumerate(row, 1)} for row in sittings]
    similarity = [sum(count.get(item, 0.0) for item in row) / np.sqrt(len(row)) for row in places]
    near = sorted(range(len(places)), key=lambda s: (-similarity[s], s))[: recipe.neighbours]
    scores = np.zeros(N)
    for s in near:
        shared = [item for item in places[s] if item in count]
        if not shared:
            continue
        met = places[s][max(shared, key=count.__getitem__)]
        for item, place in places[s].items():
            vote = similarity[s] * 2.0 ** (-abs(place - met) / recipe.reach)
            scores[item] += vote * (recipe.backward if place < met else 1.0)
    scores[list(count)] *= recipe.again
    return scores


@pytest.mark.parametrize(
    "recipe", [SessionKNN(neighbours=5), SessionKNN.paper(), SessionKNN(backward=0.0, reach=1.0)]
)
def test_votes_are_those_of_the_formula(recipe):
    sittings = some_sittings()
    histories = [[3], [1, 2, 1], [5, 7, 9, 11], []]
    found = recipe.fit(known(sittings)).score(Histories.of(histories))
    for scores, history in zip(found, histories, strict=True):
        np.testing.assert_allclose(scores, naive(recipe, sittings, history), atol=1e-5)


def test_what_followed_comes_before_what_went_before():
    model = SessionKNN().fit(known([[0, 1, 2], *([item] for item in range(3, N))]))
    scores = model.score(Histories.of([[1]]))[0]
    assert scores[2] > scores[0] > scores[5]
