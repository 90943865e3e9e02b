"""Recipes by name with one input changed."""

from dataclasses import replace

import pytest

from moodarc.recommend.ablations import ABLATIONS, PAIRS, named_recipe
from moodarc.recommend.learners import LEARNERS
from moodarc.recommend.sequence import BiLSTMEmotion


@pytest.mark.parametrize("paper", [False, True])
def test_every_ablation_differs_from_its_recipe_in_emotion_only(paper):
    for name, ablation in ABLATIONS.items():
        changed, whole = named_recipe(name, paper=paper), named_recipe(ablation.model, paper=paper)
        assert changed != whole
        if isinstance(changed, BiLSTMEmotion):
            same = {"emotion": "affect", "oracle": False}
            assert replace(changed, config=replace(changed.config, **same)) == whole
        else:
            assert replace(changed, emotion=True) == whole


def test_no_name_means_two_things():
    assert not ABLATIONS.keys() & LEARNERS.keys()


def test_pairs_are_of_known_names_and_a_recipe_is_compared_with_one_other():
    assert {name for pair in PAIRS for name in pair} <= LEARNERS.keys() | ABLATIONS.keys()
    assert len({one for one, _ in PAIRS}) == len(PAIRS)


def test_the_ladder_is_em_9s():
    levels = ["bilstm", "bilstm_label", "bilstm_vector", "bilstm_emotion"]
    told = [named_recipe(name).config.emotion for name in levels]
    assert told == ["none", "label", "vector", "affect"]
    assert [named_recipe(name).config.oracle for name in [*levels, "bilstm_oracle"]] == [
        False
    ] * 4 + [True]
