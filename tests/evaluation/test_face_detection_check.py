import json

import cv2
import numpy as np
import pytest
from tests.drawn_pictures import drawn_face
from tests.face_photos import XML, write_photos

from moodarc.errors import DatasetError
from moodarc.evaluation.face_detection_check import _pairs, bench_face_detector


@pytest.fixture(scope="module")
def report(tmp_path_factory):
    return bench_face_detector(write_photos(tmp_path_factory.mktemp("faces") / "photos"))


def test_what_is_drawn_is_found_and_nothing_else(report):
    assert report["face_detector.pictures"] == 4
    assert report["face_detector.faces"] == 3
    assert report["face_detector.boxes"] == 2
    assert report["face_detector.box_recall"] == 1.0
    assert 0.5 < report["face_detector.box_overlap"] < 0.9
    assert report["face_detector.count_recall"] == 1.0
    assert report["face_detector.faceless_pictures"] == 1
    assert report["face_detector.false_alarms_per_faceless_picture"] == 0.0


def test_a_face_in_an_ignored_box_is_no_false_alarm(report):
    # two.png holds two faces, one of them ignored: the count differs, and that is all
    assert report["face_detector.count_exact"] == 0.75
    assert report["face_detector.false_alarms_per_picture"] == 0.0


def test_the_smallest_face_of_the_paper_is_told_beside_ours(report):
    assert report["face_detector.min_face"] == 40
    assert report["face_detector.min20.min_face"] == 20
    assert report["face_detector.min20.box_recall"] == 1.0


def test_a_face_that_nobody_labelled_is_a_false_alarm_and_a_label_without_a_face_a_miss(tmp_path):
    elsewhere = XML.replace("top='87' left='118'", "top='5' left='5'")
    told = bench_face_detector(write_photos(tmp_path / "p", xml=elsewhere))
    assert told["face_detector.box_recall"] == 0.5
    assert told["face_detector.false_alarms_per_picture"] == 0.25
    assert told["face_detector.count_recall"] == 1.0


def test_without_boxes_and_without_faceless_pictures_their_rows_are_left_out(tmp_path):
    folder = write_photos(tmp_path / "p", xml="")
    (folder / "expected_faces.csv").write_text("file,human_faces\none.png,0\ntwo.png,3\n")
    told = json.loads(bench_face_detector(folder).to_json())
    values = {row["name"]: row["value"] for row in told["rows"]}
    assert "face_detector.box_recall" not in values
    assert values["face_detector.count_recall"] == pytest.approx(2 / 3)
    assert values["face_detector.false_alarms_per_faceless_picture"] == 1.0


def test_each_face_serves_one_label_best_overlap_first():
    overlap = np.float32([[0.9, 0.8, 0.0], [0.85, 0.6, 0.0], [0.0, 0.0, 0.4]])
    assert [(face, label) for face, label, _ in _pairs(overlap)] == [(0, 0), (1, 1)]
    assert _pairs(np.empty((0, 3), dtype=np.float32)) == []


def test_a_picture_that_cannot_be_read_is_named(tmp_path):
    folder = write_photos(tmp_path / "p")
    (folder / "none.png").write_bytes(b"no picture")
    with pytest.raises(DatasetError, match=r"none\.png"):
        bench_face_detector(folder)


def test_gray_photographs_are_read(tmp_path):
    folder = write_photos(tmp_path / "p", xml="")
    cv2.imwrite(str(folder / "one.png"), cv2.cvtColor(drawn_face(), cv2.COLOR_RGB2GRAY))
    assert bench_face_detector(folder)["face_detector.count_recall"] == 1.0
