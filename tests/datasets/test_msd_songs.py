import sys

import numpy as np
import pytest
from tests.play_files import write_msd

from moodarc.datasets import MSD_DESCRIPTORS, load_msd_songs
from moodarc.errors import DatasetError, MissingExtraError

SOS = (b"SOA", b"ARABBA", "Abba", "S.O.S.", b"TRA", 125.5)
LIVE = (b"SOA", b"ARABBA", "Abba", "S.O.S. (Live)", b"TRB", 99.0)
HYPERBALLAD = (b"SOB", b"ARBJORK", "Björk", "Hyperballad", b"TRC", 0.0)


@pytest.fixture
def folder(tmp_path):
    for song in (LIVE, HYPERBALLAD, SOS):
        track = song[4].decode()
        write_msd(tmp_path / track[2] / f"{track}.h5", [song])
    return tmp_path


def test_a_tree_of_files_is_read_in_the_order_of_paths(folder):
    songs = load_msd_songs(folder)
    assert songs.track_id == ("TRA", "TRB", "TRC")
    assert songs.title == ("S.O.S.", "S.O.S. (Live)", "Hyperballad")
    assert songs.artist == ("Abba", "Abba", "Björk")
    assert songs.release == ("Release",) * 3
    assert len(songs) == 3
    named = dict(zip(MSD_DESCRIPTORS, songs.descriptors[0], strict=True))
    assert named == {
        "tempo": 125.5,
        "loudness": -11.2,
        "key": 1.0,
        "mode": 0.0,
        "duration": 218.9,
        "time_signature": 4.0,
    }


def test_one_file_of_many_songs_is_the_same(tmp_path, folder):
    together = load_msd_songs(write_msd(tmp_path / "all.h5", [SOS, LIVE, HYPERBALLAD]))
    (tmp_path / "all.h5").unlink()
    apart = load_msd_songs(folder)
    np.testing.assert_array_equal(together.descriptors, apart.descriptors)
    assert together.song_id == apart.song_id


def test_songs_by_id_have_the_first_of_their_tracks(folder):
    content = load_msd_songs(folder).content(np.array(["SOB", "SOX", "SOA"]))
    np.testing.assert_array_equal(content.descriptors[:, 0], [0.0, np.nan, 125.5])
    assert content.artist.tolist() == [1, -1, 0]
    assert not content.felt.any()


def test_a_damaged_file_among_others_is_listed_with_its_reason(folder):
    (folder / "B" / "TRB.h5").write_bytes(b"no HDF5")
    songs = load_msd_songs(folder)
    assert songs.track_id == ("TRA", "TRC")
    ((file, reason),) = songs.refused
    assert file.name == "TRB.h5"
    assert "cannot be used" in reason


@pytest.mark.parametrize("content", [b"", b"no HDF5"])
def test_nothing_but_damage_is_one_clear_error(tmp_path, content):
    (tmp_path / "a.h5").write_bytes(content)
    with pytest.raises(DatasetError, match=r"a\.h5 cannot be used .*expected \.h5 files"):
        load_msd_songs(tmp_path)


def test_without_h5py_the_extra_is_named(folder, monkeypatch):
    monkeypatch.setitem(sys.modules, "h5py", None)
    with pytest.raises(MissingExtraError, match=r"pip install 'moodarc\[train\]'"):
        load_msd_songs(folder)


def test_a_file_without_songs_is_refused(tmp_path):
    with pytest.raises(DatasetError, match="0 songs and 0 analyses"):
        load_msd_songs(write_msd(tmp_path / "a.h5", []))


def test_an_absent_or_empty_folder_is_named(tmp_path):
    for path in (tmp_path, tmp_path / "none.h5"):
        with pytest.raises(DatasetError, match=r"holds no \.h5 file"):
            load_msd_songs(path)
