"""Buckets of permits: what may be asked, what must wait, and what is remembered."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moodarc.serving.security.rate_limit import (
    Buckets,
    RateLimit,
    RateLimitConfig,
    RateLimits,
    address_key,
)


class Clock:
    def __init__(self):
        self.s = 0.0

    def __call__(self):
        return self.s


@pytest.fixture
def clock():
    return Clock()


def test_a_burst_is_served_and_then_the_rate(clock):
    buckets = Buckets(RateLimit(per_s=2.0, burst=3.0), clock=clock)
    assert [buckets.take("a") for _ in range(4)] == [0.0, 0.0, 0.0, 0.5]
    clock.s = 0.5
    assert [buckets.take("a") for _ in range(2)] == [0.0, 0.5]
    clock.s = 1000.0
    assert [buckets.take("a") for _ in range(4)] == [0.0, 0.0, 0.0, 0.5]


def test_keys_do_not_disturb_each_other(clock):
    buckets = Buckets(RateLimit(per_s=1.0, burst=1.0), clock=clock)
    assert [buckets.take("a"), buckets.take("a"), buckets.take("b")] == [0.0, 1.0, 0.0]


def test_a_refused_request_costs_nothing(clock):
    buckets = Buckets(RateLimit(per_s=1.0, burst=1.0), clock=clock)
    buckets.take("a")
    for clock.s in (0.25, 0.5, 0.75):
        assert buckets.take("a") == pytest.approx(1.0 - clock.s)
    clock.s = 1.0
    assert buckets.take("a") == 0.0


@given(
    st.lists(st.tuples(st.floats(0, 5), st.sampled_from("abc")), max_size=80),
    st.floats(0.1, 10),
    st.integers(1, 8),
)
def test_as_a_naive_bucket_that_forgets_nothing(asked, per_s, burst):
    clock = Clock()
    buckets = Buckets(RateLimit(per_s=per_s, burst=float(burst)), clock=clock)
    permits, counted = dict.fromkeys("abc", float(burst)), dict.fromkeys("abc", 0.0)
    for wait_s, key in asked:
        clock.s += wait_s
        permits[key] = min(burst, permits[key] + (clock.s - counted[key]) * per_s)
        counted[key] = clock.s
        waits = buckets.take(key)
        if abs(permits[key] - 1.0) < 1e-6:  # either is right within rounding
            permits[key] -= waits == 0.0
            continue
        assert (waits == 0.0) == (permits[key] >= 1.0)
        if waits == 0.0:
            permits[key] -= 1.0
        else:
            assert waits == pytest.approx((1.0 - permits[key]) / per_s)


def test_a_full_bucket_is_forgotten(clock):
    buckets = Buckets(RateLimit(per_s=1.0, burst=5.0), clock=clock)
    for key in range(100):
        buckets.take(str(key))
    assert len(buckets) == 100
    clock.s = 5.0
    buckets.take("new")
    assert len(buckets) == 1


def test_many_names_do_not_fill_the_memory_nor_refill_a_bucket(clock):
    buckets = Buckets(RateLimit(per_s=0.1, burst=2.0), max_keys=10, clock=clock)
    assert [buckets.take("a") for _ in range(3)] == [0.0, 0.0, 10.0]
    for key in range(1000):
        buckets.take(str(key))
    assert len(buckets) == 11
    assert buckets.take("a") == 10.0
    assert buckets.take("a newcomer") == pytest.approx(10.0)


def test_a_permit_given_back_can_be_taken_again(clock):
    buckets = Buckets(RateLimit(per_s=0.1, burst=1.0), clock=clock)
    for _ in range(5):
        assert buckets.take("a") == 0.0
        buckets.give_back("a")
    buckets.give_back("a")
    buckets.give_back("nobody")
    assert [buckets.take("a"), buckets.take("a")] == [0.0, 10.0]
    assert len(buckets) == 1


def test_wrong_tokens_are_limited_harder_and_good_ones_do_not_count(clock):
    limits = RateLimits(clock=clock)
    for _ in range(50):
        assert limits.admit_attempt("192.0.2.1") == 0
        limits.forgive("192.0.2.1")
    assert [limits.admit_attempt("192.0.2.1") for _ in range(11)] == [0] * 10 + [10]
    assert limits.admit(token_id=None, address="192.0.2.1") == 0
    clock.s = 10.0
    assert limits.admit_attempt("192.0.2.1") == 0
    config = RateLimitConfig()
    assert config.attempts.per_s < config.requests.per_s / 100


def test_a_token_is_limited_wherever_it_comes_from(clock):
    config = RateLimitConfig(requests=RateLimit(per_s=1.0, burst=2.0))
    limits = RateLimits(config, clock=clock)
    asked = [limits.admit(token_id=7, address=f"192.0.2.{n}") for n in range(3)]
    assert asked == [0, 0, 1]
    assert limits.admit(token_id=8, address="192.0.2.1") == 0
    assert limits.admit(token_id=None, address="192.0.2.1") == 0


@pytest.mark.parametrize(
    ("address", "key"),
    [
        ("127.0.0.1", "127.0.0.1"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::", "2001:db8:1:2::/64"),
        ("::1", "::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("::ffff:127.0.0.1", "127.0.0.1"),
        ("testclient", "unknown"),
        ("", "unknown"),
    ],
)
def test_an_address_is_counted_by_its_network(address, key):
    assert address_key(address) == key
