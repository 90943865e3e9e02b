from dataclasses import replace

import numpy as np
import pytest
from scipy.special import log_ndtr
from tests.sounds import song

from moodarc.errors import DatasetError
from moodarc.music.emotion.training import (
    FeatureTrainingConfig,
    LabelledRuns,
    Setting,
    _scale,
    quadrants_of_means,
    run_views,
    train,
)
from moodarc.music.segments import TRACK_FEATURE_NAMES, describe, track_features
from moodarc.music.spectra import stream_spectra

SMALL = FeatureTrainingConfig(
    hidden=(8,), weight_decay=(1.0,), members=2, selection_members=1, epochs=80
)
N_FEATURES = len(TRACK_FEATURE_NAMES)


def labelled(n_a_fold=12, n_folds=3, seed=0, *, clear=True):
    """Clips whose first two features tell valence and arousal, if `clear`; the rest is noise."""
    rng = np.random.default_rng(seed)
    n = n_a_fold * n_folds
    quadrant = np.arange(n) % 4
    views = rng.normal(size=(n, 3, N_FEATURES)).astype(np.float32)
    if clear:
        views[:, :, :40] += 3.0 * np.where(np.isin(quadrant, (0, 3)), 1, -1)[:, None, None]
        views[:, :, 40:80] += 3.0 * np.where(quadrant < 2, 1, -1)[:, None, None]
    return LabelledRuns(views, quadrant.astype(np.int64), np.repeat(np.arange(n_folds), n_a_fold))


def test_what_can_be_told_is_learned():
    data = labelled()
    estimator, selection = train(data, SMALL, version="test-1")
    unseen = labelled(seed=1)
    told = quadrants_of_means(estimator.estimate(unseen.views[:, 0]).mean)
    assert (told == unseen.quadrant).mean() > 0.9
    assert selection.macro_f1 > 0.9
    assert estimator.version == "test-1"
    assert len(estimator.members) == 2


def test_what_cannot_be_told_is_not():
    """Labels without any relation to the features: held-out macro-F1 near chance."""
    _, selection = train(labelled(n_a_fold=40, clear=False), SMALL, version="test-1")
    assert 0.1 < selection.macro_f1 < 0.4


def test_the_same_seed_gives_the_same_model_and_another_seed_another():
    data = labelled()
    first, again, other = (
        train(data, replace(SMALL, seed=seed), version="v")[0].estimate(data.views[:, 0]).mean
        for seed in (3, 3, 4)
    )
    np.testing.assert_array_equal(first, again)
    assert np.abs(first - other).max() > 1e-4


def test_the_data_is_left_as_it_was():
    data = labelled()
    before = data.views.copy()
    train(data, SMALL, version="v")
    np.testing.assert_array_equal(data.views, before)


def test_the_better_of_two_settings_is_selected():
    """With a penalty of 1e6 all weights vanish: nothing can be told."""
    config = replace(SMALL, weight_decay=(1e6, 1.0))
    _, selection = train(labelled(), config, version="v")
    assert selection.setting == Setting(hidden=8, weight_decay=1.0)


def test_the_sharpness_is_the_likeliest_on_the_clips_held_out():
    rng = np.random.default_rng(0)
    probits = rng.normal(size=500)
    positive = rng.random(500) < 1.0 / (1.0 + np.exp(-1.7 * 0.6 * probits))
    scale = _scale(probits, positive, 0.4)
    sign = np.where(positive, 1.0, -1.0)
    grid = np.linspace(0.1, 3.0, 2901)
    likelihood = [log_ndtr(c * sign * probits).sum() for c in grid]
    assert scale.sharpness == pytest.approx(grid[np.argmax(likelihood)], abs=0.002)


def test_the_values_spread_as_people_rate_them():
    """s^2 (1 + var z) is the variance of the ratings."""
    rng = np.random.default_rng(1)
    probits = 2.0 * rng.normal(size=400)
    scale = _scale(probits, probits + rng.normal(size=400) > 0, 0.406)
    total = scale.deviation**2 * (1.0 + np.var(scale.sharpness * probits))
    assert total == pytest.approx(0.406**2)


def test_the_four_quadrants_of_points():
    means = np.array([[0.1, 0.1], [-0.1, 0.1], [-0.1, -0.1], [0.1, -0.1], [0.0, 0.0]])
    assert quadrants_of_means(means).tolist() == [0, 1, 2, 3, 0]


@pytest.mark.parametrize("seconds", [2, 9, 12, 30])
def test_the_first_view_of_a_clip_is_the_whole_of_it(seconds):
    sound = song(120, 60, minor=False, rate=16_000)[: seconds * 16_000].astype(np.float32)
    segments = describe(stream_spectra([sound]))
    views = run_views(segments)
    assert views.shape == (9, N_FEATURES)
    assert np.isfinite(views).all()
    np.testing.assert_array_equal(views[0], track_features(segments))


def test_the_views_of_a_clip_are_its_runs():
    sound = song(120, 60, minor=False, rate=16_000)[: 30 * 16_000].astype(np.float32)
    segments = describe(stream_spectra([sound]))
    runs = [(0, 10), (0, 5), (5, 10), (2, 7), (0, 3), (4, 7), (7, 10), (0, 5), (5, 10)]
    for view, (start, stop) in zip(run_views(segments), runs, strict=True):
        np.testing.assert_array_equal(view, track_features(segments[start:stop]))


def test_one_fold_is_too_few_to_select_by():
    with pytest.raises(DatasetError, match="1 fold"):
        train(labelled(n_folds=1), SMALL, version="v")


def test_a_quadrant_that_stands_in_one_fold_only_is_refused():
    data = labelled(n_folds=2)
    lacking = data.quadrant.copy()
    lacking[(data.fold == 1) & (lacking == 2)] = 3
    with pytest.raises(DatasetError, match="only 3 quadrants are left"):
        train(LabelledRuns(data.views, lacking, data.fold), SMALL, version="v")
