import pytest

from moodarc.affect import MUSIC_EMOTIONS, Quadrant, music_emotion_intensity, shares
from moodarc.errors import VocabularyError


def test_table_1_holds_five_four_one_and_three():
    quadrants = list(MUSIC_EMOTIONS.values())
    assert [quadrants.count(quadrant) for quadrant in Quadrant] == [5, 4, 1, 3]


def test_an_emotion_is_the_mean_degree_of_its_words():
    degrees = {"amusing": 1.0, "Beautiful": 0.5, "sad/depressing": 0.4, "dreamy": 0.3}
    intensity = music_emotion_intensity(degrees)
    assert intensity == pytest.approx((0.3, 0, 0.4, 0.1))


def test_the_means_become_shares():
    intensity = music_emotion_intensity({"amusing": 1.0, "sad/depressing": 0.2})
    vector = shares(dict(zip(Quadrant, intensity, strict=True)))
    assert vector == pytest.approx((0.5, 0, 0.5, 0))


def test_a_word_of_an_entry_is_not_the_entry():
    with pytest.raises(VocabularyError, match="thirteen music emotions"):
        music_emotion_intensity({"scary": 1.0})
