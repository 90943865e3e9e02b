import io
import json
import shutil
from datetime import UTC, datetime

import av
import cv2
import numpy as np
import pytest
from tests.drawn_pictures import drawn_face
from tests.dummy_expression import DummyClassifier, smiling

from moodarc.cli import consent, main
from moodarc.cli.camera_consent import CAMERA_TERMS
from moodarc.cli.mood_consent import MOOD_TERMS
from moodarc.sensing.face import ExpressionClassifier, PersonalHead
from moodarc.settings import load_settings
from moodarc.storage import Belongings, open_store

NOTHING = np.full((240, 320, 3), 120, dtype=np.uint8)


@pytest.fixture(autouse=True)
def dummy_classifier(monkeypatch):
    """Drawn faces need a classifier of drawn faces; all else is what ships."""
    monkeypatch.setattr(ExpressionClassifier, "shipped", lambda **_: DummyClassifier())


@pytest.fixture(autouse=True)
def agreed():
    """That a mood may be inferred has been agreed to before."""
    settings = load_settings()
    Belongings(settings.data_dir, settings.listener).consent(MOOD_TERMS, datetime.now(UTC))


@pytest.fixture
def feel(tmp_path, capsys):
    """Run `moodarc feel`: exit code, standard output, standard error."""

    def run(*options, command="feel"):
        code = main([command, *map(str, options), "--db", str(tmp_path / "music.db")])
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return run


@pytest.fixture
def photo(tmp_path):
    file = tmp_path / "me.png"
    cv2.imwrite(str(file), smiling(drawn_face())[:, :, ::-1])
    return file


@pytest.fixture
def film(tmp_path):
    """Two seconds without a smile, then two with one."""
    frames = [drawn_face()] * 20 + [smiling(drawn_face())] * 20
    return write_film(tmp_path / "me.avi", frames)


@pytest.fixture
def answer(monkeypatch):
    """What somebody at a terminal types."""
    monkeypatch.setattr(consent, "is_terminal", lambda: True)
    return lambda typed: monkeypatch.setattr("sys.stdin", io.StringIO(typed))


def write_film(path, frames):
    with av.open(str(path), "w") as container:
        stream = container.add_stream("mjpeg", rate=10)
        stream.height, stream.width = frames[0].shape[:2]
        stream.pix_fmt = "yuvj444p"
        for pixels in frames:
            container.mux(stream.encode(av.VideoFrame.from_ndarray(pixels, format="rgb24")))
        container.mux(stream.encode())
    return path


def stored(tmp_path):
    with open_store(tmp_path / "music.db") as store:
        return store.readings.of("me") if store.listeners.names() else []


def belongings():
    return Belongings(load_settings().data_dir, "me")


def test_a_photo_is_read_stored_and_told(feel, photo, tmp_path):
    code, shown, told = feel("--face", photo)
    (reading,) = stored(tmp_path)
    assert (code, told) == (0, "")
    assert "The face shows happy 90 %, neutral 5 %." in shown
    assert reading.modality == "face"
    assert reading.expression[3] == pytest.approx(0.9)
    assert f"valence {reading.state.valence:+.2f}" in shown


def test_a_video_is_read_by_its_last_seconds_or_its_first(feel, film, tmp_path):
    feel("--face", film)
    feel("--face", film, "--seconds", "1.5")
    whole, start = stored(tmp_path)
    assert whole.expression[3] == pytest.approx(0.475, abs=0.02)
    assert start.expression[3] == pytest.approx(0.05, abs=0.01)
    assert whole.state.at <= datetime.now(UTC)


def test_the_seven_shares_are_in_the_json(feel, photo):
    _, shown, _ = feel("--face", photo, "--json")
    reading = json.loads(shown)["reading"]
    assert reading["modality"] == "face"
    assert reading["expression"]["happy"] == pytest.approx(0.9)
    assert len(reading["expression"]) == 7


def test_a_word_beside_the_face_counts_as_newer(feel, photo, tmp_path):
    code, _, _ = feel("--face", photo, "--mood", "sad")
    face, word = stored(tmp_path)
    assert (code, face.modality, word.modality) == (0, "face", "self_report")
    assert face.state.at <= word.state.at


def test_nothing_but_the_reading_is_written(feel, film, tmp_path):
    before = {path for path in tmp_path.rglob("*") if path.is_file()}
    feel("--face", film)
    fresh = {path.name for path in tmp_path.rglob("*") if path.is_file()} - {p.name for p in before}
    assert {name.partition("-")[0] for name in fresh} == {"music.db"}


def test_where_no_face_can_be_read_one_line_says_why_and_what_helps(feel, tmp_path):
    file = tmp_path / "wall.png"
    cv2.imwrite(str(file), NOTHING)
    code, shown, told = feel("--face", file)
    assert (code, shown) == (2, "")
    assert "no face; look into the camera" in told
    assert len(told.splitlines()) == 1
    assert stored(tmp_path) == []


@pytest.mark.parametrize(
    ("name", "content", "complaint"),
    [
        ("none.jpg", None, "No such file"),
        ("empty.jpg", b"", "is empty"),
        ("text.jpg", b"\xff\xd8\xffno picture", "no picture that can be read"),
        ("text.mp4", b"no video", "no photo or video"),
    ],
)
def test_what_is_no_picture_is_refused_in_one_line(feel, tmp_path, name, content, complaint):  # noqa: PLR0917 - fixtures
    file = tmp_path / name
    if content is not None:
        file.write_bytes(content)
    code, shown, told = feel("--face", file)
    assert (code, shown) == (2, "")
    assert complaint in told
    assert len(told.splitlines()) == 1


def test_the_camera_is_not_used_before_it_is_agreed_to(feel, film, tmp_path):
    code, _, told = feel("--face", f"camera:{film}")
    assert code == 2
    assert "never leave it and are not stored" in told
    assert "give --yes" in told
    assert stored(tmp_path) == []
    assert not belongings().has_consented(CAMERA_TERMS)


def test_it_is_asked_once_and_the_answer_is_kept(feel, film, answer):
    answer("n\n")
    code, _, told = feel("--face", f"camera:{film}")
    assert code == 2
    assert "say how you feel by --mood WORD" in told
    answer("y\n")
    assert feel("--face", f"camera:{film}")[0] == 0
    answer("")
    code, _, told = feel("--face", f"camera:{film}")
    assert (code, told) == (0, "")


def test_what_was_agreed_to_counts_for_these_terms_only(feel, film):
    belongings().consent("older terms", datetime(2026, 1, 1, tzinfo=UTC))
    assert feel("--face", f"camera:{film}")[0] == 2
    assert feel("--face", f"camera:{film}", "--yes")[0] == 0
    assert feel("--face", f"camera:{film}")[0] == 0


def test_a_camera_that_is_not_there_is_told(feel):
    code, _, told = feel("--face", "camera:93", "--yes")
    assert code == 2
    assert "camera 93 is not there" in told.splitlines()[-1]


def test_a_word_that_is_not_understood_is_refused_before_the_camera_is_used(feel, film):
    code, _, told = feel("--face", f"camera:{film}", "--mood", "xyzzy")
    assert code == 2
    assert "xyzzy" in told
    assert "look at your face" not in told


def test_the_listeners_own_head_is_used_and_erased(feel, photo, tmp_path):
    head = PersonalHead.population(16, DummyClassifier.version)
    head.bias[4] = 20.0
    head.save(belongings().face_head, card="#\n", command="test")
    feel("--face", photo)
    assert stored(tmp_path)[0].expression[4] > 0.99
    feel("--yes", command="erase")
    assert belongings().files() == []
    feel("--face", photo, "--yes")
    assert stored(tmp_path)[0].expression[3] == pytest.approx(0.9)


def test_a_head_of_an_older_network_is_left_out_and_told(feel, photo, tmp_path):
    head = PersonalHead.population(16, "older")
    head.save(belongings().face_head, card="#\n", command="test")
    code, _, told = feel("--face", photo)
    assert code == 0
    assert "run `moodarc calibrate`" in told
    assert stored(tmp_path)[0].expression[3] == pytest.approx(0.9)


@pytest.mark.parametrize("damage", ["a byte", "no manifest", "no files", "a file"])
def test_a_damaged_head_is_left_out_and_told(feel, photo, tmp_path, damage):  # noqa: PLR0917 - fixtures
    folder = belongings().face_head
    PersonalHead.population(16, DummyClassifier.version).save(folder, card="#\n", command="test")
    if damage == "a byte":
        (folder / "model.safetensors").write_bytes(b"x")
    elif damage == "no manifest":
        (folder / "manifest.json").unlink()
    else:
        shutil.rmtree(folder)
        folder.mkdir() if damage == "no files" else folder.write_text("x")
    code, _, told = feel("--face", photo)
    assert code == 0
    assert "calibration is damaged and is left out" in told
    assert "`moodarc calibrate`" in told
    assert "`moodarc erase`" in told
    assert stored(tmp_path)[0].expression[3] == pytest.approx(0.9)


def test_where_there_is_no_camera_nothing_is_kept(feel, tmp_path):
    before = belongings().files()
    feel("--face", "camera:93", "--yes")
    assert belongings().files() == before
    assert not (tmp_path / "music.db").exists()


def test_who_only_agreed_to_the_camera_can_be_erased(feel, tmp_path):
    wall = write_film(tmp_path / "wall.avi", [NOTHING] * 3)
    assert feel("--face", f"camera:{wall}", "--yes")[0] == 2
    assert belongings().has_consented(CAMERA_TERMS)
    assert feel("--yes", command="erase")[0] == 0
    assert belongings().files() == []
