import math
from dataclasses import replace

import numpy as np
import pytest

from moodarc.catalog import Histories
from moodarc.recommend.content import ContentBased, content_points
from taste_groups import N_ITEMS, group_of, make_known


def naive(recipe: ContentBased, history: list[int]) -> np.ndarray:
    content = make_known().content
    points = content_points(content, affect_weight=recipe.affect_weight).astype(float)
    if recipe.nearness == "cosine":
        points /= np.linalg.norm(points, axis=1, keepdims=True)
    profile = points[history].mean(axis=0)
    if recipe.nearness == "cosine":
        near = points @ profile / np.linalg.norm(profile)
    else:
        squares = ((points - profile) ** 2).sum(axis=1)
        near = np.exp(-squares / (2 * recipe.width**2 * points.shape[1]))
    same = content.artist[:, None] == content.artist[history]
    return near + recipe.artist_weight * same.mean(axis=1)


@pytest.mark.parametrize(
    "recipe",
    [
        ContentBased(half_life=math.inf),
        ContentBased(nearness="gaussian", width=0.7, half_life=math.inf),
        ContentBased.paper(),
    ],
    ids=["cosine", "gaussian", "paper"],
)
def test_scores_are_those_of_the_formula(recipe):
    found = recipe.fit(make_known()).score(Histories.of([[3, 4, 17]]))[0]
    np.testing.assert_allclose(found, naive(recipe, [3, 4, 17]), atol=1e-4)


def test_items_of_the_taste_come_first_though_nobody_played_them():
    known = make_known()
    kept = known.plays.item != 5
    model = ContentBased().fit(replace(known, plays=known.plays.take(kept)))
    ranked = np.argsort(-model.score(Histories.of([[1, 2, 3]]))[0])
    assert 5 in ranked[:10]
    assert (group_of(ranked[:10]) == 0).all()


@pytest.mark.parametrize("content", [None, "empty history"])
def test_where_nothing_is_known_popularity_decides(content):
    known = make_known() if content else make_known(content=None)
    scores = ContentBased().fit(known).score(Histories.of([[] if content else [1, 2]]))[0]
    heard = np.bincount(known.plays.item, minlength=N_ITEMS)
    assert np.argmax(scores) == np.argmax(heard)


def test_unknown_artists_equal_no_other():
    content = make_known().content
    nobody = type(content)(
        affect=content.affect,
        variance=content.variance,
        descriptors=content.descriptors,
        artist=np.full(N_ITEMS, -1),
    )
    with_artists = ContentBased().fit(make_known(content=nobody))
    without = ContentBased(artist_weight=0.0).fit(make_known())
    history = Histories.of([[3, 4]])
    np.testing.assert_allclose(with_artists.score(history), without.score(history), atol=1e-6)
