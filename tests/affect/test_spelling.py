from moodarc.affect.spelling import fold, unknown_word
from moodarc.errors import InputError


def test_case_and_outer_spaces_do_not_matter():
    assert fold("  HAPPY\n") == "happy"


def test_a_slip_is_answered_with_the_nearest_words():
    assert "did you mean relaxed or relaxing?" in str(
        unknown_word("relaxd", ["relaxing", "relaxed", "sad"], "the words")
    )


def test_a_word_near_nothing_is_answered_with_all_words():
    error = unknown_word("zzz", ["sad", "happy"], "the words")
    assert str(error) == "'zzz' is not among the words; use one of: happy, sad"
    assert isinstance(error, InputError)
