import pyarrow as pa
import pytest
from tests.play_files import listen, write_lines, write_listenbrainz, write_tar

from moodarc.datasets import load_listenbrainz
from moodarc.errors import DatasetError


def items_of(plays):
    return plays.items[plays.item].tolist()


def test_a_folder_is_read_in_the_order_of_its_months(tmp_path):
    found = load_listenbrainz(write_listenbrainz(tmp_path))
    plays = found.interactions
    assert plays.listeners.tolist() == [3, 5]
    assert items_of(plays) == ["abba\tsos", "m-1", "m-2"]
    assert plays.at_s.tolist() == [900, 200, 800]
    assert found.content.artist.tolist() == [0, 0, 1]


@pytest.mark.parametrize("mode", ["", "gz", "bz2", "xz"])
def test_an_archive_is_the_same_as_its_folder(tmp_path, mode):
    dump = write_listenbrainz(tmp_path)
    packed = load_listenbrainz(write_tar(dump, mode)).interactions
    assert sorted(items_of(packed)) == sorted(items_of(load_listenbrainz(dump).interactions))


def write_zst(dump):
    plain = write_tar(dump, "")
    packed = plain.with_name(f"{plain.name}.zst")
    packed.write_bytes(pa.Codec("zstd").compress(plain.read_bytes(), asbytes=True))
    return packed


def test_an_archive_of_today_is_unpacked_as_a_stream(tmp_path):
    found = load_listenbrainz(write_zst(write_listenbrainz(tmp_path)))
    assert len(found.interactions) == 3


def test_other_releases_have_names_and_another_word_for_the_time(tmp_path):
    lines = [
        listen(None, None, ("Abba", "SOS"), msid="m", listened_at=7),
        listen(None, None, (None, "SOS"), listened_at=8),
    ]
    found = load_listenbrainz(write_lines(tmp_path / "1.listens", lines))
    assert found.interactions.listeners.tolist() == ["name of None"]
    assert found.interactions.at_s.tolist() == [7, 8]
    assert found.content.artist.tolist() == [-1, 0]


@pytest.mark.parametrize("line", ["{", "[]", "null", "{}", '{"user_id": 1, "timestamp": "soon"}'])
def test_a_broken_line_among_many_is_counted_and_passed_over(tmp_path, line):
    lines = [listen(1, n, ("Abba", "SOS"), msid="m") for n in range(200)]
    found = load_listenbrainz(write_lines(tmp_path / "1.listens", [*lines, line]))
    assert (len(found.interactions), found.left_out) == (200, 1)


@pytest.mark.parametrize("name", ["x.tar", "x.tar.xz", "x.tar.zst", "x.tar.gz", "1.listens"])
@pytest.mark.parametrize("content", [b"", b"\xff\xfe broken", None])
def test_a_damaged_or_absent_file_is_one_clear_error(tmp_path, name, content):
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(DatasetError, match=r"cannot be read|holds no"):
        load_listenbrainz(tmp_path / name)


@pytest.mark.parametrize("mode", ["gz", "bz2", "xz", "zst"])
@pytest.mark.parametrize("kept", [0.2, 0.5, 0.9])
def test_an_archive_that_breaks_off_is_never_taken_for_a_whole_one(tmp_path, mode, kept):
    dump = write_listenbrainz(tmp_path)
    archive = write_zst(dump) if mode == "zst" else write_tar(dump, mode)
    content = archive.read_bytes()
    archive.write_bytes(content[: int(kept * len(content))])
    with pytest.raises(DatasetError, match=r"cannot be read|holds no"):
        load_listenbrainz(archive)


def test_an_archive_packed_in_another_way_is_refused(tmp_path):
    archive = tmp_path / "listenbrainz-listens-dump.tar.lz4"
    archive.write_bytes(b"x")
    with pytest.raises(DatasetError, match="packed in a way that is not known; expected"):
        load_listenbrainz(archive)


def test_a_folder_without_listens_is_refused(tmp_path):
    with pytest.raises(DatasetError, match=r"holds no \.listens file; expected a listens dump"):
        load_listenbrainz(tmp_path)
