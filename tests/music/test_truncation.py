import os
import struct

import numpy as np
import pytest
import soundfile

from moodarc.music.truncation import find_truncation

SECONDS, RATE = 10, 48_000


@pytest.fixture
def noise():
    return 0.3 * np.random.default_rng(0).normal(size=SECONDS * RATE).clip(-3, 3)


@pytest.fixture
def write(tmp_path, noise):
    def to_file(suffix, **options):
        path = tmp_path / f"a.{suffix}"
        soundfile.write(path, noise, RATE, **options)
        return path

    return to_file


CHUNKED = [
    ("wav", {}),
    ("wav", {"endian": "BIG"}),
    ("wav", {"format": "WAVEX"}),
    ("aiff", {}),
    ("aiff", {"subtype": "FLOAT"}),
]
OGG = [("ogg", {"subtype": "VORBIS"}), ("opus", {"format": "OGG", "subtype": "OPUS"})]


@pytest.mark.parametrize(("suffix", "options"), [*CHUNKED, *OGG])
def test_a_whole_file_is_not_truncated(write, suffix, options):
    assert find_truncation(write(suffix, **options)) is None


@pytest.mark.parametrize(("suffix", "options"), CHUNKED)
def test_the_share_that_is_left_of_a_chunk_is_told(write, suffix, options):
    path = write(suffix, **options)
    os.truncate(path, path.stat().st_size * 3 // 4)
    assert find_truncation(path).share == pytest.approx(0.75, abs=0.001)


@pytest.mark.parametrize(("suffix", "options"), CHUNKED)
def test_a_chunk_that_lacks_a_twentieth_is_taken(write, suffix, options):
    path = write(suffix, **options)
    os.truncate(path, path.stat().st_size * 19 // 20)
    assert find_truncation(path) is None


@pytest.mark.parametrize(("suffix", "options"), OGG)
@pytest.mark.parametrize("share", [0.1, 0.5, 0.8])
def test_an_ogg_file_without_its_last_page_is_truncated(write, suffix, options, *, share):
    path = write(suffix, **options)
    os.truncate(path, int(path.stat().st_size * share))
    assert "ends the stream" in find_truncation(path).reason


def test_ogg_files_one_after_the_other_are_whole_if_the_last_is(write):
    path = write("ogg", subtype="VORBIS")
    whole = path.read_bytes()
    path.write_bytes(whole + whole)
    assert find_truncation(path) is None
    path.write_bytes(whole + whole[: len(whole) // 2])
    assert find_truncation(path) is not None


def test_an_only_page_that_is_cut_is_truncated(tmp_path):
    path = tmp_path / "a.ogg"
    page = b"OggS\0\4" + bytes(20) + bytes([2, 200, 200]) + bytes(400)
    path.write_bytes(page)
    assert find_truncation(path) is None
    path.write_bytes(page[:200])
    assert find_truncation(path).share == pytest.approx(200 / len(page))


@pytest.mark.parametrize("size", [0, 0xFFFFFFFF, 0x7FFFF000, 0x7F000000])
def test_a_wav_that_was_written_to_a_pipe_is_not_truncated(write, size):
    path = write("wav")
    content = path.read_bytes()
    at = content.index(b"data") + 4
    path.write_bytes(content[:at] + struct.pack("<I", size) + content[at + 4 :])
    assert find_truncation(path) is None


@pytest.mark.parametrize("size", [0, 1])
def test_a_header_of_chunks_without_sound_ends_the_search(tmp_path, size):
    path = tmp_path / "a.wav"
    path.write_bytes(b"RIFF\0\0\0\0WAVE" + (b"junk" + struct.pack("<I", size) + bytes(2)) * 5000)
    assert find_truncation(path) is None


@pytest.mark.parametrize("suffix", ["flac", "mp3", "rf64", "w64"])
def test_other_formats_are_left_to_their_decoder(write, suffix):
    path = write(suffix)
    os.truncate(path, path.stat().st_size // 2)
    assert find_truncation(path) is None
