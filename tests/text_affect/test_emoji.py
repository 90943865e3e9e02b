import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moodarc.text_affect import TextEstimator
from moodarc.text_affect.emoji import _signs, spell_emoji

ESTIMATOR = TextEstimator.shipped()


@pytest.mark.parametrize(
    ("text", "words", "signs"),
    [
        ("no signs here", "no signs here", ()),
        ("😢", ".", ("sad",)),
        ("😭😭😭", ".", ("crying",)),
        ("😭 😭", ". .", ("crying", "crying")),
        ("yes 👍🏽 love ❤️", "yes . love .", ("good", "love")),
        ("fine :) bye", "fine . bye", ("happy",)),
        ("at (10:30) or 5:3 no http://x", "at (10:30) or 5:3 no http://x", ()),
        ("🚂 Zürich", "🚂 Zürich", ()),
    ],
)
def test_signs_become_words_and_the_rest_is_left(text, words, signs):
    assert spell_emoji(text) == (words, signs)


def test_every_sign_stands_for_one_word_that_the_estimator_knows():
    signs = _signs()
    assert len(signs) > 100
    assert [word for word in set(signs.values()) if not ESTIMATOR.knows(word)] == []


def test_drawn_signs_are_single_characters_with_a_name():
    for sign in _signs():
        if not sign.isascii():
            assert unicodedata.name(sign)


@given(st.text(max_size=60))
def test_any_text_can_be_spelled(text):
    words, signs = spell_emoji(text)
    assert spell_emoji(words).signs == ()
    assert len(signs) <= len(text)
