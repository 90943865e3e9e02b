"""Randomness is an argument: how a generator is derived from one seed, for each listener or fold.

A generator depends on the seed and the keys only, never on the order in which generators are made,
so that a run with one listener more gives all others the same numbers.
"""

from hashlib import blake2b
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from numpy.random import Generator

__all__ = ["derive_rng"]


def derive_rng(seed: int, *keys: str | int) -> "Generator":
    """The generator of these keys under this seed; the same on every machine and run.

    Args:
        seed: of the whole run, >= 0.
        *keys: what it is for, such as ("listener", "ada"); the text 1 and the number 1 differ.

    >>> int(derive_rng(7, "listener", "ada").integers(1000))
    418
    """
    import numpy as np  # noqa: PLC0415 - keeps the ground light

    # Each part is written with its kind and length, so that no two lists of keys read the same.
    parts = [f"{type(key).__name__}{len(str(key))}:{key}" for key in keys]
    digest = blake2b("".join(parts).encode(), digest_size=16).digest()
    words = [int.from_bytes(digest[i : i + 4], "little") for i in range(0, 16, 4)]
    return np.random.default_rng(np.random.SeedSequence(seed, spawn_key=tuple(words)))
