import json
from xml.etree import ElementTree as ET

import pytest

from moodarc.cli import main
from moodarc.storage import open_store


@pytest.fixture
def feel(tmp_path, capsys):
    """Run `moodarc feel`: exit code, standard output, standard error."""

    def run(*options: str):
        code = main(["feel", *options, "--db", str(tmp_path / "music.db")])
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return run


def stored(tmp_path, listener="me"):
    with open_store(tmp_path / "music.db") as store:
        return store.readings.of(listener)


def test_a_word_is_stored_and_echoed_with_its_uncertainty(feel, tmp_path):
    code, shown, _ = feel("--mood", "happy")
    (reading,) = stored(tmp_path)
    assert code == 0
    assert reading.modality == "self_report"
    assert (
        f"valence {reading.state.valence:+.2f} +-{reading.state.variance.valence**0.5:.2f}" in shown
    )
    assert "happy" in shown


def test_a_point_is_stored_as_given(feel, tmp_path):
    feel("--va", "-0.25", "0.75")
    (reading,) = stored(tmp_path)
    assert (reading.state.valence, reading.state.arousal) == (-0.25, 0.75)


def test_terms_are_stored_as_json_tells(feel, tmp_path):
    code, shown, _ = feel("--terms", "happy=3,calm=1", "--json")
    answer = json.loads(shown)
    (reading,) = stored(tmp_path)
    assert code == 0
    assert answer["listener"] == "me"
    assert answer["reading"]["valence"] == reading.state.valence
    assert answer["reading"]["quadrants"] == {
        "happy": 0.75,
        "angry": 0.0,
        "sad": 0.0,
        "peaceful": 0.25,
    }


def test_a_note_is_read_and_its_words_are_stored_nowhere(feel, tmp_path):
    code, shown, _ = feel("--note", "long day, everything went wrong", "--yes")
    (reading,) = stored(tmp_path)
    assert code == 0
    assert (reading.modality, reading.note) == ("text", None)
    assert reading.state.valence < -0.1
    assert f"valence {reading.state.valence:+.2f}" in shown
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert not [path for path in files if b"everything" in path.read_bytes()]


def test_a_mood_is_inferred_from_a_note_only_after_that_was_agreed_to_once(feel, tmp_path):
    code, shown, told = feel("--note", "long day, everything went wrong")
    assert (code, shown) == (2, "")
    assert "An inferred mood is health data" in told
    assert "must be agreed to; give --yes" in told
    assert not (tmp_path / "music.db").exists()
    assert feel("--note", "long day, everything went wrong", "--yes")[0] == 0
    code, _, told = feel("--note", "a lovely evening")
    assert (code, told) == (0, "")
    assert len(stored(tmp_path)) == 2


def test_a_note_beside_a_word_is_weighed_with_it(feel, tmp_path):
    _, shown, _ = feel(
        "--mood", "happy", "--note", "everything went wrong today", "--json", "--yes"
    )
    answer = json.loads(shown)
    note, word = stored(tmp_path)
    assert (note.modality, word.modality) == ("text", "self_report")
    assert answer["reading"]["modality"] == "self_report"
    assert [one["modality"] for one in answer["readings"]] == ["text", "self_report"]
    together = answer["together"]
    assert note.state.valence < together["valence"] < word.state.valence
    assert together["valence_variance"] < word.state.variance.valence


def test_a_note_that_says_nothing_leaves_the_word_alone(feel, tmp_path):
    code, _, _ = feel("--mood", "sad", "--note", "Heute war ein schlechter Tag", "--yes")
    (reading,) = stored(tmp_path)
    assert (code, reading.modality) == (0, "self_report")


def test_each_listener_has_readings_of_their_own(feel, tmp_path):
    feel("--mood", "sad", "--listener", "ann")
    feel("--mood", "happy", "--listener", "bob")
    assert len(stored(tmp_path, "ann")) == len(stored(tmp_path, "bob")) == 1


def test_emotionml_is_one_document_with_one_emotion(feel):
    _, shown, _ = feel("--va", "0.5", "0", "--emotionml")
    root = ET.fromstring(shown)  # noqa: S314 - our own output
    assert len(root.findall("{http://www.w3.org/2009/10/emotionml}emotion")) == 1


@pytest.mark.parametrize(
    ("options", "complaint"),
    [
        ([], "add --mood WORD"),
        (["--note", "12 / 7"], "the note says nothing: no words in the note; add --mood WORD"),
        (["--note", "Heute war ein schlechter Tag"], "are known (English only); add --mood WORD"),
        (["--mood", "sad", "--terms", "sad=3"], "give only one of"),
        (["--mood", "xyzzy"], "xyzzy"),
        (["--va", "2", "0"], r"expected a number in [-1, 1]"),
        (["--terms", ""], "scores no term"),
        (["--terms", "happy"], "'happy' is no scored term"),
        (["--terms", "happy=lots"], "'happy=lots' is no scored term"),
        (["--terms", "happy=9"], "9"),
        (["--terms", "happy=1,happy=2"], "scored twice"),
        (["--terms", "happy=0"], "says nothing"),
        (["--terms", "joyous=3"], "joyous"),
    ],
)
def test_what_cannot_be_understood_is_refused_in_one_line(feel, options, complaint):
    code, shown, told = feel(*options)
    assert (code, shown) == (2, "")
    assert complaint in told
    assert len(told.splitlines()) == 1
