"""Scoring in NumPy against the trained networks, and what context is for."""

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from moodarc.catalog import Histories
from moodarc.errors import InputError
from moodarc.recommend.context import (
    CrossedPairs,
    DeepCross,
    FactorisationMachine,
    FactorisedItems,
    context_columns,
    item_columns,
)
from moodarc.recommend.context.features import Standard
from moodarc.recommend.pairs import Sampling, bag_vectors
from moodarc.recommend.training_config import TrainingConfig
from taste_groups import N_ITEMS, make_content, make_known

torch = pytest.importorskip("torch")

from moodarc.recommend.context.network import (  # noqa: E402
    DeepCrossNetwork,
    FactorisationNetwork,
)
from moodarc.recommend.pairs.network import HistoryTower  # noqa: E402

FEW = Sampling(history_size=6, negatives=20)


def arrays_of(network, standard):
    state = {name: part.detach().numpy() for name, part in network.state_dict().items()}
    return {name.replace("tower.", ""): part for name, part in state.items()} | standard._asdict()


def parts():
    """Histories with context, and the same as the networks take them."""
    rng = np.random.default_rng(3)
    context = rng.normal(size=(3, 2)).astype(np.float32)
    standard = Standard.of(rng.normal(size=(50, 2)).astype(np.float32))
    histories = Histories.of([[1, 2, 3], [], list(range(12))], context=context)
    columns = torch.from_numpy(item_columns(make_content(), N_ITEMS))
    return histories, standard, columns


def shaken(network):
    """Random values everywhere, so that no part is silent."""
    torch.manual_seed(0)
    with torch.no_grad():
        for parameter in network.parameters():
            parameter.normal_(0.0, 0.3)
    return network.eval()


@pytest.mark.parametrize(("kind", "crosses"), [("machine", 0), ("crossed", 1), ("crossed", 2)])
def test_numpy_scores_as_the_network_does(kind, crosses):
    histories, standard, columns = parts()
    tower = HistoryTower(N_ITEMS, 5, history_size=6, ordered=True)
    if kind == "machine":
        network = FactorisationNetwork(tower, columns, n_context=3, dropout=0.5)
        made = FactorisedItems.of
    else:
        network = DeepCrossNetwork(
            tower, columns, n_context=3, crosses=crosses, hidden=(7, 4), dropout=0.5
        )
        made = CrossedPairs.of
    shaken(network)
    bag = torch.from_numpy(histories.latest(6).astype(np.int64))
    context = torch.from_numpy(context_columns(histories.context, 3, standard))
    with torch.no_grad():
        expected = network(bag, context, torch.arange(N_ITEMS)[None]).numpy()
        single = network(bag, context, torch.tensor([[4], [0], [9]])).numpy()
    found = made(arrays_of(network, standard), {}).score(histories)
    np.testing.assert_allclose(found, expected, rtol=1e-4, atol=1e-4)
    np.testing.assert_allclose(single[:, 0], expected[[0, 1, 2], [4, 0, 9]], rtol=1e-4, atol=1e-4)


def test_the_machine_is_the_sum_over_all_pairs_of_features():
    histories, standard, columns = parts()
    tower = HistoryTower(N_ITEMS, 4, history_size=6, ordered=False)
    network = shaken(FactorisationNetwork(tower, columns, n_context=3, dropout=0.0))
    part = arrays_of(network, standard)
    part["recency"] = np.zeros(6, np.float32)
    scores = FactorisedItems.of(part, {}).score(histories)[0]

    def naive(item):
        bag = [part["heard"][j] / np.sqrt(3) for j in (1, 2, 3)]
        context = context_columns(histories.context, 3, standard)[0]
        situation = [*bag, *(context[:, None] * part["context"])]
        own = [part["identity"][item], *(part["columns"][item][:, None] * part["feature"])]
        linear = part["bias"][item] + part["columns"][item] @ part["feature_weight"]
        pairs = sum(a @ b for a in situation for b in own)
        within = sum(own[i] @ own[j] for i in range(len(own)) for j in range(i))
        return linear + pairs + within

    expected = [naive(item) for item in range(N_ITEMS)]
    np.testing.assert_allclose(scores, expected, rtol=1e-4, atol=1e-4)


@pytest.mark.parametrize("crosses", [1, 2])
def test_products_are_what_the_cross_layers_say_of_each_pair(crosses):
    histories, standard, columns = parts()
    tower = HistoryTower(N_ITEMS, 4, history_size=6, ordered=False)
    network = shaken(
        DeepCrossNetwork(tower, columns, n_context=3, crosses=crosses, hidden=(5,), dropout=0.0)
    )
    part = arrays_of(network, standard)
    scores = CrossedPairs.of(part, {}).score(histories)[0]
    listener = bag_vectors(histories, part["heard"], part["recency"])[0]
    situation = np.concatenate([listener, context_columns(histories.context, 3, standard)[0]])

    def naive(item):
        joined = np.concatenate([situation, part["identity"][item], part["columns"][item]])
        crossed = joined
        for place in range(crosses):
            layer = part[f"crosses.{place}.weight"] @ crossed + part[f"crosses.{place}.bias"]
            crossed = joined * layer + crossed
        deep = np.maximum(part["layers.0.weight"] @ joined + part["layers.0.bias"], 0.0)
        return part["last.weight"][0] @ np.concatenate([crossed, deep]) + part["bias"][item]

    expected = [naive(item) for item in range(N_ITEMS)]
    np.testing.assert_allclose(scores, expected, rtol=1e-4, atol=1e-4)


def test_three_cross_layers_are_refused():
    with pytest.raises(InputError, match="3 cross layers; expected 1 or 2"):
        DeepCross(crosses=3)


def test_without_emotion_no_affect_is_among_the_columns():
    known = make_known()
    moved = replace(known.content, affect=-known.content.affect)
    asked = Histories.of([[1, 2, 3]])
    for recipe in RECIPES:
        plain = replace(recipe, emotion=False, training=replace(recipe.training, epochs=1))
        one, other = (plain.fit(replace(known, content=c)) for c in (known.content, moved))
        np.testing.assert_array_equal(one.score(asked), other.score(asked))


@cache
def told_by_context(recipe):
    """Plays whose group is told by the context only; what is ranked first in each situation."""
    rng = np.random.default_rng(0)
    known = make_known(validation=None)
    group = rng.integers(4, size=len(known.plays))
    item = (group * 10 + rng.integers(10, size=len(group))).astype(np.int32)
    plays = replace(known.plays, item=item)
    context = np.eye(4, dtype=np.float32)[group]
    model = recipe.fit(replace(known, plays=plays, context=context))
    asked = Histories.of([[]] * 4, context=np.eye(4, dtype=np.float32))
    return model.score(asked), model


RECIPES = [
    FactorisationMachine(
        embedding_size=8,
        sampling=FEW,
        training=TrainingConfig(epochs=6, batch_size=64, learning_rate=0.02),
    ),
    DeepCross(
        embedding_size=8,
        hidden=(8,),
        sampling=FEW,
        training=TrainingConfig(epochs=6, batch_size=64, learning_rate=0.02),
    ),
]


@pytest.mark.parametrize("recipe", RECIPES, ids=lambda recipe: recipe.name)
def test_the_situation_decides_where_it_tells_more_than_the_history(recipe):
    scores, model = told_by_context(recipe)
    assert (scores.argmax(axis=1) // 10).tolist() == [0, 1, 2, 3]
    without = model.score(Histories.of([[]]))
    assert np.isfinite(without).all()
