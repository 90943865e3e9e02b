import io
from datetime import UTC, datetime

from rich.console import Console
from tests.dummy_expression import DummyClassifier

from moodarc.cli.face import _live_view, expression_lines
from moodarc.cli.shell import Shell
from moodarc.sensing.face import FaceDetector, FaceRecognizer, face_reading, no_reading

SURE = [0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0]


def test_bars_are_as_long_as_the_shares():
    lines = expression_lines([0.5, 0, 0, 0.25, 0.25, 0, 0], width=8)
    assert [line.count("█") for line in lines] == [4, 0, 0, 2, 2, 0, 0]
    assert lines[0].startswith("angry")
    assert lines[0].endswith("50 %")
    assert len({len(line) for line in lines}) == 1


def test_small_shares_show_as_eighths_of_a_block():
    (first, *_) = expression_lines([1 / 64, 0, 0, 0, 0, 0, 1 - 1 / 64], width=8)
    assert "▏" in first


def test_without_blocks_bars_are_signs():
    lines = expression_lines(SURE, width=10, draws=False)
    assert "##########" in lines[3]
    assert all(ord(sign) < 128 for line in lines for sign in line)


def test_the_live_view_shows_the_steady_label_and_why_a_frame_is_not_read():
    at = datetime(2026, 1, 1, tzinfo=UTC)
    shell, screen = Shell({}), io.StringIO()
    shell.__dict__["notes"] = Console(file=screen, force_terminal=True, width=80)
    recognizer = FaceRecognizer(FaceDetector.shipped(), DummyClassifier())
    with _live_view(shell, recognizer) as show:
        show(face_reading(SURE, at))
        show(no_reading("the face is blurred", at))
    shown = screen.getvalue()
    assert "looking for a face" in shown
    assert "the face is blurred" in shown
    assert "100 %" in shown
