"""Tokens `moodarc_<id>_<secret>`: made once, and checked at every request.

The id is public: it names one row, so that one hash is computed whatever is presented. Unknown ids
cost the same as known ones (`hashing`), so that the time of an answer does not tell which exist.

A hash takes tens of milliseconds, hence a token that was found good is remembered for some minutes
under a keyed hash (BLAKE2b, a random key per process), never as itself. Its row is read again
every `recheck_s`, so that what another process revoked or erased is refused so soon; expiry is
looked at each time.
"""

import re
import secrets
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import blake2b
from typing import Final

from moodarc.errors import TokenError
from moodarc.serving.security.hashing import SecretHasher
from moodarc.storage import Scope, Store, StoredToken

__all__ = ["Grant", "MintedToken", "TokenConfig", "TokenVerifier", "mint_token"]

_FORM: Final = re.compile(r"moodarc_([1-9][0-9]{0,17})_([A-Za-z0-9_-]{22,86})", re.ASCII)
"""Ids that a database can hold, and 16 to 64 bytes of secret."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenConfig:
    """How long a good token is believed without another look.

    Attributes:
        remembered_s: seconds from one hash to the next.
        recheck_s: seconds after which the row is read again: so late is a revocation seen.
        max_remembered: tokens remembered at once; the one used longest ago is forgotten first.
        note_use_s: seconds between two notes of a token's last use.
    """

    remembered_s: float = 300.0
    recheck_s: float = 2.0
    max_remembered: int = 10_000
    note_use_s: float = 60.0


@dataclass(frozen=True, slots=True)
class Grant:
    """What a good token opens.

    Attributes:
        token_id: the number of the token.
        listener: whose data; None for an operator's token.
        scopes: what may be done.
    """

    token_id: int
    listener: str | None
    scopes: frozenset[Scope]

    def allows(self, scope: Scope) -> bool:
        """Whether it opens what needs this scope."""
        return scope in self.scopes


@dataclass(frozen=True, slots=True)
class MintedToken:
    """A new token: the only time that it can be shown, and what is kept of it."""

    presented: str
    stored: StoredToken


@dataclass(frozen=True, slots=True)
class _Remembered:
    stored: StoredToken
    until_s: float
    recheck_at_s: float


def mint_token(
    store: Store,
    name: str,
    *,
    listener: str | None,
    scopes: Iterable[Scope],
    expires_at: datetime | None = None,
    hasher: SecretHasher | None = None,
) -> MintedToken:
    """Make a token with 32 random bytes of secret, and keep its hash.

    Args:
        store: where.
        name: what its maker calls it.
        listener: whose data it opens; None for an operator's.
        scopes: what it opens.
        expires_at: aware time from which it opens nothing; None = never.
        hasher: of the secret.

    Raises:
        TokenError: no scope, or one that an operator's token cannot have; an unreadable name.
        UnknownListenerError: the database holds no such listener.
    """
    given = frozenset(scopes)
    if listener is None and Scope.LISTEN in given:
        msg = f"an operator's token cannot have the scope {Scope.LISTEN}; name a listener"
        raise TokenError(msg)
    secret = secrets.token_urlsafe(32)
    stored = store.tokens.add(
        name,
        listener=listener,
        hashed=(hasher or SecretHasher()).hash(secret),
        scopes=given,
        at=datetime.now(UTC),
        expires_at=expires_at,
    )
    return MintedToken(f"moodarc_{stored.token_id}_{secret}", stored)


class TokenVerifier:
    """Checks presented tokens; one for each process, safe to share among its threads.

    Args:
        config: how long it believes.
        hasher: computes the hashes.
        clock: seconds that only grow.
        now: aware time.
    """

    def __init__(
        self,
        config: TokenConfig | None = None,
        *,
        hasher: SecretHasher | None = None,
        clock: Callable[[], float] = time.monotonic,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self.config = config or TokenConfig()
        self._hasher = hasher or SecretHasher()
        self._clock, self._now = clock, now
        self._key = secrets.token_bytes(32)
        self._remembered: OrderedDict[bytes, _Remembered] = OrderedDict()
        self._lock = threading.Lock()

    def verify(self, store: Store, presented: str) -> Grant | None:
        """What a token opens; None where it is not one, or not one any more.

        It does not say why: whoever presents a wrong token is not to learn how near they were.
        """
        known = self.recall(store, presented)
        form = _FORM.fullmatch(presented)
        if known is not None or form is None:
            return known
        stored = store.tokens.find(int(form[1]))
        is_right = self._hasher.matches(None if stored is None else stored.hash, form[2])
        if stored is None or not is_right or not stored.is_valid(self._now()):
            return None
        self._note_use(store, stored)
        self._remember(self._name(presented), stored, self._clock() + self.config.remembered_s)
        return _grant(stored)

    def recall(self, store: Store, presented: str) -> Grant | None:
        """What a token opens that was found good lately; no hash is computed for it."""
        name = self._name(presented)
        with self._lock:
            entry = self._remembered.get(name)
        if entry is None:
            return None
        stored, at_s = self._still_kept(store, entry), self._clock()
        if stored is None or at_s >= entry.until_s or not stored.is_valid(self._now()):
            self._forget(name)
            return None
        if at_s >= entry.recheck_at_s:
            self._remember(name, stored, entry.until_s)
        return _grant(stored)

    def forget(self, listener: str) -> None:
        """Believe no token of a listener any longer without a look at its row."""
        with self._lock:
            known = [*self._remembered.items()]
        for name, entry in known:
            if entry.stored.listener == listener:
                self._forget(name)

    def _name(self, presented: str) -> bytes:
        """Under which a token is remembered; it cannot be turned back."""
        return blake2b(presented.encode("utf-8", "replace"), key=self._key).digest()

    def _still_kept(self, store: Store, entry: _Remembered) -> StoredToken | None:
        if self._clock() < entry.recheck_at_s:
            return entry.stored
        stored = store.tokens.find(entry.stored.token_id)
        # another hash: another database was brought back meanwhile
        return stored if stored is not None and stored.hash == entry.stored.hash else None

    def _remember(self, name: bytes, stored: StoredToken, until_s: float) -> None:
        entry = _Remembered(stored, until_s, self._clock() + self.config.recheck_s)
        with self._lock:
            self._remembered[name] = entry
            self._remembered.move_to_end(name)
            while len(self._remembered) > self.config.max_remembered:
                self._remembered.popitem(last=False)

    def _forget(self, name: bytes) -> None:
        with self._lock:
            self._remembered.pop(name, None)

    def _note_use(self, store: Store, stored: StoredToken) -> None:
        at, last = self._now(), stored.last_used_at
        if last is None or (at - last).total_seconds() >= self.config.note_use_s:
            store.tokens.note_use(stored.token_id, at)


def _grant(stored: StoredToken) -> Grant:
    return Grant(stored.token_id, stored.listener, stored.scopes)
