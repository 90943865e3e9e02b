import cv2
import numpy as np
import pytest

from moodarc.affect import Expression
from moodarc.datasets import (
    expression_named,
    load_affectnet,
    load_ck_plus,
    load_jaffe,
    load_labelled_pictures,
    load_raf_db,
    read_gray,
)
from moodarc.errors import DatasetError

AFFECTNET = (
    "subDirectory_filePath,face_x,face_y,face_width,face_height,facial_landmarks,"
    "expression,valence,arousal\n"
    "689/a.jpg,134,134,899,899,181.6;530.9,1,0.785714,-0.055556\n"
    "392/b.jpg,20,25,100,110,1;2,10,-2,-2\n"
)


def write(path, gray=128):
    path.parent.mkdir(parents=True, exist_ok=True)
    cv2.imwrite(str(path), np.full((40, 30), gray, np.uint8))


@pytest.fixture
def ck_plus(tmp_path):
    for name, number in (("S005/001", 3), ("S010/002", 2), ("S011/001", None)):
        subject, sequence = name.split("/")
        for frame in range(1, 7):
            file = f"{subject}_{sequence}_{frame:08d}"
            write(tmp_path / "cohn-kanade-images" / name / f"{file}.png", 10 * frame)
        (tmp_path / "Emotion" / name).mkdir(parents=True)
        if number is not None:
            label = tmp_path / "Emotion" / name / f"{file}_emotion.txt"
            label.write_text(f"   {number:.7e}\n")
    return tmp_path


@pytest.fixture
def raf_db(tmp_path):
    lines = ["train_00001.jpg 5", "test_0001.jpg 1", "train_00002.jpg 7"]
    (tmp_path / "basic" / "EmoLabel").mkdir(parents=True)
    table = tmp_path / "basic" / "EmoLabel" / "list_patition_label.txt"
    table.write_text("\n".join(lines) + "\n")
    for line in lines:
        name = line.split(".")[0]
        write(tmp_path / "basic" / "Image" / "aligned" / f"{name}_aligned.jpg")
        write(tmp_path / "basic" / "Image" / "original" / f"{name}.jpg")
    return tmp_path


def test_ck_plus_gives_the_first_frame_and_the_peak_of_labelled_sequences(ck_plus):
    found = load_ck_plus(ck_plus)
    assert [(p.subject, p.expression, p.path.stem[-1]) for p in found] == [
        ("S005", Expression.NEUTRAL, "1"),
        ("S005", Expression.DISGUST, "4"),
        ("S005", Expression.DISGUST, "5"),
        ("S005", Expression.DISGUST, "6"),
        ("S010", Expression.NEUTRAL, "1"),
        ("S010", None, "4"),
        ("S010", None, "5"),
        ("S010", None, "6"),
    ]
    assert found[5].label == "contempt"
    assert read_gray(found[1].path)[0, 0] == 40


@pytest.mark.parametrize("text", ["", "9.0", "happy", "2.5"])
def test_a_label_of_ck_plus_that_is_none_is_named(ck_plus, text):
    next((ck_plus / "Emotion" / "S005" / "001").iterdir()).write_text(text)
    with pytest.raises(DatasetError, match="expected a number from 0 to 7"):
        load_ck_plus(ck_plus)


def test_a_sequence_of_ck_plus_without_its_frames_is_named(ck_plus):
    for frame in (ck_plus / "cohn-kanade-images" / "S005" / "001").iterdir():
        frame.unlink()
    with pytest.raises(DatasetError, match="has 0 frames; expected more than 3"):
        load_ck_plus(ck_plus)


def test_jaffe_is_read_by_its_names(tmp_path):
    for name in ("KA.AN1.39.tiff", "KA.HA4.32.tiff", "YM.SU3.67.tiff", "other.tiff"):
        write(tmp_path / "jaffe" / name)
    found = load_jaffe(tmp_path)
    assert [(p.subject, p.expression) for p in found] == [
        ("KA", Expression.ANGRY),
        ("KA", Expression.HAPPY),
        ("YM", Expression.SURPRISE),
    ]
    assert load_labelled_pictures(tmp_path) == found
    write(tmp_path / "jaffe" / "KA.XX1.39.tiff")
    with pytest.raises(DatasetError, match="expression 'XX'"):
        load_jaffe(tmp_path)


def test_raf_db_gives_aligned_or_original_pictures_by_split(raf_db):
    found = load_raf_db(raf_db)
    assert [(p.split, p.expression) for p in found] == [
        ("train", Expression.SAD),
        ("test", Expression.SURPRISE),
        ("train", Expression.NEUTRAL),
    ]
    assert found[0].path.name == "train_00001_aligned.jpg"
    assert load_raf_db(raf_db, original=True)[0].path.name == "train_00001.jpg"
    assert all(read_gray(p.path).size for p in found)
    assert [p.split for p in load_labelled_pictures(raf_db, "test")] == ["test"]
    with pytest.raises(DatasetError, match="no split 'validation'; it has train, test"):
        load_labelled_pictures(raf_db, "validation")


@pytest.mark.parametrize("line", ["train_00001.jpg", "train_00001.jpg 8", "00001.jpg 3", "a b c"])
def test_a_line_of_raf_db_that_is_not_in_its_form_is_named(raf_db, line):
    (raf_db / "basic" / "EmoLabel" / "list_patition_label.txt").write_text(f"{line}\n")
    with pytest.raises(DatasetError, match=r"line 1: .*expected such as"):
        load_raf_db(raf_db)


def test_affectnet_tables_give_box_valence_and_arousal(tmp_path):
    (tmp_path / "training.csv").write_text(AFFECTNET)
    write(tmp_path / "Manually_Annotated" / "Manually_Annotated_Images" / "689" / "a.jpg")
    happy, other = load_affectnet(tmp_path, "train")
    assert (happy.expression, happy.box) == (Expression.HAPPY, (134, 134, 899, 899))
    assert (happy.valence, happy.arousal) == pytest.approx((0.785714, -0.055556))
    assert happy.path.is_file()
    assert (other.expression, other.label, other.valence) == (None, "no-face", None)
    with pytest.raises(DatasetError, match=r"validation\.csv is missing"):
        load_affectnet(tmp_path, "validation")
    with pytest.raises(DatasetError, match="AffectNet has train and validation"):
        load_affectnet(tmp_path, "test")


def test_affectnet_annotations_are_read_beside_the_pictures(tmp_path):
    folder = tmp_path / "val_set"
    (folder / "annotations").mkdir(parents=True)
    write(folder / "images" / "7.jpg")
    for kind, value in (("exp", "6"), ("val", "-0.4"), ("aro", "0.7")):
        np.save(folder / "annotations" / f"7_{kind}.npy", np.array(value))
    (found,) = load_labelled_pictures(tmp_path, "validation")
    assert (found.expression, found.valence, found.arousal) == (Expression.ANGRY, -0.4, 0.7)
    (folder / "annotations" / "7_exp.npy").write_bytes(b"broken")
    with pytest.raises(DatasetError, match=r"7_exp\.npy holds no number"):
        load_affectnet(tmp_path, "validation")


def test_what_is_no_folder_is_one_clear_error(tmp_path):
    with pytest.raises(DatasetError, match="is no folder"):
        load_labelled_pictures(tmp_path / "absent")


def test_spellings_meet_at_one_expression():
    for word in ("happy", "Happiness", " HA ", "joy"):
        assert expression_named(word) is Expression.HAPPY
    assert expression_named("contempt") is None
    assert expression_named("hungry") is None
