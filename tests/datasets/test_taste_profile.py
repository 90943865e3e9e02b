import numpy as np
import pytest
from tests.play_files import write_lines
from tests.service_songs import write_parquet
from tests.shared import shared_data

from moodarc.datasets import load_taste_profile
from moodarc.datasets.parquet_columns import read_texts
from moodarc.errors import DatasetError

LINES = ["u2\tSOA\t4", "u1\tSOB\t1", "u1\tSOA\t2"]


@pytest.fixture
def triplets(tmp_path):
    return write_lines(tmp_path / "train_triplets.txt", LINES)


def write_deezer(file):
    row = {"MSD_sng_id": "SOA", "artist_key": "abba", "valence": -1.5, "arousal": 6.0}
    return write_parquet(file, [row | {"MSD_sng_id": "SOZ", "artist_key": "a"}, row])


def test_triplets_have_no_header_and_weights_are_plays(triplets):
    found = load_taste_profile(triplets)
    plays = found.interactions
    assert plays.matrix().toarray().tolist() == [[2.0, 1.0], [4.0, 0.0]]
    assert (plays.at_s, found.content, found.repeats) == (None, None, False)


def test_deezer_gives_songs_their_affect_within_the_ends(tmp_path, triplets):
    found = load_taste_profile(triplets, deezer=write_deezer(tmp_path / "deezer.parquet"))
    assert found.content.affect[0].tolist() == [-0.5, 1.0]
    assert np.isnan(found.content.affect[1]).all()
    assert found.content.artist.tolist() == [1, -1]
    assert found.content.felt.tolist() == [True, False]


@pytest.mark.parametrize("content", ["", "user\tsong\n", "user\tsong\tmany\n"])
def test_another_form_is_one_clear_error(triplets, content):
    triplets.write_text(content)
    with pytest.raises(DatasetError, match=r"train_triplets\.txt cannot be read"):
        load_taste_profile(triplets)


@pytest.mark.shared_data
def test_the_real_part_is_the_same_in_both_forms_and_a_quarter_has_affect(tmp_path):
    table = shared_data("listening", "taste_profile_subset.parquet")
    columns = read_texts(table, ["user", "song_id", "plays"])
    lines = ["\t".join(row) for row in zip(*columns.values(), strict=True)]
    deezer = shared_data("music_emotion", "deezer_va.parquet")
    found = load_taste_profile(table, deezer=deezer)
    plays = found.interactions
    again = load_taste_profile(write_lines(tmp_path / "train_triplets.txt", lines)).interactions
    assert (len(plays), plays.n_listeners) == (42_739, 1_630)
    for name in ("listener", "item", "weight", "listeners", "items"):
        np.testing.assert_array_equal(getattr(again, name), getattr(plays, name))
    assert found.content.felt[plays.item].mean() == pytest.approx(0.249, abs=0.001)
