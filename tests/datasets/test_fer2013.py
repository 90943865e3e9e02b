import numpy as np
import pytest
from tests.drawn_faces import write_fer_tiles
from tests.shared import shared_data

from moodarc.affect import Expression
from moodarc.datasets import FERPLUS_CLASSES, is_fer2013, load_fer2013, load_ferplus
from moodarc.datasets.fer2013 import fer2013_splits
from moodarc.errors import DatasetError

VOTES = "Usage,Image name,neutral,happiness,surprise,sadness,anger,disgust,fear,contempt,unknown,NF"


@pytest.fixture
def table(tmp_path):
    """The challenge's table with five faces; the fourth is the first again, in another split."""
    rng = np.random.default_rng(3)
    grays = [" ".join(map(str, rng.integers(0, 256, 2304))) for _ in range(5)]
    grays[3], grays[4] = grays[0], " ".join(["0"] * 2304)
    usages = ["Training", "Training", "PublicTest", "PublicTest", "PrivateTest"]
    lines = [
        f"{n},{gray},{usage}" for n, (gray, usage) in enumerate(zip(grays, usages, strict=True))
    ]
    (tmp_path / "fer2013.csv").write_text("\n".join(["emotion,pixels,Usage", *lines]) + "\n")
    votes = [f"{usage},fer.png,1,0,0,6,3,0,0,0,0,0" for usage in usages]
    (tmp_path / "fer2013new.csv").write_text("\n".join([VOTES, *votes]) + "\n")
    return tmp_path


def test_tiles_come_back_pixel_for_pixel_with_labels_votes_and_faults(tmp_path):
    pictures, labels = write_fer_tiles(tmp_path, "validation", 103)
    tiles = load_fer2013(tmp_path, "validation")
    np.testing.assert_array_equal(tiles.pictures, pictures)
    assert [list(Expression)[place] for place in tiles.labels] == labels
    assert tiles.votes[0].tolist() == [8, 0, 0, 0, 0, 0, 0, 0, 2, 0]
    assert tiles.copied.sum() == 2
    assert tiles.not_a_face.nonzero()[0].tolist() == [102]


def test_the_table_is_cut_by_usage_and_takes_votes_from_beside_it(table):
    tiles = load_fer2013(table, "validation")
    assert tiles.labels.tolist() == [2, 3]
    assert tiles.copied.tolist() == [False, True]
    shares = dict(zip(FERPLUS_CLASSES, tiles.vote_shares()[0], strict=True))
    assert shares["sad"] == pytest.approx(6 / 9)
    assert shares["angry"] == pytest.approx(3 / 9)
    assert shares["neutral"] == 0  # a single vote is dropped


def test_a_face_of_one_gray_is_none(table):
    assert load_fer2013(table, "test").not_a_face.tolist() == [True]


def test_without_votes_there_is_no_majority(table):
    (table / "fer2013new.csv").unlink()
    tiles = load_fer2013(table, "train")
    assert tiles.votes is None
    assert tiles.vote_majority().tolist() == [-1, -1]
    assert not tiles.vote_shares().any()


@pytest.mark.parametrize(
    ("counts", "found"),
    [
        ("1,0,0,6,3,0,0,0,0,0", "sad"),
        ("0,0,0,5,5,0,0,0,0,0", None),
        ("0,0,0,4,0,0,0,0,6,0", None),
        ("1,1,1,3,1,1,1,1,0,0", "sad"),
        ("0,0,0,1,0,0,0,8,0,1", "contempt"),
        ("0,0,0,0,0,0,0,0,0,10", None),
    ],
)
def test_the_majority_is_more_than_half_of_the_votes_that_are_no_slips(table, counts, found):
    lines = [VOTES, *[f"Training,x.png,{counts}"] * 5]
    (table / "fer2013new.csv").write_text("\n".join(lines) + "\n")
    place = load_fer2013(table, "train").vote_majority()[0]
    assert (FERPLUS_CLASSES[place] if place >= 0 else None) == found


def test_votes_that_do_not_belong_to_the_table_are_refused(table):
    path = table / "fer2013new.csv"
    path.write_text("\n".join(path.read_text().splitlines()[:-1]) + "\n")
    with pytest.raises(DatasetError, match=r"has 4 lines and fer2013\.csv 5"):
        load_fer2013(table, "train")
    assert load_ferplus(path).shape == (4, 10)


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        (("\n1,", "\n7,"), "emotion 7; expected 0 to 6"),
        (("\n1,", "\n1,300 "), "pixels are not 2304 whole numbers"),
        (("\n1,", "\n1,x "), "pixels are not 2304 whole numbers"),
        (("pixels", "pixel"), r"lacks the column\(s\) pixels"),
    ],
)
def test_a_table_that_is_not_in_its_form_is_named(table, change, complaint):
    path = table / "fer2013.csv"
    path.write_text(path.read_text().replace(*change, 1))
    with pytest.raises(DatasetError, match=complaint):
        load_fer2013(table, "train")


def test_a_sheet_that_does_not_fit_its_table_is_refused(tmp_path):
    write_fer_tiles(tmp_path, "train", 103)
    lines = (tmp_path / "train.csv").read_text().splitlines()
    (tmp_path / "train.csv").write_text("\n".join(lines[:90]) + "\n")
    with pytest.raises(DatasetError, match="4800 x 96 pixels; expected 100 tiles of 48"):
        load_fer2013(tmp_path, "train")


@pytest.mark.parametrize("content", [b"", b"no picture"])
def test_a_sheet_that_is_no_picture_is_refused(tmp_path, content):
    write_fer_tiles(tmp_path, "train", 10)
    (tmp_path / "train.png").write_bytes(content)
    with pytest.raises(DatasetError, match="no picture that can be decoded"):
        load_fer2013(tmp_path, "train")


def test_a_folder_tells_which_splits_it_has(tmp_path, table):
    assert fer2013_splits(table) == ("train", "validation", "test")
    assert not is_fer2013(tmp_path / "none")
    with pytest.raises(DatasetError, match="split 'dev'; expected train, validation, test"):
        load_fer2013(tmp_path, "dev")
    write_fer_tiles(tmp_path / "tiles", "train", 7)
    assert fer2013_splits(tmp_path / "tiles") == ("train",)
    with pytest.raises(DatasetError, match=r"holds no test\.png"):
        load_fer2013(tmp_path / "tiles", "test")


@pytest.mark.shared_data
def test_the_real_validation_split_has_its_published_size_and_copies():
    tiles = load_fer2013(shared_data("faces", "fer2013"), "validation")
    assert tiles.pictures.shape == (3589, 48, 48)
    assert np.bincount(tiles.labels).tolist() == [467, 56, 496, 895, 653, 415, 607]
    assert tiles.copied.sum() == 280
    assert (tiles.votes.sum(axis=1) == 10).all()
    assert (tiles.vote_majority() >= 0).sum() == 3199
