"""Facts are optional, checked, and make no more of themselves than is known."""

import pytest

from moodarc.affect import TrackAffect, Variance
from moodarc.errors import InputError
from moodarc.listener import BIG_FIVE, SENSITIVE_FACTS, ListenerFacts, cold_start


def test_every_fact_is_optional():
    assert ListenerFacts().given() == {}


def test_facts_go_out_and_come_in_as_json_values():
    facts = ListenerFacts(
        birth_year=1990, genres=("jazz",), neuroticism=2.5, time_zone="Asia/Tokyo"
    )
    assert ListenerFacts.of(facts.given()) == facts
    assert ListenerFacts.of({**facts.given(), "of another version": 1}) == facts


@pytest.mark.parametrize(
    ("wrong", "complaint"),
    [
        ({"birth_year": 90}, "expected 1900 to 20"),
        ({"openness": 0.5}, "expected 1 to 5"),
        ({"openness": float("nan")}, "expected 1 to 5"),
        ({"age_band": "young"}, "such as 25-34"),
        ({"age_band": "40-30"}, "such as 25-34"),
        ({"age_band": "1-999999"}, "such as 25-34"),
        ({"gender": ""}, "printable"),
        ({"country": "x" * 101}, "printable"),
        ({"culture": "a\nb"}, "printable"),
        ({"genres": ("\x1b[1m",)}, "printable"),
        ({"genres": ("a",) * 51}, "at most 50"),
        ({"time_zone": "Mars/Olympus"}, "IANA"),
        ({"time_zone": "../../etc/passwd"}, "IANA"),
    ],
)
def test_a_fact_that_cannot_be_is_refused(wrong, complaint):
    with pytest.raises(InputError, match=complaint):
        ListenerFacts(**wrong)


def test_facts_are_corrected_and_taken_back():
    facts = ListenerFacts(birth_year=1990, genres=("jazz",))
    assert facts.corrected({"birth_year": None, "genres": ()}) == ListenerFacts()
    with pytest.raises(InputError, match="no fact is called 'iq'; known are birth_year"):
        facts.corrected({"iq": 120})


def test_personality_and_culture_are_sensitive():
    assert {*BIG_FIVE, "culture", "gender"} == SENSITIVE_FACTS


PLACES = {
    "jazz": TrackAffect(0.2, 0.0, Variance(0.1, 0.2)),
    "metal": TrackAffect(-0.4, 0.6, Variance(0.1, 0.2)),
}


class TestColdStart:
    def test_who_says_nothing_is_guessed_nothing_of(self):
        guess = cold_start(ListenerFacts(), {})
        assert (guess.liked, guess.known, guess.unknown, guess.unused) == (None, (), (), ())

    def test_one_genre_lies_where_it_lies(self):
        guess = cold_start(ListenerFacts(genres=("jazz",)), PLACES)
        assert guess.liked == PLACES["jazz"]

    def test_two_genres_are_a_mixture(self):
        guess = cold_start(ListenerFacts(genres=("jazz", "metal")), PLACES)
        assert (guess.liked.valence, guess.liked.arousal) == pytest.approx((-0.1, 0.3))
        assert guess.liked.variance[:2] == pytest.approx((0.1 + 0.3**2, 0.2 + 0.3**2))

    def test_what_is_not_known_is_named_and_what_is_not_used_too(self):
        said = ListenerFacts(genres=("zydeco", "jazz"), birth_year=1950, openness=5.0)
        guess = cold_start(said, PLACES)
        assert (guess.known, guess.unknown) == (("jazz",), ("zydeco",))
        assert guess.unused == ("birth_year", "openness")
