import numpy as np
import pytest
from scipy import stats

from moodarc.errors import InputError
from moodarc.metrics import accuracy, pearson
from moodarc.protocols import bootstrap_interval, mean_interval


def rng(seed=0):
    return np.random.default_rng(seed)


def test_the_interval_of_a_mean_is_scipys():
    sample = rng(3).gamma(2, size=200)
    ours = bootstrap_interval(np.mean, sample, rng=rng(), resamples=4000)
    theirs = stats.bootstrap(
        (sample,), np.mean, method="percentile", n_resamples=4000, rng=rng(1)
    ).confidence_interval
    assert ours.value == sample.mean()
    assert (ours.low, ours.high) == pytest.approx((theirs.low, theirs.high), abs=0.02)


def test_it_holds_the_truth_as_often_as_it_says():
    draw = rng(5)
    held = 0
    for _ in range(200):
        interval = bootstrap_interval(
            np.mean, draw.normal(size=60), rng=draw, resamples=200, level=0.9
        )
        held += interval.low <= 0 <= interval.high
    assert 165 <= held <= 195


def test_rows_that_belong_together_widen_the_interval():
    values = np.repeat(rng(2).normal(size=20), 10)
    single = bootstrap_interval(np.mean, values, rng=rng())
    grouped = bootstrap_interval(np.mean, values, rng=rng(), groups=np.repeat(np.arange(20), 10))
    assert grouped.high - grouped.low > 2 * (single.high - single.low)


def test_groups_are_drawn_whole():
    drawn = []

    def watch(values):
        drawn.append(np.bincount(values, minlength=3))
        return 0.0

    values = np.repeat([0, 1, 2], [2, 3, 5])
    bootstrap_interval(watch, values, rng=rng(), groups=values, resamples=100)
    times = np.array(drawn) / [2, 3, 5]
    assert (times == times.round()).all()
    assert (times.sum(axis=1) == 3).all()
    assert (times > 1).any()


def test_columns_are_drawn_by_the_same_rows():
    truth = rng(1).integers(4, size=50)
    assert bootstrap_interval(accuracy, truth, truth, rng=rng()) == (1, 1, 1)


def test_draws_on_which_the_metric_is_undefined_are_left_out():
    interval = bootstrap_interval(pearson, [0, 0, 0, 1.0], [0, 0.1, 0, 1.0], rng=rng())
    assert np.isfinite(interval).all()


def test_a_metric_undefined_on_most_draws_is_refused():
    with pytest.raises(InputError, match="undefined on 100 of 100"):
        bootstrap_interval(pearson, [1.0, 1.0], [1.0, 2.0], rng=rng(), resamples=100)


@pytest.mark.parametrize(
    ("arrays", "options"),
    [
        (([1], [1, 2]), {}),
        (([],), {}),
        (([1, 2],), {"resamples": 0}),
        (([1, 2],), {"level": 1.0}),
        (([1, 2],), {"groups": [1]}),
    ],
)
def test_what_cannot_be_drawn_from_is_refused(arrays, options):
    with pytest.raises(InputError):
        bootstrap_interval(np.mean, *arrays, rng=rng(), **options)


def test_repetitions_are_drawn_beside_the_groups():
    # what a draw of the trial adds to all listeners alike is in the interval of many draws
    draw = rng(4)
    of_trial, of_group = draw.normal(size=40), draw.normal(size=60)
    trial, group = (part.ravel() for part in np.meshgrid(np.arange(40), np.arange(60)))
    values = of_trial[trial] + of_group[group]
    blind = mean_interval(values, group, rng=rng())
    told = mean_interval(values, group, rng=rng(), repeats=trial)
    assert told.value == blind.value == pytest.approx(values.mean())
    spread = np.sqrt(of_trial.var() / 40 + of_group.var() / 60)
    assert (told.high - told.low) / 3.92 == pytest.approx(spread, rel=0.1)
    assert blind.high - blind.low < told.high - told.low


def test_one_repetition_is_none():
    values, group = rng(4).normal(size=300), rng(5).integers(100, size=300)
    one = mean_interval(values, group, rng=rng(), repeats=np.zeros(300))
    none = mean_interval(values, group, rng=rng())
    assert one.high - one.low == pytest.approx(none.high - none.low, rel=0.1)


def test_unequal_numbers_of_repetitions_are_refused():
    with pytest.raises(InputError, match="expected the same number"):
        mean_interval([1.0, 2.0], [0, 1], rng=rng(), repeats=[0])
