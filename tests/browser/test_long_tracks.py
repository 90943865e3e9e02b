"""Tracks as long as tracks are: a browser lets go of a file that lies ready for half a minute."""

import pytest
from tests.browser.visits import begin, eventually, items
from tests.small_library import write_library

LENGTH_S = 35.0


@pytest.fixture
def library(tmp_path):
    """A database with six files that are longer than that; its path."""
    db = tmp_path / "music.db"
    write_library(db, tmp_path / "music", n=6, seconds=LENGTH_S)
    return db


def test_the_music_goes_on_by_itself_from_track_to_track(open_browser, service):
    with open_browser() as context:
        page, complaints = context.new_page(), []
        page.on("console", lambda said: complaints.append(said.text))
        begin(page, service)
        for n in (2, 3):  # by themselves: a place chosen near the end would load the file again
            eventually(lambda n=n: kinds(service).count("play") == n, LENGTH_S + 10)
        page.get_by_role("slider", name="Position in the track").fill(str(LENGTH_S - 1.5))
        eventually(lambda: kinds(service).count("play") == 4)
        assert kinds(service) == [*["play", "finish"] * 3, "play"]
        assert not [said for said in complaints if "ERR_" in said]


def kinds(service):
    return [event["kind"] for event in reversed(items(service, "events"))]
