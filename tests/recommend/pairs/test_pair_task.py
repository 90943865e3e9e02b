import numpy as np
import pytest

from taste_groups import make_known

torch = pytest.importorskip("torch")

from moodarc.recommend.pairs import Sampling  # noqa: E402
from moodarc.recommend.pairs.network import HistoryTower  # noqa: E402
from moodarc.recommend.pairs.training import PairTask, pair_loss  # noqa: E402


def task(known, **settings):
    n = len(known.plays)
    return PairTask(
        torch.nn.Identity(),
        known,
        context=np.arange(n, dtype=np.float32)[:, None],
        sampling=Sampling(**({"history_size": 6, "negatives": 12, "hidden": 0.0} | settings)),
        validate=lambda: 0.0,
    )


def test_an_epoch_holds_every_play_once():
    known = make_known()
    made = task(known)
    batches = list(made.batches(np.random.default_rng(0), 100))
    assert len(batches) == made.n_batches(100)
    rows = torch.cat([batch[1] for batch in batches])[:, 0].long().numpy()
    assert sorted(rows.tolist()) == list(range(len(known.plays)))
    items = torch.cat([batch[2] for batch in batches])[:, 0].numpy()
    np.testing.assert_array_equal(items, known.plays.item[rows])


@pytest.mark.parametrize("repeats", [True, False])
def test_what_was_played_is_no_negative(repeats):
    known = make_known(repeats=repeats)
    matrix = known.plays.matrix().toarray() > 0
    for _, row, item, others, played in task(known).batches(np.random.default_rng(0), 64):
        who = known.plays.listener[row[:, 0].long().numpy()]
        same = others[0].numpy() == item.numpy()
        expected = same if repeats else matrix[who][:, others[0].numpy()]
        np.testing.assert_array_equal(played.numpy(), expected)


def test_with_no_number_all_items_are_negatives():
    _, _, _, others, _ = next(
        task(make_known(), negatives=None).batches(np.random.default_rng(0), 8)
    )
    assert others.shape == (1, 40)


def test_some_of_a_bag_is_hidden():
    full = next(task(make_known()).batches(np.random.default_rng(0), 500))[0]
    some = next(task(make_known(), hidden=0.5).batches(np.random.default_rng(0), 500))[0]
    share = (some >= 0).sum() / (full >= 0).sum()
    assert 0.45 < share < 0.55


def test_losses_are_their_formulas():
    found = torch.tensor([[1.0], [0.0]])
    missed = torch.tensor([[0.5, -torch.inf], [-1.0, 2.0]])
    e, s = np.exp, lambda x: 1.0 / (1.0 + np.exp(-x))
    softmax = -np.mean([np.log(e(1) / (e(1) + e(0.5))), np.log(1 / (1 + e(-1) + e(2)))])
    logistic = -np.mean(
        [np.log(s(1)) + np.log(1 - s(0.5)), np.log(s(0)) + np.log(1 - s(-1)) + np.log(1 - s(2))]
    )
    squared = np.mean([(1 - s(1)) ** 2 + s(0.5) ** 2, 0.25 + s(-1) ** 2 + s(2) ** 2])
    for kind, expected in {"softmax": softmax, "logistic": logistic, "squared": squared}.items():
        assert pair_loss(found, missed, kind).item() == pytest.approx(expected, rel=1e-5)


def test_the_weights_of_places_are_learned_only_where_there_is_an_order():
    assert HistoryTower(5, 2, history_size=3, ordered=True).recency.requires_grad
    assert not HistoryTower(5, 2, history_size=3, ordered=False).recency.requires_grad
