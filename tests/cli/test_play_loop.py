"""The loop over a real store, with a silent player and a clock that a test moves."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from moodarc.affect import Goal, GoalKind
from moodarc.catalog import EventKind, SessionEvent, SessionEventKind
from moodarc.cli.play_loop import PlayLoop
from moodarc.errors import AudioError, GoalError, PlayerError
from moodarc.library.players import SilentPlayer
from moodarc.sensing import from_point, from_word
from moodarc.session.engine import Engine, PreparedLibrary, SteeredPlans
from moodarc.session.shell import SessionLog
from moodarc.storage import open_store
from synthetic_library import make_library, place_all

LIBRARY = make_library(40, seed=2)
BY_ID = {track.track_id: track for track in LIBRARY}
MATCH = Goal(GoalKind.MATCH)
NOON = datetime(2026, 1, 5, 12, tzinfo=UTC)


class Picky(SilentPlayer):
    """Cannot play some files."""

    def __init__(self, broken, **more):
        super().__init__(**more)
        self.broken = broken

    def play(self, track, *, start_s=0.0):
        if track.track_id in self.broken:
            msg = f"{track.path} is no music"
            raise AudioError(msg)
        super().play(track, start_s=start_s)


class Hasty(SilentPlayer):
    """Each track is over before anybody looks."""

    def play(self, track, *, start_s=0.0):
        super().play(track, start_s=start_s + 1e6)


class World:
    """A store, a clock, and sessions in it."""

    def __init__(self, store):
        self.store = store
        self.now_s = 0.0
        self.told = []

    def loop(self, player=None, library=LIBRARY):
        def engine():
            return Engine(library, SteeredPlans(library=PreparedLibrary.of(library)))

        log = SessionLog(self.store, "me", engine, clock=self.clock)
        player = player or SilentPlayer(clock=self.seconds)
        tracks = {track.track_id: track for track in library}
        return PlayLoop(log, player, tracks, tell=self.told.append, clock=self.seconds)

    def seconds(self):
        return self.now_s

    def clock(self):
        return NOON + timedelta(seconds=self.now_s)

    def pass_by(self, loop, seconds, step_s=5.0):
        end_s = self.now_s + seconds
        while self.now_s < end_s and not loop.ended:
            self.now_s += step_s
            loop.step()

    def of(self, *kinds):
        return [told for told in self.told if told["event"] in kinds]

    def events(self):
        return self.store.events.of("me")

    def kinds(self):
        return [event.kind.value for event in self.events()]


@pytest.fixture
def world(tmp_path):
    with open_store(tmp_path / "music.db") as store:
        place_all(store, LIBRARY)
        store.listeners.ensure("me")
        yield World(store)


def length_s(loop):
    return loop.track.analysis.descriptors.duration_s


def is_rebuilt(loop, world):
    """Whether the log gives the engine that lived."""
    engine = loop.log.engine
    other = world.loop().log.engine
    same = (other.knowledge.weights.mean == engine.knowledge.weights.mean).all()
    taken = other.knowledge.taken == engine.knowledge.taken
    return other.state == engine.state and taken and same


def test_tracks_play_one_after_the_other_until_the_time_is_up(world):
    loop = world.loop()
    loop.begin(MATCH, minutes=15)
    world.pass_by(loop, 20 * 60)
    assert loop.ended == "the time is up"
    kinds = world.kinds()
    assert kinds == ["play", "finish"] * (len(kinds) // 2)
    stop = world.store.sessions.of("me")[-1]
    assert (stop.kind, stop.reason) == (SessionEventKind.STOP, "the time is up")
    assert len(loop.heard) == len(kinds) // 2
    assert is_rebuilt(loop, world)


def test_what_the_listener_does_is_logged_and_acted_on(world):
    loop = world.loop()
    loop.begin(MATCH)
    world.pass_by(loop, 30)
    loop.like()
    skipped = loop.track
    loop.skip()
    assert loop.track != skipped
    world.pass_by(loop, 10)
    banned = loop.track
    loop.ban()
    world.pass_by(loop, 20)
    loop.replay()
    assert loop.watch.seen.position_s == 0.0
    loop.louder(-0.25)
    world.pass_by(loop, 10)
    assert world.kinds() == [
        *("play", "like", "skip", "play", "ban", "play", "replay", "volume"),
    ]
    by_kind = {event.kind: event for event in world.events()}
    assert by_kind[EventKind.SKIP].details == {"position_s": 30.0}
    volume = by_kind[EventKind.VOLUME].details
    assert (volume["before"], volume["after"]) == (1.0, 0.75)
    assert banned.track_id in loop.log.engine.knowledge.banned
    assert is_rebuilt(loop, world)


def test_a_pause_holds_the_track(world):
    loop = world.loop()
    loop.begin(MATCH)
    world.pass_by(loop, 10)
    loop.pause()
    world.pass_by(loop, 3600)
    assert world.kinds() == ["play"]
    loop.pause()
    world.pass_by(loop, length_s(loop))
    assert world.kinds()[:2] == ["play", "finish"]
    states = [told["state"] for told in world.of("player")]
    assert states == ["paused", "went on"]


def test_a_feeling_that_is_said_leads_to_a_new_list_at_once(world):
    loop = world.loop()
    loop.felt([from_point(-0.7, -0.6, loop.log.now())])
    loop.begin(MATCH)
    for _ in range(4):
        loop.felt([from_point(0.9, 0.8, loop.log.now())])
    causes = [told["cause"] for told in world.of("list")]
    assert causes[0] == "the session began"
    assert any("the feeling moved" in cause for cause in causes[1:])
    assert len(world.store.decisions.of("me")) == len(causes)
    assert is_rebuilt(loop, world)


def test_a_reading_that_others_stored_late_steers_too_and_the_log_gives_the_same(world):
    loop = world.loop()
    loop.felt([from_point(-0.7, -0.6, loop.log.now())])
    loop.begin(MATCH)
    world.pass_by(loop, 30)
    loop.like()
    measured = world.clock() - timedelta(seconds=20)
    for seconds in range(4):
        late = from_point(0.9, 0.8, measured + timedelta(seconds=seconds))
        world.store.readings.add("me", late)
    world.pass_by(loop, 10)
    assert len(world.of("reading")) == 5
    assert any("the feeling moved" in told["cause"] for told in world.of("list"))
    assert is_rebuilt(loop, world)


def test_another_goal_changes_what_comes_and_not_what_is_on(world):
    loop = world.loop()
    loop.begin(MATCH)
    on = loop.track
    loop.aim(Goal(GoalKind.CALM))
    assert loop.track == on
    assert world.of("goal")[0]["goal"] == "calm"
    assert world.of("list")[-1]["cause"] == "the goal changed"


def test_all_reasons_of_what_is_on_are_told_with_their_sum(world):
    loop = world.loop()
    loop.begin(MATCH)
    loop.explain()
    (told,) = world.of("why")
    assert told["track"]["track_id"] == loop.track.track_id
    assert sum(r["value"] for r in told["reasons"]) == pytest.approx(told["score"], abs=1e-6)


def test_a_file_that_cannot_be_played_is_left_out_and_teaches_nothing(world):
    plain = world.loop()
    plain.begin(MATCH)
    first = plain.track.track_id
    plain.stop("enough")
    loop = world.loop(Picky({first}, clock=world.seconds))
    loop.begin(MATCH)
    assert loop.track is not None
    skips = [event for event in world.events() if event.kind is EventKind.SKIP]
    assert all("is no music" in skip.details["unplayable"] for skip in skips)
    assert not loop.log.engine.knowledge.taken


def test_tracks_that_are_over_at_once_still_end(world):
    loop = world.loop(Hasty(clock=world.seconds))
    loop.begin(MATCH)
    world.pass_by(loop, 20)
    assert world.kinds() == ["play", "finish"] * 4 + ["play"]


def test_a_player_that_can_play_nothing_ends_it_in_words(world):
    loop = world.loop(Picky(set(BY_ID), clock=world.seconds))
    with pytest.raises(PlayerError, match=r"3 tracks in a row cannot be played.*is no music"):
        loop.begin(MATCH)
    assert world.store.sessions.of("me")[-1].reason.startswith("3 tracks in a row")


def test_an_empty_library_leaves_no_open_session(world):
    loop = world.loop(library=[])
    with pytest.raises(GoalError, match="moodarc scan"):
        loop.begin(MATCH)
    assert [event.kind.value for event in world.store.sessions.of("me")] == ["start", "stop"]


def test_a_session_that_was_killed_goes_on_with_its_track_marked(world):
    killed = world.loop()
    killed.begin(MATCH)
    world.pass_by(killed, 10)
    on, queue = killed.track, killed.log.engine.state.queue
    world.now_s += 60
    loop = world.loop()
    loop.go_on()
    assert loop.track == on
    assert loop.log.engine.state.queue == queue
    plays = world.events()
    assert [(e.track_id, e.details) for e in plays] == [
        (on.track_id, {}),
        (on.track_id, {"resumed": True}),
    ]
    world.pass_by(loop, length_s(loop))
    assert world.kinds()[2:4] == ["finish", "play"]
    assert is_rebuilt(loop, world)


def test_a_session_in_which_nothing_fits_any_more_is_closed(world):
    """Killed between its start and its first list."""
    start, at = SessionEventKind.START, world.clock()
    world.store.sessions.add(
        SessionEvent(listener="me", at=at, kind=start, goal=MATCH, minutes=3.0)
    )
    world.now_s += 120
    loop = world.loop()
    with pytest.raises(GoalError, match="shorter than the shortest track"):
        loop.go_on()
    assert [event.kind.value for event in world.store.sessions.of("me")] == ["start", "stop"]


def test_a_track_that_left_the_library_meanwhile_is_left_out(world):
    killed = world.loop()
    killed.begin(MATCH)
    gone = killed.track
    loop = world.loop(library=[track for track in LIBRARY if track != gone])
    loop.go_on()
    assert loop.track is not None
    assert loop.track.track_id != gone.track_id
    assert "not in the library" in world.of("skip")[0]["unplayable"]


def test_what_was_learned_carries_over_to_the_next_session(world):
    first = world.loop()
    first.begin(MATCH)
    for _ in range(6):
        world.pass_by(first, 3)
        first.skip()
    first.stop("enough")
    second = world.loop()
    weights = second.log.engine.knowledge.weights
    assert weights.outcomes == first.log.engine.knowledge.weights.outcomes > 0
    assert weights.factors() == first.log.engine.knowledge.weights.factors()
    second.begin(MATCH)
    lists = [told["policy"] for told in world.of("list") if told["cause"] == "the session began"]
    assert lists[0] != lists[1]


def test_times_grow_even_where_the_clock_does_not(world):
    loop = world.loop()
    loop.begin(MATCH)
    for _ in range(3):
        loop.like()
    times = [event.at for event in world.events()]
    assert sorted(set(times)) == times


def test_a_reading_from_a_clock_that_is_ahead_does_not_stop_it(world):
    loop = world.loop()
    loop.begin(MATCH)
    ahead = from_word("happy", world.clock() + timedelta(minutes=2))
    world.store.readings.add("me", replace(ahead, modality="face"))
    world.pass_by(loop, 10)
    loop.like()
    assert world.kinds() == ["play", "like"]
    assert is_rebuilt(loop, world)
