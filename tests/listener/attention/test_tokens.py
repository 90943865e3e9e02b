"""Rows of moments against loops."""

import math

import numpy as np
import pytest

from moodarc.listener import AffectHistory
from moodarc.listener.attention import MOST_MOMENTS, TOKEN_FEATURES, tokens


def history(n=6, **more):
    rng = np.random.default_rng(n)
    hours = 1000.0 + np.cumsum(rng.uniform(0.5, 6, n))
    return AffectHistory.of(hours, rng.uniform(-1, 1, (n, 2)), **more)


def naive(one, place, horizon):
    """The row of one moment by the words of its columns."""
    last, age = len(one) - 1, one.hours[-1] - one.hours[place]
    turn = 2 * math.pi / 24
    follows = place < last and one.days[place + 1] == one.days[place]
    after = one.affect[place + 1].tolist() if follows else [0.0, 0.0]
    heard, liked = one.heard[place].tolist(), float(one.liked[place])
    return [
        *one.affect[place],
        *one.shares[place],
        math.log(1 + age),
        math.log(1 + last - place),
        float(one.days[place] == one.days[-1]),
        math.sin(turn * one.hours[place]),
        math.cos(turn * one.hours[place]),
        math.cos(turn * (one.hours[-1] + horizon - one.hours[place])),
        *after,
        float(follows),
        *([0.0, 0.0] if math.isnan(sum(heard)) else heard),
        float(not math.isnan(sum(heard))),
        0.0 if math.isnan(liked) else liked,
        float(not math.isnan(liked)),
    ]


@pytest.mark.parametrize("n", [1, 2, 6, 48])
def test_every_row_is_what_its_columns_say(n):
    one = history(n)
    found = tokens(one, 1.5)
    assert found.features.shape == (MOST_MOMENTS, len(TOKEN_FEATURES))
    expected = np.array([naive(one, place, 1.5) for place in range(n)])
    assert found.features[-n:] == pytest.approx(expected, abs=1e-5)
    assert found.absent.tolist() == [True] * (MOST_MOMENTS - n) + [False] * n
    assert not found.features[:-n].any()


def test_unknown_tracks_are_zeros_that_say_so():
    heard = np.array([[0.3, -0.4], [np.nan, np.nan], [0.0, 0.0]])
    one = history(3, heard=heard, liked=[np.nan, 1.0, -0.5])
    found = tokens(one, 0.0).features[-3:]
    assert found == pytest.approx(np.array([naive(one, k, 0.0) for k in range(3)]), abs=1e-5)
    columns = [TOKEN_FEATURES.index(name) for name in ("has_heard", "has_liked")]
    assert found[:, columns].tolist() == [[1, 0], [0, 1], [1, 1]]


def test_half_a_known_track_is_none():
    one = history(1, heard=[[0.5, np.nan]])
    found = dict(zip(TOKEN_FEATURES, tokens(one, 0.0).features[-1].tolist(), strict=True))
    assert (found["heard_valence"], found["heard_arousal"], found["has_heard"]) == (0, 0, 0)


def test_only_the_newest_forty_eight_are_looked_at():
    one = history(60)
    found = tokens(one, 1.0)
    assert not found.absent.any()
    assert found.features[:, :2] == pytest.approx(one.affect[-48:], abs=1e-6)


def test_nothing_looks_ahead():
    one = history(12)
    affect = one.affect.copy()
    affect[6:] = 0.123
    other = AffectHistory.of(one.hours, affect)
    early = [tokens(whole.until(6), 1.0).features.tolist() for whole in (one, other)]
    assert early[0] == early[1]
    assert tokens(one.until(6), 1.0).features[-1, TOKEN_FEATURES.index("has_next")] == 0
