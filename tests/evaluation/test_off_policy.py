"""From a store's log to what a policy would have been worth."""

import numpy as np
import pytest

from moodarc.affect import AffectReading
from moodarc.catalog import Decision, ListeningEvent, SessionEvent
from moodarc.errors import InputError
from moodarc.evaluation.off_policy import (
    LoggedSessions,
    as_columns,
    kept_share,
    logged_sessions,
    policy_values,
    read_sessions,
)
from moodarc.evaluation.simulation import (
    POLICIES,
    MadeLibraryConfig,
    Society,
    Subject,
    drawn_listener,
    made_library,
    sit,
)
from moodarc.session.engine import Arm, Engine
from moodarc.storage import open_store
from synthetic_library import place_all

LIBRARY = made_library(MadeLibraryConfig(n=40), seed=1)
SOCIETY = Society(library=LIBRARY, n=30, plays=10, own=5)


def kept(store, log, name):
    """As a shell keeps it."""
    for entry in log:
        if isinstance(entry, SessionEvent):
            store.sessions.add(entry)
        elif isinstance(entry, ListeningEvent):
            store.events.add(entry)
        elif isinstance(entry, Decision):
            store.decisions.add(entry)
        elif isinstance(entry, AffectReading):
            store.readings.add(name, entry)


@pytest.fixture(scope="module")
def logged(tmp_path_factory):
    """Two people, six sessions each, the arm by lot; the store and what truly happened."""
    with open_store(tmp_path_factory.mktemp("log") / "music.db") as store:
        place_all(store, LIBRARY.tracks)
        told = {}
        for number in range(2):
            one = drawn_listener(number, LIBRARY)
            store.listeners.ensure(one.name)
            who = Subject(SOCIETY, one, SOCIETY.history(one))
            arms = [
                Arm(name, POLICIES[name](who), chance)
                for name, chance in (("random", 0.25), ("popularity", 0.75))
            ]
            engine = Engine(LIBRARY.tracks, arms, listener=one.name)
            for session in range(6):
                found, log = sit(engine, one, LIBRARY, session=session, minutes=12.0)
                kept(store, log, one.name)
                told.setdefault(one.name, []).append(found)
        yield store, told


def test_a_log_gives_back_who_decided_and_how_it_went(logged):
    store, told = logged
    log = read_sessions(store, list(told))
    truth = [session for sessions in told.values() for session in sessions]
    assert log.arm.tolist() == [session.arm for session in truth]
    assert log.propensity == pytest.approx([session.propensity for session in truth])
    assert set(log.arm) == {"random", "popularity"}
    assert log.reward == pytest.approx([1.0 - session.skipped.mean() for session in truth])
    assert log.listener.tolist() == [name for name in told for _ in range(6)]


def test_the_values_of_a_log_are_those_of_the_formulas(logged):
    store, told = logged
    log = read_sessions(store, list(told))
    values = policy_values(log, {"popularity": 1.0}, rng=np.random.default_rng(0), resamples=100)
    drawn = log.arm == "popularity"
    assert values["naive"].value == pytest.approx(log.reward[drawn].mean())
    assert values["ips"].value == pytest.approx((log.reward * drawn / 0.75).sum() / len(log))
    assert values["effective_sample_size"].value == pytest.approx(drawn.sum())
    assert values["ips"].low <= values["ips"].value <= values["ips"].high


def test_lists_that_were_only_asked_for_are_no_sessions(logged):
    store, told = logged
    name = next(iter(told))
    decisions = store.decisions.of(name)
    assert logged_sessions([], decisions, []) == []
    asked = logged_sessions(store.sessions.of(name)[:1], [], store.events.of(name))
    assert asked == []


def test_sessions_in_which_nothing_played_have_no_reward(logged):
    store, told = logged
    name = next(iter(told))
    silent = logged_sessions(store.sessions.of(name), store.decisions.of(name), [])
    assert kept_share(silent[0]) is None
    with pytest.raises(InputError, match="none of 6 sessions has a reward"):
        as_columns(silent)


def test_a_policy_that_was_never_tried_is_refused():
    log = LoggedSessions(
        arm=np.array(["a", "a"]),
        propensity=np.ones(2),
        reward=np.zeros(2),
        listener=np.array(["x", "y"]),
        context=np.zeros((2, 0)),
    )
    for target in ({"b": 1.0}, {"a": 0.5}):
        with pytest.raises(InputError, match="expected probabilities of a that sum to 1"):
            policy_values(log, target, rng=np.random.default_rng(0))
