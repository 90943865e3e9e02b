from datetime import UTC, datetime

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from moodarc.affect import (
    UNINFORMED_VARIANCE,
    ThayerTerm,
    term_point,
    terms_point,
    terms_vector,
    word_affect,
)
from moodarc.errors import InputError, VocabularyError
from moodarc.sensing import from_point, from_terms, from_word
from moodarc.sensing.self_report import POINT_VARIANCE

AT = datetime(2026, 1, 1, tzinfo=UTC)
scores = st.dictionaries(st.sampled_from(list(ThayerTerm)), st.floats(0.01, 5), min_size=1)


def test_a_word_is_read_as_its_point_and_kept_as_it_was_said():
    reading, meant = from_word("Scary", AT), word_affect("scary")
    assert (reading.state.valence, reading.state.arousal) == (meant.valence, meant.arousal)
    assert reading.state.variance == meant.variance
    assert (reading.note, reading.modality, reading.state.at) == ("Scary", "self_report", AT)
    assert reading.is_valid


def test_a_point_is_read_as_it_was_placed():
    reading = from_point(-0.5, 1.0, AT)
    assert (reading.state.valence, reading.state.arousal) == (-0.5, 1.0)
    assert reading.state.variance == POINT_VARIANCE
    assert reading.vector is None


@given(scores)
def test_terms_give_their_mean_and_their_emotion_vector(given_scores):
    reading = from_terms(given_scores, AT)
    assert (reading.state.valence, reading.state.arousal) == terms_point(given_scores)
    assert reading.vector == terms_vector(given_scores)
    assert 0 < reading.state.variance.valence <= UNINFORMED_VARIANCE
    assert 0 < reading.state.variance.arousal <= UNINFORMED_VARIANCE


def test_the_variance_of_terms_is_that_of_a_mixture():
    # Pleased and happy in the proportion 3 : 1; the oracle draws from the mixture.
    word = word_affect("happy").variance
    rng = np.random.default_rng(0)
    points = np.array([term_point(ThayerTerm.PLEASED), term_point(ThayerTerm.HAPPY)])
    drawn = points[rng.choice(2, size=400_000, p=[0.75, 0.25])]
    drawn += rng.normal(0, np.sqrt(word[:2]), size=drawn.shape)
    variance = from_terms({"pleased": 3, "happy": 1}, AT).state.variance
    assert variance[:2] == pytest.approx(drawn.var(axis=0), rel=0.01)


def test_one_term_is_as_sure_as_its_word_and_opposite_terms_leave_the_point_open():
    one = from_terms({"happy": 3}, AT).state.variance
    assert one == pytest.approx((*word_affect("happy").variance[:2], None))
    torn = from_terms({"happy": 3, "bored": 3}, AT)
    assert torn.state.variance.valence == UNINFORMED_VARIANCE
    assert torn.vector == (0.5, 0, 0.5, 0)


@pytest.mark.parametrize("nothing", [{}, {"happy": 0}])
def test_nothing_scored_is_a_reading_that_must_not_be_used(nothing):
    reading = from_terms(nothing, AT)
    assert not reading.is_valid
    assert reading.validity == "no term scored above 0"
    assert reading.vector is None


@pytest.mark.parametrize("score", [-1, 5.5, float("nan")])
def test_a_score_outside_the_scale_is_refused(score):
    with pytest.raises(InputError, match="expected 0"):
        from_terms({"happy": score}, AT)


def test_words_that_are_unknown_are_refused():
    with pytest.raises(VocabularyError, match="did you mean"):
        from_word("hapy", AT)
    with pytest.raises(VocabularyError, match="Thayer"):
        from_terms({"dreamy": 3}, AT)


def test_a_point_off_the_plane_and_a_time_without_a_zone_are_refused():
    with pytest.raises(InputError, match="valence is 2"):
        from_point(2, 0, AT)
    with pytest.raises(InputError, match="no zone"):
        from_word("sad", datetime(2026, 1, 1))  # noqa: DTZ001 - the case itself
