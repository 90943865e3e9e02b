"""`moodarc sense`: consent, a real broker, and being killed in mid-stream."""

import asyncio
import json
import os
import signal
import subprocess
import sys
import time
from datetime import timedelta
from itertools import pairwise

import pytest

from moodarc.cli import consent, extras
from moodarc.cli.health_consent import HEALTH_TERMS
from moodarc.sensing import wearables
from moodarc.sensing.wearables import (
    BrokerLink,
    LinkConfig,
    belief_topic,
    encode_message,
    now_utc,
)
from moodarc.storage import Belongings, open_store
from mosquitto import PASSWORD, USER, Mosquitto, require_mosquitto
from wearable_device import Device, wrist_message

pytestmark = pytest.mark.service


@pytest.fixture
def broker(tmp_path):
    require_mosquitto()
    started = Mosquitto(tmp_path / "broker").start()
    yield started
    started.stop()


@pytest.fixture
def sense(run, broker, tmp_path, monkeypatch):  # noqa: PLR0917 - fixtures
    """Runs one command line of `moodarc sense` for ann."""
    monkeypatch.setenv("MOODARC_DB", str(tmp_path / "music.db"))
    monkeypatch.setenv("MOODARC_LISTENER", "ann")
    monkeypatch.setenv("MOODARC_MQTT_USER", USER)
    monkeypatch.setenv("MOODARC_MQTT_PASSWORD", PASSWORD)
    monkeypatch.setenv("MOODARC_MQTT_PORT", str(broker.port))
    return lambda *words, **options: run("sense", *words, **options)


@pytest.fixture
def device(broker):
    with BrokerLink(broker.config(), LinkConfig(client_id="device")) as link:
        yield Device(link)


@pytest.fixture
def recording(tmp_path):
    file = tmp_path / "wrist.jsonl"
    start = now_utc() - timedelta(days=400)
    messages = (wrist_message(n, at=start + timedelta(seconds=10 * n)) for n in range(90))
    file.write_bytes(b"\n".join(map(encode_message, messages)))
    return file


def stored(tmp_path):
    with open_store(tmp_path / "music.db") as store:
        return store.samples.of("ann")


def test_nothing_is_listened_to_before_it_is_agreed_to(sense, broker, tmp_path):
    told = sense("mqtt", "--seconds", "1", code=2).stderr
    assert "These are health data" in told
    assert "the storing of health data must be agreed to; give --yes" in told
    assert not (tmp_path / "music.db").exists()
    assert "as moodarc-" not in (broker.folder / "log").read_text()


def test_it_is_asked_once_and_goes_with_the_listener(sense, run, monkeypatch, tmp_path):  # noqa: PLR0917 - fixtures
    monkeypatch.setattr(consent, "is_terminal", lambda: True)
    assert "nothing was listened to" in sense("mqtt", input="n\n", code=2).stderr
    sense("mqtt", "--seconds", "0.3", input="y\n")
    assert "health data" not in sense("mqtt", "--seconds", "0.3").stderr
    own = Belongings(tmp_path / "data" / "moodarc", "ann")
    assert own.has_consented(HEALTH_TERMS)
    run("erase", "--yes")
    assert not own.has_consented(HEALTH_TERMS)


def test_where_there_is_no_broker_nothing_is_kept(sense, tmp_path):
    told = sense("mqtt", "--port", "1", "--yes", code=1).stderr
    assert "cannot be reached" in told.splitlines()[-1]
    assert not Belongings(tmp_path / "data" / "moodarc", "ann").has_consented(HEALTH_TERMS)


def test_what_was_replayed_is_stored_exported_and_erased(sense, run, recording, tmp_path):  # noqa: PLR0917 - fixtures
    sense("mqtt", "--yes", "--seconds", "0.3")  # from now on the broker keeps what comes
    assert sense("replay", recording, "--speed", "inf", "--json").data == {
        "listener": "ann",
        "device": "replay",
        "sent": 90,
    }
    account = sense("mqtt", "--max-messages", "90", "--seconds", "20", "--json").data
    assert (account["stored"], account["repeated"], account["refused"]) == (90, 0, 0)
    samples = stored(tmp_path)
    assert [sample.heart_rate_bpm for sample in samples] == [60.0 + n % 60 for n in range(90)]
    assert abs(now_utc() - samples[-1].at) < timedelta(minutes=1)
    assert samples[-1].at - samples[0].at == timedelta(seconds=890)
    assert len(run("export", "--json").data["samples"]) == 90
    assert run("erase", "--yes", "--json").data["erased"]["samples"] == 90


def test_what_comes_while_the_sense_is_off_is_not_kept(sense, recording, tmp_path):
    sense("mqtt", "--yes", "--seconds", "0.3")
    own = Belongings(tmp_path / "data" / "moodarc", "ann")
    own.switch("wearable", on=False)
    sense("replay", recording, "--speed", "inf", "--limit", "30")
    told = sense("mqtt", "--seconds", "20", "--max-messages", "30")
    assert "30 refused" in told.stdout
    assert "turn it on in the page" in told.stderr
    assert stored(tmp_path) == []
    own.switch("wearable", on=True)
    sense("replay", recording, "--speed", "inf", "--limit", "5")
    sense("mqtt", "--seconds", "20", "--max-messages", "5")
    assert len(stored(tmp_path)) == 5


def test_five_minutes_of_samples_become_one_reading_once(sense, recording, tmp_path):
    sense("mqtt", "--yes", "--seconds", "0.3")
    sense("replay", recording, "--speed", "inf")
    first = sense("mqtt", "--seconds", "2.5", "--json").data
    assert first["readings"] in {2, 3}
    assert first["windows_without"] == {}
    with open_store(tmp_path / "music.db") as store:
        readings = store.readings.of("ann")
        assert store.samples.oldest_unread("ann", readings[-1].state.at) is None
    assert len(readings) == first["readings"]
    assert {reading.modality for reading in readings} == {"physiology"}
    gaps = {b.state.at - a.state.at for a, b in pairwise(readings)}
    assert gaps == {timedelta(minutes=5)}
    assert all(reading.state.at.timestamp() % 300 == 0 for reading in readings)
    again = sense("mqtt", "--seconds", "1.5", "--json").data
    assert again["readings"] <= 1  # of the window that ended meanwhile
    with open_store(tmp_path / "music.db") as store:
        assert store.readings.of("ann")[: len(readings)] == readings


def test_a_watch_on_the_table_gives_no_reading_and_says_why(sense, device, tmp_path):
    sense("mqtt", "--yes", "--seconds", "0.3")
    start = now_utc() - timedelta(minutes=20)
    messages = [wrist_message(n, at=start + timedelta(seconds=n), worn=False) for n in range(30)]
    device.send(*messages)
    account = sense("mqtt", "--seconds", "2.5", "--json").data
    assert account["readings"] == 0
    assert list(account["windows_without"]) == ["sensor off the wrist"]
    with open_store(tmp_path / "music.db") as store:
        assert store.readings.of("ann") == []


def test_the_belief_is_published_after_a_reading_where_it_is_asked_for(sense, broker, recording):
    sense("mqtt", "--yes", "--seconds", "0.3")
    sense("replay", recording, "--speed", "inf")
    config = LinkConfig(client_id="spy", subscription=belief_topic("ann"))
    with BrokerLink(broker.config(), config) as spy:
        sense("mqtt", "--seconds", "2.5", "--publish")
        heard = [json.loads(arrival.payload) for _ in range(5) for arrival in spy.step(0.1)]
    assert len(heard) in {2, 3}
    assert all(-1.0 <= belief["valence"] <= 1.0 for belief in heard)
    assert set(heard[0]) == {
        "valence",
        "arousal",
        "valence_variance",
        "arousal_variance",
        "at",
    }


def test_a_replay_keeps_its_rhythm(sense, recording):
    start = time.monotonic()
    sense("replay", recording, "--speed", "100", "--limit", "11")
    assert time.monotonic() - start > 0.9


def test_recorded_times_are_kept_where_wanted_and_refused_as_too_old(sense, recording):
    sense("mqtt", "--yes", "--seconds", "0.3")
    sense("replay", recording, "--speed", "inf", "--keep-times")
    result = sense("mqtt", "--max-messages", "90", "--seconds", "20")
    assert "0 stored, 0 repeated, 90 refused" in result.stdout
    assert "more than 30 days ago" in result.stdout


def test_a_message_that_cannot_be_used_is_told(sense, device):
    sense("mqtt", "--yes", "--seconds", "0.3")
    device.send_raw(b'{"id": "\\u001b[31m"}')
    device.send(wrist_message(1))
    result = sense("mqtt", "--max-messages", "2", "--seconds", "20")
    assert "not used: moodarc/ann/wearable/wrist: id is" in result.stderr
    assert "1 stored, 0 repeated, 1 refused" in result.stdout
    assert "\x1b" not in result.output


def test_the_password_is_in_no_output_and_not_taken_from_the_command_line(sense, monkeypatch):
    result = sense("mqtt", "--yes", "--seconds", "0.3", "--json")
    assert PASSWORD not in result.output
    told = sense("mqtt", "--set", f"mqtt_password={PASSWORD}", code=2).stderr
    assert "can be read by all" in told
    assert PASSWORD not in told
    monkeypatch.setenv("MOODARC_MQTT_PASSWORD", "wrong-Pa55")
    told = sense("mqtt", "--yes", "--debug", code=1).stderr
    assert "refuses us: Not authorized" in told
    assert "wrong-Pa55" not in told


def test_a_password_may_be_in_a_file(sense, monkeypatch, tmp_path):
    monkeypatch.delenv("MOODARC_MQTT_PASSWORD")
    file = tmp_path / "password"
    file.write_text(PASSWORD + "\n")
    sense("mqtt", "--yes", "--seconds", "0.3", "--password-file", file)
    file.write_text("")
    assert "holds no password" in sense("mqtt", "--password-file", file, code=2).stderr
    assert "cannot be read" in sense("mqtt", "--password-file", tmp_path, code=2).stderr


def test_nothing_of_the_belief_is_published_unless_asked(sense, broker):
    with BrokerLink(broker.config(), LinkConfig(client_id="spy", subscription="#")) as spy:
        sense("mqtt", "--yes", "--seconds", "0.5")
        topics = {arrival.topic for _ in range(5) for arrival in spy.step(0.1)}
        assert topics == {"moodarc/ann/status"}
        sense("mqtt", "--seconds", "0.5", "--publish")
        heard = [arrival for _ in range(5) for arrival in spy.step(0.1)]
        assert sum(arrival.topic.startswith("homeassistant/") for arrival in heard) == 3
        sense("mqtt", "--forget")
        heard = [arrival for _ in range(5) for arrival in spy.step(0.1)]
        taken_back = {arrival.topic for arrival in heard if not arrival.payload}
        assert sum(topic.startswith("homeassistant/") for topic in taken_back) == 3
        assert belief_topic("ann") in taken_back


def test_after_forget_the_broker_keeps_nothing_for_us(sense, device, tmp_path):
    sense("mqtt", "--yes", "--seconds", "0.3")
    device.send(wrist_message(1))
    assert "holds nothing more" in sense("mqtt", "--forget").stdout
    sense("mqtt", "--seconds", "0.7")
    assert stored(tmp_path) == []


def test_samples_are_kept_as_long_as_the_setting_says(sense, device, tmp_path):
    sense("mqtt", "--yes", "--seconds", "0.3")
    now = now_utc()
    device.send(
        *(wrist_message(days, at=now - timedelta(days=days, hours=-1)) for days in (1, 3, 20))
    )
    sense("mqtt", "--max-messages", "3", "--seconds", "20")
    assert len(stored(tmp_path)) == 3
    sense("mqtt", "--seconds", "0.3", "--set", "keep_samples_days=3")
    assert len(stored(tmp_path)) == 2


def test_who_takes_the_agreement_back_is_asked_again_and_their_samples_are_gone(
    sense, device, tmp_path
):
    sense("mqtt", "--yes", "--seconds", "0.3")
    device.send(wrist_message(1))
    sense("mqtt", "--max-messages", "1", "--seconds", "20")
    answer = sense("withdraw", "--json").data
    assert answer == {"listener": "ann", "withdrawn": True, "samples": 1}
    assert stored(tmp_path) == []
    assert "must be agreed to" in sense("mqtt", "--seconds", "0.3", code=2).stderr
    assert "there was no agreement; 0 samples removed" in sense("withdraw").stdout


def test_killed_in_mid_stream_and_started_again_nothing_is_lost_or_counted_twice(
    sense, device, tmp_path
):
    sense("mqtt", "--yes", "--seconds", "0.3")
    command = [sys.executable, "-m", "moodarc", "sense", "mqtt"]
    n_sent, n_kills = 0, 0
    while n_kills < 4:
        with subprocess.Popen(command, env=os.environ, stdout=subprocess.DEVNULL) as listening:
            before, end = len(stored(tmp_path)), time.monotonic() + 30.0
            while len(stored(tmp_path)) < before + 20:
                device.send(*(wrist_message(n) for n in range(n_sent, n_sent + 10)))
                n_sent += 10
                assert time.monotonic() < end
            device.send(*(wrist_message(n) for n in range(n_sent, n_sent + 40)))
            n_sent += 40
            listening.kill()
        n_kills += 1
    sense("mqtt", "--seconds", "1.5")
    with open_store(tmp_path / "music.db") as store:
        ids = [row["message_id"] for row in store.export_listener("ann")["samples"]]
    assert sorted(ids) == sorted(f"a-{n}" for n in range(n_sent))


@pytest.mark.parametrize(
    ("ended_by", "code", "note"),
    [
        (signal.SIGINT, 130, "moodarc: stopped; what was done is kept\n"),
        (signal.SIGTERM, 143, ""),
    ],
)
def test_ctrl_c_or_the_systems_end_leave_an_account_and_a_goodbye(  # noqa: PLR0917 - fixtures
    sense, broker, ended_by, code, note
):
    sense("mqtt", "--yes", "--seconds", "0.3")
    command = [sys.executable, "-m", "moodarc", "sense", "mqtt", "--json"]
    config = LinkConfig(client_id="spy", subscription="moodarc/ann/status")
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    with (
        BrokerLink(broker.config(), config) as spy,
        subprocess.Popen(command, env=os.environ, **pipes) as listening,
    ):
        heard = []
        while b"online" not in heard:
            heard += [arrival.payload for arrival in spy.step(0.2)]
        listening.send_signal(ended_by)
        out, told = listening.communicate(timeout=20)
        while heard[-1] != b"offline":
            heard += [arrival.payload for arrival in spy.step(0.2)]
    assert listening.returncode == code
    assert json.loads(out)["listener"] == "ann"
    assert told == note


def test_a_wrist_of_situnes_without_a_person_is_told_before_any_broker_is_needed(sense, tmp_path):
    told = sense("replay", tmp_path / "absent.npy", code=2).stderr
    assert "absent.npy" in told


@pytest.mark.parametrize(
    ("command", "absent"), [("mqtt", "paho"), ("replay x", "paho"), ("ble", "bleak")]
)
def test_a_command_names_the_extra_that_it_lacks(run, monkeypatch, command, absent):  # noqa: PLR0917 - fixtures
    monkeypatch.setattr(extras, "find_spec", lambda name: None if name == absent else object())
    told = run("sense", *command.split(), code=2).stderr
    assert absent in told
    assert 'pip install "moodarc[wearables]"' in told


def test_where_there_is_no_bluetooth_one_line_says_what_to_do(run, tmp_path, monkeypatch):
    """Of the machine that has none; the address of the system bus is one that nobody listens at."""
    monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", f"unix:path={tmp_path}/nobody")
    monkeypatch.setenv("MOODARC_DB", str(tmp_path / "music.db"))
    result = run("sense", "ble", "--yes", "--seconds", "1", code=2)
    assert "Bluetooth cannot be used" in result.stderr.splitlines()[-1]
    assert "or send heart rate by `moodarc sense mqtt`" in result.stderr


def test_what_a_strap_sends_is_stored_and_the_agreement_with_the_first_of_it(
    run, tmp_path, monkeypatch
):
    async def strap(address):
        assert address is None
        for number in range(3):
            yield None
            yield wrist_message(number, device="strap")
        while True:
            await asyncio.sleep(0.01)
            yield None

    monkeypatch.setattr(wearables, "strap_messages", strap)
    monkeypatch.setenv("MOODARC_DB", str(tmp_path / "music.db"))
    account = run("sense", "ble", "--yes", "--seconds", "0.3", "--listener", "ann", "--json").data
    assert account["stored"] == 3
    assert [sample.device for sample in stored(tmp_path)] == ["strap"] * 3
    assert Belongings(tmp_path / "data" / "moodarc", "ann").has_consented(HEALTH_TERMS)
