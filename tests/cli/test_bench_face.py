import json

import jsonschema
from tests.face_photos import write_photos
from tests.report_schema import REPORT


def test_bench_face_detector_runs_end_to_end(run, tmp_path):
    folder = write_photos(tmp_path / "photos")
    report = json.loads(run("bench", "face-detector", "--data", folder, "--json", "-").stdout)
    jsonschema.validate(report, REPORT)
    told = {row["name"]: row["value"] for row in report["rows"]}
    assert told["face_detector.box_recall"] == 1.0


def test_bench_face_detector_without_pictures_is_one_clear_line(run, tmp_path):
    said = run("bench", "face-detector", "--data", tmp_path, code=2).stderr
    assert "holds neither expected_faces.csv" in said
    assert len(said.splitlines()) == 1


def test_bench_face_detector_with_a_clip_that_is_absent_is_one_clear_line(run, tmp_path):
    folder = write_photos(tmp_path / "photos")
    options = ("--data", folder, "--clip", tmp_path / "absent.mp4")
    said = run("bench", "face-detector", *options, code=2).stderr
    assert "absent.mp4 cannot be read" in said
