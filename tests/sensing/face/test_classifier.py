import numpy as np
import pytest
import torch
from scipy.special import softmax
from tests.tiny_faces import TINY_FACES, drawn_examples

from moodarc.artifacts import Artifact, save_artifact
from moodarc.errors import ArtifactError, InputError
from moodarc.sensing.face.classifier import ExpressionClassifier
from moodarc.sensing.face.training import export_onnx, limited_threads, network_of

CONFIG = {
    "version": "tiny-1",
    "reading": "votes",
    "temperatures": {"labels": 2.0, "votes": 0.5},
}


@pytest.fixture(scope="module")
def model():
    with torch.random.fork_rng(), limited_threads(1):
        torch.manual_seed(0)
        return export_onnx(network_of(TINY_FACES))


@pytest.fixture(scope="module")
def pictures():
    return drawn_examples(7).pictures


def classifier(model, **changes):
    artifact = Artifact(arrays={}, config=CONFIG | changes, card="", payloads={"model.onnx": model})
    return ExpressionClassifier(artifact)


def test_probabilities_are_the_votes_at_their_temperature_without_contempt(model, pictures):
    tiny = classifier(model)
    told = tiny.probabilities(pictures)
    all_eight = softmax(tiny.logits(pictures).votes / 0.5, axis=1)
    expected = all_eight[:, :7] / all_eight[:, :7].sum(axis=1, keepdims=True)
    np.testing.assert_allclose(told, expected, atol=1e-6)
    np.testing.assert_allclose(told.sum(axis=1), 1.0, atol=1e-5)
    assert told.dtype == np.float32


def test_a_folder_may_name_the_other_head(model, pictures):
    tiny = classifier(model, reading="labels")
    expected = softmax(tiny.logits(pictures).labels / 2.0, axis=1)
    np.testing.assert_allclose(tiny.probabilities(pictures), expected, atol=1e-6)


def test_a_picture_and_its_mirror_image_are_told_the_same(model, pictures):
    tiny = classifier(model)
    mirrored = pictures[:, :, ::-1]
    for tell in (tiny.probabilities, tiny.features):
        np.testing.assert_allclose(tell(pictures), tell(mirrored), atol=1e-5)


def test_pictures_are_told_alone_as_among_many(model, pictures):
    tiny = classifier(model)
    many = np.tile(pictures, (40, 1, 1))
    told = tiny.probabilities(many)
    assert told.shape == (280, 7)
    np.testing.assert_allclose(told[276:277], tiny.probabilities(pictures[3:4]), atol=1e-6)


def test_probabilities_and_features_come_from_one_run_alike(model, pictures):
    tiny = classifier(model)
    population, features = tiny.answers(pictures)
    np.testing.assert_array_equal(population, tiny.probabilities(pictures))
    np.testing.assert_array_equal(features, tiny.features(pictures))


def test_no_pictures_give_no_rows(model):
    tiny = classifier(model)
    none = np.zeros((0, 48, 48), np.float32)
    assert tiny.probabilities(none).shape == (0, 7)
    assert tiny.features(none).shape == (0, 24)


@pytest.mark.parametrize(
    "wrong",
    [np.zeros((48, 48)), np.zeros((1, 44, 44)), np.full((1, 48, 48), np.nan)],
    ids=["one picture", "another size", "not a number"],
)
def test_what_is_no_face_picture_is_refused(model, wrong):
    with pytest.raises(InputError, match="expected finite"):
        classifier(model).probabilities(wrong.astype(np.float32))


def test_a_saved_folder_tells_the_same_and_a_damaged_one_is_refused(model, pictures, tmp_path):
    artifact = Artifact(arrays={}, config=CONFIG, card="", payloads={"model.onnx": model})
    save_artifact(tmp_path / "tiny", artifact, command="test")
    loaded = ExpressionClassifier.load(tmp_path / "tiny")
    assert loaded.version == "tiny-1"
    np.testing.assert_array_equal(
        loaded.probabilities(pictures), classifier(model).probabilities(pictures)
    )
    (tmp_path / "tiny" / "model.onnx").write_bytes(model[:-10])
    with pytest.raises(ArtifactError, match="damaged"):
        ExpressionClassifier.load(tmp_path / "tiny")


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"reading": "face"}, r"tells .*expected labels, features, face"),
        ({"temperatures": {"mouth": 1.0}}, "the face model lacks"),
    ],
)
def test_a_folder_of_another_kind_of_model_is_refused(model, changes, complaint):
    with pytest.raises(ArtifactError, match=complaint):
        classifier(model, **changes)
