import json
import xml.etree.ElementTree as ET

import av
import cv2
import numpy as np
import pytest
from tests.drawn_pictures import drawn_face
from tests.dummy_expression import DummyClassifier, smiling

from moodarc.cli import main, recording
from moodarc.cli.calibration_view import outcomes
from moodarc.sensing.face import ExpressionClassifier, PersonalHead
from moodarc.settings import load_settings
from moodarc.storage import Belongings


@pytest.fixture(autouse=True)
def dummy_classifier(monkeypatch):
    """Drawn faces need a classifier of drawn faces; all else is what ships."""
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
    with av.open(str(tmp_path / "me.avi"), "w") as container:
        stream = container.add_stream("mjpeg", rate=10)
        stream.height, stream.width, stream.pix_fmt = 240, 320, "yuvj444p"
        for _ in range(20):
            frame = av.VideoFrame.from_ndarray(drawn_face(), format="rgb24")
            container.mux(stream.encode(frame))
        container.mux(stream.encode())
    return tmp_path / "me.avi"


def test_pictures_are_recorded_and_not_kept(calibrate, film, tmp_path, monkeypatch):  # noqa: PLR0917 - fixtures
    monkeypatch.setattr(recording, "_SPACING_S", 0.0)
    code, shown, _ = calibrate("--record", f"camera:{film}", "--pictures", "6", "--yes", "--json")
    assert code == 0
    assert set(json.loads(shown)["pictures"].values()) == {6}
    assert list(tmp_path.rglob("*.jpg")) == []


def test_recorded_pictures_are_kept_where_that_is_asked_for(calibrate, film, tmp_path, monkeypatch):  # noqa: PLR0917 - fixtures
    monkeypatch.setattr(recording, "_SPACING_S", 0.0)
    place = tmp_path / "mine"
    source = ("--record", f"camera:{film}", "--pictures", "6", "--yes")
    calibrate(place, *source, "--keep-pictures")
    assert len(list((place / "happy").glob("*.jpg"))) == 6
    assert len(list(place.rglob("*.jpg"))) == 42


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
