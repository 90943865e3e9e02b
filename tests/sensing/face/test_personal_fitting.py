from dataclasses import replace

import numpy as np
import pytest
from scipy.optimize import check_grad
from scipy.special import softmax

from moodarc.artifacts import Artifact, save_artifact
from moodarc.errors import ArtifactError, InputError
from moodarc.sensing.face.personal import PersonalHead
from moodarc.sensing.face.personal_fitting import (
    CalibrationConfig,
    Examples,
    _Problem,
    fit_personal_head,
)

VERSION = "net-1"
WIDTH = 12
QUICK = CalibrationConfig(pulls=(3.0, 30.0), iterations=30)


def listener(rng, *, n_each=40, expressions=(0, 3, 4, 6), own=2.0, n_features=WIDTH):
    """Pictures of a face whose features say what it shows, which the population hardly sees."""
    shown = np.repeat(expressions, n_each)
    directions = rng.normal(size=(7, n_features))
    features = own * directions[shown] + rng.normal(size=(len(shown), n_features))
    scores = rng.normal(size=(len(shown), 7))
    scores[np.arange(len(shown)), shown] += 1.0
    population = softmax(scores, axis=1)
    return Examples(population.astype(np.float32), features.astype(np.float32), shown)


@pytest.fixture
def examples():
    return listener(np.random.default_rng(0))


def test_the_population_head_changes_nothing(examples):
    head = PersonalHead.population(WIDTH, VERSION)
    p = head.probabilities(examples.population, examples.features)
    np.testing.assert_allclose(p, examples.population, atol=1e-5)


def test_features_that_tell_the_expression_are_learned(examples):
    found = fit_personal_head(examples, VERSION, QUICK)
    assert found.is_better
    assert found.accuracy_after > 0.9 > found.accuracy_before
    assert found.n_fitted + found.n_held == len(examples)


def test_features_of_noise_do_not_make_it_better_than_it_was():
    rng = np.random.default_rng(4)
    told = []
    for _ in range(4):
        noise = listener(rng, own=0.0, n_each=15)
        found = fit_personal_head(noise, VERSION, QUICK)
        told.append(found.curves.held_loss[-1] - found.curves.held_loss[0])
    assert abs(np.mean(told)) < 0.1


def test_what_held_for_the_first_pictures_and_not_for_the_last_is_refused(examples):
    turned = examples.features.copy().reshape(4, 40, WIDTH)
    turned[:, 27:] *= -1
    shown = Examples(examples.population, turned.reshape(-1, WIDTH), examples.shown)
    found = fit_personal_head(shown, VERSION, QUICK)
    assert not found.is_better
    assert found.curves.fitted_accuracy[-1] > found.curves.fitted_accuracy[0]


def test_the_curves_start_at_the_population_and_the_fitted_loss_falls(examples):
    found = fit_personal_head(examples, VERSION, QUICK)
    curves = found.curves
    before = np.trace(found.before) / found.before.sum()
    assert curves.held_accuracy[0] == pytest.approx(before)
    assert curves.held_accuracy[-1] == pytest.approx(np.trace(found.after) / found.after.sum())
    assert curves.fitted_loss[-1] < curves.fitted_loss[0]
    assert len({len(curves.fitted_loss), len(curves.held_loss), len(curves.held_accuracy)}) == 1


def test_held_out_are_the_last_pictures_of_each_expression(examples):
    found = fit_personal_head(examples, VERSION, replace(QUICK, held_out=0.25))
    np.testing.assert_array_equal(found.before.sum(axis=1), [10, 0, 0, 10, 10, 0, 10])


def test_a_head_that_is_no_better_than_the_one_in_use_is_refused(examples):
    first = fit_personal_head(examples, VERSION, QUICK)
    again = fit_personal_head(examples, VERSION, QUICK, in_use=first.head)
    assert first.is_better
    assert again.in_use.accuracy == first.accuracy_after
    assert not again.is_better


def test_a_head_must_beat_the_one_in_use_and_the_population(examples):
    poor = PersonalHead.population(WIDTH, VERSION)
    poor.bias[0] = 5.0
    found = fit_personal_head(examples, VERSION, QUICK, in_use=poor)
    assert found.in_use.accuracy < found.accuracy_before
    assert found.is_better
    useless = fit_personal_head(examples, VERSION, QUICK, in_use=poor)
    useless.curves.held_loss[-1] = useless.curves.held_loss[0] + 0.1
    assert useless.in_use.loss > useless.curves.held_loss[-1]
    assert not useless.is_better


def test_a_head_in_use_of_another_network_does_not_count(examples):
    older = PersonalHead.population(3, "older")
    assert fit_personal_head(examples, VERSION, QUICK, in_use=older).in_use is None


def test_an_expression_that_was_not_shown_stays_as_the_network_found_it(examples):
    head = fit_personal_head(examples, VERSION, QUICK).head
    unseen = [1, 2, 5]
    np.testing.assert_array_equal(head.mixing[unseen], np.eye(7)[unseen])
    assert not head.weights[unseen].any()
    assert abs(head.bias.sum()) < 0.1


def test_the_gradient_is_that_of_the_loss():
    rng = np.random.default_rng(3)
    problem = _Problem.of(listener(rng, n_each=6, n_features=5), 1.0)
    at = rng.normal(size=problem.size) * 0.1
    error = check_grad(lambda x: problem.loss(x)[0], lambda x: problem.loss(x)[1], at)
    assert error < 1e-5


def test_five_pictures_each_are_enough_and_four_are_not():
    rng = np.random.default_rng(5)
    assert fit_personal_head(listener(rng, n_each=5), VERSION, QUICK).n_held == 8
    with pytest.raises(InputError, match=r"too few of angry \(4\).*5 usable pictures each"):
        fit_personal_head(listener(rng, n_each=4), VERSION)
    with pytest.raises(InputError, match="1 expression; expected at least two"):
        fit_personal_head(listener(rng, expressions=(3,)), VERSION)


def test_a_saved_head_says_the_same(examples, tmp_path):
    head = fit_personal_head(examples, VERSION, QUICK).head
    head.save(tmp_path / "head", card="# a head\n", command="moodarc calibrate")
    again = PersonalHead.load(tmp_path / "head")
    assert again.classifier == VERSION
    np.testing.assert_array_equal(
        head.probabilities(examples.population, examples.features),
        again.probabilities(examples.population, examples.features),
    )
    kept = sorted(path.name for path in (tmp_path / "head").iterdir())
    assert kept == ["card.md", "config.json", "manifest.json", "model.safetensors"]


def test_another_models_folder_is_no_head(tmp_path):
    other = Artifact(arrays={"weights": np.zeros(3)}, config={"kind": "other"}, card="#\n")
    save_artifact(tmp_path / "head", other, command="x")
    with pytest.raises(ArtifactError, match="holds no personal head"):
        PersonalHead.load(tmp_path / "head")
