import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from moodarc.randomness import derive_rng

keys = st.lists(st.text(max_size=5) | st.integers(), max_size=3)


def draw(seed, parts):
    return derive_rng(seed, *parts).integers(2**63, size=2).tolist()


@given(st.integers(0, 2**64), keys)
def test_the_same_seed_and_keys_give_the_same_numbers(seed, parts):
    assert draw(seed, parts) == draw(seed, parts)


@given(st.integers(0, 2**64), keys, keys)
def test_other_keys_give_other_numbers(seed, first, second):
    assert (draw(seed, first) == draw(seed, second)) == (first == second)


@given(st.integers(0, 2**64), keys)
def test_another_seed_gives_other_numbers(seed, parts):
    assert draw(seed, parts) != draw(seed + 1, parts)


@pytest.mark.parametrize(("first", "second"), [(["ab"], ["a", "b"]), (["1"], [1]), ([], [""])])
def test_keys_do_not_run_together(first, second):
    assert draw(0, first) != draw(0, second)


def test_the_numbers_of_a_listener_are_the_same_in_every_release():
    assert derive_rng(7, "listener", "ada").integers(10**6, size=3).tolist() == [
        418761,
        317662,
        704727,
    ]


def test_streams_of_two_listeners_do_not_follow_each_other():
    ada, bob = (derive_rng(0, "listener", name).normal(size=2000) for name in ("ada", "bob"))
    assert abs(np.corrcoef(ada, bob)[0, 1]) < 0.1
