import csv

import numpy as np
import pytest
from tests.shared import shared_data

from moodarc.affect import (
    EVERYDAY_EMOTIONS,
    MUSIC_EMOTIONS,
    Expression,
    ThayerTerm,
    Variance,
    Vocabulary,
    known_words,
    quadrant_of,
    term_point,
    word_affect,
)
from moodarc.affect.words import PLACED_WORD_VARIANCE, QUADRANT_WORD_VARIANCE
from moodarc.errors import VocabularyError


def point(word):
    found = word_affect(word)
    return found.valence, found.arousal


def test_every_word_of_the_four_vocabularies_is_known():
    words = known_words()
    for entry in (*Expression, *ThayerTerm, *MUSIC_EMOTIONS, *EVERYDAY_EMOTIONS):
        assert set(entry.split("/")) | {str(entry)} <= set(words)


def test_a_word_names_all_vocabularies_that_hold_it():
    assert known_words()["sad"] == (Vocabulary.EXPRESSION, Vocabulary.THAYER, Vocabulary.MUSIC)
    assert known_words()["fear"] == (Vocabulary.EXPRESSION, Vocabulary.EVERYDAY)


def test_a_thayer_term_comes_before_the_face_of_the_same_name():
    assert point("Happy") == term_point(ThayerTerm.HAPPY)
    assert word_affect("happy").variance == PLACED_WORD_VARIANCE


def test_a_word_that_only_a_face_has_lies_where_em_4_puts_it():
    assert point("surprise") == (0.10, 0.56)


def test_neutral_is_the_origin():
    assert point("neutral") == (0, 0)


def test_another_form_lies_with_its_word():
    assert point("anger") == point("angry")
    assert point("relaxing") == point("relaxed")


def test_words_of_one_entry_share_the_point_that_the_entry_has():
    assert point("scary") == point("fearful") == point("scary/fearful") == point("fear")
    assert point("depressing") == point("sad")


def test_a_word_known_by_its_quadrant_lies_in_the_middle_of_it():
    assert point("dreamy") == (0.5, -0.5)
    assert word_affect("dreamy").variance == QUADRANT_WORD_VARIANCE


@pytest.mark.parametrize(("word", "quadrant"), list((MUSIC_EMOTIONS | EVERYDAY_EMOTIONS).items()))
def test_no_word_leaves_the_quadrant_of_its_table(word, quadrant):
    assert quadrant_of(*point(word)) is quadrant


def test_an_unknown_word_is_answered_with_near_ones():
    with pytest.raises(VocabularyError, match="did you mean energizing"):
        word_affect("energising")


def warriner_norms():
    with shared_data("text_norms", "warriner2013.csv").open(newline="") as file:
        return {
            row["word"]: ((float(row["valence"]) - 5) / 4, (float(row["arousal"]) - 5) / 4)
            for row in csv.DictReader(file)
        }


@pytest.mark.shared_data
@pytest.mark.parametrize(
    ("variance", "words"), [(PLACED_WORD_VARIANCE, 24), (QUADRANT_WORD_VARIANCE, 25)]
)
def test_the_variances_are_the_measured_distance_to_what_people_rate(variance, words):
    norms = warriner_norms()
    gaps = [
        np.subtract(point(word), norms[word])
        for word in known_words()
        if word in norms and word_affect(word).variance == variance
    ]
    assert len(gaps) == words
    measured = np.square(gaps).mean(axis=0)
    assert Variance(*(round(float(value), 2) for value in measured)) == variance
