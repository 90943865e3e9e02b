import pytest
from tests.face_photos import XML, write_photos
from tests.shared import shared_data

from moodarc.datasets import load_face_photos
from moodarc.errors import DatasetError


def test_counts_and_boxes_of_a_picture_meet_and_absent_pictures_are_left_out(tmp_path):
    photos = {photo.path.name: photo for photo in load_face_photos(write_photos(tmp_path / "p"))}
    assert list(photos) == ["one.png", "none.png", "counted.png", "two.png"]
    assert [photo.n_faces for photo in photos.values()] == [1, 0, 1, 1]
    assert photos["one.png"].boxes.tolist() == [[118, 87, 202, 175]]
    assert photos["counted.png"].boxes is None
    assert photos["two.png"].boxes.tolist() == [[125, 100, 195, 170]]
    assert photos["two.png"].ignored.tolist() == [[445, 100, 515, 170]]
    assert photos["none.png"].ignored.shape == (0, 4)


def test_a_table_alone_and_boxes_alone_will_do(tmp_path):
    counted = load_face_photos(write_photos(tmp_path / "t", xml=""))
    assert [photo.boxes for photo in counted] == [None, None, None]
    boxed = load_face_photos(write_photos(tmp_path / "x", table=False))
    assert [photo.n_faces for photo in boxed] == [1, 1]


def test_a_folder_without_either_is_refused(tmp_path):
    with pytest.raises(DatasetError, match=r"neither expected_faces\.csv nor dlib's \*\.xml"):
        load_face_photos(tmp_path)
    with pytest.raises(DatasetError, match="neither"):
        load_face_photos(tmp_path / "absent")


@pytest.mark.parametrize(
    ("row", "complaint"),
    [
        ("gone.png,1", r"expected_faces\.csv, line 2: gone\.png is missing"),
        ("one.png,some", r"line 2: human_faces 'some'; expected a whole number"),
        (",1", "line 2: file is empty"),
    ],
)
def test_a_row_that_does_not_fit_is_named(tmp_path, row, complaint):
    folder = write_photos(tmp_path / "p")
    (folder / "expected_faces.csv").write_text(f"file,human_faces\n{row}\n")
    with pytest.raises(DatasetError, match=complaint):
        load_face_photos(folder)


@pytest.mark.parametrize(
    ("xml", "complaint"),
    [
        ("no xml", r"boxes\.xml is no XML"),
        (XML.replace("top='87' ", ""), r"boxes\.xml, one\.png: a box with 'top'; expected numbers"),
        (XML.replace("'87'", "'high'"), "could not convert string to float: 'high'"),
    ],
)
def test_boxes_that_do_not_fit_are_named(tmp_path, xml, complaint):
    with pytest.raises(DatasetError, match=complaint):
        load_face_photos(write_photos(tmp_path / "p", xml=xml))


@pytest.mark.shared_data
def test_the_shared_photographs_are_read():
    photos = load_face_photos(shared_data("faces", "photos"))
    assert len(photos) == 21
    assert sum(photo.n_faces for photo in photos) == 47
    boxed = [photo for photo in photos if photo.boxes is not None]
    assert [len(photo.boxes) for photo in boxed] == [photo.n_faces for photo in boxed]
    assert sum(len(photo.boxes) for photo in boxed) == 32
