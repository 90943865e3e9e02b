"""The service is killed while a session plays, and comes back: the session goes on."""

import pytest

from live_page import page
from serve_process import library_at, process


@pytest.mark.service
def test_a_killed_service_comes_back_and_the_session_goes_on(tmp_path, free_port):
    library_at(tmp_path)
    with process(tmp_path, free_port) as (url, _), page(url, "me") as tab:
        first = tab.start("calm", minutes=60)
        tab.feel(-0.7, 0.6)
        tab.hear("list")
        before = tab.state()
    with process(tmp_path, free_port) as (url, _), page(url, "me") as tab:
        after = tab.state()
        assert (after["phase"], after["resumable"]) == ("playing", True)
        for name in ("goal", "started", "until", "played", "queue"):
            assert after[name] == before[name]
        assert after["playing"]["track"]["track_id"] == first
        tab.done("finish", first, position_s=100.0)  # the page played on meanwhile
        tab.say("take")
        following = tab.play()
        assert following == before["queue"][0]["track"]["track_id"]
        assert tab.state()["played"] == [first, following]
