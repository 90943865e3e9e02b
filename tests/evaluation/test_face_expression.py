from dataclasses import replace

import cv2
import numpy as np
import pytest
from tests.drawn_faces import drawn_face, write_fer_tiles
from tests.drawn_pictures import drawn_face as drawn_photo
from tests.tiny_faces import TINY_FACES

from moodarc.artifacts import load_artifact
from moodarc.errors import DatasetError, InputError
from moodarc.evaluation.face_data import face_in, load_face_data
from moodarc.evaluation.face_expression import SEEN, bench_face
from moodarc.evaluation.face_training import FaceJob, calibration_rows, train_face
from moodarc.sensing.face import FaceDetector, equalised
from moodarc.sensing.face.calibration import fitted_temperature
from moodarc.sensing.face.classifier import ExpressionClassifier
from moodarc.sensing.face.views import ViewsConfig


@pytest.fixture(scope="module")
def fer(tmp_path_factory):
    folder = tmp_path_factory.mktemp("fer")
    write_fer_tiles(folder, "train", 200)
    write_fer_tiles(folder, "validation", 36)
    return folder


@pytest.fixture(scope="module")
def trained(fer, tmp_path_factory):
    out, work = tmp_path_factory.mktemp("model") / "mine", tmp_path_factory.mktemp("work")
    told = []
    config = replace(TINY_FACES, epochs=2)
    job = FaceJob(data=fer, work=work, config=config, seed=5, seeds=2, threads=1)
    rows = train_face(job, out, told=lambda seed, epoch: told.append((seed, epoch["epoch"])))
    return out, rows, told, job


def test_training_writes_a_model_that_loads_and_says_how_it_came_to_be(trained):
    out, _, told, _ = trained
    artifact = load_artifact(out)
    assert artifact.manifest.seed == 5
    assert told == [(5, 0.0), (5, 1.0), (6, 0.0), (6, 1.0)]
    assert artifact.config["faces"]["learned"] + artifact.config["faces"]["calibration"] == 199
    assert ExpressionClassifier(artifact).probabilities(np.zeros((1, 48, 48))).shape == (1, 7)


def test_the_card_has_the_figures_of_the_run_and_what_it_must_not_be_used_for(trained):
    out, rows, _, _ = trained
    card = load_artifact(out).card
    value = {row.name: row.value for row in rows}
    assert f"| face.accuracy | {value['face.accuracy']:.3f} |" in card
    assert "2 seeds" in card
    assert "art. 5(1)(f)" in card
    assert "2 of 36 validation faces" in card


def test_a_run_that_was_finished_is_not_trained_again(trained, tmp_path):
    out, rows, _, job = trained
    told = []
    again = train_face(job, tmp_path / "again", told=lambda *epoch: told.append(epoch))
    assert told == []
    assert again == rows
    first, second = (load_artifact(folder) for folder in (out, tmp_path / "again"))
    assert first.payloads == second.payloads


def test_other_views_of_a_finished_training_are_exported_and_calibrated_without_another(
    trained, tmp_path
):
    out, _, _, job = trained
    told = []
    still = replace(job, seeds=1, views=ViewsConfig(views=((0.0, 1.0),)))
    train_face(still, tmp_path / "still", told=lambda *epoch: told.append(epoch))
    assert told == []
    several, one = (load_artifact(folder) for folder in (out, tmp_path / "still"))
    assert one.config["views"] == [[0.0, 1.0]]
    assert "turned by 0 degrees at zoom 1." in one.card
    assert "turned by -10 degrees at zoom 1.16" in several.card
    assert one.config["temperatures"] != several.config["temperatures"]


def test_temperatures_are_those_of_what_the_exported_network_tells(trained, fer):
    artifact = load_artifact(trained[0])
    data = load_face_data(fer, "train")
    _, held = calibration_rows(data)
    told = ExpressionClassifier(artifact).logits(data.examples.pictures[held])
    expected = fitted_temperature(told.labels, data.examples.labels[held])
    assert artifact.config["temperatures"]["labels"] == pytest.approx(expected)


def test_the_bench_gives_every_row_on_tiles_with_votes(trained, fer):
    report = bench_face(fer, "validation", trained[0])
    value = {row.name: row.value for row in report.rows}
    counts = [count for name, count in value.items() if name.startswith("face.confusion.")]
    assert len(counts) == 49
    assert sum(counts) == value["face.faces"] == 36
    right = sum(value[f"face.confusion.{n}.{n}"] for n in ("angry", "disgust", "fear", "happy"))
    right += sum(value[f"face.confusion.{n}.{n}"] for n in ("sad", "surprise", "neutral"))
    assert value["face.accuracy"] == pytest.approx(right / 36)
    assert value["face.copies"] == 2
    assert value["face.not_a_face"] == 1
    for name in ("accuracy_without_copies", "macro_f1", "ferplus_accuracy", "ferplus_accuracy_8"):
        assert 0.0 <= value[f"face.{name}"] <= 1.0
    for name in ("ece", "ece_before", "ferplus_ece", "ferplus_ece_before", "reading_ece"):
        assert 0.0 <= value[f"face.{name}"] <= 1.0
    assert report[SEEN] == 0


def test_the_bench_says_when_the_model_learned_from_these_faces(trained, fer):
    assert bench_face(fer, "train", trained[0])[SEEN] == 1


def test_a_folder_of_cropped_pictures_by_class_is_scored_by_the_same_bench(trained, tmp_path):
    rng = np.random.default_rng(0)
    for name in ("Anger", "happiness"):
        (tmp_path / name).mkdir()
        for number in range(3):
            side = 48 if number else 90
            face = drawn_face({"Anger": "angry"}.get(name, "happy"), rng, side)
            cv2.imwrite(str(tmp_path / name / f"{number}.png"), face)
    report = bench_face(tmp_path, "", trained[0])
    names = {row.name for row in report.rows}
    assert report["face.faces"] == 6
    assert "face.ferplus_accuracy" not in names
    assert report["face.pictures_without_face"] == 0


def test_a_tile_saved_as_a_picture_is_read_as_the_tile():
    tile = drawn_face("sad", np.random.default_rng(2))
    read = face_in(np.repeat(tile[:, :, None], 3, axis=2), FaceDetector.shipped())
    np.testing.assert_array_equal(read, equalised(tile))


def test_in_a_larger_picture_the_face_is_looked_for():
    detector = FaceDetector.shipped()
    assert face_in(drawn_photo(), detector).shape == (48, 48)
    assert face_in(np.full((200, 200, 3), 90, np.uint8), detector) is None


def test_pictures_without_any_face_are_one_clear_error(tmp_path):
    (tmp_path / "happy").mkdir()
    cv2.imwrite(str(tmp_path / "happy" / "1.png"), np.full((200, 200), 90, np.uint8))
    with pytest.raises(DatasetError, match="no face was found in its 1 pictures"):
        load_face_data(tmp_path, "")


def test_other_labels_of_the_same_pictures_are_other_data(tmp_path):
    """So that a training on them is never taken for one that was finished."""
    for folder, names in (("one", ("happy", "sad")), ("other", ("sad", "happy"))):
        for number, name in enumerate(names):
            place = tmp_path / folder / name
            place.mkdir(parents=True)
            tile = np.full((48, 48), 40 + 100 * number, dtype=np.uint8)
            cv2.imwrite(str(place / "face.png"), tile)
    one, other = (load_face_data(tmp_path / folder, "") for folder in ("one", "other"))
    assert one.fingerprint != other.fingerprint
    assert one.fingerprint == load_face_data(tmp_path / "one", "").fingerprint


def test_copies_stay_on_one_side_of_the_calibration_slice(tmp_path):
    pictures, _ = write_fer_tiles(tmp_path, "train", 150)
    sheet = cv2.imread(str(tmp_path / "train.png"), cv2.IMREAD_GRAYSCALE)
    sheet[48:96, : 50 * 48] = sheet[:48, : 50 * 48]  # the last fifty are the first again
    cv2.imwrite(str(tmp_path / "train.png"), sheet)
    data = load_face_data(tmp_path, "train")
    learned, held = calibration_rows(data)
    assert not set(data.keys[learned]) & set(data.keys[held])
    assert len(learned) + len(held) == len(pictures) - 1
    assert {row - 100 for row in held if row >= 100} == {row for row in held if row < 49}


def test_too_few_faces_or_a_place_that_is_taken_stop_before_the_training(fer, tmp_path):
    write_fer_tiles(tmp_path / "few", "train", 3)
    job = FaceJob(data=tmp_path / "few", work=tmp_path, config=TINY_FACES)
    with pytest.raises(DatasetError, match="too few to learn from"):
        train_face(job, tmp_path / "out")
    (tmp_path / "taken").mkdir()
    with pytest.raises(InputError, match="is no model folder"):
        train_face(replace(job, data=fer), tmp_path / "taken")
