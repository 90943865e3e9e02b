import json
import xml.etree.ElementTree as ET
from datetime import UTC, datetime

import av
import cv2
import numpy as np
import pytest
from tests.drawn_pictures import drawn_face
from tests.dummy_expression import DummyClassifier, smiling

from moodarc.cli import main, recording
from moodarc.cli.calibration_view import outcomes
from moodarc.cli.camera_consent import CALIBRATION_TERMS, CAMERA_TERMS
from moodarc.sensing.face import ExpressionClassifier, PersonalHead
from moodarc.settings import load_settings
from moodarc.storage import Belongings


@pytest.fixture(autouse=True)
def dummy_classifier(monkeypatch):
    """Drawn faces need a classifier of drawn faces; all else is what ships, at once."""
    monkeypatch.setattr(recording, "_SPACING_S", 0.0)
    monkeypatch.setattr(recording, "_COUNTDOWN_S", 0)
    monkeypatch.setattr(ExpressionClassifier, "shipped", lambda **_: DummyClassifier())


@pytest.fixture
def calibrate(tmp_path, capsys):
    """Run `moodarc calibrate`: exit code, standard output, standard error."""

    def run(*options):
        code = main(["calibrate", *map(str, options), "--db", str(tmp_path / "music.db")])
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return run


@pytest.fixture
def own(tmp_path):
    """Somebody who bares their teeth at rest only: 12 cropped faces each, and one broken file."""
    rng = np.random.default_rng(0)
    for name, image in (("Happiness", drawn_face()), ("neutral", smiling(drawn_face()))):
        place = tmp_path / "own" / name
        place.mkdir(parents=True)
        for number in range(12):
            noisy = image + rng.normal(0, 4, image.shape)
            face = np.clip(noisy, 0, 255).astype(np.uint8)[65:175, 105:215]
            small = cv2.resize(face, (64, 64), interpolation=cv2.INTER_AREA)
            cv2.imwrite(str(place / f"{number:02d}.png"), small)
    (tmp_path / "own" / "neutral" / "zz.jpg").write_text("no picture")
    return tmp_path / "own"


def head_folder():
    return Belongings(load_settings().data_dir, "me").face_head


def test_a_head_that_helps_is_kept_and_nothing_else(calibrate, own, tmp_path):
    before = {path for path in tmp_path.rglob("*") if path.is_file()}
    code, shown, _ = calibrate(own)
    assert code == 0
    assert "Pictures: 12 happy, 12 neutral" in shown
    assert "left out: 1 (cannot be decoded)" in shown
    assert "Kept: on 8 pictures held out 0 % were right before and 100 % after" in shown
    head = PersonalHead.load(head_folder())
    assert head.classifier == DummyClassifier.version
    kept = {path for path in tmp_path.rglob("*") if path.is_file()} - before
    endings = {path.suffix for path in kept if path.name != "music.db"}
    assert endings <= {".json", ".md", ".safetensors", ".db-wal", ".db-shm"}


def test_the_table_counts_what_is_taken_for_what(calibrate, own):
    _, shown, _ = calibrate(own)
    rows = {line.split()[0]: line.split()[1:] for line in shown.splitlines() if line}
    assert rows["happy"][-4:] == ["4", "0", "0", "4"]  # TP FP FN TN
    assert rows["neutral"][-4:] == ["4", "0", "0", "4"]


def test_a_dry_run_keeps_nothing(calibrate, own):
    code, shown, _ = calibrate(own, "--dry-run")
    assert code == 0
    assert "Not kept (--dry-run)" in shown
    assert not head_folder().exists()


def test_a_head_that_does_not_help_is_not_kept(calibrate, own):
    faces = {name: sorted((own / name).glob("*.png")) for name in ("Happiness", "neutral")}
    for pair in list(zip(*faces.values(), strict=True))[8:]:  # the last show what they should
        contents = [path.read_bytes() for path in pair]
        for path, content in zip(pair, reversed(contents), strict=True):
            path.write_bytes(content)
    code, shown, _ = calibrate(own)
    assert code == 0
    assert "Not kept, as it is no better: on 8 pictures held out 100 % were right before" in shown
    assert not head_folder().exists()


def test_the_json_holds_curves_and_confusions(calibrate, own):
    _, shown, _ = calibrate(own, "--json")
    told = json.loads(shown)
    assert told["accuracy"] == {"before": 0.0, "after": 1.0}
    assert told["curves"]["held_loss"][-1] < told["curves"]["held_loss"][0]
    assert told["outcomes"]["happy"] == {
        "true_positive": 4,
        "false_positive": 0,
        "false_negative": 0,
        "true_negative": 4,
    }
    assert told["confusion"]["before"][3][6] == 4


def test_the_plot_is_drawn_where_it_is_asked_for(calibrate, own, tmp_path):
    calibrate(own, "--dry-run", "--plot", tmp_path / "it.svg")
    assert ET.parse(tmp_path / "it.svg").getroot().tag.endswith("svg")  # noqa: S314 - our own


@pytest.fixture
def film(tmp_path):
    """A camera that gives two seconds of a face."""
    return write_film(tmp_path / "me.avi", drawn_face())


def write_film(path, picture):
    with av.open(str(path), "w") as container:
        stream = container.add_stream("mjpeg", rate=10)
        stream.height, stream.width, stream.pix_fmt = 240, 320, "yuvj444p"
        for _ in range(20):
            frame = av.VideoFrame.from_ndarray(picture, format="rgb24")
            container.mux(stream.encode(frame))
        container.mux(stream.encode())
    return path


def test_pictures_are_recorded_and_not_kept(calibrate, film, tmp_path):
    code, shown, _ = calibrate("--record", f"camera:{film}", "--pictures", "6", "--yes", "--json")
    assert code == 0
    assert set(json.loads(shown)["pictures"].values()) == {6}
    assert list(tmp_path.rglob("*.jpg")) == []


def test_recorded_pictures_are_kept_where_that_is_asked_for(calibrate, film, tmp_path):
    place = tmp_path / "mine"
    source = ("--record", f"camera:{film}", "--pictures", "6", "--yes")
    calibrate(place, *source, "--keep-pictures")
    assert len(list((place / "happy").glob("*.jpg"))) == 6
    assert len(list(place.rglob("*.jpg"))) == 42


def test_recording_asks_for_what_it_keeps(calibrate, film):
    kept = Belongings(load_settings().data_dir, "me")
    kept.consent(CAMERA_TERMS, datetime(2026, 1, 1, tzinfo=UTC))
    code, _, told = calibrate("--record", f"camera:{film}", "--pictures", "6", "--yes")
    assert code == 0
    assert "a head fitted to your face" in told
    assert "--keep-pictures" in told
    assert kept.has_consented(CALIBRATION_TERMS)
    assert kept.has_consented(CAMERA_TERMS)
    _, _, told = calibrate("--record", f"camera:{film}", "--pictures", "6", "--yes")
    assert "a head fitted to your face" not in told


def test_what_is_to_be_shown_is_announced(calibrate, film):
    _, _, told = calibrate("--record", f"camera:{film}", "--pictures", "6", "--yes")
    assert told.count("Show a face that is ") == 7


def test_a_camera_that_ends_early_is_told(calibrate, film):
    _, _, told = calibrate("--record", f"camera:{film}", "--pictures", "50", "--yes")
    assert "the camera ended after 20 of 50 pictures that are happy" in told


def test_who_shows_no_face_is_told_and_not_waited_for(calibrate, tmp_path, monkeypatch):
    monkeypatch.setattr(recording, "_PATIENCE_S", 0.0)
    wall = write_film(tmp_path / "wall.avi", np.full((240, 320, 3), 120, dtype=np.uint8))
    code, _, told = calibrate("--record", f"camera:{wall}", "--yes")
    assert code == 2
    assert "no face could be read for 0 s (no face)" in told.splitlines()[-1]
    assert "look into the camera" in told.splitlines()[-1]


def test_who_stops_is_told_what_is_kept(calibrate, film, tmp_path, monkeypatch):  # noqa: PLR0917 - fixtures
    def stop(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(recording, "_count_down", stop)
    code, _, told = calibrate("--record", f"camera:{film}", "--yes")
    assert code == 130
    assert "no new calibration is kept" in told
    place = tmp_path / "mine"
    _, _, told = calibrate(place, "--record", f"camera:{film}", "--yes", "--keep-pictures")
    assert f"pictures recorded so far are in {place}" in told
    assert not head_folder().exists()


def test_a_plot_that_cannot_be_written_is_refused_before_the_work(calibrate, own, tmp_path):
    code, shown, told = calibrate(own, "--plot", tmp_path / "no" / "it.svg")
    assert (code, shown) == (2, "")
    assert "cannot be written" in told
    assert not head_folder().exists()


def test_the_result_is_told_even_where_the_plot_fails_then(calibrate, own, tmp_path, monkeypatch):  # noqa: PLR0917 - fixtures
    monkeypatch.setattr("moodarc.evaluation.calibration_plot.check_plot_path", lambda _path: None)
    code, shown, told = calibrate(own, "--plot", tmp_path / "no" / "it.svg")
    assert code == 2
    assert "Kept: on 8 pictures" in shown
    assert "cannot be written" in told


@pytest.mark.parametrize("damage", ["a byte", "empty"])
def test_a_damaged_head_is_replaced(calibrate, own, damage):
    folder = head_folder()
    PersonalHead.population(16, DummyClassifier.version).save(folder, card="#\n", command="test")
    for path in list(folder.iterdir()):
        path.unlink() if damage == "empty" else path.write_bytes(b"x")
    code, shown, _ = calibrate(own)
    assert code == 0
    assert "Kept: " in shown
    assert PersonalHead.load(folder).classifier == DummyClassifier.version


def test_a_calibration_must_beat_the_one_in_use(calibrate, own):
    calibrate(own)
    before = (head_folder() / "manifest.json").read_bytes()
    code, shown, _ = calibrate(own)
    assert code == 0
    assert "Not kept, as it is no better" in shown
    assert "100 % by the calibration in use" in shown
    assert (head_folder() / "manifest.json").read_bytes() == before
    poor = PersonalHead.population(16, DummyClassifier.version)
    poor.save(head_folder(), card="#\n", command="test")
    _, shown, _ = calibrate(own, "--json")
    told = json.loads(shown)
    assert told["kept"]
    assert told["in_use"]["accuracy"] == 0.0


@pytest.mark.parametrize(
    ("options", "complaint"),
    [
        ([], "no pictures were given"),
        (["none"], "is no folder"),
        (["--record", "me.jpg", "--yes"], "is no camera"),
        (["--record", "camera:93"], "give --yes"),
        (["--record", "camera:93", "--yes"], "is not there"),
        (["--keep-pictures"], "no pictures were given"),
        (["x", "--keep-pictures"], "give --record camera and a folder"),
        (["x", "--record", "camera"], "is not read where pictures are recorded"),
    ],
)
def test_what_cannot_be_done_is_refused(calibrate, options, complaint):
    code, shown, told = calibrate(*options)
    assert (code, shown) == (2, "")
    assert complaint in told.splitlines()[-1]


def test_too_few_pictures_are_refused(calibrate, own):
    for path in list((own / "neutral").iterdir())[3:]:
        path.unlink()
    code, _, told = calibrate(own)
    assert code == 2
    assert "too few of neutral" in told


def test_outcomes_add_up_to_all_pictures():
    confusion = np.random.default_rng(0).integers(0, 9, (7, 7))
    assert (outcomes(confusion).sum(axis=1) == confusion.sum()).all()
