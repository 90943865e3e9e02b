"""What a note says of its writer's mood: turns, denied moods, signs, doubt."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moodarc.affect import UNINFORMED_VARIANCE
from moodarc.text_affect import TextEstimator, read_note

ESTIMATOR = TextEstimator.shipped()


def note(text):
    return read_note(text, ESTIMATOR)


@pytest.mark.parametrize(
    "text",
    ["not happy at all", "I am not happy at all", "I don't feel good", "nothing is right today"],
)
def test_a_good_mood_denied_is_no_good_mood(text):
    assert note(text).valence < -0.03


@pytest.mark.parametrize(
    "text",
    ["I'm not sad", "I do not feel bad", "not afraid anymore", "no problems today", "never lonely"],
)
def test_a_low_mood_denied_is_no_low_mood_and_is_less_sure(text):
    assert note(text).valence > 0.03
    assert note(text).variance.valence > ESTIMATOR.read(text).variance.valence


def test_news_that_is_denied_is_left_to_the_estimator():
    for text in ("nobody was killed", "we can't win this war", "nobody helped her"):
        assert note(text) == ESTIMATOR.read(text)


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("I was so sad this morning, but now I'm fine", 1),
        ("The day was awful. I cried. But now I feel great.", 1),
        ("Everything went wrong. Now I am happy", 1),
        ("It was a lovely day but now I feel miserable", -1),
        ("I laughed a lot; however, I feel lonely", -1),
    ],
)
def test_after_a_turn_counts_what_follows(text, sign):
    assert sign * note(text).valence > 0.01
    assert note(text).variance.valence > 1.2 * ESTIMATOR.read(text).variance.valence


def test_a_turn_is_a_mixture_of_three_to_one():
    then, now = ESTIMATOR.read("I was miserable"), ESTIMATOR.read("I am happy")
    whole = note("I was miserable but I am happy")
    assert whole.valence == pytest.approx(0.25 * then.valence + 0.75 * now.valence)
    between = 0.25 * 0.75 * (then.valence - now.valence) ** 2
    within = 0.25 * then.variance.valence + 0.75 * now.variance.valence
    assert whole.variance.valence == pytest.approx(within + between)
    assert whole.n_words == then.n_words + now.n_words


def test_words_that_only_look_like_a_turn_are_none():
    for text in ("I cannot help but smile", "Now I am happy", "but I am happy", "I am happy, but"):
        assert note(text).variance.valence < 0.06
    assert note("nothing but joy").valence > 0.1


def test_several_sentences_are_read_as_a_whole():
    text = "Work was fine. The sun was out. I met a dear friend and we laughed."
    assert note(text) == ESTIMATOR.read(text)
    assert note(text).valence > 0.1


def test_a_sign_alone_is_read():
    for sign, side in (("😢", -1), ("😭😭", -1), ("😀", 1), (":)", 1), ("💔", -1), ("👍🏽", 1)):
        assert side * note(sign).valence > 0.15
        assert note(sign).known == 1.0


def test_a_sign_beside_words_counts_as_much_and_a_contradiction_leaves_doubt():
    agreeing, torn = note("what a wonderful day 😀"), note("what a wonderful day 😢")
    assert agreeing.valence > note("what a wonderful day").valence
    assert torn.valence < agreeing.valence - 0.3
    assert torn.variance.valence > 2 * agreeing.variance.valence


def test_beside_words_of_another_language_the_sign_tells():
    assert note("Heute war ein schöner Tag 😀") == note("😀")


@pytest.mark.parametrize(
    "text",
    [
        "Heute geht es mir gar nicht gut",
        "hoy estoy muy contento pero cansado",
        "今日はとても楽しかった",
        "qwzx blarg fnord",
        "",
        "12:30",
        "🚂🚃",
    ],
)
def test_what_cannot_be_read_is_doubt(text):
    found = note(text)
    assert abs(found.valence) < 0.05
    assert found.variance.valence > 0.9 * UNINFORMED_VARIANCE


def test_few_known_words_are_doubted_by_their_share():
    known, half = note("a happy day at last"), note("a happy qwzx blarg fnord")
    assert half.variance.valence > 2 * known.variance.valence
    assert half.known < known.known


@given(st.text(max_size=120))
def test_any_note_lies_within_the_scale(text):
    found = note(f"{text} but not sad {text} 😢")
    for value, variance in zip(
        (found.valence, found.arousal, found.dominance), found.variance, strict=True
    ):
        assert -1 <= value <= 1
        assert 0 <= variance <= UNINFORMED_VARIANCE + 1e-9
    assert 0 <= found.known <= 1


@given(st.sampled_from(["a happy day", "the war goes on", "we met at noon", "Сегодня"]))
def test_a_text_without_turn_denial_or_sign_is_read_as_before(text):
    assert note(text) == ESTIMATOR.read(text)
