from datetime import UTC, datetime

import pytest

from moodarc.affect import PLACED_WORD_VARIANCE, UNINFORMED_VARIANCE
from moodarc.errors import InputError
from moodarc.listener import NEUTRAL_DYNAMICS, believe
from moodarc.sensing import from_note
from moodarc.sensing.text import NO_WORDS, NOT_UNDERSTOOD
from moodarc.text_affect import TextEstimator

AT = datetime(2026, 5, 1, 12, tzinfo=UTC)
ESTIMATOR = TextEstimator.shipped()


def note(text):
    return from_note(text, AT, ESTIMATOR)


def test_a_note_is_a_reading_of_what_it_says():
    bad, good = note("long day, everything went wrong"), note("what a wonderful day")
    assert bad.state.valence < -0.1
    assert good.state.valence > 0.2
    assert bad.is_valid
    assert (bad.modality, bad.confidence, bad.state.at) == ("text", 1.0, AT)


def test_the_words_of_the_note_are_not_kept():
    said = "Anna left me today"
    assert "Anna" not in repr(note(said))


def test_a_note_is_no_surer_than_a_mood_word():
    """The text's own variance and that of a picked word, added."""
    text = ESTIMATOR.read("what a wonderful day")
    state = note("what a wonderful day").state
    assert state.variance.valence == pytest.approx(
        text.variance.valence + PLACED_WORD_VARIANCE.valence
    )
    assert state.variance.arousal == pytest.approx(
        text.variance.arousal + PLACED_WORD_VARIANCE.arousal
    )
    assert (state.valence, state.arousal, state.dominance) == (
        text.valence,
        text.arousal,
        text.dominance,
    )


def test_confidence_is_the_share_of_known_words():
    assert note("a happy day with qwzxvy").confidence == pytest.approx(4 / 5)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", NO_WORDS),
        ("12 / 7 !!", NO_WORDS),
        ("Heute war ein sehr schlechter Tag", NOT_UNDERSTOOD),
        ("今日はとても楽しかった", NOT_UNDERSTOOD),
    ],
)
def test_a_note_that_says_nothing_is_a_reading_that_says_so(text, why):
    reading = note(text)
    assert (reading.is_valid, reading.validity) == (False, why)
    assert max(reading.state.variance) <= UNINFORMED_VARIANCE
    belief = believe([reading], AT, dynamics=NEUTRAL_DYNAMICS)
    assert belief.state.variance.valence == pytest.approx(UNINFORMED_VARIANCE)


@pytest.mark.parametrize(
    ("text", "side"),
    [
        ("not happy at all", -1),
        ("I'm not sad", 1),
        ("The day was awful. I cried. But now I feel great.", 1),
        ("😢", -1),
        ("feeling good :)", 1),
    ],
)
def test_denials_turns_and_signs_are_read_as_a_note_means_them(text, side):
    reading = note(text)
    assert reading.is_valid
    assert side * reading.state.valence > 0.02


def test_words_that_are_mostly_unknown_leave_next_to_nothing_to_believe():
    reading = note("Heute good Nacht schlafen")
    assert not reading.is_valid or reading.state.variance.valence > 0.9 * UNINFORMED_VARIANCE


def test_a_time_without_a_zone_is_refused():
    with pytest.raises(InputError, match="has no zone"):
        from_note("fine", datetime(2026, 5, 1), ESTIMATOR)  # noqa: DTZ001 - the point
