import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from moodarc.affect import Expression
from moodarc.errors import InputError
from moodarc.sensing.face.smoothing import (
    FrameSmoother,
    FrameSmoothingConfig,
    TimeSmoother,
    TimeSmoothingConfig,
)

HAPPY, SAD, NEUTRAL = np.eye(7)[3], np.eye(7)[4], np.eye(7)[6]
BOTH = [FrameSmoother, TimeSmoother]

distributions = st.lists(st.floats(0.0, 1.0), min_size=7, max_size=7).map(
    lambda values: (np.array(values) + 1e-3) / (np.array(values) + 1e-3).sum()
)


def labels_of(smoother, frames, frames_per_s=30.0):
    return [smoother.add(p, n / frames_per_s).label for n, p in enumerate(frames)]


@pytest.mark.parametrize("kind", BOTH)
@given(frames=st.lists(distributions, min_size=1, max_size=30), steps=st.data())
@settings(max_examples=40, deadline=None)
def test_what_comes_out_is_a_distribution_within_what_went_in(kind, frames, steps):
    smoother, at_s = kind(), 0.0
    for frame in frames:
        mean = smoother.add(frame, at_s).probabilities
        at_s += steps.draw(st.floats(0.0, 20.0))
        assert mean.sum() == pytest.approx(1.0)
        assert (mean >= np.min(frames, axis=0) - 1e-9).all()
        assert (mean <= np.max(frames, axis=0) + 1e-9).all()


@pytest.mark.parametrize("kind", BOTH)
@given(frame=distributions, n=st.integers(1, 80))
@settings(max_examples=40, deadline=None)
def test_a_constant_face_gives_its_own_label_and_probabilities(kind, frame, n):
    smoother = kind()
    told = [smoother.add(frame, k / 30.0) for k in range(n)]
    assert {one.label for one in told} == {tuple(Expression)[int(frame.argmax())]}
    np.testing.assert_allclose(told[-1].probabilities, frame, atol=1e-9)


def test_the_papers_mean_is_that_of_the_last_ten_frames():
    rng = np.random.default_rng(0)
    frames = rng.dirichlet(np.ones(7), 25)
    smoother = FrameSmoother()
    means = [smoother.add(p, 0.0).probabilities for p in frames]
    np.testing.assert_allclose(means[3], frames[:4].mean(axis=0))
    np.testing.assert_allclose(means[24], frames[15:25].mean(axis=0))


def test_the_papers_label_needs_five_windows_in_a_row():
    short, long = [SAD] * 44, [SAD] * 50
    start = [HAPPY] * 10
    assert set(labels_of(FrameSmoother(), start + short + start)) == {Expression.HAPPY}
    assert labels_of(FrameSmoother(), start + long)[-1] == Expression.SAD
    broken = start + [SAD] * 40 + [HAPPY] * 10 + [SAD] * 40
    assert set(labels_of(FrameSmoother(), broken)) == {Expression.HAPPY}


def test_windows_that_differ_among_themselves_still_count_and_the_last_one_names_the_label():
    frames = [HAPPY] * 10 + [SAD] * 40 + [NEUTRAL] * 10
    assert labels_of(FrameSmoother(), frames)[-1] == Expression.NEUTRAL


def test_frames_and_seconds_of_both_forms_agree_at_thirty_a_second():
    assert FrameSmoothingConfig().in_seconds(30.0) == pytest.approx((1 / 3, 5 / 3))
    assert FrameSmoothingConfig().in_seconds(5.0) == pytest.approx((2.0, 10.0))
    assert TimeSmoothingConfig(time_constant_s=0.4).in_frames(30.0) == pytest.approx(12.0)


@given(
    parts=st.lists(distributions, min_size=2, max_size=12), frames_a_part=st.sampled_from([2, 3, 6])
)
@settings(max_examples=60, deadline=None)
def test_five_frames_a_second_give_the_means_of_thirty(parts, frames_a_part):
    slow, fast = TimeSmoother(), TimeSmoother()
    fast.add(parts[0], 0.0)
    slow.add(parts[0], 0.0)
    for number, part in enumerate(parts):
        for k in range(1, frames_a_part + 1):
            quick = fast.add(part, 0.2 * (number + k / frames_a_part))
        lazy = slow.add(part, 0.2 * (number + 1))
        np.testing.assert_allclose(quick.probabilities, lazy.probabilities, atol=1e-9)


@pytest.mark.parametrize("frames_per_s", [5, 10, 15, 30, 60])
def test_the_delay_to_a_true_change_is_one_time_at_any_frame_rate(frames_per_s):
    change_s, smoother = 3.0, TimeSmoother()
    times = np.arange(0.0, 6.0, 1.0 / frames_per_s) + 1e-6
    labels = [smoother.add(SAD if t > change_s else HAPPY, t).label for t in times]
    told_s = times[labels.index(Expression.SAD)] - change_s
    config = smoother.config
    exact = -config.time_constant_s * np.log((1 - config.margin) / 2)
    assert abs(told_s - exact) <= 2.0 / frames_per_s + 1e-3


def test_one_odd_frame_changes_no_label():
    for smoother in (FrameSmoother(), TimeSmoother()):
        frames = [HAPPY] * 40 + [SAD] + [HAPPY] * 40
        assert set(labels_of(smoother, frames)) == {Expression.HAPPY}


def test_a_gap_is_no_zero_and_what_follows_it_soon_counts():
    smoother = TimeSmoother()
    labels_of(smoother, [HAPPY] * 60)
    after = smoother.add(SAD, 2.0 + 0.3).probabilities
    assert after.sum() == pytest.approx(1.0)
    assert after[3] > after[4]
    fresh = TimeSmoother()
    labels_of(fresh, [HAPPY] * 60)
    assert fresh.add(SAD, 30.0).probabilities[4] > 0.99


def test_a_rival_must_lead_by_the_margin():
    level = 0.5 * (HAPPY + SAD)
    smoother = TimeSmoother(TimeSmoothingConfig(margin=0.2))
    labels_of(smoother, [HAPPY] * 60)
    for step in range(300):
        smoother.add(level - 0.09 * (HAPPY - SAD), 2.0 + step / 30.0)
    assert smoother.add(level, 12.0).label == Expression.HAPPY
    for step in range(300):
        told = smoother.add(level - 0.11 * (HAPPY - SAD), 12.0 + step / 30.0)
    assert told.label == Expression.SAD


@pytest.mark.parametrize("kind", BOTH)
def test_after_a_reset_nothing_is_remembered(kind):
    smoother = kind()
    labels_of(smoother, [HAPPY] * 60)
    smoother.reset()
    told = smoother.add(SAD, 0.0)
    assert told.label == Expression.SAD
    np.testing.assert_allclose(told.probabilities, SAD)


def test_frames_out_of_order_are_refused():
    smoother = TimeSmoother()
    smoother.add(HAPPY, 1.0)
    with pytest.raises(InputError, match="give frames in order"):
        smoother.add(HAPPY, 0.5)


@pytest.mark.parametrize("kind", BOTH)
@pytest.mark.parametrize("frame", [np.zeros(7), np.ones(7), np.eye(6)[0], np.full(7, np.nan)])
def test_what_is_no_distribution_is_refused(kind, frame):
    with pytest.raises(InputError, match="seven probabilities"):
        kind().add(frame, 0.0)


@pytest.mark.parametrize(
    "build",
    [
        lambda: TimeSmoothingConfig(time_constant_s=0.0),
        lambda: TimeSmoothingConfig(margin=1.0),
        lambda: TimeSmoothingConfig(longest_step_s=-1.0),
        lambda: FrameSmoothingConfig(window_frames=0),
        lambda: FrameSmoothingConfig(windows=0),
    ],
)
def test_settings_that_cannot_work_are_refused(build):
    with pytest.raises(InputError, match="is out of range"):
        build()
