"""The sleep timer with sound: the music fades away, stops, and the session says why."""

from playwright.sync_api import expect
from tests.browser.visits import KEEPS_SOUNDS, begin, eventually, items
from tests.service_process import Served
from tests.small_library import write_library

KEEPS_GAINS = """(() => {
  window.gains = [];
  const make = AudioContext.prototype.createGain;
  AudioContext.prototype.createGain = function () {
    const gain = make.call(this);
    window.gains.push(gain);
    return gain;
  };
})()"""
SOUNDING = "window.sounds.filter((one) => !one.paused && one.currentTime > 0).length"
LOUDNESS = "window.gains[window.sounds.findIndex((one) => !one.paused)].gain.value"
FADE_S = 30
"""of the page"""


def test_it_fades_and_stops_and_the_session_says_why(open_browser, tmp_path):
    db = tmp_path / "music.db"
    write_library(db, tmp_path / "music", n=4, seconds=45.0)
    with Served(db, tmp_path / "serve.log") as service, open_browser() as context:
        page = context.new_page()
        page.add_init_script(KEEPS_SOUNDS)
        page.add_init_script(KEEPS_GAINS)
        page.clock.install()
        begin(page, service)
        eventually(lambda: page.evaluate(SOUNDING) == 1)
        page.get_by_role("combobox", name="Sleep timer").select_option("15")
        full = eventually(lambda: page.evaluate(LOUDNESS))
        page.clock.fast_forward((15 * 60 - FADE_S // 2) * 1000)
        eventually(lambda: page.evaluate(LOUDNESS) < 0.3 * full)
        assert page.evaluate(SOUNDING) == 1
        page.clock.fast_forward(FADE_S * 1000)
        expect(page.get_by_role("heading", name="That was it")).to_be_visible()
        expect(page.get_by_text("The sleep timer ended it")).to_be_visible()
        assert page.evaluate(SOUNDING) == 0
        assert page.evaluate("sessionStorage.getItem('moodarc.sleep')") is None
        eventually(lambda: service.get("/api/v1/session")["phase"] != "playing")
        kinds = [one["kind"] for one in items(service, "events")]
        assert kinds == ["play"]
