"""SIMULATION: made people before the engine that ships, by every policy."""

import numpy as np
import pytest

from moodarc.catalog import Decision, EventKind, ListeningEvent, SessionEvent, SessionEventKind
from moodarc.evaluation.simulation import (
    POLICIES,
    MadeLibraryConfig,
    Society,
    Subject,
    drawn_listener,
    made_library,
    sit,
)
from moodarc.listener import Ending
from moodarc.session.engine import Engine, merged

LIBRARY = made_library(MadeLibraryConfig(n=60), seed=1)
SOCIETY = Society(library=LIBRARY, n=40, plays=15, own=8)


def subject(number=0):
    one = drawn_listener(number, LIBRARY, seed=2)
    return Subject(SOCIETY, one, SOCIETY.history(one))


def engine_of(who, name):
    return Engine(
        LIBRARY.tracks,
        POLICIES[name](who),
        listener=who.listener.name,
        knowledge=who.knowledge(name),
    )


def sat(name, *, number=0, session=0, minutes=16.0):
    who = subject(number)
    return sit(engine_of(who, name), who.listener, LIBRARY, session=session, minutes=minutes)


@pytest.mark.parametrize("name", list(POLICIES))
def test_every_policy_plays_a_session_to_its_end(name):
    told, log = sat(name)
    assert len(told.tracks) >= 1
    assert len(told.path) == len(told.tracks) + 1 == len(told.minutes)
    assert np.abs(told.path).max() <= 1.0
    assert (np.diff(told.minutes) > 0).all()
    assert told.ended in {Ending.REACHED, Ending.TIME_UP}
    assert isinstance(log[-1], SessionEvent)
    assert log[-1].kind is SessionEventKind.STOP


@pytest.mark.parametrize("name", ["random", "hybrid"])
def test_a_session_is_the_same_when_it_is_run_again(name):
    (one, log), (other, again) = sat(name), sat(name)
    assert (one.path == other.path).all()
    assert log == again


def test_all_policies_meet_the_same_person_with_the_same_wish():
    found = [sat(name)[0] for name in ("random", "match", "preference")]
    assert all((told.path[0] == found[0].path[0]).all() for told in found)
    assert all(told.goal == found[0].goal for told in found)
    assert len({tuple(told.tracks) for told in found}) == 3


def test_the_log_tells_what_happened_and_rebuilds_the_engine():
    who = subject(3)
    lived = engine_of(who, "hybrid")
    logs = []
    for session in range(2):
        told, log = sit(lived, who.listener, LIBRARY, session=session, minutes=16.0)
        logs += log
    plays = [e for e in log if isinstance(e, ListeningEvent) and e.kind is EventKind.PLAY]
    assert [play.track_id - 1 for play in plays] == told.tracks.tolist()
    skips = [e for e in log if isinstance(e, ListeningEvent) and e.kind is EventKind.SKIP]
    assert len(skips) == told.skipped.sum()
    assert any(isinstance(entry, Decision) for entry in log)
    rebuilt = engine_of(who, "hybrid")
    rebuilt.replay(merged(logs))
    assert rebuilt.state == lived.state
    assert rebuilt.knowledge.taken == lived.knowledge.taken


def test_preference_alone_plays_what_is_liked_and_popularity_what_others_liked():
    def liking(name):
        return np.mean([sat(name, number=number)[0].liking.mean() for number in range(8)])

    assert liking("preference") > liking("random") + 0.3
    assert liking("popularity") > liking("random") + 0.3


def test_a_path_starts_nearer_to_the_feeling_than_the_goal_at_once():
    """What is expressed first, about the feeling at the start, over eight people."""

    def first_gap(name):
        gaps = []
        for number in range(8):
            told, _ = sat(name, number=number)
            gaps.append(np.linalg.norm(LIBRARY.affect[told.tracks[0]] - told.path[0]))
        return np.mean(gaps)

    assert first_gap("match") < first_gap("hybrid_no_path")


def test_what_was_taken_well_joins_the_history():
    who = subject(1)
    engine = engine_of(who, "hybrid")
    sit(engine, who.listener, LIBRARY, session=0, minutes=16.0)
    wish = engine._wish(engine._last, cause="test")
    well = {taken.track_id for taken in wish.knowledge.taken if taken.signal.outcome > 0.5}
    assert well
    assert who.preference(wish).heard == len(who.history) + len(well)
    assert who.first_preference(wish).heard == len(who.history)
