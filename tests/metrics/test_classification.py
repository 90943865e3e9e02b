import warnings

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn import metrics as oracle

from moodarc import metrics
from moodarc.errors import InputError

CLASSES = ["angry", "happy", "peaceful", "sad", "surprise"]


@st.composite
def answers(draw):
    """Two label lists; often a class is absent from one of them, or from both."""
    pairs = st.tuples(st.sampled_from(CLASSES), st.sampled_from(CLASSES))
    drawn = draw(st.lists(pairs, min_size=1, max_size=30))
    return [truth for truth, _ in drawn], [told for _, told in drawn]


@given(answers())
def test_the_confusion_matrix_is_scikit_learns(pair):
    expected = oracle.confusion_matrix(*pair, labels=CLASSES)
    assert metrics.confusion_matrix(*pair, classes=CLASSES).tolist() == expected.tolist()


@pytest.mark.parametrize("name", ["precision", "recall", "f1"])
@given(pair=answers())
def test_each_class_has_scikit_learns_number(name, pair):
    by_class = getattr(oracle, f"{name}_score")
    expected = by_class(*pair, labels=CLASSES, average=None, zero_division=0)
    assert getattr(metrics, name)(*pair, classes=CLASSES) == pytest.approx(expected)


@pytest.mark.parametrize("name", ["precision", "recall", "f1"])
@given(pair=answers())
def test_the_macro_mean_over_the_classes_met_is_scikit_learns(name, pair):
    macro = getattr(oracle, f"{name}_score")
    expected = macro(*pair, average="macro", zero_division=0)
    assert getattr(metrics, f"macro_{name}")(*pair) == pytest.approx(expected)


@given(answers())
def test_accuracy_and_balanced_accuracy_are_scikit_learns(pair):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it warns of a class that is only predicted
        balanced = oracle.balanced_accuracy_score(*pair)
    assert metrics.accuracy(*pair) == pytest.approx(oracle.accuracy_score(*pair))
    assert metrics.balanced_accuracy(*pair) == pytest.approx(balanced)


@given(answers())
def test_precision_and_recall_change_places_with_truth_and_prediction(pair):
    truth, told = pair
    swapped = metrics.recall(told, truth, classes=CLASSES)
    assert metrics.precision(truth, told, classes=CLASSES).tolist() == swapped.tolist()


@given(answers(), st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(pair, random):
    rows = list(zip(*pair, strict=True))
    random.shuffle(rows)
    truth, told = zip(*rows, strict=True)
    assert metrics.macro_f1(truth, told) == pytest.approx(metrics.macro_f1(*pair))


def test_the_classes_order_the_matrix():
    counts = metrics.confusion_matrix([1, 1, 2], [1, 2, 2], classes=[2, 1, 0])
    assert counts.tolist() == [[1, 0, 0], [1, 1, 0], [0, 0, 0]]


def test_baek_s_rates_give_a_balanced_accuracy_of_63_not_55():
    # MISSION, BAEK-9: a list of 10 of 570 tracks with precision = recall = .278.
    truth = np.repeat([1, 1, 0, 0], [278, 722, 722, 55278])
    told = np.repeat([1, 0, 1, 0], [278, 722, 722, 55278])
    assert metrics.balanced_accuracy(truth, told) == pytest.approx(0.6325, abs=5e-4)


def test_a_label_outside_the_classes_is_refused():
    with pytest.raises(InputError, match="label bored is not among"):
        metrics.f1(["happy"], ["bored"], classes=CLASSES)


@pytest.mark.parametrize(("truth", "told"), [([], []), ([1], [1, 2]), ([[1]], [[1]])])
def test_arrays_that_do_not_pair_are_refused(truth, told):
    with pytest.raises(InputError, match="one truth and one prediction"):
        metrics.accuracy(truth, told)
