import numpy as np
import pytest
from tests.service_songs import mood_rows, write_parquet
from tests.shared import shared_data

from moodarc.datasets import load_deezer_mood, load_deezer_songs, load_deezer_titles
from moodarc.errors import DatasetError


@pytest.fixture
def load(tmp_path):
    return lambda rows: load_deezer_mood(write_parquet(tmp_path / "mood.parquet", rows))


def test_three_standard_deviations_are_the_end_of_the_scale(load):
    rows = mood_rows(3)
    rows[0] |= {"valence": 1.5, "arousal": -0.6}
    rows[1] |= {"valence": 3.6, "arousal": 0.0}
    songs = load(rows)
    assert songs.affect[songs.row["artist 0", "song 0"]] == pytest.approx([0.5, -0.2])
    assert songs.affect[songs.row["artist 0", "song 1"]] == pytest.approx([1.0, 0.0])


def test_a_song_that_stands_twice_is_left_out(load):
    rows = mood_rows(4)
    assert len(load([*rows, rows[0]]).row) == 3


def test_a_song_without_values_is_one_clear_error(load):
    rows = mood_rows(3)
    rows[1]["arousal"] = None
    with pytest.raises(DatasetError, match="without valence and arousal; copy it"):
        load(rows)


def test_a_missing_column_is_one_clear_error(load):
    rows = [{k: v for k, v in row.items() if k != "arousal"} for row in mood_rows(3)]
    with pytest.raises(DatasetError, match=r"cannot be used \(.*arousal"):
        load(rows)


@pytest.mark.parametrize("content", [b"no parquet", None])
def test_what_is_no_parquet_is_one_clear_error(tmp_path, content):
    table = tmp_path / "mood.parquet"
    if content is not None:
        table.write_bytes(content)
    with pytest.raises(DatasetError, match=r"mood\.parquet (cannot be used|is not there)"):
        load_deezer_mood(table)


def with_song_ids(rows):
    return [row | {"MSD_sng_id": f"SO{n}"} for n, row in enumerate(rows)]


def test_songs_by_id_give_items_their_affect_and_artist(tmp_path):
    rows = with_song_ids(mood_rows(3))
    rows[2] |= {"valence": -1.5, "arousal": 6.0, "artist_key": None}
    songs = load_deezer_songs(write_parquet(tmp_path / "mood.parquet", rows))
    content = songs.content(np.array(["SO2", "SOX", "SO0", "SO1"]))
    assert content.affect[0].tolist() == [-0.5, 1.0]
    assert content.felt.tolist() == [True, False, True, True]
    assert content.artist.tolist() == [-1, -1, 0, 0]
    assert np.isnan(content.variance).all()


def test_a_song_id_that_is_empty_or_stands_twice_is_left_out(tmp_path):
    rows = with_song_ids(mood_rows(4))
    rows[1]["MSD_sng_id"] = ""
    songs = load_deezer_songs(write_parquet(tmp_path / "mood.parquet", [*rows, rows[0]]))
    assert set(songs.row) == {"SO2", "SO3"}


def test_songs_by_id_without_values_are_refused(tmp_path):
    rows = with_song_ids(mood_rows(2))
    rows[1]["arousal"] = None
    with pytest.raises(DatasetError, match="without valence and arousal"):
        load_deezer_songs(write_parquet(tmp_path / "mood.parquet", rows))


def test_titles_come_in_the_order_of_the_table_with_scores_about_its_mean(tmp_path):
    rows = mood_rows(3)
    for row, valence in zip(rows, (2.0, 3.0, 4.0), strict=True):
        row["valence"] = valence
    rows[1]["track_name"] = None
    songs = load_deezer_titles(write_parquet(tmp_path / "mood.parquet", rows))
    assert songs.artist.tolist() == ["artist 0", "artist 0", "artist 1"]
    assert songs.title == ("Song 0", "", "Song 2")
    assert songs.score[:, 0] == pytest.approx([-(1.5**0.5), 0.0, 1.5**0.5])


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"valence": 0.5}, "3 rows; expected two or more with finite, varied values"),
        ({"valence": None}, "finite, varied values"),
        ({"artist_key": ""}, "a song without artist_key; leave such songs out"),
        ({"artist_key": None}, "a song without artist_key"),
    ],
)
def test_titles_without_values_or_artists_are_refused(tmp_path, change, complaint):
    table = write_parquet(tmp_path / "mood.parquet", [row | change for row in mood_rows(3)])
    with pytest.raises(DatasetError, match=complaint):
        load_deezer_titles(table)


@pytest.mark.shared_data
def test_no_song_of_the_real_set_is_clipped():
    songs = load_deezer_mood(shared_data("music_emotion", "deezer_va.parquet"))
    assert len(songs.affect) == 18_644
    assert 0.5 < np.abs(songs.affect).max() < 1.0
