"""Keys of the service: for whom, for what, until when; of the secret only a hash is kept.

A key is looked up by its number, which is public; whoever checks the secret does so with the hash
(`moodarc.serving.security`). A revoked key keeps its row, so that a listing still tells of it; it
goes with its listener.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Select, insert, select, update
from sqlalchemy.engine import RowMapping

from moodarc.errors import TokenError
from moodarc.storage.connection import Database
from moodarc.storage.listeners import listener_number
from moodarc.storage.tables import listeners, tokens

__all__ = ["Scope", "StoredToken", "Tokens"]

_LONGEST_NAME = 64


class Scope(StrEnum):
    """What a key opens."""

    LISTEN = "listen"
    """The listener's own readings, belief, playlists, session; their export and erasure."""
    LIBRARY = "library"
    """Tracks, their sound and search; reading only."""
    MANAGE = "manage"
    """Scans and corrections."""
    ADMIN = "admin"
    """Metrics and the listing of listeners."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredToken:
    """A key as it is kept.

    Attributes:
        token_id: its number, the public part.
        listener: whose it is; None for an operator's.
        name: what its maker calls it.
        hash: of the secret, with its salt and parameters.
        scopes: what it opens.
        created_at: aware time.
        last_used_at: aware time, right to some minutes; None = never.
        expires_at: aware time from which it opens nothing; None = never.
        revoked_at: aware time since when it opens nothing; None = it was not revoked.
    """

    token_id: int
    listener: str | None
    name: str
    hash: str
    scopes: frozenset[Scope]
    created_at: datetime
    last_used_at: datetime | None = None
    expires_at: datetime | None = None
    revoked_at: datetime | None = None

    def is_valid(self, at: datetime) -> bool:
        """Whether it opens anything at a time."""
        return self.revoked_at is None and (self.expires_at is None or at < self.expires_at)


class Tokens:
    """Keys by number."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(
        self,
        name: str,
        *,
        listener: str | None,
        hashed: str,
        scopes: Iterable[Scope],
        at: datetime,
        expires_at: datetime | None = None,
    ) -> StoredToken:
        """Keep a new key; what was kept, with its number.

        Args:
            name: 1 to 64 printable characters; it need not be the only one of its name.
            listener: whose it is; None for an operator's.
            hashed: of its secret.
            scopes: what it opens, one at least.
            at: aware time of its making.
            expires_at: aware time from which it opens nothing; None = never.

        Raises:
            UnknownListenerError: the database holds no such listener.
            TokenError: a name that cannot be used, or no scope.
        """
        _check_name(name)
        given = frozenset(scopes)
        if not given:
            msg = f"token {name!r} would open nothing; give one of {', '.join(Scope)}"
            raise TokenError(msg)
        values = {
            "name": name,
            "hash": hashed,
            "scopes": sorted(given),
            "created_at": at,
            "expires_at": expires_at,
        }
        with self._database.writing() as connection:
            number = None if listener is None else listener_number(connection, listener)
            new = insert(tokens).values(listener_id=number, **values).returning(tokens.c.id)
            token_id = connection.execute(new).scalar_one()
            row = connection.execute(_rows().where(tokens.c.id == token_id)).mappings().one()
        return _token(row)

    def find(self, token_id: int) -> StoredToken | None:
        """A key by its number, valid or not; None where there is none."""
        with self._database.reading() as connection:
            query = _rows().where(tokens.c.id == token_id)
            row = connection.execute(query).mappings().one_or_none()
        return None if row is None else _token(row)

    def all(self) -> list[StoredToken]:
        """All keys, valid or not, from the oldest to the newest."""
        with self._database.reading() as connection:
            rows = connection.execute(_rows().order_by(tokens.c.id)).mappings().all()
        return [_token(row) for row in rows]

    def revoke(self, token_id: int, at: datetime) -> StoredToken:
        """Let a key open nothing from now on; one revoked before keeps that time.

        Raises:
            TokenError: there is no such key.
        """
        with self._database.writing(durable=True) as connection:
            mine = tokens.c.id == token_id
            valid = update(tokens).where(mine, tokens.c.revoked_at.is_(None))
            connection.execute(valid.values(revoked_at=at))
            row = connection.execute(_rows().where(mine)).mappings().one_or_none()
        if row is None:
            msg = f"no token has the number {token_id}; `moodarc token list` shows those there are"
            raise TokenError(msg)
        return _token(row)

    def note_use(self, token_id: int, at: datetime) -> None:
        """Keep when a key was last used; nothing where it is gone meanwhile."""
        with self._database.writing() as connection:
            mine = tokens.c.id == token_id
            connection.execute(update(tokens).where(mine).values(last_used_at=at))


def _rows() -> Select[Any]:
    columns = [column for column in tokens.c if column.name != "listener_id"]
    joined = tokens.outerjoin(listeners, tokens.c.listener_id == listeners.c.id)
    return select(*columns, listeners.c.name.label("listener")).select_from(joined)


def _token(row: RowMapping) -> StoredToken:
    values = dict(row)
    scopes = frozenset(Scope(scope) for scope in values.pop("scopes") if scope in list(Scope))
    return StoredToken(token_id=values.pop("id"), scopes=scopes, **values)


def _check_name(name: str) -> None:
    if not name.strip() or len(name) > _LONGEST_NAME or not name.isprintable():
        msg = (
            f"token name {name[:80]!r} cannot be used; "
            f"give 1 to {_LONGEST_NAME} printable characters"
        )
        raise TokenError(msg)
