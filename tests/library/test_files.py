"""What a walk finds and what it stays clear of."""

import os
import socket
from pathlib import Path

import pytest

from moodarc.errors import InputError
from moodarc.library.files import FoundFile, Trouble, music_roots, walk


def names(*roots):
    return [found.path.name for found in walk(roots) if isinstance(found, FoundFile)]


def troubles(*roots):
    return {f.path.name: f.reason for f in walk(roots) if isinstance(f, Trouble)}


def touch(path):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"x")
    return path


def test_music_is_found_by_its_ending_in_any_case_and_order_is_by_name(tmp_path):
    for name in ("b.MP3", "a.flac", "cover.jpg", "d/z.ogg", "d/y.opus", "noending"):
        touch(tmp_path / name)
    assert names(tmp_path) == ["a.flac", "b.MP3", "y.opus", "z.ogg"]


def test_a_file_is_found_with_its_size_and_time(tmp_path):
    file = touch(tmp_path / "a.mp3")
    os.utime(file, ns=(1, 123456789))
    assert list(walk([tmp_path])) == [FoundFile(file, 1, 123456789)]


def test_hidden_files_and_folders_are_left_out(tmp_path):
    for name in ("._a.mp3", ".trash/b.mp3", "c.mp3"):
        touch(tmp_path / name)
    assert names(tmp_path) == ["c.mp3"]


def test_a_folder_may_be_called_like_a_file(tmp_path):
    touch(tmp_path / "album.mp3" / "a.mp3")
    assert names(tmp_path) == ["a.mp3"]


def test_a_loop_of_links_ends_and_is_reported(tmp_path):
    touch(tmp_path / "a" / "x.mp3")
    (tmp_path / "a" / "up").symlink_to(tmp_path)
    assert names(tmp_path) == ["x.mp3"]
    assert troubles(tmp_path) == {"up": "link to a folder that holds it (a loop)"}


def test_a_link_to_itself_and_a_dangling_one_are_reported(tmp_path):
    (tmp_path / "self.mp3").symlink_to(tmp_path / "self.mp3")
    (tmp_path / "gone.mp3").symlink_to(tmp_path / "nothing.mp3")
    found = troubles(tmp_path)
    assert found["gone.mp3"] == "link to a file that is not there"
    assert "symbolic links" in found["self.mp3"]


def test_a_linked_folder_inside_the_root_is_walked_by_its_real_path_only(tmp_path):
    touch(tmp_path / "z" / "x.mp3")
    (tmp_path / "a").symlink_to(tmp_path / "z")
    assert [found.path for found in walk([tmp_path])] == [tmp_path / "z" / "x.mp3"]


def test_a_linked_folder_outside_the_root_is_followed(tmp_path):
    touch(tmp_path / "else" / "x.mp3")
    (tmp_path / "root").mkdir()
    (tmp_path / "root" / "link").symlink_to(tmp_path / "else")
    assert [f.path for f in walk([tmp_path / "root"])] == [tmp_path / "root" / "link" / "x.mp3"]


def test_pipes_sockets_and_devices_are_named_and_never_opened(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    os.mkfifo("pipe.mp3")
    (tmp_path / "null.mp3").symlink_to("/dev/null")
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind("socket.mp3")
        found = troubles(tmp_path)
    assert found == {
        "pipe.mp3": "a pipe, not a regular file",
        "null.mp3": "a device, not a regular file",
        "socket.mp3": "a socket, not a regular file",
    }


def test_a_folder_that_may_not_be_read_is_reported_and_the_rest_goes_on(tmp_path, monkeypatch):
    touch(tmp_path / "shut" / "a.mp3")
    touch(tmp_path / "open" / "b.mp3")
    scandir = os.scandir

    def refuse(path):
        if str(path).endswith("shut"):
            raise PermissionError(13, "Permission denied")
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refuse)
    assert names(tmp_path) == ["b.mp3"]
    assert troubles(tmp_path) == {"shut": "folder cannot be read: Permission denied"}


def test_a_name_that_is_no_unicode_is_found(tmp_path):
    raw = os.fsencode(tmp_path) + b"/caf\xe9.mp3"
    touch(Path(os.fsdecode(raw)))
    assert [os.fsencode(found.path) for found in walk([tmp_path])] == [raw]


def test_roots_below_others_and_twice_given_are_one(tmp_path, monkeypatch):
    (tmp_path / "a" / "b").mkdir(parents=True)
    monkeypatch.chdir(tmp_path)
    assert music_roots([Path("a/b"), Path("a"), tmp_path / "a" / "."]) == [tmp_path / "a"]


def test_one_file_can_be_a_root(tmp_path):
    file = touch(tmp_path / "a.mp3")
    assert names(*music_roots([file])) == ["a.mp3"]


def test_a_root_that_is_not_there_is_an_input_error(tmp_path):
    with pytest.raises(InputError, match="No such file"):
        music_roots([tmp_path / "nothing"])
