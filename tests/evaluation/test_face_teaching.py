from dataclasses import replace

import numpy as np
import pytest
from tests.drawn_faces import write_fer_tiles
from tests.tiny_faces import TINY_FACES

from moodarc.artifacts import load_artifact
from moodarc.errors import DatasetError, InputError
from moodarc.evaluation import face_training
from moodarc.evaluation.face_data import load_face_data
from moodarc.evaluation.face_teaching import taught_labels
from moodarc.evaluation.face_training import FaceJob, calibration_rows, train_face
from moodarc.sensing.face.classifier import ExpressionClassifier


@pytest.fixture(scope="module", autouse=True)
def _more_to_calibrate_on():
    """Of so few faces one in twenty would lack a class."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(face_training, "_CALIBRATION", 4)
        yield


@pytest.fixture(scope="module")
def fer(tmp_path_factory):
    folder = tmp_path_factory.mktemp("fer")
    write_fer_tiles(folder, "train", 200)
    return folder


@pytest.fixture(scope="module")
def job(fer, tmp_path_factory):
    work = tmp_path_factory.mktemp("work")
    return FaceJob(data=fer, work=work, config=replace(TINY_FACES, epochs=1), threads=1)


@pytest.fixture(scope="module")
def teacher(job, tmp_path_factory):
    out = tmp_path_factory.mktemp("teacher") / "model"
    assert train_face(job, out) == ()
    return out


def test_votes_that_tell_the_label_are_believed(fer, teacher):
    data = load_face_data(fer, "train")
    _, held = calibration_rows(data)
    taught = taught_labels(data, held, ExpressionClassifier.load(teacher))
    np.testing.assert_allclose(taught.sum(axis=1), 1.0, atol=1e-5)
    assert (taught.argmax(axis=1) == data.examples.labels).mean() > 0.95


def test_a_label_that_votes_speak_against_is_thought_unlikely(fer, teacher):
    data = load_face_data(fer, "train")
    learned, held = calibration_rows(data)
    wrong = (data.examples.labels + 1) % 7
    labels = data.examples.labels.copy()
    labels[learned[0]] = wrong[learned[0]]
    noisy = replace(data, examples=replace(data.examples, labels=labels))
    taught = taught_labels(noisy, held, ExpressionClassifier.load(teacher))[learned[0]]
    assert taught[labels[learned[0]]] < 0.2 < taught[data.examples.labels[learned[0]]]


def test_a_taught_network_says_so_and_is_another(job, teacher, tmp_path):
    train_face(replace(job, teacher=teacher), tmp_path / "taught")
    taught, first = load_artifact(tmp_path / "taught"), load_artifact(teacher)
    assert first.config["taught_by"] == ""
    assert len(taught.config["taught_by"]) == 24
    assert taught.payloads != first.payloads
    assert "taught it" in taught.card
    assert "taught it" not in first.card
    assert "no validation split" in taught.card


def test_a_teacher_of_other_faces_is_refused(job, teacher, tmp_path):
    write_fer_tiles(tmp_path / "other", "train", 210)
    with pytest.raises(InputError, match="was trained on other data"):
        train_face(replace(job, data=tmp_path / "other", teacher=teacher), tmp_path / "out")


def test_a_calibration_slice_without_a_class_is_refused(fer, teacher):
    data = load_face_data(fer, "train")
    with pytest.raises(DatasetError, match="the 3 calibration faces lack a class"):
        taught_labels(data, np.arange(3), ExpressionClassifier.load(teacher))
