"""A listener who reacts to what plays, driven through the engine as a shell would drive it."""

from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

import pytest

from moodarc.affect import Goal, GoalKind
from moodarc.catalog import EventKind, SessionEvent, SessionEventKind
from moodarc.errors import SessionError
from moodarc.listener import Ending
from moodarc.session import WAITING
from moodarc.session.engine import (
    Arm,
    Engine,
    Phase,
    PreparedLibrary,
    SteeredPlans,
    merged,
)
from session_shell import NOON, Shell, reading
from synthetic_library import make_library

LIBRARY = make_library(120, seed=3)
LENGTH_S = {t.track_id: t.analysis.descriptors.duration_s for t in LIBRARY}
PREPARED = PreparedLibrary.of(LIBRARY)


def engine(**more):
    return Engine(LIBRARY, SteeredPlans(library=PREPARED, **more))


@pytest.fixture
def shell():
    return Shell(engine(), LENGTH_S)


def test_a_start_decides_plays_and_asks_how_the_listener_feels(shell):
    outcome = shell.start()
    assert outcome.play == outcome.decision.offers[0].track_id
    assert outcome.sense
    assert outcome.decision.cause == "the session began"
    assert shell.engine.state.phase is Phase.PLAYING


def test_a_start_with_a_fresh_reading_asks_nothing(shell):
    shell.feel(-0.5, -0.4)
    assert not shell.start().sense


def test_the_goal_is_fixed_at_the_start_and_does_not_run_away(shell):
    shell.feel(-0.5, -0.4)
    shell.start()
    target = shell.engine.state.goal.target
    shell.play_through()
    shell.feel(0.3, 0.2)
    assert shell.engine.state.goal.target == target
    assert shell.engine.state.decision.goal.target == target


def test_after_each_track_the_next_plays_and_a_reading_is_wanted(shell):
    shell.feel(-0.5, -0.4)
    shell.start()
    second = shell.engine.state.queue[1]
    outcome = shell.play_through()
    assert (outcome.play, outcome.sense, outcome.decision) == (second, True, None)


def test_a_skipped_track_leads_to_a_new_list_without_it(shell):
    shell.feel(-0.5, -0.4)
    shell.start()
    skipped = shell.engine.state.queue[0]
    shell.do(EventKind.PLAY, skipped)
    outcome = shell.do(EventKind.SKIP, skipped, 5, position_s=5)
    assert outcome.decision.cause == "a track was skipped"
    assert skipped not in [offer.track_id for offer in outcome.decision.offers]
    assert outcome.play == outcome.decision.offers[0].track_id


def test_a_track_that_is_put_off_before_it_plays_is_out_for_this_session_only(shell):
    shell.feel(-0.5, -0.4)
    shell.start()
    plays, put_off = shell.engine.state.queue[:2]
    shell.do(EventKind.PLAY, plays)
    taken = len(shell.engine.knowledge.taken)
    outcome = shell.do(EventKind.SKIP, put_off, 5, position_s=0, **{WAITING: True})
    assert outcome.play is None
    assert shell.engine.state.playing == plays
    assert put_off not in [offer.track_id for offer in outcome.decision.offers]
    for _ in range(20):
        outcome = shell.play_through() if shell.engine.state.queue else None
        assert put_off not in shell.engine.state.queue
    assert len(shell.engine.knowledge.taken) == taken + 20
    assert put_off not in [one.track_id for one in shell.engine.knowledge.taken]
    shell.start()
    assert shell.engine.state.put_off == ()


def test_who_puts_off_every_track_is_offered_them_again_before_nothing_is_left():
    few = make_library(8, seed=3)
    shell = Shell(Engine(few, SteeredPlans(library=PreparedLibrary.of(few))), LENGTH_S)
    shell.feel(-0.5, -0.4)
    shell.start()
    shell.do(EventKind.PLAY, shell.engine.state.queue[0])
    for _ in range(12):
        outcome = shell.do(EventKind.SKIP, shell.engine.state.queue[0], **{WAITING: True})
        assert outcome.ended is None
        assert shell.engine.state.queue


def test_a_list_of_a_few_tracks_grows_once_more_music_was_found(shell):
    few = LIBRARY[:4]
    first = Shell(Engine(few, SteeredPlans(library=PreparedLibrary.of(few))), LENGTH_S)
    first.engine.found_more()
    first.feel(-0.5, -0.4)
    assert len(first.start().decision.offers) == 4
    shell.engine.replay(first.log)
    shell.now = first.now
    shell.engine.found_more()
    playing = shell.engine.state.queue[0]
    grown = shell.do(EventKind.PLAY, playing).decision
    assert grown.cause == "more music was found"
    assert len(grown.offers) == 12
    assert playing not in [offer.track_id for offer in grown.offers]
    assert shell.feel(-0.5, -0.4).decision is None


def test_a_banned_track_never_comes_again_in_any_session(shell):
    shell.feel(-0.5, -0.4)
    shell.start()
    banned = shell.engine.state.queue[0]
    shell.do(EventKind.PLAY, banned)
    shell.do(EventKind.BAN, banned, 5)
    for _ in range(3):
        outcome = shell.start()
        assert banned not in [offer.track_id for offer in outcome.decision.offers]


def test_another_goal_leads_to_another_list(shell):
    shell.feel(-0.5, -0.4)
    first = shell.start().decision
    event = SessionEvent(
        listener="me", at=shell.later(), kind=SessionEventKind.GOAL, goal=Goal(GoalKind.CALM)
    )
    outcome = shell.hand(event)
    assert outcome.decision.cause == "the goal changed"
    assert outcome.decision.goal.kind is GoalKind.CALM
    assert outcome.decision.offers != first.offers


def test_a_reading_that_says_nothing_new_leaves_the_queue(shell):
    shell.feel(-0.5, -0.4)
    shell.start()
    queue = shell.engine.state.queue
    for wobble in (0.02, -0.02, 0.01):
        assert shell.feel(-0.5 + wobble, -0.4).decision is None
    assert shell.engine.state.queue == queue


def test_a_feeling_that_turns_leads_to_a_new_list(shell):
    shell.feel(-0.5, -0.4)
    shell.start(Goal(GoalKind.MATCH))
    shell.play_through()
    outcomes = [shell.feel(0.7, 0.6, variance=0.005) for _ in range(10)]
    causes = [o.decision.cause for o in outcomes if o.decision is not None]
    assert causes
    assert all("the feeling moved by" in cause for cause in causes)
    assert outcomes[-1].decision is None, "the tenth of ten equal readings tells nothing new"


def test_an_unclear_reading_back_and_forth_does_not_flicker(shell):
    """Doubtful readings about one point: the queue is exchanged rarely, if ever."""
    shell.feel(-0.5, -0.4)
    shell.start(Goal(GoalKind.MATCH))
    shell.do(EventKind.PLAY, shell.engine.state.queue[0])
    signs = (1, -1) * 10
    changes = [shell.feel(-0.5 + 0.3 * s, -0.4, variance=0.25).decision for s in signs]
    assert sum(change is not None for change in changes) <= 2


def test_the_session_ends_when_the_goal_is_reached_and_held(shell):
    shell.feel(-0.5, -0.4)
    shell.start()
    target = shell.engine.state.goal.target
    outcome = None
    for _ in range(12):
        outcome = shell.play_through()
        if outcome.ended:
            break
        shell.feel(*target, variance=0.003)
    assert outcome.ended is Ending.REACHED
    assert outcome.play is None


def test_the_session_ends_when_the_time_is_up_and_not_later(shell):
    shell.feel(-0.5, -0.4)
    shell.start(Goal(GoalKind.MATCH), minutes=20)
    began, outcome = shell.now, None
    for _ in range(40):
        outcome = shell.play_through()
        if outcome.ended:
            break
    assert outcome.ended is Ending.TIME_UP
    assert (shell.now - began).total_seconds() <= 20 * 60 + 40


def test_the_session_ends_when_the_listener_stops(shell):
    shell.start()
    kind = SessionEventKind.STOP
    outcome = shell.hand(SessionEvent(listener="me", at=shell.later(), kind=kind, reason="enough"))
    assert outcome.ended is Ending.STOPPED
    assert shell.engine.state.phase is Phase.ENDED
    assert shell.engine.state.stopped == "enough"


def test_a_session_without_end_goes_on_when_the_list_runs_out(shell):
    shell.start(Goal(GoalKind.MATCH))
    for _ in range(30):
        outcome = shell.play_through()
        assert outcome.play is not None
    causes = [o.decision.cause for o in shell.outcomes if o.decision]
    assert "the list ran out" in causes


def test_a_library_smaller_than_a_list_goes_round():
    few = LIBRARY[:4]
    shell = Shell(Engine(few, SteeredPlans(library=PreparedLibrary.of(few))), LENGTH_S)
    shell.start(Goal(GoalKind.MATCH))
    played = []
    for _ in range(12):
        played.append(shell.engine.state.queue[0])
        shell.play_through()
    assert set(played) == {t.track_id for t in few}
    assert all(one != other for one, other in pairwise(played))


def lively(shell):
    """A session with everything in it."""
    shell.feel(-0.5, -0.4)
    shell.start(minutes=60)
    shell.play_through()
    shell.feel(-0.1, 0.1)
    track_id = shell.engine.state.queue[0]
    shell.do(EventKind.PLAY, track_id)
    shell.do(EventKind.LIKE, track_id, 20)
    shell.do(EventKind.VOLUME, track_id, 5, before=0.5, after=0.7)
    shell.do(EventKind.SKIP, track_id, 30, position_s=55)
    track_id = shell.engine.state.queue[0]
    shell.do(EventKind.PLAY, track_id)
    shell.do(EventKind.BAN, track_id, 3)
    shell.feel(0.6, 0.5)
    shell.play_through()
    return shell


def test_the_same_log_gives_the_same_decisions():
    one, other = lively(Shell(engine(), LENGTH_S)), lively(Shell(engine(), LENGTH_S))
    assert one.log == other.log


@pytest.mark.parametrize("cut", range(1, 22, 2))
def test_an_engine_that_died_anywhere_is_rebuilt_from_its_log(cut):
    """Rebuilt after any entry, it decides as the one that lived on."""
    lived = lively(Shell(engine(), LENGTH_S))
    rebuilt = engine()
    rebuilt.replay(merged(lived.log[:cut]))
    for entry in lived.log[cut:]:
        if entry.__class__.__name__ != "Decision":
            rebuilt.handle(entry)
        elif rebuilt.state.decision != entry:
            outcome = rebuilt.resume(entry.at)
            assert outcome.decision.offers == entry.offers
    assert rebuilt.state == lived.engine.state
    assert rebuilt.knowledge.taken == lived.engine.knowledge.taken
    assert rebuilt.knowledge.taste == lived.engine.knowledge.taste
    assert (rebuilt.knowledge.weights.mean == lived.engine.knowledge.weights.mean).all()


def test_a_feeling_that_was_stored_late_leads_to_a_new_list_when_the_log_is_read_again(shell):
    shell.feel(-0.5, -0.4)
    shell.start(Goal(GoalKind.MATCH))
    measured = shell.later()
    shell.do(EventKind.PLAY, shell.engine.state.queue[0])
    late = [reading(measured, 0.7, 0.6, variance=0.003) for _ in range(3)]
    rebuilt = engine()
    rebuilt.replay(merged([*shell.log, *late]))
    outcome = rebuilt.resume(shell.later())
    assert "the feeling moved by" in outcome.decision.cause
    assert outcome.play is None


def test_a_resume_that_finds_nothing_new_decides_nothing(shell):
    shell.feel(-0.5, -0.4)
    shell.start()
    shell.do(EventKind.PLAY, shell.engine.state.queue[0])
    rebuilt = engine()
    rebuilt.replay(merged(shell.log))
    outcome = rebuilt.resume(shell.later())
    assert (outcome.decision, outcome.play, outcome.ended) == (None, None, None)


def test_a_track_that_could_not_be_played_is_left_and_teaches_nothing(shell):
    shell.feel(-0.5, -0.4)
    shell.start()
    broken = shell.engine.state.queue[0]
    shell.do(EventKind.PLAY, broken)
    outcome = shell.do(EventKind.SKIP, broken, position_s=0.0, unplayable="no such file")
    assert outcome.play not in {None, broken}
    assert not shell.engine.knowledge.taken
    assert shell.engine.knowledge.weights.outcomes == 0


def test_an_entry_from_the_past_is_refused(shell):
    shell.start()
    with pytest.raises(SessionError, match="in the order of time"):
        shell.engine.handle(reading(NOON - timedelta(hours=1)))


def test_sessions_draw_their_arm_by_its_probability_and_say_so():
    plans = SteeredPlans(library=PREPARED), SteeredPlans(library=PREPARED, learns=False)
    arms = [Arm("learns", plans[0], 0.75), Arm("does not", plans[1], 0.25)]
    shell = Shell(Engine(LIBRARY, arms), LENGTH_S)
    drawn = [shell.start().decision for _ in range(40)]
    assert {d.arm: d.propensity for d in drawn} == {"learns": 0.75, "does not": 0.25}
    assert 20 <= sum(d.arm == "learns" for d in drawn) <= 38


@pytest.mark.parametrize("minutes", [1e12, float("inf"), float("nan"), -5.0, 0.0])
def test_a_log_with_a_limit_that_cannot_be_is_read_as_one_without(shell, minutes):
    assert shell.start(Goal(GoalKind.MATCH), minutes=minutes).decision is not None
    assert shell.engine.state.until is None


@pytest.mark.parametrize("size", [1, 2, 8])
def test_a_session_without_a_limit_goes_on_however_small_the_library(size):
    few = LIBRARY[:size]
    shell = Shell(Engine(few, SteeredPlans(library=PreparedLibrary.of(few))), LENGTH_S)
    shell.start(Goal(GoalKind.MATCH))
    assert all(shell.play_through().play is not None for _ in range(3 * size))


def test_copies_of_one_recording_do_not_end_a_session_early():
    both = [
        copy
        for track in LIBRARY[:8]
        for copy in (track, replace(track, track_id=track.track_id + 1000))
    ]
    length_s = LENGTH_S | {number + 1000: length for number, length in LENGTH_S.items()}
    shell = Shell(Engine(both, SteeredPlans(library=PreparedLibrary.of(both))), length_s)
    shell.start(Goal(GoalKind.MATCH))
    assert all(shell.play_through().play is not None for _ in range(20))


def test_who_bans_everything_is_told_that_nothing_is_left():
    few = LIBRARY[:3]
    shell = Shell(Engine(few, SteeredPlans(library=PreparedLibrary.of(few))), LENGTH_S)
    shell.start(Goal(GoalKind.MATCH))
    outcome = None
    for _ in few:
        track_id = shell.engine.state.queue[0]
        shell.do(EventKind.PLAY, track_id)
        outcome = shell.do(EventKind.BAN, track_id)
    assert outcome.ended is Ending.NOTHING_LEFT


def test_a_goal_that_changed_before_a_crash_is_answered_though_a_reading_came_between():
    lived = Shell(engine(), LENGTH_S)
    lived.feel(-0.5, -0.4)
    lived.start()
    lived.do(EventKind.PLAY, lived.engine.state.queue[0])
    kind, goal = SessionEventKind.GOAL, Goal(GoalKind.CALM)
    log = [
        *lived.log,
        SessionEvent(listener="me", at=lived.later(), kind=kind, goal=goal),
        reading(lived.later(), -0.5, -0.4),
    ]
    rebuilt = engine()
    rebuilt.replay(log)
    outcome = rebuilt.resume(lived.later())
    assert outcome.decision.goal.kind is GoalKind.CALM
    assert outcome.decision.cause == "the goal changed"
