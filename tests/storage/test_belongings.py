from base64 import b64decode
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from moodarc.consent import CONSENTS
from moodarc.errors import StorageError
from moodarc.storage import Agreement, Belongings

AT = datetime(2026, 1, 1, tzinfo=UTC)


def test_consent_is_kept_for_its_terms_and_its_listener(tmp_path):
    ann, bob = Belongings(tmp_path, "ann"), Belongings(tmp_path, "bob")
    assert not ann.has_consented("terms 1")
    ann.consent("terms 1", AT)
    assert Belongings(tmp_path, "ann").has_consented("terms 1")
    assert not ann.has_consented("terms 2")
    assert not bob.has_consented("terms 1")


def test_several_terms_are_agreed_to_side_by_side(tmp_path):
    ann = Belongings(tmp_path, "ann")
    ann.consent("look", AT)
    ann.consent("record", AT)
    ann.consent("look", AT)
    assert ann.has_consented("look")
    assert ann.has_consented("record")
    assert len(ann.files()) == 1
    assert ann.files()[0].read_text().count("look") == 1


def head_of(content):
    def write(folder):
        folder.mkdir()
        (folder / "model").write_text(content)

    return write


@pytest.mark.parametrize("there", ["nothing", "a head", "an empty folder", "a file"])
def test_a_head_takes_the_place_of_whatever_is_there(tmp_path, there):
    ann = Belongings(tmp_path, "ann")
    if there == "a head":
        ann.replace_face_head(head_of("old"))
    elif there == "an empty folder":
        ann.face_head.mkdir(parents=True)
    elif there == "a file":
        ann.folder.mkdir(parents=True)
        ann.face_head.write_text("x")
    ann.replace_face_head(head_of("new"))
    assert (ann.face_head / "model").read_text() == "new"
    assert list(ann.folder.iterdir()) == [ann.face_head]


def test_a_head_that_cannot_be_written_whole_leaves_the_one_before(tmp_path):
    ann = Belongings(tmp_path, "ann")
    ann.replace_face_head(head_of("old"))

    def full(folder):
        folder.mkdir()
        raise OSError(28, "No space left on device")

    with pytest.raises(StorageError, match="No space left"):
        ann.replace_face_head(full)
    assert (ann.face_head / "model").read_text() == "old"
    assert len(ann.files()) == 1


@pytest.mark.parametrize("content", ["", "[]", "{}", "\0", "[" * 10, "[1]"])
def test_a_consent_that_cannot_be_read_is_none(tmp_path, content):
    ann = Belongings(tmp_path, "ann")
    ann.consent("terms", AT)
    ann.files()[0].write_text(content)
    assert not ann.has_consented("terms")


@pytest.mark.parametrize("name", ["..", "a/b", "x" * 64, "ä\udce9", "CON"])
def test_any_name_has_a_folder_of_its_own_below_the_data(tmp_path, name):
    belongings = Belongings(tmp_path, name)
    belongings.consent("terms", AT)
    assert belongings.folder.parent == tmp_path / "listeners"
    assert belongings.has_consented("terms")


def test_erasing_removes_all_of_one_listener_and_nothing_of_others(tmp_path):
    ann, bob = Belongings(tmp_path, "ann"), Belongings(tmp_path, "bob")
    for each in (ann, bob):
        each.consent("terms", AT)
        each.face_head.mkdir()
        (each.face_head / "model.safetensors").write_bytes(b"head")
    assert ann.erase() == 2
    assert not ann.folder.exists()
    assert len(bob.files()) == 2
    assert ann.erase() == 0


def test_looking_makes_nothing(tmp_path):
    belongings = Belongings(tmp_path, "ann")
    belongings.has_consented("terms")
    assert belongings.files() == []
    assert list(tmp_path.iterdir()) == []


def test_where_nothing_can_be_written_that_is_said(tmp_path):
    (tmp_path / "listeners").write_text("a file in the way")
    with pytest.raises(StorageError, match="cannot be written"):
        Belongings(tmp_path, "ann").consent("terms", AT)


def test_all_that_is_kept_can_be_handed_out(tmp_path):
    ann = Belongings(tmp_path, "ann")
    ann.consent("terms", AT)
    ann.face_head.mkdir()
    (ann.face_head / "model.safetensors").write_bytes(b"head")
    exported = ann.exported()
    assert b64decode(exported["face_head/model.safetensors"]) == b"head"
    assert b"terms" in b64decode(exported["camera_consent.json"])


def test_an_agreement_in_words_of_the_page_counts_while_they_are_asked(tmp_path):
    ann, camera = Belongings(tmp_path, "ann"), CONSENTS["camera"]
    for wording in camera.wordings.values():
        ann.consent(camera.terms, AT, shown=wording.terms)
        assert ann.agreement(camera.terms) == Agreement(words=wording.terms, at=AT, counts=True)
    ann.consent(camera.terms, AT, shown="as it was asked once")
    assert ann.agreement(camera.terms).words == "as it was asked once"
    assert not ann.has_consented(camera.terms)
    assert ann.agreement(CONSENTS["notes"].terms) is None


def test_earlier_terms_of_a_consent_are_told_do_not_count_and_can_be_taken_back(
    tmp_path, monkeypatch
):
    ann, camera = Belongings(tmp_path, "ann"), CONSENTS["camera"]
    ann.consent(camera.terms, AT)
    today = replace(camera, terms="the words of today")
    monkeypatch.setitem(CONSENTS, "camera", today)
    assert ann.agreement(today.terms) == Agreement(words=camera.terms, at=AT, counts=False)
    assert ann.withdraw(today.terms)
    assert ann.agreement(today.terms) is None
