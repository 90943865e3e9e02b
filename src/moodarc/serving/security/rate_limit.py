"""How often one may ask: a bucket of permits per key, refilled at a steady rate.

The token bucket: a key may ask `burst` times at once, and `per_s` times a second in the long run.
A bucket that is full again says nothing and is forgotten, so memory is bounded by the keys of the
last `burst / per_s` seconds, and by `max_keys`: beyond these, new keys share one bucket, so that
nobody gets rid of an empty bucket by asking under many names.

Each process counts for itself: with N workers a limit is up to N times as wide.
"""

import math
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from ipaddress import IPv6Address, ip_address

__all__ = ["Buckets", "RateLimit", "RateLimitConfig", "RateLimits", "address_key"]

_SHARED = ""
"""Key of those that come when `max_keys` are there."""


@dataclass(frozen=True, slots=True)
class RateLimit:
    """A bucket's size.

    Attributes:
        per_s: permits a second, in the long run.
        burst: permits of a full bucket.
    """

    per_s: float
    burst: float


@dataclass(frozen=True, slots=True, kw_only=True)
class RateLimitConfig:
    """How often one may ask; our own choice, wide enough for a page and its player.

    Attributes:
        requests: of one token, or of one address without a token.
        attempts: wrong tokens of one address: ten at once, then one in 10 s.
        max_keys: buckets of each kind that are held at once.
    """

    requests: RateLimit = field(default_factory=lambda: RateLimit(per_s=50.0, burst=200.0))
    attempts: RateLimit = field(default_factory=lambda: RateLimit(per_s=0.1, burst=10.0))
    max_keys: int = 10_000


class Buckets:
    """Buckets of one size by key; safe to share among threads.

    Args:
        limit: their size.
        max_keys: held at once.
        clock: seconds that only grow.

    >>> at_s = 0.0
    >>> buckets = Buckets(RateLimit(per_s=0.5, burst=2), clock=lambda: at_s)
    >>> [buckets.take("ada") for _ in range(3)], buckets.take("bob")
    ([0.0, 0.0, 2.0], 0.0)
    """

    def __init__(
        self,
        limit: RateLimit,
        *,
        max_keys: int = 10_000,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.limit, self.max_keys = limit, max_keys
        self._clock = clock
        self._lock = threading.Lock()
        # permits and when they were counted, the one counted longest ago first
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def __len__(self) -> int:
        """Buckets that are held."""
        return len(self._buckets)

    def take(self, key: str) -> float:
        """Take a permit: 0 where there was one, else the seconds until there is one."""
        with self._lock:
            at_s = self._clock()
            self._drop_full(at_s)
            key = self._held(key)
            permits = self._permits(key, at_s)
            if permits < 1.0:
                return (1.0 - permits) / self.limit.per_s
            self._put(key, permits - 1.0, at_s)
            return 0.0

    def give_back(self, key: str) -> None:
        """Put back a permit that was taken and is not to count."""
        with self._lock:
            at_s, key = self._clock(), self._held(key)
            if key in self._buckets:  # else it is full and forgotten
                self._put(key, min(self._permits(key, at_s) + 1.0, self.limit.burst), at_s)

    def _permits(self, key: str, at_s: float) -> float:
        permits, counted_s = self._buckets.get(key, (self.limit.burst, at_s))
        return min(permits + (at_s - counted_s) * self.limit.per_s, self.limit.burst)

    def _put(self, key: str, permits: float, at_s: float) -> None:
        self._buckets[key] = (permits, at_s)
        self._buckets.move_to_end(key)

    def _held(self, key: str) -> str:
        is_room = key in self._buckets or len(self._buckets) < self.max_keys
        return key if is_room else _SHARED

    def _drop_full(self, at_s: float) -> None:
        """Forget, from the front, buckets that are full whatever was taken from them."""
        filling_s = self.limit.burst / self.limit.per_s
        while self._buckets:
            key, (_, counted_s) = next(iter(self._buckets.items()))
            if at_s - counted_s < filling_s:
                return
            del self._buckets[key]


class RateLimits:
    """The two limits of the service: on requests, and harder, on tokens that are wrong.

    A request asks `admit_attempt` before its token is checked and `forgive` after it was good, so
    that many at once cannot slip through between a look and a count; what is remembered
    (`TokenVerifier.recall`) asks neither. Then it asks `admit`.

    Args:
        config: how often.
        clock: seconds that only grow.
    """

    def __init__(
        self, config: RateLimitConfig | None = None, *, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.config = config or RateLimitConfig()
        n = self.config.max_keys
        self._requests = Buckets(self.config.requests, max_keys=n, clock=clock)
        self._attempts = Buckets(self.config.attempts, max_keys=n, clock=clock)

    def admit(self, *, token_id: int | None, address: str) -> int:
        """Whether a request may go on: 0, else whole seconds to wait (`Retry-After`).

        Args:
            token_id: of the token it brought; None = it brought none.
            address: where it comes from; counts where there is no token.
        """
        key = address_key(address) if token_id is None else f"token {token_id}"
        return math.ceil(self._requests.take(key))

    def admit_attempt(self, address: str) -> int:
        """Whether an address may present a token: 0, else whole seconds to wait."""
        return math.ceil(self._attempts.take(address_key(address)))

    def forgive(self, address: str) -> None:
        """The token was good: the attempt does not count."""
        self._attempts.give_back(address_key(address))


def address_key(address: str) -> str:
    """Under which an address is counted: IPv6 by its /64, which is one customer's network.

    >>> address_key("192.0.2.7"), address_key("::ffff:192.0.2.7"), address_key("2001:db8::7")
    ('192.0.2.7', '192.0.2.7', '2001:db8::/64')
    """
    try:
        found = ip_address(address.partition("%")[0])
    except ValueError:
        return "unknown"
    if not isinstance(found, IPv6Address):
        return str(found)
    if found.ipv4_mapped is not None:
        return str(found.ipv4_mapped)
    return f"{IPv6Address(int(found) >> 64 << 64)}/64"
