import gzip
import shutil

import pytest
from tests.play_files import (
    write_lastfm_1k,
    write_lines,
    write_listenbrainz,
    write_nowplaying_rs,
    write_tar,
    write_thirty_music,
)
from tests.service_songs import write_parquet
from tests.shared import shared_data

from moodarc.datasets import PlayColumns, load_plays
from moodarc.errors import DatasetError
from situnes_folder import write_situnes

SAMPLE = {"session_id": 1, "user_id": 2, "song_id": 3, "ts": 4, "playtime": 5}
WRITERS = {
    "30music": write_thirty_music,
    "30music_sample": lambda folder: write_parquet(folder / "a.parquet", [SAMPLE]),
    "hetrec": lambda folder: write_lines(
        folder / "user_artists.dat", ["userID\tartistID\tweight", "2\t51\t3"]
    ),
    "taste_profile": lambda folder: write_lines(folder / "train_triplets.txt", ["u\tSOA\t4"]),
    "s3rec_lastfm": lambda folder: write_lines(folder / "LastFM.txt", ["1 1 2"]),
    "situnes": write_situnes,
    "lastfm_1k": write_lastfm_1k,
    "lfm_2b": lambda folder: write_lines(
        folder / "listening-events.tsv",
        ["user_id\ttrack_id\talbum_id\ttimestamp", "1\t2\t3\t2019-02-20 12:28:32"],
    ),
    "listenbrainz": write_listenbrainz,
    "nowplaying_rs": write_nowplaying_rs,
    "table": lambda folder: write_lines(folder / "plays.csv", ["user,item", "a,b"]),
}


@pytest.mark.parametrize("kind", WRITERS)
def test_each_set_is_known_by_its_file_and_by_its_folder(tmp_path, kind):
    path = WRITERS[kind](tmp_path)
    for given in (path, tmp_path):
        found = load_plays(given)
        assert found.kind == kind
        assert len(found.interactions) > 0


@pytest.mark.parametrize("kind", ["lastfm_1k", "hetrec", "lfm_2b", "nowplaying_rs", "situnes"])
def test_a_set_that_was_unpacked_deeper_is_found(tmp_path, kind):
    WRITERS[kind](tmp_path)
    (tmp_path / "outer" / "inner").mkdir(parents=True)
    for entry in [entry for entry in tmp_path.iterdir() if entry.name != "outer"]:
        shutil.move(entry, tmp_path / "outer" / "inner")
    assert load_plays(tmp_path).kind == kind


def test_a_packed_log_and_an_archive_are_known(tmp_path):
    table = write_lastfm_1k(tmp_path)
    packed = table.with_name(f"{table.name}.gz")
    packed.write_bytes(gzip.compress(table.read_bytes()))
    assert load_plays(packed).kind == "lastfm_1k"
    assert load_plays(write_tar(write_listenbrainz(tmp_path), "xz")).kind == "listenbrainz"


def test_a_folder_of_several_sets_is_refused_with_their_names(tmp_path):
    write_lastfm_1k(tmp_path)
    WRITERS["hetrec"](tmp_path)
    with pytest.raises(
        DatasetError, match=r"several sets.*user_artists\.dat \(hetrec\).*lastfm_1k"
    ):
        load_plays(tmp_path)


def test_tables_beside_a_known_set_do_not_count(tmp_path):
    WRITERS["table"](tmp_path)
    WRITERS["lfm_2b"](tmp_path)
    assert load_plays(tmp_path).kind == "lfm_2b"


@pytest.mark.parametrize("name", [None, "notes.txt", "features.csv"])
def test_what_is_no_set_is_refused_with_the_forms_that_are_known(tmp_path, name):
    if name is not None:
        write_lines(tmp_path / name, ["tempo,key", "1,2"])
    with pytest.raises(
        DatasetError, match=r"no set of plays.*lastfm_1k.*columns listener and item"
    ):
        load_plays(tmp_path if name is None else tmp_path / name)


def test_a_path_where_nothing_is_is_named(tmp_path):
    with pytest.raises(DatasetError, match="none is not there; give a file or folder of plays"):
        load_plays(tmp_path / "none")


def test_columns_that_are_named_are_taken_as_they_are(tmp_path):
    table = write_lines(tmp_path / "a.csv", ["who,song", "bo,x"])
    found = load_plays(table, columns=PlayColumns(listener="who", item="song"))
    assert found.kind == "table"


def test_the_limit_holds_for_all_logs(tmp_path):
    for kind in ("30music", "lastfm_1k", "nowplaying_rs", "listenbrainz"):
        (tmp_path / kind).mkdir()
        with pytest.raises(DatasetError, match="more than 1 plays"):
            load_plays(WRITERS[kind](tmp_path / kind), most=1)


def test_deezers_table_is_found_beside_the_folder_of_taste_profile(tmp_path):
    triplets = write_lines(tmp_path / "listening" / "train_triplets.txt", ["u\tSOA\t4"])
    row = {"MSD_sng_id": "SOA", "artist_key": "abba", "valence": -1.5, "arousal": 0.0}
    (tmp_path / "music_emotion").mkdir()
    beside = write_parquet(tmp_path / "music_emotion" / "deezer_va.parquet", [row])
    for path in (triplets, triplets.parent):
        assert load_plays(path).content.affect.tolist() == [[-0.5, 0.0]]
    given = write_parquet(tmp_path / "d.parquet", [row | {"valence": 1.5}])
    assert load_plays(triplets, deezer=given).content.affect.tolist() == [[0.5, 0.0]]
    beside.unlink()
    assert load_plays(triplets).content is None


def test_a_table_of_song_ids_is_given_its_affect_and_any_other_is_refused(tmp_path):
    row = {"MSD_sng_id": "SOA", "artist_key": "abba", "valence": -1.5, "arousal": 0.0}
    deezer = write_parquet(tmp_path / "d.parquet", [row])
    for item, fits in (("SOA", True), ("7", False)):
        table = write_lines(tmp_path / "plays.csv", ["user,item", f"bo,{item}"])
        if fits:
            assert load_plays(table, deezer=deezer).content.affect.tolist() == [[-0.5, 0.0]]
        else:
            with pytest.raises(
                DatasetError, match=r"has no item of table \(7 ...\); expected song"
            ):
                load_plays(table, deezer=deezer)


@pytest.mark.shared_data
def test_the_real_folder_holds_four_sets():
    folder = shared_data("listening")
    with pytest.raises(DatasetError, match="several sets"):
        load_plays(folder)
    found = load_plays(folder / "taste_profile_subset.parquet")
    assert found.content.felt.any()
