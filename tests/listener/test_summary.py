"""The summary against loops, and that it looks back alone."""

import math
from dataclasses import replace

import numpy as np
import pytest

from moodarc.errors import InputError
from moodarc.listener import SUMMARY_FEATURES, AffectHistory
from moodarc.listener.recall import Recall, recalled
from moodarc.listener.summary import FORGOTTEN_H, summarised

PEOPLE = np.random.default_rng(9).uniform(-1, 1, (25, 2))
THURSDAY_H = 24.0 * 7 * 3000


def history(n=12, seed=0):
    rng = np.random.default_rng(seed)
    hours = THURSDAY_H + 8 + np.cumsum(rng.uniform(0.3, 4, n))
    shares = rng.dirichlet(np.ones(4), n)
    return AffectHistory.of(hours, rng.uniform(-1, 1, (n, 2)), shares=shares)


def named(one, horizon=1.0):
    return dict(zip(SUMMARY_FEATURES, summarised(one, horizon, PEOPLE), strict=True))


def naive(one, horizon):
    """Every column but the recalled ones, by the words of its name."""
    ahead, n = min(horizon, 4.0), len(one)
    today = [place for place in range(n) if one.days[place] == one.days[-1]]
    hour = one.hours[-1] % 24
    weekday = int(one.hours[-1] // 24 + 3) % 7
    told = {
        "valence_times_arousal": one.affect[-1, 0] * one.affect[-1, 1],
        "log_moments": math.log(n),
        "moments_today": len(today) - 1,
        "horizon_h": ahead,
        "day_time_sine": math.sin(2 * math.pi * hour / 24),
        "day_time_cosine": math.cos(2 * math.pi * hour / 24),
        "evening": float(hour > 18),
        "morning": float(hour < 10),
        "weekend": float(weekday in {5, 6}),
        "friday": float(weekday == 4),
    }
    told |= dict(zip(("happy", "angry", "sad", "peaceful"), one.shares[-1], strict=True))
    for column, axis in enumerate(("valence", "arousal")):
        values = one.affect[:, column].tolist()
        mean, running = sum(values) / n, values[0]
        for value in values[1:]:
            running = 0.3 * value + 0.7 * running
        told |= {
            f"present_{axis}": values[-1],
            f"own_mean_{axis}": mean,
            f"today_mean_{axis}": sum(values[k] for k in today) / len(today),
            f"running_mean_{axis}": running,
            f"fading_present_{axis}": values[-1] * math.exp(-ahead),
            f"fading_deviation_{axis}": (values[-1] - mean) * math.exp(-ahead),
            f"squared_deviation_{axis}": (values[-1] - mean) ** 2,
            f"absolute_deviation_{axis}": abs(values[-1] - mean),
            f"trusted_mean_{axis}": mean * n / (n + 10),
        }
    return told


@pytest.mark.parametrize("n", [1, 2, 12])
@pytest.mark.parametrize("horizon", [0.0, 0.7, 4.0, 30.0])
def test_columns_are_what_their_names_say(n, horizon):
    one = history(n, seed=n)
    found, expected = named(one, horizon), naive(one, horizon)
    assert {name: found[name] for name in expected} == pytest.approx(expected)
    assert all(name.startswith("recall_") for name in found.keys() - expected.keys())


def test_memories_are_weighted_medians():
    one = history()
    assert (named(one)["recall_3_valence"], named(one)["recall_3_arousal"]) == tuple(
        recalled(one.affect, one.days, PEOPLE, how=Recall(memory=200.0)).tolist()
    )


def test_names_are_different_and_values_are_numbers():
    assert len(set(SUMMARY_FEATURES)) == len(SUMMARY_FEATURES)
    for n in (1, 2, 300):
        assert np.isfinite(summarised(history(n), 0.0, PEOPLE)).all()


def test_what_comes_later_changes_nothing():
    one = history()
    affect = one.affect.copy()
    affect[6:] *= -0.5
    other = replace(one, affect=affect)
    for n in (1, 3, 6):
        early = summarised(one.until(n), 1.0, PEOPLE)
        assert early.tolist() == summarised(other.until(n), 1.0, PEOPLE).tolist()
    assert summarised(one, 1.0, PEOPLE).tolist() != summarised(other, 1.0, PEOPLE).tolist()


def test_beyond_four_hours_nothing_more_is_forgotten():
    near, far = (summarised(history(), hours, PEOPLE) for hours in (FORGOTTEN_H, 100.0))
    assert near.tolist() == far.tolist()


def test_days_of_the_week_are_those_of_the_calendar():
    at = THURSDAY_H + 12
    one = AffectHistory.of([at], [[0.0, 0.0]])
    following = [replace(one, hours=one.hours + 24 * day) for day in range(7)]
    assert [named(day)["friday"] for day in following] == [0, 1, 0, 0, 0, 0, 0]
    assert [named(day)["weekend"] for day in following] == [0, 0, 1, 1, 0, 0, 0]


@pytest.mark.parametrize("horizon", [-0.1, float("nan"), float("inf")])
def test_a_horizon_that_leads_nowhere_is_refused(horizon):
    with pytest.raises(InputError, match="hours ahead"):
        summarised(history(), horizon, PEOPLE)


def test_an_empty_history_is_refused():
    with pytest.raises(InputError, match="0 moments"):
        summarised(history().until(0), 1.0, PEOPLE)
