"""Who may do what: tokens, scopes, limits of rate and size."""

from moodarc.serving.security.hashing import HashConfig, SecretHasher
from moodarc.serving.security.proxied import is_proxied
from moodarc.serving.security.rate_limit import (
    Buckets,
    RateLimit,
    RateLimitConfig,
    RateLimits,
    address_key,
)
from moodarc.serving.security.tokens import (
    Grant,
    MintedToken,
    TokenConfig,
    TokenVerifier,
    mint_token,
)

__all__ = [
    "Buckets",
    "Grant",
    "HashConfig",
    "MintedToken",
    "RateLimit",
    "RateLimitConfig",
    "RateLimits",
    "SecretHasher",
    "TokenConfig",
    "TokenVerifier",
    "address_key",
    "is_proxied",
    "mint_token",
]
