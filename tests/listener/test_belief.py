import math
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moodarc.affect import (
    UNINFORMED_VARIANCE,
    AffectReading,
    AffectState,
    EmotionVector,
    Variance,
)
from moodarc.errors import InputError
from moodarc.listener import (
    NEUTRAL_DYNAMICS,
    POPULATION_DYNAMICS,
    as_said,
    believe,
    believe_log,
    fit_dynamics,
)
from moodarc.sensing import from_point, from_terms

AT = datetime(2026, 1, 1, 12, tzinfo=UTC)
HOME = POPULATION_DYNAMICS.valence


def ago(minutes):
    return AT - timedelta(minutes=minutes)


def reading(valence=0.6, variance=0.1, minutes=0.0, **changes):
    state = AffectState(
        valence=valence, arousal=0, at=ago(minutes), variance=Variance(variance, variance)
    )
    return AffectReading(**({"state": state, "modality": "face"} | changes))


def valence_of(*readings, **options):
    state = believe(readings, AT, **options).state
    return state.valence, state.variance.valence


readings = st.lists(
    st.builds(
        reading,
        valence=st.floats(-1, 1),
        variance=st.floats(0, 1),
        minutes=st.floats(0, 10_000),
        confidence=st.floats(0, 1),
        modality=st.sampled_from(["face", "self_report", "text", "a sense of tomorrow"]),
    ),
    max_size=8,
)


def test_of_a_listener_who_said_nothing_what_people_are_like_is_believed():
    belief = believe([], AT)
    assert belief.state.valence == HOME.home
    assert belief.state.variance.valence == pytest.approx(HOME.total_variance)
    assert belief.state.dominance is None
    assert belief.source == "no reading yet"


def test_of_nobody_in_particular_the_neutral_prior_is_believed():
    belief = believe([], AT, dynamics=NEUTRAL_DYNAMICS)
    assert (belief.state.valence, belief.state.arousal) == (0.0, 0.0)
    assert belief.state.variance.valence == pytest.approx(UNINFORMED_VARIANCE)
    assert belief.emotion_vector == pytest.approx((0.25, 0.25, 0.25, 0.25))


def test_one_fresh_reading_weighs_against_the_prior_by_its_precision():
    """The formula of two Gaussians; a reading is a posterior that began with N(0, 1/3)."""
    known, before = 1 / 0.1 - 3, 1 / HOME.total_variance
    mean, variance = valence_of(reading(0.6))
    assert mean == pytest.approx((0.6 / 0.1 + HOME.home * before) / (known + before))
    assert variance == pytest.approx(1 / (known + before))


def test_seen_without_a_prior_the_variance_of_one_reading_is_its_own():
    assert valence_of(reading(0.6), dynamics=NEUTRAL_DYNAMICS) == pytest.approx((0.6, 0.1))


@pytest.mark.parametrize("variance", [0.1, 0.3, 0.32])
def test_a_sensor_that_leans_further_than_the_belief_pushes_it_outward(variance):
    """A faint sensor's estimate is shrunk to 0; it must not pull a clear belief back for that."""
    clear = [reading(0.4, 0.03, modality="self_report")]
    seen = 0.9  # on the sensor's own likelihood
    faint = reading(seen * (1 - 3 * variance), variance, modality="physiology")
    assert valence_of(*clear, faint)[0] > valence_of(*clear)[0]


@pytest.mark.parametrize("modality", ["face", "self_report", "text", "physiology", "other"])
def test_a_sensor_that_repeats_itself_a_thousand_times_is_not_believed_a_thousand_times(modality):
    once = valence_of(reading(modality=modality))[1]
    often = valence_of(*(reading(modality=modality, minutes=n / 1e4) for n in range(1000)))[1]
    independent = 1 / (1000 * (1 / 0.1 - 3) + 1 / HOME.total_variance)
    half = 1 / (2 * (1 / 0.1 - 3) + 1 / HOME.total_variance)
    assert half * 0.999 <= often < once
    assert often > 50 * independent


def test_a_vague_word_after_a_clear_point_does_not_undo_it():
    clear = [reading(-0.8, 0.03, modality="self_report")]
    vague = reading(-0.7, 0.325, modality="self_report")
    before, after = valence_of(*clear)[0], valence_of(*clear, vague)[0]
    assert before < -0.4
    assert after == pytest.approx(before, abs=0.05)


def test_two_senses_say_more_than_one_sense_twice():
    twice = valence_of(reading(), reading(minutes=0.01))[1]
    both = valence_of(reading(), reading(minutes=0.01, modality="self_report"))[1]
    assert both < twice


def test_a_slip_is_doubted_and_a_change_that_persists_gets_through():
    calm = [reading(0.3, 0.02, minutes=60 - n, modality="self_report") for n in range(30)]
    slip = valence_of(*calm, reading(-1, 0.02, minutes=25, modality="self_report"))[0]
    changed = [reading(-1, 0.02, minutes=25 - n, modality="self_report") for n in range(26)]
    assert slip > 0.0
    assert valence_of(*calm, *changed)[0] < -0.6


@given(readings)
def test_a_belief_is_on_the_scale_and_never_less_sure_than_nothing(given_):
    state = believe(given_, AT).state
    assert -1.0 <= state.valence <= 1.0
    assert 0 < state.variance.valence <= HOME.total_variance + 1e-12


@given(readings, st.randoms(use_true_random=False))
def test_the_order_in_which_readings_are_handed_in_does_not_matter(given_, random):
    assert believe(random.sample(given_, len(given_)), AT).state == believe(given_, AT).state


@given(readings, st.integers(-10_000, 10_000))
def test_moving_all_times_alike_changes_nothing(given_, hours):
    moved = [
        reading(
            r.state.valence,
            r.state.variance.valence,
            minutes=(AT - r.state.at) / timedelta(minutes=1) - 60 * hours,
            confidence=r.confidence,
            modality=r.modality,
        )
        for r in given_
    ]
    there = believe(moved, AT + timedelta(hours=hours)).state
    here = believe(given_, AT).state
    assert there.valence == pytest.approx(here.valence, abs=1e-6)
    assert there.variance.valence == pytest.approx(here.variance.valence, abs=1e-6)


@given(readings, st.floats(-1, 1))
def test_one_more_reading_after_all_others_never_makes_less_sure(given_, valence):
    later = AT + timedelta(minutes=1)
    more = believe([*given_, reading(valence, minutes=-1)], later).state.variance
    assert more.valence <= believe(given_, later).state.variance.valence + 1e-12


def test_unheard_the_belief_drifts_to_the_home_base_that_was_learned():
    """A hundred days of sad readings move the home base; a week of silence leaves only that."""
    sad = [reading(-0.5, minutes=(7 + day) * 24 * 60, modality="self_report") for day in range(100)]
    mean, variance = valence_of(*sad)
    assert mean == pytest.approx(-0.5 / (1 - 3 * 0.1), abs=0.08)
    assert HOME.variance < variance < HOME.variance + 0.005
    assert valence_of(reading(minutes=7 * 24 * 60))[0] < 0.4


@pytest.mark.parametrize(
    "useless",
    [
        reading(validity="no face"),
        reading(confidence=0.0),
        reading(minutes=-1),
        reading(variance=1 / 3),
    ],
    ids=["invalid", "without confidence", "of the future", "knows nothing"],
)
def test_readings_that_say_nothing_change_nothing(useless):
    assert believe([useless], AT).state == believe([], AT).state


def test_half_the_confidence_is_half_the_weight():
    before = 1 / HOME.total_variance
    sure, unsure = (valence_of(reading(confidence=c))[1] for c in (1.0, 0.5))
    assert 1 / unsure - before == pytest.approx((1 / sure - before) / 2)


def test_a_certain_reading_is_believed():
    assert valence_of(reading(-0.5), reading(0.4, variance=0.0))[0] == pytest.approx(0.4, abs=1e-2)


def test_dominance_is_believed_only_where_it_was_measured():
    measured = AffectState(
        valence=0, arousal=0, dominance=0.4, at=AT, variance=Variance(0.1, 0.1, 0.1)
    )
    assert believe([reading()], AT).state.dominance is None
    both = [reading(), AffectReading(state=measured, modality="face")]
    assert 0.1 < believe(both, AT).state.dominance < 0.4
    assert believe(both, AT).state.variance.dominance is not None


class TestEmotionVector:
    torn = EmotionVector(0.5, 0, 0.5, 0)

    def said(self, minutes):
        return from_terms({"happy": 3, "bored": 3}, ago(minutes))

    def test_shares_given_by_the_listener_are_kept(self):
        assert believe([self.said(0)], AT).emotion_vector == self.torn
        assert believe([reading(minutes=5), self.said(1)], AT).vector == self.torn

    def test_of_one_moment_what_the_listener_says_counts_as_newest(self):
        assert believe([self.said(0), reading()], AT).vector == self.torn

    def test_they_give_way_to_a_newer_reading(self):
        assert believe([self.said(2), reading(minutes=1)], AT).vector is None

    def test_they_fade_after_twenty_minutes(self):
        assert believe([self.said(20)], AT).vector == self.torn
        assert believe([self.said(21)], AT).vector is None


def test_the_newest_expression_travels_into_the_belief():
    face = tuple(float(place == 3) for place in range(7))
    assert believe([reading(expression=face, minutes=1), reading()], AT).expression == face
    assert believe([reading(expression=face, minutes=60)], AT).expression is None


@pytest.mark.parametrize(
    ("minutes", "source"),
    [([0], "face now"), ([3], "face 3 min ago"), ([5, 3, 9], "face 3 min ago and 2 more")],
)
def test_the_source_tells_what_the_belief_rests_on(minutes, source):
    assert believe([reading(minutes=m) for m in minutes], AT).source == source


def test_a_time_without_a_zone_is_refused():
    with pytest.raises(InputError, match="no zone"):
        believe([], AT.replace(tzinfo=None))


class TestLog:
    @staticmethod
    def log(n):
        return [
            from_point(0.8 * math.sin(hour / 2), 0.0, AT - timedelta(hours=hour))
            for hour in reversed(range(n))
        ]

    def test_a_short_log_is_believed_as_the_population_moves(self):
        assert believe_log(self.log(60), AT) == believe(self.log(60)[-50:], AT)

    def test_a_long_log_gives_dynamics_of_ones_own_from_what_lies_before(self):
        log = self.log(120)
        own = believe(log[-50:], AT, dynamics=fit_dynamics(log[:-50]))
        assert believe_log(log, AT) == own
        assert own.state != believe(log[-50:], AT).state


def test_what_is_said_now_can_be_taken_at_its_word():
    said = from_terms({"happy": 3}, AT)
    belief = as_said(said)
    assert (belief.state, belief.vector, belief.source) == (
        said.state,
        said.vector,
        "self_report now",
    )
    assert as_said(reading(validity="no face")) == believe([], AT)
