"""What happened at a player, told from how its status changed."""

import pytest

from moodarc.errors import InputError
from moodarc.library.players import Happening, PlayerStatus, SilentPlayer, Watch
from synthetic_library import make_track

ONE, TWO = make_track(1), make_track(2)


class Told:
    """Says what a test lets it say."""

    name = "told"

    def __init__(self):
        self.now = PlayerStatus(track=ONE, start=1, duration_s=200.0, volume=0.5)

    def status(self):
        return self.now


@pytest.fixture
def seen():
    """Looks at statuses at seconds; what happened."""
    player, clock = Told(), [0.0]
    watch = Watch(player, clock=lambda: clock[0])
    watch.expect()

    def look(at_s, **values):
        clock[0] = at_s
        base = {"track": ONE, "start": 1, "duration_s": 200.0, "volume": 0.5}
        player.now = PlayerStatus(**{**base, **values})
        return [(one.what, one.position_s, one.reason) for one in watch.look()]

    return look


@pytest.mark.parametrize(
    ("position_s", "what"),
    [(100.0, Happening.SKIPPED), (195.5, Happening.FINISHED), (199.9, Happening.FINISHED)],
)
def test_a_track_that_gives_way_near_its_end_is_finished(seen, position_s, what):
    assert seen(1.0, position_s=position_s) == []
    ((found, _, _),) = seen(1.6, track=TWO, start=2)
    assert found is what


def test_time_since_the_position_moved_counts_up_to_a_second(seen):
    seen(1.0, position_s=194.0, slack_s=0.0)
    for at_s in (1.2, 1.4, 1.6, 9.0):
        assert seen(at_s, position_s=194.0) == []
    ((what, _, _),) = seen(9.1, track=TWO, start=2)
    assert what is Happening.SKIPPED


def test_a_player_that_fades_leaves_a_track_earlier(seen):
    seen(1.0, position_s=190.0, slack_s=6.0)
    ((what, _, _),) = seen(1.2, track=TWO, start=2)
    assert what is Happening.FINISHED


def test_nothing_or_something_else_on_is_leaving(seen):
    seen(1.0, position_s=50.0)
    assert seen(1.1, track=None) == [(Happening.LEFT, 50.0, "stopped at the player")]
    seen(2.0, position_s=50.0)
    ((_, _, reason),) = seen(2.1, track=None, other="radio")
    assert reason == "the player was given radio"


def test_a_failure_is_told_with_its_reason(seen):
    assert seen(1.0, track=None, failure="no decoder") == [(Happening.FAILED, 0.0, "no decoder")]


def test_a_jump_to_the_beginning_is_the_track_again_and_other_jumps_are_not(seen):
    seen(1.0, position_s=50.0)
    assert seen(1.1, position_s=90.0) == []
    assert seen(1.2, position_s=20.0) == []
    assert seen(1.3, position_s=0.2) == [(Happening.AGAIN, 20.0, "")]


def test_a_volume_counts_when_it_has_settled(seen):
    for at_s, volume in ((1.0, 0.5), (2.0, 0.52), (2.1, 0.6), (2.2, 0.7), (2.5, 0.7)):
        assert seen(at_s, volume=volume) == []
    ((what, _, _),) = seen(2.7, volume=0.7)
    assert what is Happening.VOLUME
    assert seen(3.5, volume=0.7) == []


def test_an_absence_is_told_once_and_loses_no_track(seen):
    seen(1.0, position_s=10.0)
    assert seen(2.0, position_s=10.0, is_there=False) == [(Happening.AWAY, 0.0, "")]
    assert seen(3.0, position_s=10.0, is_there=False) == []
    assert seen(9.0, position_s=10.0) == [(Happening.BACK, 0.0, "")]


@pytest.mark.parametrize(
    ("values", "what"),
    [
        ({"is_through": True}, Happening.FINISHED),
        ({"failure": "no decoder"}, Happening.FAILED),
        ({}, Happening.LEFT),
    ],
)
def test_a_track_that_ended_before_it_was_ever_seen_is_seen_to_end(values, what):
    player = Told()
    watch = Watch(player)
    player.now = PlayerStatus(start=1, **values)
    watch.expect(ONE)
    assert [one.what for one in watch.look()] == [what]


def test_a_track_that_gave_way_before_it_was_ever_seen_is_seen_to_give_way():
    player = Told()
    watch = Watch(player)
    player.now = PlayerStatus(track=TWO, start=2, duration_s=200.0)
    watch.expect(ONE)
    assert [one.what for one in watch.look()] == [Happening.SKIPPED]
    assert watch.look() == []


def test_a_silent_player_lasts_as_long_as_its_tracks():
    now_s = [0.0]
    player = SilentPlayer(speed=10.0, clock=lambda: now_s[0])
    player.play(ONE, start_s=50.0)
    now_s[0] = 10.0
    assert player.status().position_s == pytest.approx(150.0)
    player.pause(paused=True)
    now_s[0] = 50.0
    assert player.status().position_s == pytest.approx(150.0)
    player.pause(paused=False)
    now_s[0] = 55.1
    assert (player.status().track, player.status().is_through) == (None, True)


@pytest.mark.parametrize("speed", [0.0, -1.0, float("nan")])
def test_a_speed_that_does_not_move_is_refused(speed):
    with pytest.raises(InputError, match="above 0"):
        SilentPlayer(speed=speed)
