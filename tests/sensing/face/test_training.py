from dataclasses import replace

import numpy as np
import onnx
import pytest
import torch
from tests.tiny_faces import TINY_FACES, drawn_examples

from moodarc.artifacts import Artifact
from moodarc.sensing.face import network
from moodarc.sensing.face.classifier import ExpressionClassifier
from moodarc.sensing.face.network import Vgg16Se
from moodarc.sensing.face.recipe import Augmentation, paper_recipe
from moodarc.sensing.face.training import (
    _class_weights,
    _ended,
    _n_halvings,
    _rate,
    export_onnx,
    limited_threads,
    network_of,
    predicted_logits,
    train,
)
from moodarc.sensing.face.views import ViewsConfig


@pytest.fixture(scope="module", autouse=True)
def _one_thread():
    with limited_threads(1):
        yield


@pytest.fixture(scope="module")
def examples():
    return drawn_examples(140), drawn_examples(35, seed=1)


@pytest.fixture(scope="module")
def trained(examples, tmp_path_factory):
    folder = tmp_path_factory.mktemp("kept")
    still = Augmentation(crop_px=48, rotation_deg=3.0, zoom=(1.0, 1.0), brightness=0.05)
    config = replace(TINY_FACES, epochs=25, mixup=0.0, augmentation=still, learning_rate=0.01)
    return train(*examples, config, seed=1, kept=folder)


def test_a_tiny_network_learns_drawn_faces(trained):
    _, history = trained
    assert len(history) == 25
    assert history[-1]["loss"] < history[0]["loss"]
    assert history[-1]["held_out_accuracy"] > 0.4  # one in seven is .14


class PowerError(Exception):
    """The power fails."""


def test_a_run_that_was_cut_off_ends_in_the_same_weights(examples, tmp_path):
    whole, _ = train(*examples, TINY_FACES, seed=3, kept=tmp_path / "whole")

    def cut(epoch):
        if epoch["epoch"] == 1.0:
            raise PowerError

    with pytest.raises(PowerError):
        train(*examples, TINY_FACES, seed=3, kept=tmp_path / "cut", told=cut)
    told = []
    again, history = train(*examples, TINY_FACES, seed=3, kept=tmp_path / "cut", told=told.append)
    assert [epoch["epoch"] for epoch in told] == [1.0, 2.0]
    assert len(history) == 3
    assert whole.keys() == again.keys()
    for name, array in whole.items():
        np.testing.assert_array_equal(array, again[name])


def test_the_papers_recipe_resumes_with_its_dropout_and_best_weights(
    examples, tmp_path, monkeypatch
):
    monkeypatch.setattr(network, "_VGG16", ((8,), (8,), (16,), (16,), (16,)))
    config = replace(paper_recipe(3), batch_size=7, bf16=False, patience_epochs=1)
    few, held = (part.take(np.arange(14)) for part in examples)
    whole, told = train(few, held, config, seed=0, kept=tmp_path / "whole")
    train(few, held, replace(config, epochs=1), seed=0, kept=tmp_path / "cut")
    again, history = train(few, held, config, seed=0, kept=tmp_path / "cut")
    assert told == history
    for name, array in whole.items():
        np.testing.assert_array_equal(array, again[name])


def test_training_leaves_the_global_generator_alone(examples, tmp_path):
    torch.manual_seed(11)
    before = torch.get_rng_state()
    train(*examples, replace(TINY_FACES, epochs=1), seed=0, kept=tmp_path)
    assert torch.equal(torch.get_rng_state(), before)


def test_the_exported_network_says_what_the_trained_one_does_of_the_picture_as_it_is(
    trained, examples
):
    tiny = network_of(TINY_FACES, trained[0])
    model = export_onnx(tiny, ViewsConfig(views=((0.0, 1.0),), side_px=48))
    opsets = [entry.version for entry in onnx.load_from_string(model).opset_import]
    assert max(opsets) <= 17
    config = {"version": "tiny", "reading": "votes", "temperatures": {"labels": 1.0, "votes": 1.0}}
    artifact = Artifact(arrays={}, config=config, card="", payloads={"model.onnx": model})
    told = ExpressionClassifier(artifact).logits(examples[1].pictures)
    expected = predicted_logits(tiny, examples[1].pictures)
    np.testing.assert_allclose(told.labels, expected[:, :7], atol=1e-4)
    np.testing.assert_allclose(told.votes, expected[:, 7:], atol=1e-4)
    assert told.features.shape == (35, 24)


def test_the_papers_network_is_exported_with_labels_alone():
    model = export_onnx(Vgg16Se())
    config = {"version": "p", "reading": "labels", "temperatures": {"labels": 1.0}}
    artifact = Artifact(arrays={}, config=config, card="", payloads={"model.onnx": model})
    told = ExpressionClassifier(artifact).logits(np.zeros((1, 48, 48), np.float32))
    assert told.votes is None
    assert told.features.shape == (1, 512)


def losses(*values):
    return [{"held_out_loss": value} for value in values]


def test_the_cosine_rises_from_nothing_and_falls_to_nothing():
    config = replace(TINY_FACES, epochs=100)
    rates = [_rate(config, [], at) for at in range(101)]
    assert rates[0] == 0.0
    assert max(rates) == pytest.approx(config.learning_rate)
    assert rates.index(max(rates)) == 8
    assert rates[-1] == pytest.approx(0.0, abs=1e-12)


def test_the_plateau_halves_as_torch_does():
    history = losses(5, 4, 4.5, 4.4, 4.3, 4.2, 4.1, 4.05, 4.01, 3.9, 4, 4, 4, 4, 4, 4)
    weight = torch.nn.Parameter(torch.zeros(1))
    optimiser = torch.optim.Adam([weight], 1.0)
    schedule = torch.optim.lr_scheduler.ReduceLROnPlateau(
        optimiser, factor=0.5, patience=5, threshold=0.0
    )
    for epoch in range(len(history)):
        schedule.step(history[epoch]["held_out_loss"])
        expected = optimiser.param_groups[0]["lr"]
        assert 0.5 ** _n_halvings(history[: epoch + 1], 5) == expected


def test_the_papers_recipe_stops_fifteen_epochs_after_its_best():
    config = paper_recipe()
    assert not _ended(losses(2, 1, *[1.5] * 14), config)
    assert _ended(losses(2, 1, *[1.5] * 15), config)
    assert _ended(losses(*range(80, 0, -1)), config)


def test_class_weights_are_inverse_frequencies():
    weights = _class_weights(np.array([0, 0, 0, 1, 2, 3, 4, 5, 6, 6]), paper_recipe())
    assert weights[0] == pytest.approx(10 / (7 * 3))
    assert weights[1] == pytest.approx(10 / 7)
