"""The attention network: weights, learning, and the same in ONNX."""

from dataclasses import replace

import numpy as np
import pytest
import torch
from tests.felt_people import TINY

from moodarc.errors import ArtifactError
from moodarc.listener import Targets
from moodarc.listener.attention.forecaster import AttentionForecaster
from moodarc.listener.attention.network import N_OUTPUTS, AttentionNetwork
from moodarc.listener.attention.training import AttentionExamples, export_onnx, train_attention
from moodarc.listener.median_regression import fit_median


def network(seed=0):
    torch.manual_seed(seed)
    return AttentionNetwork(5, 3, width=8, heads=2).eval()


def inputs(n=4, length=6, seed=1):
    generator = torch.Generator().manual_seed(seed)
    absent = torch.zeros(n, length, dtype=torch.bool)
    absent[1, :5] = absent[2, :2] = True
    return {
        "moments": torch.randn(n, length, 5, generator=generator),
        "absent": absent,
        "summary": torch.randn(n, 3, generator=generator),
        "regression": torch.randn(n, 2, generator=generator),
    }


def memory_task(n=1500, length=6, seed=0):
    """What comes is what followed the one past moment that bears the mark of the present one.

    The summary knows nothing of it.
    """
    rng = np.random.default_rng(seed)
    moments = rng.choice([-1.0, 1.0], size=(n, length, 3)).astype(np.float32)
    moments[:, :, 0] = 0.0
    marked = rng.integers(0, length - 1, n)
    moments[np.arange(n), marked, 0] = 3.0
    value = 0.5 * moments[np.arange(n), marked, 1]
    known = AttentionExamples(moments, np.zeros((n, length), bool), rng.normal(size=(n, 3)))
    shares = np.where(value[:, None] > 0, [[0.7, 0.1, 0.1, 0.1]], [[0.1, 0.1, 0.7, 0.1]])
    return known, Targets(np.column_stack([value, -value]).astype(float), shares)


def trained(known, came, seed=0, **settings):
    median = fit_median(known.summaries, came.affect, ridge=0.5)
    config = replace(TINY, **settings)
    return median, train_attention(known, came, median, config=config, seed=seed)


def told(module, known):
    return AttentionForecaster(export_onnx(module, known))(*known)


def test_weights_sum_to_one_and_absent_moments_have_none():
    given = inputs()
    with torch.no_grad():
        outputs, weights = network()(**given)
    assert outputs.shape == (4, N_OUTPUTS)
    assert weights.shape == (4, 2, 6)
    assert weights.sum(-1) == pytest.approx(torch.ones(4, 2))
    assert not weights.transpose(1, 2)[given["absent"]].any()
    assert weights[1, :, -1].tolist() == [1, 1]


def test_what_stands_in_absent_rows_does_not_matter():
    given, other = inputs(), inputs()
    other["moments"][other["absent"]] = 99.0
    assert torch.equal(network()(**given)[0], network()(**other)[0])


def test_it_is_scaled_dot_product_attention():
    net, given = network(), inputs()
    with torch.no_grad():
        inside = torch.nn.functional.silu(net.embed(given["moments"]))
        asked = net.query(torch.cat([inside[:, -1], given["summary"]], 1))
        keys = net.key(inside)
        _, weights = net(**given)
    for head in range(2):
        part = slice(4 * head, 4 * head + 4)
        raw = torch.tensor(
            [[float(asked[n, part] @ keys[n, m, part]) / 2.0 for m in range(6)] for n in range(4)]
        )
        raw[given["absent"]] = -torch.inf
        assert weights[:, head] == pytest.approx(raw.softmax(-1), abs=1e-6)


def test_it_starts_as_the_regression():
    net, given = network(), inputs()
    net.correction.bias.data.zero_()
    assert torch.equal(net(**given)[0][:, :2], given["regression"])


def test_memory_that_the_regression_lacks_is_learned():
    known, came = memory_task()
    median, module = trained(known, came, epochs=40, learning_rate=1e-2, weight_decay=0.01)
    fresh, truth = memory_task(400, seed=1)
    start = np.abs(median(fresh.summaries) - truth.affect).mean()
    after = told(module, fresh)
    assert np.abs(after.affect - truth.affect).mean() < 0.3 * start
    assert (after.shares.argmax(1) == truth.shares.argmax(1)).mean() > 0.9
    marked = fresh.moments[:, :, 0] > 0
    assert after.weights.max(1)[marked].mean() > 2 * after.weights.max(1)[~marked].mean()


def test_the_same_seed_gives_the_same_network_and_another_another():
    known, came = memory_task(200)
    outputs = [told(trained(known, came, seed)[1], known).affect for seed in (3, 3, 4)]
    assert outputs[0].tolist() == outputs[1].tolist()
    assert outputs[0].tolist() != outputs[2].tolist()


def test_training_leaves_the_global_generator_as_it_was():
    known, came = memory_task(100)
    torch.manual_seed(1)
    before = torch.get_rng_state()
    trained(known, came)
    assert torch.equal(before, torch.get_rng_state())


@pytest.mark.parametrize("networks", [1, 2])
def test_onnx_says_what_torch_says_for_any_number_of_rows(networks):
    known, came = memory_task(150)
    _, module = trained(known, came, networks=networks)
    run = AttentionForecaster(export_onnx(module, known))
    for n in (1, 7, 150):
        some = AttentionExamples(*(part[:n] for part in known))
        expected = module(
            torch.from_numpy(some.moments),
            torch.from_numpy(some.absent),
            torch.tensor(some.summaries, dtype=torch.float32),
        )
        found = run(*some)
        for ours, theirs in zip(found, expected, strict=True):
            assert ours == pytest.approx(theirs.detach().numpy(), abs=1e-5)
        assert found.affect.shape == (n, 2)
        assert found.shares.sum(1) == pytest.approx(np.ones(n), abs=1e-5)
        assert np.abs(found.affect).max() <= 1


def test_the_regression_in_the_network_is_the_regression():
    known, came = memory_task(150)
    median, module = trained(known, came, epochs=1, learning_rate=1e-9)
    assert np.abs(told(module, known).affect - median(known.summaries)).max() < 0.2
    for net in module.networks:
        net.correction.bias.data.zero_()
        net.correction.weight.data.zero_()
    assert told(module, known).affect == pytest.approx(median(known.summaries), abs=1e-5)


def test_fewer_examples_than_a_batch_are_enough():
    known, came = memory_task(10)
    _, module = trained(known, came)
    assert np.isfinite(told(module, known).affect).all()


@pytest.mark.parametrize("bad", [b"", b"no network"])
def test_bytes_that_are_no_network_are_refused(bad):
    with pytest.raises(ArtifactError, match="attention forecaster"):
        AttentionForecaster(bad)
