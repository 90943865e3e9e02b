import numpy as np

from moodarc.evaluation.emotion_reranking import EmotionReranking
from moodarc.recommend import lambda_mix
from taste_groups import make_content


def lists(wanted, left_out=None):
    content = make_content()
    scores = np.random.default_rng(0).normal(size=(len(wanted), 40)).astype(np.float32)
    mixing = EmotionReranking.of(content, np.asarray(wanted, np.float64))
    return content, scores, mixing.mixed(scores, left_out, 0)


def test_the_shortlist_is_in_the_order_of_the_lambda_mix():
    content, scores, mixed = lists([[0.5, 0.5], [-0.5, 0.2]])
    for row, wanted in enumerate(([0.5, 0.5], [-0.5, 0.2])):
        order = lambda_mix(
            scores[row], content.affect, wanted, total_variance=content.variance.sum(axis=1)
        )
        np.testing.assert_array_equal(np.argsort(-mixed[row], kind="stable"), order)


def test_what_is_below_the_hundred_stays_below_in_its_order():
    content = make_content()
    many = np.tile(np.arange(40), 5)
    scores = np.random.default_rng(1).normal(size=(1, 200)).astype(np.float32)
    mixing = EmotionReranking.of(content.take(many), np.array([[0.3, -0.2]]))
    mixed = mixing.mixed(scores, None, 0)[0]
    before, after = np.argsort(-scores[0]), np.argsort(-mixed)
    assert set(before[:100]) == set(after[:100])
    np.testing.assert_array_equal(before[100:], after[100:])


def test_a_listener_whose_affect_is_unknown_keeps_the_list():
    _, scores, mixed = lists([[np.nan, np.nan]])
    np.testing.assert_allclose(mixed, scores)


def test_what_is_no_candidate_does_not_enter_the_shortlist():
    left_out = np.zeros((1, 40), bool)
    left_out[0, :30] = True
    _, _, mixed = lists([[0.5, 0.5]], left_out=left_out)
    assert mixed[0, 30:].min() > mixed[0, :30].max()
