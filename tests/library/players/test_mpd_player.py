"""A real daemon, steered by us and by another client."""

from dataclasses import replace

import pytest
from tests.mpd_daemon import MpdDaemon, require_mpd, wait_until, write_tone

from moodarc.errors import AudioError, PlayerError
from moodarc.library.players import Happening, MpdPlace, MpdPlayer, Watch
from synthetic_library import make_track

pytestmark = pytest.mark.service

NAMES = ["one.wav", "sub/two & 'half' #1%20.wav", "日本.wav"]


@pytest.fixture(scope="module")
def music(tmp_path_factory):
    folder = tmp_path_factory.mktemp("mpd") / "music"
    for name, seconds in zip(NAMES, (1.5, 3.5, 1.5), strict=True):
        write_tone(folder / name, seconds)
    write_tone(folder.parent / "elsewhere" / "out.wav", 1.5)
    (folder / "broken.wav").write_bytes(b"RIFF no sound at all" * 20)
    return folder


@pytest.fixture(scope="module")
def tracks(music):
    paths = [*(music / name for name in NAMES), music.parent / "elsewhere" / "out.wav"]
    return [replace(make_track(n), path=path) for n, path in enumerate(paths, start=1)]


@pytest.fixture(scope="module")
def daemon(music):
    require_mpd()
    started = MpdDaemon(music.parent / "home", music).start()
    yield started
    started.stop()


@pytest.fixture(params=["socket", "tcp"])
def place(request, daemon):
    if request.param == "socket":
        return MpdPlace(str(daemon.socket))
    return MpdPlace("127.0.0.1", daemon.port)


@pytest.fixture
def player(place, daemon):
    made = MpdPlayer(place)
    yield made
    made.close()
    daemon.ask("clear")


def happens(watch, *kinds):
    """Look until something of these kinds happened."""
    found = []

    def has_happened():
        found.extend(watch.look())
        return {one.what for one in found} >= set(kinds)

    wait_until(has_happened)
    return {one.what: one for one in found}


def test_a_track_runs_into_the_one_that_follows(player, tracks):
    watch = Watch(player)
    player.play(tracks[0])
    player.follow(tracks[1])
    watch.expect()
    assert watch.seen.track == tracks[0]
    ended = happens(watch, Happening.FINISHED)[Happening.FINISHED]
    assert ended.position_s == pytest.approx(1.5, abs=0.4)
    assert watch.seen.track == tracks[1]


def test_next_in_another_client_is_a_skip_at_its_place(player, tracks, daemon):
    watch = Watch(player)
    player.play(tracks[1], start_s=0.5)
    player.follow(tracks[2])
    watch.expect()
    wait_until(lambda: watch.look() == [] and watch.seen.position_s > 0.6)
    daemon.ask("next")
    skipped = happens(watch, Happening.SKIPPED)[Happening.SKIPPED]
    assert 0.5 < skipped.position_s < 3.0
    assert watch.seen.track == tracks[2]
    assert [song["file"] for song in daemon.ask("playlistinfo")] == ["日本.wav"]


def test_pause_and_volume_of_another_client_are_seen(player, tracks, daemon):
    watch = Watch(player)
    player.set_volume(0.5)
    player.play(tracks[0])
    watch.expect()
    daemon.ask("pause", 1)
    daemon.ask("setvol", 30)
    found = happens(watch, Happening.PAUSED, Happening.VOLUME)
    assert (found[Happening.VOLUME].before, found[Happening.VOLUME].after) == (0.5, 0.3)
    daemon.ask("pause", 0)
    happens(watch, Happening.WENT_ON)


@pytest.mark.parametrize("command", ["stop", "clear"])
def test_a_stop_in_another_client_is_told(player, tracks, daemon, command):  # noqa: PLR0917 - fixtures
    watch = Watch(player)
    player.play(tracks[0])
    watch.expect()
    daemon.ask(command)
    left = happens(watch, Happening.LEFT)[Happening.LEFT]
    assert left.reason == "stopped at the player"


def test_other_music_in_another_client_is_told(player, tracks, daemon):
    watch = Watch(player)
    player.play(tracks[0])
    watch.expect()
    daemon.ask("playid", daemon.ask("addid", "日本.wav"))
    assert "日本.wav" in happens(watch, Happening.LEFT)[Happening.LEFT].reason


def test_what_stood_in_the_queue_stays_and_modes_come_back(place, daemon, tracks):
    daemon.ask("clear")
    daemon.ask("add", "日本.wav")
    daemon.ask("random", 1)
    player = MpdPlayer(place)
    player.play(tracks[0])
    player.follow(tracks[1])
    assert daemon.ask("status")["random"] == "0"
    player.close()
    assert [song["file"] for song in daemon.ask("playlistinfo")] == ["日本.wav"]
    told = daemon.ask("status")
    assert (told["random"], told["state"]) == ("1", "stop")
    daemon.ask("random", 0)
    daemon.ask("clear")


def test_a_file_outside_the_library_is_played_by_the_socket_only(player, place, tracks):
    outside = tracks[3]
    if place.is_local:
        player.play(outside)
        assert player.status().track == outside
    else:
        with pytest.raises(AudioError, match=r"mpc update.*--mpd /run/mpd/socket"):
            player.play(outside)


def test_a_file_that_is_no_music_fails(player, music, tracks):
    watch = Watch(player)
    broken = replace(tracks[0], track_id=9, path=music / "broken.wav")
    with pytest.raises(AudioError, match=r"cannot play|in its library"):
        player.play(broken)
    player.play(tracks[0])
    watch.expect()
    assert watch.seen.track == tracks[0]


def test_a_name_that_is_no_unicode_is_refused_in_words(player, tracks):
    with pytest.raises(AudioError, match="no UTF-8"):
        player.play(replace(tracks[0], path=tracks[0].path.with_name("caf\udce9.wav")))


@pytest.mark.parametrize("meanwhile", ["nothing", "pause"])
def test_what_was_on_is_put_on_again_where_it_stood_after_mpd_died(  # noqa: PLR0917 - fixtures
    place, daemon, tracks, meanwhile
):
    """A track of some seconds, so that it does not end while a busy machine comes back."""
    player = MpdPlayer(place)
    watch = Watch(player)
    player.play(tracks[1])
    player.follow(tracks[2])
    watch.expect()
    wait_until(lambda: watch.look() == [] and watch.seen.position_s > 0.5)
    if meanwhile == "pause":
        player.pause(paused=True)
        happens(watch, Happening.PAUSED)
    daemon.kill()
    happens(watch, Happening.AWAY)
    daemon.start()
    found = happens(watch, Happening.BACK)
    assert set(found) == {Happening.BACK}
    assert watch.seen.track == tracks[1]
    assert watch.seen.position_s >= 0.4
    assert watch.seen.is_paused == (meanwhile == "pause")
    player.close()


def test_a_connection_that_is_lost_while_mpd_plays_on_changes_nothing(player, tracks, daemon):
    watch = Watch(player)
    player.play(tracks[0])
    player.follow(tracks[1])
    watch.expect()
    before = daemon.ask("playlistinfo")
    player._link.close()
    found = happens(watch, Happening.AWAY, Happening.BACK)
    assert set(found) == {Happening.AWAY, Happening.BACK}
    assert watch.seen.track == tracks[0]
    assert daemon.ask("playlistinfo") == before


def test_what_a_killed_session_left_is_taken_up_or_cleared(place, daemon, tracks):
    killed = MpdPlayer(place)
    killed.play(tracks[0])
    killed.follow(tracks[1])
    killed._link.close()
    again = MpdPlayer(place)
    assert again.take_up(tracks[2:3]) is None
    assert again.take_up(tracks[:2]) == tracks[0]
    assert again.status().track == tracks[0]
    daemon.ask("next")
    assert again.status().track == tracks[1]
    daemon.ask("stop")
    again._link.close()
    third = MpdPlayer(place)
    assert third.take_up(tracks[:2]) is None
    assert daemon.ask("playlistinfo") == []
    third.close()


@pytest.mark.parametrize("command", ["addid", "playlistid"])
def test_an_interrupt_while_a_track_is_added_leaves_nothing_in_the_queue(  # noqa: PLR0917 - fixtures
    player, tracks, daemon, command, monkeypatch
):
    player.play(tracks[0])
    client = player._link._client
    asked = getattr(client, command)

    def interrupted(*arguments):
        asked(*arguments)
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(client, command, interrupted, raising=False)
        with pytest.raises(KeyboardInterrupt):
            player.follow(tracks[1])
    assert len(daemon.ask("playlistinfo")) == 2
    player.stop()
    assert daemon.ask("playlistinfo") == []


def test_an_absent_daemon_is_one_clear_line(tmp_path):
    require_mpd()
    with pytest.raises(PlayerError, match=r"does not answer at .*start it.*--player system"):
        MpdPlayer(MpdPlace(str(tmp_path / "nowhere")))
    with pytest.raises(PlayerError, match="does not answer at 127"):
        MpdPlayer(MpdPlace("127.0.0.1", 1))


def test_a_password_is_asked_for_in_words(music, tmp_path, tracks):
    require_mpd()
    lines = 'password "secret@read,add,control,admin"\ndefault_permissions "read,control,admin"'
    daemon = MpdDaemon(tmp_path / "home", music, settings=lines).start()
    try:
        with pytest.raises(PlayerError, match="MPD_HOST=PASSWORD@HOST"):
            MpdPlayer(MpdPlace("127.0.0.1", daemon.port, "wrong"))
        player = MpdPlayer(MpdPlace("127.0.0.1", daemon.port, "secret"))
        player.play(tracks[0])
        assert player.status().track == tracks[0]
        player.close()
    finally:
        daemon.stop()


def test_a_daemon_that_stays_away_ends_it(music, tmp_path, tracks):
    require_mpd()
    daemon = MpdDaemon(tmp_path / "home", music).start()
    player = MpdPlayer(MpdPlace("127.0.0.1", daemon.port), gives_up_s=0.3)
    player.play(tracks[0])
    daemon.kill()

    def gives_up():
        try:
            player.status()
        except PlayerError as error:
            return "is gone" in str(error)
        return False

    wait_until(gives_up)
    player.close()
