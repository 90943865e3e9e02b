"""A token opens what it was made for, and nothing once it is not one any more."""

import threading
from datetime import UTC, datetime, timedelta

import pytest

from moodarc.errors import TokenError
from moodarc.serving.security.hashing import HashConfig, SecretHasher
from moodarc.serving.security.tokens import Grant, TokenConfig, TokenVerifier, mint_token
from moodarc.storage import Scope, open_store

NOON = datetime.now(UTC)
CHEAP = HashConfig(time_cost=1, memory_cost_kib=8)


class CountingHasher(SecretHasher):
    """A real one that tells how often it worked."""

    def __init__(self):
        super().__init__(CHEAP)
        self.n_matched = 0

    def matches(self, hashed, secret):
        self.n_matched += 1
        return super().matches(hashed, secret)


class Clock:
    """Stands still until it is moved; both kinds of time at once."""

    def __init__(self):
        self.s = 0.0

    def __call__(self):
        return self.s

    def now(self):
        return NOON + timedelta(seconds=self.s)


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def hasher():
    return CountingHasher()


@pytest.fixture
def db(tmp_path):
    return tmp_path / "music.db"


@pytest.fixture
def store(db):
    with open_store(db) as opened:
        opened.listeners.ensure("ada")
        yield opened


@pytest.fixture
def verifier(clock, hasher):
    return TokenVerifier(hasher=hasher, clock=clock, now=clock.now)


def minted(store, *, listener="ada", scopes=(Scope.LISTEN,), **more):
    hasher = SecretHasher(CHEAP)
    return mint_token(store, "phone", listener=listener, scopes=scopes, hasher=hasher, **more)


def test_a_token_opens_what_it_was_made_for(store, verifier):
    made = minted(store, scopes=(Scope.LISTEN, Scope.LIBRARY))
    grant = verifier.verify(store, made.presented)
    assert grant == Grant(1, "ada", frozenset({Scope.LISTEN, Scope.LIBRARY}))
    assert grant.allows(Scope.LIBRARY)
    assert not grant.allows(Scope.ADMIN)


def test_the_secret_is_nowhere_in_the_database(store, db):
    secret = minted(store).presented.split("_", 2)[2]
    assert len(secret) == 43
    store.close()
    kept = b"".join(file.read_bytes() for file in db.parent.glob("music.db*"))
    assert secret.encode() not in kept
    assert b"$argon2id$v=19$m=8,t=1,p=1$" in kept


def test_two_tokens_are_never_alike(store):
    assert minted(store).presented.split("_", 2)[2] != minted(store).presented.split("_", 2)[2]


def test_an_operators_token_is_nobodys(store, verifier):
    made = minted(store, listener=None, scopes=[Scope.ADMIN])
    assert verifier.verify(store, made.presented).listener is None
    with pytest.raises(TokenError, match="cannot have the scope listen"):
        minted(store, listener=None)


WRONG = "A" * 43


@pytest.mark.parametrize("form", ["{0}", "moodarc_{1}_" + WRONG, "moodarc_99_{2}"])
def test_a_wrong_token_opens_nothing_and_costs_one_hash(store, verifier, hasher, *, form):
    made = minted(store)
    secret = made.presented.split("_", 2)[2]
    presented = form.format(f"moodarc_1_{secret[:-1]}", 1, secret)
    assert verifier.verify(store, presented) is None
    assert hasher.n_matched == 1


@pytest.mark.parametrize(
    "presented",
    [
        "",
        "moodarc",
        "moodarc__",
        "moodarc_0_" + WRONG,
        "moodarc_-1_" + WRONG,
        "moodarc_1_short",
        "moodarc_1_" + WRONG + "\n",
        "moodarc_" + "9" * 30 + "_" + WRONG,
        "moodarc_\u0661_" + WRONG,  # a digit of another script
        "moodarc_1_" + "A" * 100_000,
        "Bearer moodarc_1_" + WRONG,
        "moodarc_1_\udcff" + WRONG,
    ],
)
def test_what_has_not_the_form_is_refused_without_work(store, verifier, hasher, *, presented):
    assert verifier.verify(store, presented) is None
    assert hasher.n_matched == 0


def test_a_good_token_is_hashed_once_in_some_minutes(store, verifier, *, hasher, clock):
    made = minted(store)
    config = verifier.config
    for clock.s in (0.0, 1.0, 100.0, config.remembered_s - 0.1):
        assert verifier.verify(store, made.presented) is not None
    assert hasher.n_matched == 1
    clock.s = config.remembered_s
    assert verifier.recall(store, made.presented) is None
    assert verifier.verify(store, made.presented) is not None
    assert hasher.n_matched == 2


@pytest.mark.parametrize("how", ["revoked", "erased"])
def test_what_another_process_takes_back_is_refused_within_seconds(
    store, verifier, *, clock, db, how
):
    made = minted(store)
    assert verifier.verify(store, made.presented) is not None
    with open_store(db) as other:
        if how == "revoked":
            other.tokens.revoke(1, clock.now())
        else:
            other.erase_listener("ada")
    clock.s = verifier.config.recheck_s
    assert verifier.verify(store, made.presented) is None


def test_what_is_forgotten_is_refused_at_once(store, verifier):
    made = minted(store)
    assert verifier.verify(store, made.presented) is not None
    store.erase_listener("ada")
    verifier.forget("ada")
    assert verifier.verify(store, made.presented) is None


def test_an_expired_token_is_refused_at_once(store, verifier, clock):
    made = minted(store, expires_at=NOON + timedelta(seconds=1.5))
    assert verifier.verify(store, made.presented) is not None
    clock.s = 1.5
    assert verifier.verify(store, made.presented) is None


def test_the_row_is_looked_at_again_and_again(store, verifier, clock):
    made = minted(store)
    for clock.s in (0.0, 2.0, 4.0, 5.0):
        assert verifier.verify(store, made.presented) is not None
    store.tokens.revoke(1, clock.now())
    clock.s = 5.9
    assert verifier.verify(store, made.presented) is not None
    clock.s = 6.0
    assert verifier.verify(store, made.presented) is None


def test_a_token_of_another_database_with_the_same_number_is_refused(
    store, verifier, *, clock, tmp_path
):
    made = minted(store)
    assert verifier.verify(store, made.presented) is not None
    with open_store(tmp_path / "other.db") as other:
        other.listeners.ensure("ada")
        minted(other)
        clock.s = 2.0
        assert verifier.verify(other, made.presented) is None


def test_what_is_remembered_is_bounded_and_never_the_token(store, clock, hasher):
    config = TokenConfig(max_remembered=2)
    verifier = TokenVerifier(config, hasher=hasher, clock=clock, now=clock.now)
    presented = [minted(store).presented for _ in range(3)]
    for one in presented:
        verifier.verify(store, one)
    assert [verifier.recall(store, one) is None for one in presented] == [True, False, False]
    assert len(verifier._remembered) == 2
    held = repr(verifier._remembered)
    assert not any(one.split("_", 2)[2] in held for one in presented)
    other = TokenVerifier(hasher=hasher)
    assert other._name(presented[0]) != verifier._name(presented[0])


def test_the_last_use_is_noted_now_and_then(store, verifier, clock):
    made = minted(store)
    verifier.verify(store, made.presented)
    assert store.tokens.find(1).last_used_at == NOON
    clock.s = verifier.config.remembered_s
    verifier.verify(store, made.presented)
    assert store.tokens.find(1).last_used_at == clock.now()


def test_many_threads_may_ask_at_once(store, hasher):
    verifier = TokenVerifier(TokenConfig(recheck_s=0.0), hasher=hasher)
    made, granted = minted(store), []

    def ask():
        granted.extend(verifier.verify(store, made.presented) for _ in range(20))

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert granted == [Grant(1, "ada", frozenset({Scope.LISTEN}))] * 80


def test_a_hash_is_argon2id_with_the_parameters_of_its_config():
    hashed = SecretHasher().hash("secret")
    assert hashed.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert not SecretHasher().matches("not a hash", "secret")
    assert not SecretHasher(CHEAP).matches(None, "")
