from dataclasses import replace

import numpy as np
import pytest
from sklearn.svm import SVC

from moodarc.music.emotion.kernel.machine import squared_distances
from moodarc.music.emotion.kernel.training import KernelTrainingConfig, train_machine
from moodarc.music.emotion.training import MIDDLE_VIEW, WHOLE_VIEW, LabelledRuns, quadrants_of_means
from moodarc.music.segments import FEATURE_BLOCKS, TRACK_FEATURE_NAMES

N_FEATURES = len(TRACK_FEATURE_NAMES)
SMALL = KernelTrainingConfig(cost=(1.0, 4.0), width=(0.5,), n_quantiles=21)


@pytest.fixture(scope="module")
def data():
    """Clips whose chords and tempogram tell the quadrant, in four folds, amid noise."""
    rng = np.random.default_rng(0)
    n = 96
    quadrant = np.arange(n) % 4
    views = rng.normal(size=(n, 9, N_FEATURES))
    telling = np.isin(FEATURE_BLOCKS, ("chords", "tempogram"))
    views[:, :, telling] += 1.5 * rng.normal(size=(4, telling.sum()))[quadrant][:, None]
    return LabelledRuns(views.astype(np.float32), quadrant.astype(np.int64), np.arange(n) // 24)


@pytest.fixture(scope="module")
def trained(data):
    return train_machine(data, SMALL)


def test_it_tells_clips_of_a_fold_that_it_never_heard(data):
    held = data.fold == 3
    machine, _ = train_machine(data[~held], SMALL)
    told = quadrants_of_means(machine.probits(data.views[held, WHOLE_VIEW]))
    assert np.mean(told == data.quadrant[held]) > 0.8


def test_its_probits_of_held_out_clips_do_not_know_their_labels(data):
    """Were the labels of one fold other, that fold would still be told alike."""
    one = replace(SMALL, cost=(4.0,))
    _, honest = train_machine(data, one)
    turned = np.where(data.fold == 0, (data.quadrant + 1) % 4, data.quadrant)
    _, other = train_machine(LabelledRuns(data.views, turned, data.fold), one)
    rows = data.fold == 0
    # the slope may differ, as it is fitted on all; the order of the clips may not
    for axis in range(2):
        first, second = honest.probits[rows, axis], other.probits[rows, axis]
        assert np.corrcoef(first, second)[0, 1] > 0.97
        np.testing.assert_array_equal(first > 0, second > 0)


def test_trained_twice_it_is_the_same(data, trained):
    again, _ = train_machine(data, SMALL)
    np.testing.assert_array_equal(again.coefficients, trained[0].coefficients)
    assert (again.slope, again.width) == (trained[0].slope, trained[0].width)


def test_it_learns_from_whole_clips_and_their_middles(data, trained):
    machine, _ = trained
    expected = [machine.normaliser(data.views[:, view]) for view in (WHOLE_VIEW, MIDDLE_VIEW)]
    np.testing.assert_array_equal(machine.support, np.concatenate(expected))


def test_a_pairs_margin_is_that_of_the_librarys_machine(data, trained):
    machine, selection = trained
    known = machine.support * machine.scale
    kernel = np.exp(-machine.width / 2 * squared_distances(known, known))
    quadrant = np.tile(data.quadrant, 2)
    rows = np.flatnonzero(quadrant < 2)
    library = SVC(kernel="precomputed", C=selection.cost)
    library.fit(kernel[np.ix_(rows, rows)], quadrant[rows] == 0)
    whole = squared_distances(
        machine.normaliser(data.views[:, WHOLE_VIEW]) * machine.scale, known[rows]
    )
    expected = library.decision_function(np.exp(-machine.width / 2 * whole))
    told = machine.margins(data.views[:, WHOLE_VIEW])[:, 0]
    np.testing.assert_allclose(told, expected, atol=1e-4)


def test_the_likelier_cost_is_chosen(data):
    _, chosen = train_machine(data, replace(SMALL, cost=(1e-4, 4.0)))
    assert chosen.cost == 4.0
