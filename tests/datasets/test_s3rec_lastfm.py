import numpy as np
import pytest
from tests.play_files import write_lines
from tests.service_songs import write_parquet
from tests.shared import shared_data

from moodarc.datasets import load_s3rec_lastfm
from moodarc.datasets.parquet_columns import read_numbers
from moodarc.errors import DatasetError

SEQUENCES = ["2 3 1", "1 1 2 4"]
NEGATIVES = ["1 3", "2 4"]


@pytest.fixture
def text(tmp_path):
    write_lines(tmp_path / "LastFM_sample.txt", NEGATIVES)
    return write_lines(tmp_path / "LastFM.txt", SEQUENCES)


@pytest.fixture
def parquet(tmp_path):
    rows = [(1, 0, 1), (1, 2, 4), (1, 1, 2), (2, 0, 3), (2, 1, 1)]
    items = [(4, 0.3, None), (3, 9.0, -0.6), (2, 0.0, 0.0), (1, 1.5, 3.0)]
    write_parquet(
        tmp_path / "x_negatives.parquet",
        [{"user": 2, "negatives": [4]}, {"user": 1, "negatives": [3]}],
    )
    write_parquet(
        tmp_path / "x_items.parquet",
        [
            {"item": n, "hetrec_artist": 50 + n, "dz_valence": v, "dz_arousal": a, "sp_tempo": 1.0}
            for n, v, a in items
        ],
    )
    return write_parquet(
        tmp_path / "x_sequences.parquet",
        [dict(zip(("user", "pos", "item"), row, strict=True)) for row in rows],
    )


def test_the_order_of_a_sequence_is_kept(text):
    found = load_s3rec_lastfm(text)
    plays = found.interactions
    assert plays.items[plays.item].tolist() == [1, 2, 4, 3, 1]
    assert plays.at_s.tolist() == [0, 1, 2, 0, 1]
    assert found.negatives.tolist() == [[2], [3]]
    assert "no order in time" in found.caution


def test_both_forms_are_the_same(text, parquet):
    one, other = load_s3rec_lastfm(text), load_s3rec_lastfm(parquet)
    for name in ("listener", "item", "at_s", "items", "listeners"):
        np.testing.assert_array_equal(
            getattr(one.interactions, name), getattr(other.interactions, name)
        )
    assert one.negatives.tolist() == other.negatives.tolist()


def test_items_have_deezers_means_and_nothing_of_the_service(parquet):
    content = load_s3rec_lastfm(parquet).content
    np.testing.assert_allclose(content.affect[:3], [[0.5, 1.0], [0.0, 0.0], [1.0, -0.2]])
    assert content.felt.tolist() == [True, True, True, False]
    assert content.artist.tolist() == [51, 52, 53, 54]
    assert content.descriptors.shape == (4, 0)


def test_sequences_alone_are_enough(text, parquet):
    for name in ("LastFM_sample.txt", "x_negatives.parquet", "x_items.parquet"):
        text.with_name(name).unlink()
    for table in (text, parquet):
        found = load_s3rec_lastfm(table)
        assert (found.negatives, found.content) == (None, None)


@pytest.mark.parametrize(
    ("negatives", "complaint"),
    [
        (["1 3"], "not as many known items for each user"),
        (["1 3", "2 4", "3 1"], "not as many known items"),
        (["1 3 3", "2 4"], "not as many known items"),
        (["1 3", "2 9"], "not as many known items"),
        (["1 3", "2 3"], "the user did meet"),
        (["1 x", "2 3"], "expected lines of whole numbers"),
        ([], "is empty"),
    ],
)
def test_negatives_that_do_not_fit_are_refused(text, negatives, complaint):
    write_lines(text.with_name("LastFM_sample.txt"), negatives)
    with pytest.raises(DatasetError, match=complaint):
        load_s3rec_lastfm(text)


@pytest.mark.parametrize("lines", [[], ["1"], ["1 2", "1 3"], ["", "1 2"], ["1 2.5"]])
def test_damaged_sequences_are_one_clear_error(text, lines):
    with pytest.raises(DatasetError, match=r"LastFM\.txt (is empty|cannot be used)"):
        load_s3rec_lastfm(write_lines(text, lines))


def test_an_absent_file_is_named(tmp_path):
    with pytest.raises(DatasetError, match=r"LastFM\.txt cannot be used .*expected lines"):
        load_s3rec_lastfm(tmp_path / "LastFM.txt")


def test_items_of_another_release_are_refused(parquet):
    write_parquet(
        parquet.with_name("x_items.parquet"),
        [{"item": 1, "hetrec_artist": 5, "dz_valence": 0.0, "dz_arousal": 0.0}],
    )
    with pytest.raises(DatasetError, match="lacks an item"):
        load_s3rec_lastfm(parquet)


@pytest.mark.shared_data
def test_the_real_set_has_99_negatives_each_and_is_the_same_as_text(tmp_path):
    table = shared_data("listening", "lastfm_s3rec_sequences.parquet")
    found = load_s3rec_lastfm(table)
    plays = found.interactions
    assert (len(plays), plays.n_listeners, plays.n_items) == (52_551, 1_090, 3_646)
    assert found.negatives.shape == (1_090, 99)
    assert found.content.felt.mean() == pytest.approx(0.520, abs=0.001)

    rows = read_numbers(table, ["user", "pos", "item"]).astype(int)
    ordered = rows[np.lexsort((rows[:, 1], rows[:, 0]))]
    texts = [
        f"{user} {' '.join(map(str, ordered[ordered[:, 0] == user, 2]))}"
        for user in plays.listeners.tolist()
    ]
    sample = [
        f"{user} {' '.join(map(str, plays.items[row]))}"
        for user, row in zip(plays.listeners.tolist(), found.negatives, strict=True)
    ]
    write_lines(tmp_path / "LastFM_sample.txt", sample)
    again = load_s3rec_lastfm(write_lines(tmp_path / "LastFM.txt", texts))
    np.testing.assert_array_equal(again.interactions.item, plays.item)
    np.testing.assert_array_equal(again.negatives, found.negatives)
