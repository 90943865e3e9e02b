"""The one trainer, on a task whose best answer is known."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from moodarc.artifacts import latest_checkpoint  # noqa: E402
from moodarc.recommend.training import TrainingConfig, train  # noqa: E402
from taste_groups import make_known  # noqa: E402

KNOWN = make_known()


class Slope:
    """y = 3 x: the validation is best where the slope is; `told` overrules it."""

    def __init__(self, seed: int = 0, told=None) -> None:
        with torch.random.fork_rng():
            torch.manual_seed(seed)
            self.module = torch.nn.Sequential(torch.nn.Linear(1, 1), torch.nn.Dropout(0.1))
        self._told = iter(told) if told else None

    def n_batches(self, size: int) -> int:
        return 64 // size

    def batches(self, rng, size):
        x = torch.from_numpy(rng.normal(size=(64, 1)).astype(np.float32))
        for start in range(0, 64, size):
            yield (x[start : start + size],)

    def loss(self, x):
        return ((self.module(x) - 3 * x) ** 2).mean()

    def validate(self) -> float:
        if self._told is not None:
            return next(self._told)
        return -abs(self.slope - 3.0)

    @property
    def slope(self) -> float:
        return self.module[0].weight.item()


CONFIG = TrainingConfig(epochs=12, batch_size=16, learning_rate=0.1, patience_epochs=None)


def weights(task: Slope) -> np.ndarray:
    return np.concatenate([v.detach().numpy().ravel() for v in task.module.parameters()])


def test_it_learns_and_tells_each_epoch():
    told, task = [], Slope()
    history = train(task, replace(CONFIG, epochs=40), replace(KNOWN, told=told.append))
    assert told == history
    assert [epoch["epoch"] for epoch in history] == list(range(40))
    assert history[-1]["loss"] < history[0]["loss"] / 3
    assert abs(task.slope - 3.0) < 0.6  # dropout keeps it from 3
    assert not task.module.training


def test_the_same_seed_gives_the_same_weights_and_another_seed_others():
    first, again, other = Slope(), Slope(), Slope()
    train(first, CONFIG, KNOWN)
    train(again, CONFIG, KNOWN)
    train(other, CONFIG, replace(KNOWN, seed=1))
    np.testing.assert_array_equal(weights(first), weights(again))
    assert (weights(first) != weights(other)).all()


def test_a_run_that_was_cut_off_ends_where_a_whole_one_ends(tmp_path):
    whole, part, rest = Slope(), Slope(), Slope(seed=9)
    train(whole, CONFIG, KNOWN)
    train(part, replace(CONFIG, ends_after=5), replace(KNOWN, work=tmp_path))
    history = train(rest, CONFIG, replace(KNOWN, work=tmp_path))
    assert len(history) == 12
    np.testing.assert_allclose(weights(rest), weights(whole), atol=1e-7)
    assert len(latest_checkpoint(tmp_path).history) == 12


def test_it_ends_when_the_validation_no_longer_rises_and_keeps_the_best():
    task = Slope(told=[0.1, 0.5, 0.4, 0.3, 0.2, 0.9])
    history = train(task, replace(CONFIG, patience_epochs=3), KNOWN)
    assert len(history) == 5
    best = Slope()
    train(best, replace(CONFIG, ends_after=2), KNOWN)
    np.testing.assert_allclose(weights(task), weights(best), atol=1e-7)


def test_without_patience_the_last_weights_stay():
    task, last = Slope(told=[0.9, 0.1, 0.1]), Slope()
    train(task, replace(CONFIG, ends_after=3), KNOWN)
    train(last, replace(CONFIG, ends_after=3), KNOWN)
    np.testing.assert_array_equal(weights(task), weights(last))


def test_the_rate_rises_and_falls_as_a_cosine():
    task, rates = Slope(), []
    config = replace(CONFIG, epochs=4, warmup=0.25, last_rate=0.1)
    before = torch.optim.AdamW.step

    def watched(optimiser, *arguments, **more):
        rates.append(optimiser.param_groups[0]["lr"])
        return before(optimiser, *arguments, **more)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(torch.optim.AdamW, "step", watched)
        train(task, config, KNOWN)
    assert rates[0] == 0.0
    assert max(rates) == rates[4] == pytest.approx(0.1)
    assert all(a > b for a, b in pairwise(rates[4:]))
    assert 0.01 <= rates[-1] < 0.02


def test_layers_learn_at_their_own_rate_and_a_run_goes_on_with_it(tmp_path):
    class Both(Slope):
        """The slope is a layer's weight times a factor."""

        def __init__(self) -> None:
            super().__init__()
            self.module[0].bias.requires_grad_(requires_grad=False)
            self.module.factor = torch.nn.Parameter(torch.ones(1))

        def loss(self, x):
            return ((self.module.factor * self.module(x) - 3 * x) ** 2).mean()

    still, start = Both(), Both()
    train(still, replace(CONFIG, layer_rate=0.0), KNOWN)
    assert still.slope == start.slope
    assert still.module.factor.item() != 1.0
    slow = replace(CONFIG, layer_rate=0.3)
    whole, part, rest = Both(), Both(), Both()
    train(whole, slow, KNOWN)
    train(part, replace(slow, ends_after=5), replace(KNOWN, work=tmp_path))
    train(rest, slow, replace(KNOWN, work=tmp_path))
    np.testing.assert_allclose(weights(rest), weights(whole), atol=1e-7)


def test_training_leaves_the_global_generator_as_it_was():
    torch.manual_seed(5)
    expected = torch.rand(3)
    torch.manual_seed(5)
    train(Slope(), CONFIG, KNOWN)
    torch.testing.assert_close(torch.rand(3), expected)
