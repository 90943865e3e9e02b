from dataclasses import replace

import numpy as np
import pytest
from tests.felt_people import felt_people

from moodarc.affect import QUADRANT_CENTRES
from moodarc.datasets import FELT_EMOTIONS
from moodarc.errors import DatasetError
from moodarc.evaluation.felt_points import (
    FELT_TERMS,
    Scale,
    felt_points,
    score_shares,
    share_points,
)


def rescaled(slope, intercept):
    """People whose norms are ours by `ours = slope * theirs + intercept`."""
    moments = felt_people()
    valence, arousal = ((share_points(moments) - intercept) / slope).T
    return replace(moments, valence=valence, arousal=arousal)


@pytest.mark.parametrize(
    ("slope", "intercept"), [((1.0, 1.0), (0.0, 0.0)), ((0.8, 1.7), (-0.1, 0.2))]
)
def test_a_known_scale_is_found_again(slope, intercept):
    scale = Scale.of(rescaled(slope, intercept))
    assert scale.slope == pytest.approx(slope)
    assert scale.intercept == pytest.approx(intercept, abs=1e-9)


def test_both_ways_of_a_scale_are_inverse_and_ours_is_cut():
    scale = Scale(np.array([2.0, 0.5]), np.array([0.1, -0.1]))
    points = np.array([[0.2, -0.4], [-0.3, 0.9]])
    assert scale.ours(points) == pytest.approx(np.array([[0.5, -0.3], [-0.5, 0.35]]))
    assert scale.theirs(scale.ours(points)) == pytest.approx(points)
    assert scale.ours(np.array([[3.0, -9.0]])).tolist() == [[1.0, -1.0]]


def test_what_people_felt_does_not_move_the_scale():
    one, other = Scale.of(felt_people(seed=0)), Scale.of(felt_people(seed=1))
    assert one.slope == pytest.approx(other.slope)


def test_ratings_that_follow_from_no_words_are_refused():
    moments = felt_people()
    rng = np.random.default_rng(0)
    with pytest.raises(DatasetError, match="word norms"):
        Scale.of(replace(moments, valence=rng.uniform(-1, 1, len(moments))))


def test_norms_that_fall_as_ours_rise_are_refused():
    with pytest.raises(DatasetError, match="word norms"):
        Scale.of(rescaled((-1.0, 1.0), (0.0, 0.0)))


def test_points_are_means_of_words_by_score():
    moments, words = felt_people(), list(FELT_EMOTIONS)
    scores = np.zeros_like(moments.scores)
    scores[:, words.index("Sad")], scores[:, words.index("Happy")] = 3.0, 1.0
    mixed = replace(moments, scores=scores)
    assert score_shares(mixed).sum(axis=1) == pytest.approx(1.0)
    centres = [np.array(QUADRANT_CENTRES[FELT_EMOTIONS[word]]) for word in ("Sad", "Happy")]
    assert share_points(mixed)[0] == pytest.approx(0.75 * centres[0] + 0.25 * centres[1])
    alone = replace(
        moments, scores=np.where(np.arange(18) == words.index("Sad"), 2.0, 0.0) + 0 * scores
    )
    assert felt_points(alone)[0, 0] < 0.0
    assert felt_points(alone)[0, 1] < 0.0


def test_every_word_has_a_term():
    assert list(FELT_TERMS) == list(FELT_EMOTIONS)
