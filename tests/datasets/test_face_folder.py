import cv2
import numpy as np
import pytest

from moodarc.affect import Expression
from moodarc.datasets import load_face_folder, load_labelled_pictures, read_gray, read_picture
from moodarc.errors import DatasetError


def write(path, gray=128):
    path.parent.mkdir(parents=True, exist_ok=True)
    cv2.imwrite(str(path), np.full((48, 48), gray, np.uint8))


def test_classes_are_read_in_any_common_spelling_and_others_are_left_out(tmp_path):
    for name in ("anger/1.png", "Happiness/2.jpg", "Surprised/3.bmp", "contempt/4.png"):
        write(tmp_path / name)
    (tmp_path / "anger" / ".hidden.png").write_bytes(b"")
    (tmp_path / "anger" / "notes.txt").write_text("not a picture")
    found = load_face_folder(tmp_path)
    assert {picture.expression: picture.path.name for picture in found} == {
        Expression.ANGRY: "1.png",
        Expression.HAPPY: "2.jpg",
        Expression.SURPRISE: "3.bmp",
    }


def test_splits_are_cut_by_the_folders_above_the_classes(tmp_path):
    for name in ("train/sad/1.png", "train/fear/2.png", "test/sad/3.png", "val/sad/4.png"):
        write(tmp_path / name)
    assert len(load_face_folder(tmp_path)) == 4
    assert [p.path.name for p in load_face_folder(tmp_path, "validation")] == ["4.png"]
    assert {p.split for p in load_face_folder(tmp_path, "train")} == {"train"}
    assert len(load_labelled_pictures(tmp_path, "test")) == 1


def test_a_folder_that_is_none_or_empty_or_of_something_else_is_named(tmp_path):
    with pytest.raises(DatasetError, match="is no folder"):
        load_face_folder(tmp_path / "absent")
    with pytest.raises(DatasetError, match="no pictures by class"):
        load_face_folder(tmp_path)
    write(tmp_path / "hungry" / "1.png")
    with pytest.raises(DatasetError, match="hungry is no expression"):
        load_face_folder(tmp_path)


def test_a_split_that_is_absent_is_named_with_those_that_are_there(tmp_path):
    write(tmp_path / "train" / "sad" / "1.png")
    with pytest.raises(DatasetError, match="no split 'test'; it has train"):
        load_face_folder(tmp_path, "test")


def test_a_picture_comes_as_rgb_or_gray_and_anything_else_is_refused(tmp_path):
    red = np.zeros((4, 6, 3), np.uint8)
    red[..., 2] = 255  # OpenCV writes blue first
    cv2.imwrite(str(tmp_path / "red.png"), red)
    assert read_picture(tmp_path / "red.png")[0, 0].tolist() == [255, 0, 0]
    assert read_gray(tmp_path / "red.png").shape == (4, 6)
    (tmp_path / "text.png").write_text("no picture")
    (tmp_path / "empty.png").write_bytes(b"")
    for name in ("text.png", "empty.png"):
        with pytest.raises(DatasetError, match="no picture that can be decoded"):
            read_picture(tmp_path / name)
    with pytest.raises(DatasetError, match="cannot be read"):
        read_gray(tmp_path / "absent.png")
