"""Hashes of secrets by Argon2id (RFC 9106), so that a stolen database opens nothing.

A secret of ours has 256 random bits and cannot be guessed however fast the hash is; the hash is
slow for the one who shortens `secret_bytes`. Its memory is what a flood of wrong tokens would
take from the machine, so the smallest parameters that are recommended are used, one at a time.
"""

import threading
from dataclasses import dataclass
from functools import cached_property

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

__all__ = ["HashConfig", "SecretHasher"]


@dataclass(frozen=True, slots=True, kw_only=True)
class HashConfig:
    """Parameters of Argon2id; the defaults are OWASP's minimum (Password Storage Cheat Sheet).

    Attributes:
        time_cost: passes over the memory (OWASP: t = 2).
        memory_cost_kib: memory of one hash (OWASP: m = 19456, that is 19 MiB).
        parallelism: lanes (OWASP: p = 1).
        salt_bytes: random salt of each hash (RFC 9106, section 4: 128 bits).
        hash_bytes: length of the tag (RFC 9106, section 4: 256 bits).
        at_once: hashes that one process computes at the same time; others wait.
    """

    time_cost: int = 2
    memory_cost_kib: int = 19_456
    parallelism: int = 1
    salt_bytes: int = 16
    hash_bytes: int = 32
    at_once: int = 1


class SecretHasher:
    """Makes hashes and compares secrets with them; safe to share among threads.

    >>> hasher = SecretHasher()
    >>> hashed = hasher.hash("open sesame")
    >>> hashed[:30], hasher.matches(hashed, "open sesame"), hasher.matches(hashed, "open barley")
    ('$argon2id$v=19$m=19456,t=2,p=1', True, False)
    """

    def __init__(self, config: HashConfig | None = None) -> None:
        self.config = config or HashConfig()
        self._argon2 = PasswordHasher(
            time_cost=self.config.time_cost,
            memory_cost=self.config.memory_cost_kib,
            parallelism=self.config.parallelism,
            hash_len=self.config.hash_bytes,
            salt_len=self.config.salt_bytes,
        )
        self._turn = threading.BoundedSemaphore(self.config.at_once)

    def hash(self, secret: str) -> str:
        """The hash with its salt and parameters, in the PHC string format."""
        with self._turn:
            return self._argon2.hash(secret)

    def matches(self, hashed: str | None, secret: str) -> bool:
        """Whether a hash is of a secret.

        Args:
            hashed: None where nothing is known: the same work is done, so that the time taken does
                not tell whether there was a hash.
            secret: to be compared.
        """
        told = self._nobodys if hashed is None else hashed
        try:
            with self._turn:
                self._argon2.verify(told, secret)
        except (VerificationError, InvalidHashError):
            return False
        return hashed is not None

    @cached_property
    def _nobodys(self) -> str:
        """A hash of nothing that is kept, with the same parameters as the others."""
        return self.hash("")
