from dataclasses import replace

import numpy as np
import pytest

from moodarc.artifacts import save_artifact
from moodarc.errors import ArtifactError
from moodarc.recommend import load_trained, with_items
from moodarc.recommend.simple import PopularItems


@pytest.fixture
def folder(tmp_path):
    popular = PopularItems(np.arange(3, dtype=np.float32))
    model = with_items(popular.pack(), ["Nico\tAfraid", 7, "ä"])
    save_artifact(tmp_path / "model", model, command="test")
    return tmp_path / "model"


def test_items_come_back_as_text_in_their_order(folder):
    model = load_trained(folder)
    assert model.items == ("Nico\tAfraid", "7", "ä")
    assert model.name == "popularity"
    assert model.score([1]).tolist() == [0.0, 1.0, 2.0]


def test_the_first_name_that_is_known_counts(folder):
    model = load_trained(folder)
    assert model.row_of(["nobody\tnothing", "NICO \t afraid", "7"]) == 0
    assert model.row_of([]) is None


def test_a_model_without_items_is_refused(tmp_path):
    save_artifact(tmp_path / "m", PopularItems(np.zeros(2, np.float32)).pack(), command="test")
    with pytest.raises(ArtifactError, match=r"items\.json"):
        load_trained(tmp_path / "m")


def test_items_that_do_not_fit_are_refused(tmp_path):
    model = with_items(PopularItems(np.zeros(2, np.float32)).pack(), ["one"])
    save_artifact(tmp_path / "m", model, command="test")
    with pytest.raises(ArtifactError, match="names 1 items for 2"):
        load_trained(tmp_path / "m")


def test_a_folder_of_something_else_is_refused(tmp_path):
    packed = PopularItems(np.zeros(2, np.float32)).pack()
    other = replace(with_items(packed, "ab"), config={"model": "music_emotion"})
    save_artifact(tmp_path / "m", other, command="test")
    with pytest.raises(ArtifactError, match="music_emotion"):
        load_trained(tmp_path / "m")
