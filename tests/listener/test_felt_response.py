from dataclasses import FrozenInstanceError, replace

import numpy as np
import pytest

from moodarc.artifacts import load_artifact, save_artifact
from moodarc.errors import ArtifactError, InputError
from moodarc.listener import RESPONSE_INPUTS, FeltResponse


def response(noise=0.05):
    mean = np.array([[0.1, 0.6, 0.0, 0.1, 0.0], [0.0, 0.1, 0.5, 0.0, 0.2]])
    covariance = np.tile(np.diag([0.02, 0.03, 0.01, 0.02, 0.01]), (2, 1, 1))
    return FeltResponse(mean, covariance, np.array([noise, noise]), "test")


def listenings(n=30, seed=0):
    rng = np.random.default_rng(seed)
    before, track = rng.uniform(-0.6, 0.6, (2, n, 2))
    after = 0.3 + 0.2 * before + 0.4 * track + rng.normal(0.0, 0.02, (n, 2))
    return before, track, after


def test_a_prediction_is_the_line_and_its_variance_the_form():
    known, before, track = response(), np.array([0.4, -0.2]), np.array([0.5, 0.3])
    told = known.predict(before, track)
    x = np.array([1.0, 0.4, -0.2, 0.5, 0.3])
    np.testing.assert_allclose(told.mean, known.mean @ x)
    np.testing.assert_allclose(told.variance, [0.05 + x @ known.covariance[k] @ x for k in (0, 1)])


def test_moods_and_tracks_are_broadcast_as_a_beam_needs_them():
    rng = np.random.default_rng(1)
    moods, tracks = rng.uniform(-1, 1, (16, 2)), rng.uniform(-1, 1, (300, 2))
    told = response().predict(moods[:, None], tracks)
    assert told.mean.shape == told.variance.shape == (16, 300, 2)
    one = response().predict(moods[5], tracks[123])
    np.testing.assert_allclose(told.mean[5, 123], one.mean)
    np.testing.assert_allclose(told.variance[5, 123], one.variance)


def test_a_mood_that_is_only_believed_and_a_track_that_is_only_guessed_widen_the_answer():
    rng = np.random.default_rng(2)
    known, before, track = response(), np.array([0.2, 0.1]), np.array([-0.3, 0.4])
    told = known.predict(before, track, before_variance=[0.04, 0.01], track_variance=[0.02, 0.05])
    draws = 200_000
    x = np.ones((draws, 5))
    x[:, 1:3] = before + rng.normal(size=(draws, 2)) * np.sqrt([0.04, 0.01])
    x[:, 3:5] = track + rng.normal(size=(draws, 2)) * np.sqrt([0.02, 0.05])
    for axis in range(2):
        weights = rng.multivariate_normal(known.mean[axis], known.covariance[axis], draws)
        answers = (x * weights).sum(axis=1) + rng.normal(0.0, np.sqrt(0.05), draws)
        assert answers.var() == pytest.approx(told.variance[axis], rel=0.02)


def test_an_update_is_bayes_whatever_the_order_and_the_portions():
    before, track, after = listenings()
    at_once = response().updated(before, track, after)
    one_by_one = response()
    for row in np.random.default_rng(3).permutation(len(before)):
        one_by_one = one_by_one.updated(before[row], track[row], after[row])
    np.testing.assert_allclose(one_by_one.mean, at_once.mean)
    np.testing.assert_allclose(one_by_one.covariance, at_once.covariance, atol=1e-12)
    x = np.column_stack([np.ones(len(before)), before, track])
    known = response()
    gain = (
        known.covariance[0]
        @ x.T
        @ np.linalg.inv(x @ known.covariance[0] @ x.T + 0.05 * np.eye(len(x)))
    )
    np.testing.assert_allclose(
        at_once.mean[0], known.mean[0] + gain @ (after[:, 0] - x @ known.mean[0])
    )


def test_it_learns_a_listener_who_answers_otherwise_and_is_surer_of_them():
    before, track, after = listenings(400)
    learned = response().updated(before[:300], track[:300], after[:300])
    asked = before[300:], track[300:]
    error = np.abs(learned.predict(*asked).mean - after[300:]).mean()
    assert error < 0.5 * np.abs(response().predict(*asked).mean - after[300:]).mean()
    assert (learned.predict(*asked).variance < response().predict(*asked).variance).all()
    assert (learned.predict(*asked).variance > learned.noise).all()


def test_a_response_is_immutable_and_an_update_leaves_the_old_one():
    known = response()
    copy = known.mean.copy()
    known.updated([0.1, 0.1], [0.2, 0.2], [0.9, 0.9])
    np.testing.assert_array_equal(known.mean, copy)
    with pytest.raises(FrozenInstanceError):
        known.version = "other"


def test_means_stay_on_the_plane():
    told = response().predict([[1.0, 1.0], [-1.0, -1.0]], [[9.0, 9.0], [-9.0, -9.0]])
    assert np.abs(told.mean).max() <= 1.0


def test_people_go_back_to_their_usual_mood_and_music_moves_them_little():
    shipped = FeltResponse.shipped()
    places = {name: place for place, name in enumerate(RESPONSE_INPUTS)}
    assert 0.4 < shipped.mean[0, places["before_valence"]] < 0.8
    assert 0.4 < shipped.mean[1, places["before_arousal"]] < 0.8
    couplings = shipped.mean[:, 3:]
    assert np.abs(couplings).max() < 0.2
    assert (np.diag(couplings) > 0.0).all()
    gap = shipped.predict([0.0, 0.0], [[0.8, 0.8], [-0.8, -0.8]]).mean
    assert 0.0 < gap[0, 0] - gap[1, 0] < 0.4
    assert shipped.version == "felt-response-1"


def test_it_goes_through_a_folder_and_tells_the_same(tmp_path):
    save_artifact(tmp_path / "m", response().to_artifact("card"), command="test")
    again = FeltResponse.from_artifact(load_artifact(tmp_path / "m"))
    np.testing.assert_array_equal(
        again.predict([0.3, 0.1], [0.2, 0.2]), response().predict([0.3, 0.1], [0.2, 0.2])
    )
    assert again.version == "test"


@pytest.mark.parametrize(
    "change", [{"mean": [[1.0]]}, {"inputs": ["one"]}, {"noise": None}, {"covariance": "x"}]
)
def test_a_folder_of_another_form_is_one_clear_error(change):
    artifact = response().to_artifact("card")
    with pytest.raises(ArtifactError, match="fit it again"):
        FeltResponse.from_artifact(replace(artifact, config={**artifact.config, **change}))


@pytest.mark.parametrize(
    "given",
    [
        ([0.1, 0.1], [0.2, 0.2], [np.nan, 0.1]),
        ([[0.1, 0.1]], [0.2, 0.2, 0.3], [0.1, 0.1]),
    ],
)
def test_an_answer_that_is_none_is_refused(given):
    with pytest.raises(InputError, match="expected the same"):
        response().updated(*given)


def test_a_mood_of_three_values_is_refused():
    with pytest.raises(InputError, match="valence and arousal"):
        response().predict([0.1, 0.2, 0.3], [0.1, 0.2, 0.3])
